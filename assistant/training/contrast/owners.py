"""A right figure, date or place, given to something or somebody else."""

from collections.abc import Callable, Sequence

from assistant.training.contrast.lexicon import Lexicon, sentence
from assistant.training.contrast.twins import Twins


def from_to(lexicon: Lexicon) -> Twins:
    """From which figure, and to which."""
    low, high = sorted(lexicon.figures(2), key=lambda figure: float(figure.split()[0].replace(",", "")))
    what = lexicon.pick(
        "the price",
        "the rent",
        "the fare",
        "the number of members",
        "the debt",
        "attendance",
        "the death toll",
        "output",
    )
    unit = lexicon.pick("", " euros", " a day", " a year")
    rises = lexicon.random.random() < 0.5
    verb = (
        lexicon.pick("rose", "increased", "climbed") if rises else lexicon.pick("fell", "dropped", "declined")
    )
    verb_turned = "fell" if rises else "rose"
    a, b = (low, high) if rises else (high, low)
    ways = (f"{what} {verb} from {a} to {b}{unit}", f"{what} {verb} to {b}{unit} from {a}")
    turned = (
        f"{what} {verb} from {b} to {a}{unit}",
        f"{what} {verb_turned} from {b} to {a}{unit}",
        f"{what} {verb} to {a}{unit}",
    )
    return Twins(
        sentence(lexicon.pick(*ways)),
        (*map(sentence, ways), sentence(f"{what} {verb} to {b}{unit}")),
        tuple(map(sentence, turned)),
    )


def rows(lexicon: Lexicon) -> Twins:
    """Two or three things, each with its figure, in one sentence or two."""
    noun = lexicon.one("counted")
    if lexicon.random.random() < 0.5:
        names = lexicon.some("places", 3)
    else:
        names = [*lexicon.one("things").split("/"), lexicon.pick("the museum", "the harbour", "the old town")]
    a, b, c = lexicon.figures(3)
    one, two, three = names
    has = lexicon.pick("has", "had", "lost", "gained", "counted", "needs")
    evidence = lexicon.pick(
        f"{one} {has} {a} {noun}, {two} {b}",
        f"{one} {has} {a} {noun} and {two} {b}",
        f"{one} {has} {a} {noun}, {two} {b} and {three} {c}",
        f"{one} {has} {a} {noun}, while {two} {has} {b}",
        f"{one} and {two} {has.replace('has', 'have').replace('needs', 'need')} {a} and {b} {noun} respectively",
        f"{one} {has} {a} {noun}. {sentence(f'{two} {has} {b}')}",
        f"{one} {has} {a} {noun}, against {b} in the case of {two}",
    )
    return owned(evidence, [(one, a), (two, b)], lambda who, n: f"{who} {has} {n} {noun}")


def table(lexicon: Lexicon) -> Twins:
    """A row of a table."""
    noun = lexicon.one("counted")
    names = lexicon.some("places", 3)
    figures, others = lexicon.figures(3), lexicon.figures(3)
    second = lexicon.one("counted")
    lines = [f"| Place | {noun.capitalize()} | {second.capitalize()} |", "|---|---|---|"]
    lines += [f"| {n} | {f} | {o} |" for n, f, o in zip(names, figures, others, strict=True)]
    evidence = "\n".join(lines)
    if lexicon.random.random() < 0.4:
        evidence = "\n".join(
            f"{n}; {noun}: {f}; {second}: {o}" for n, f, o in zip(names, figures, others, strict=True)
        )
    (one, a), (two, b) = list(zip(names, figures, strict=True))[:2]
    has = lexicon.pick("has", "had")
    false = [f"{one} {has} {b} {noun}", f"{two} {has} {a} {noun}", f"{one} {has} {others[0]} {noun}"]
    if second == noun:
        false = false[:2]
    return Twins(
        evidence,
        (sentence(f"{one} {has} {a} {noun}"), sentence(f"{two} {has} {b} {noun}")),
        tuple(map(sentence, false)),
        contradicted=True,
    )


def ages(lexicon: Lexicon) -> Twins:
    """Two people and their ages, prices, places or years."""
    one, two = lexicon.person(), lexicon.person()
    a, b = map(str, lexicon.random.sample(range(18, 90), 2))
    happened = lexicon.pick(
        "were hurt", "were arrested", "were elected", "won prizes", "were rescued", "drowned"
    )
    single = happened.replace("were", "was").replace("prizes", "a prize")
    evidence = lexicon.pick(
        f"{one}, {a}, and {two}, {b}, {happened}",
        f"{one} ({a}) and {two} ({b}) {happened}",
        f"{one}, who is {a}, and {two}, who is {b}, {happened}",
    )
    return owned(evidence, [(one, a), (two, b)], lambda who, n: f"{who}, {n}, {single}")


def homes(lexicon: Lexicon) -> Twins:
    """Two people, and where each was or what each was."""
    one, two = lexicon.actors(2)
    a, b = lexicon.some("places", 2)
    verb = lexicon.pick(
        "lives in",
        "was born in",
        "works in",
        "spoke in",
        "was arrested in",
        "opened an office in",
        "moved to",
    )
    evidence = lexicon.pick(
        f"{one} {verb} {a}, {two} in {b}" if " in" in verb else f"{one} {verb} {a}, {two} to {b}",
        f"{one} {verb} {a}, whereas {two} {verb} {b}",
        f"{one} {verb} {a}. {sentence(f'{two} {verb} {b}')}",
        f"{one} {verb} {a} and {two} {verb} {b}",
    )
    return owned(evidence, [(one, a), (two, b)], lambda who, where: f"{who} {verb} {where}")


def years(lexicon: Lexicon) -> Twins:
    """Two years, each with its figure."""
    who = lexicon.one("bodies")
    first = lexicon.year()
    one, two = str(first), str(first + lexicon.random.randint(1, 6))
    a, b = lexicon.figures(2)
    earned = lexicon.pick(
        "earned {n}",
        "lost {n}",
        "had {n} members",
        "employed {n} people",
        "built {n} houses",
        "sold {n} tickets",
        "spent {n}",
    )
    evidence = lexicon.pick(
        f"in {one} {who} {earned.format(n=a)}; in {two} it {earned.format(n=b)}",
        f"{who} {earned.format(n=a)} in {one} and {earned.format(n=b)} in {two}",
        f"{who} {earned.format(n=a)} in {one} and {b} in {two}",
        f"{who} {earned.format(n=b)} in {two}, after {a} in {one}",
        f"in {one} {who} {earned.format(n=a)}. A few years later, in {two}, it {earned.format(n=b)}",
    )
    return owned(
        evidence,
        [(one, a), (two, b)],
        lambda year, n: lexicon.pick(
            f"in {year} {who} {earned.format(n=n)}", f"{who} {earned.format(n=n)} in {year}"
        ),
    )


def deeds_and_years(lexicon: Lexicon) -> Twins:
    """One subject, two deeds, each with its year, or two years in one sentence."""
    what = lexicon.pick(
        "the firm",
        "the law",
        "the church",
        "the club",
        "the bridge",
        "the college",
        "the newspaper",
        "the hotel",
        "the statue",
    )
    first, second = lexicon.random.sample(
        [
            "founded",
            "sold",
            "moved",
            "renamed",
            "restored",
            "closed",
            "privatised",
            "damaged",
            "expanded",
            "listed",
            "bought back",
        ],
        2,
    )
    one, two = sorted(map(str, lexicon.random.sample(range(1901, 2025), 2)))
    evidence = lexicon.pick(
        f"{what} was {first} in {one} and {second} in {two}",
        f"{what} was {first} in {one}. It was {second} in {two}",
        f"{first} in {one}, {what} was {second} in {two}",
        f"{what}, which was {first} in {one}, was {second} in {two}",
        f"{what} of {one} was {second} in {two}",
    )
    if " of " in evidence[:40] and evidence.startswith(f"{what} of"):
        return Twins(
            sentence(evidence),
            (sentence(f"{what} of {one} was {second} in {two}"), sentence(f"{what} was {second} in {two}")),
            (sentence(f"{what} of {two} was {second} in {one}"), sentence(f"{what} was {second} in {one}")),
        )
    return owned(evidence, [(first, one), (second, two)], lambda done, year: f"{what} was {done} in {year}")


def objects(lexicon: Lexicon) -> Twins:
    """One subject, two objects, and what it did to each."""
    who = lexicon.pick(
        "the drug",
        "the law",
        "the reform",
        "the new engine",
        "the treatment",
        "the tax",
        "the camera",
        *lexicon.some("bodies", 3),
    )
    x, y = lexicon.one("objects_pairs").split("/")
    down, up = lexicon.one("up_down").split("/")
    if lexicon.random.random() < 0.5:
        down, up = up, down
    joint = lexicon.pick("but", "and", "while it", "yet")
    return owned(
        f"{who} {down} {x} {joint} {up} {y}",
        [(down, x), (up, y)],
        lambda did, what: f"{who} {did} {what}",
    )


def owned(evidence: str, owned: Sequence[tuple[str, str]], said: Callable[[str, str], str]) -> Twins:
    """What each of two owns, and the other way round."""
    (one, a), (two, b) = owned
    true, false = (said(one, a), said(two, b)), (said(one, b), said(two, a))
    return Twins(sentence(evidence), tuple(map(sentence, true)), tuple(map(sentence, false)))


KINDS = {
    "from and to": from_to,
    "two figures": rows,
    "rows of a table": table,
    "two ages": ages,
    "two homes": homes,
    "two years": years,
    "two deeds and years": deeds_and_years,
    "two objects": objects,
}
