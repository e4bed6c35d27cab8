"""A right figure, name or deed, given to somebody or something else."""

from collections.abc import Callable, Sequence

from assistant.training.contrast.kinds import Twins
from assistant.training.contrast.lexicon import Lexicon, sentence


def parties(lexicon: Lexicon) -> Twins:
    """Who did it to whom, in the active and the passive."""
    one, other = lexicon.actors(2)
    past, participle = lexicon.one("between").split("|")
    return _directed(lexicon, one, other, past, participle, _when(lexicon))


def states(lexicon: Lexicon) -> Twins:
    """Which country did it to which."""
    one, other = lexicon.some("countries", 2)
    past, participle = lexicon.one("states_between").split("|")
    return _directed(lexicon, one, other, past, participle, _when(lexicon))


def towards(lexicon: Lexicon) -> Twins:
    """Which country did something that has a direction."""
    one, other = lexicon.some("countries", 2)
    what, when = lexicon.one("states_towards"), _when(lexicon)
    return Twins(
        sentence(f"{one} {what} {other}{when}"),
        (sentence(f"{one} {what} {other}"), sentence(f"{one} {what} {other}{when}")),
        (sentence(f"{other} {what} {one}"), sentence(f"{other} {what} {one}{when}")),
    )


def _directed(lexicon: Lexicon, one: str, other: str, past: str, participle: str, when: str) -> Twins:
    active, passive = f"{one} {past} {other}{when}", f"{other} was {participle} by {one}{when}"
    turned = (f"{other} {past} {one}{when}", f"{one} was {participle} by {other}{when}")
    return Twins(
        sentence(lexicon.pick(active, passive)),
        (sentence(active), sentence(passive)),
        tuple(map(sentence, turned)),
    )


def transfer(lexicon: Lexicon) -> Twins:
    """Who gave, and who took."""
    a, b = lexicon.actors(2)
    x, when = lexicon.one("transferred"), _when(lexicon)
    give, take = lexicon.one("transfers").split("/")
    gives = f"{a} {give.format(b=b, x=x)}{when}"
    takes = f"{b} {take.format(a=a, x=x)}{when}"
    return Twins(
        sentence(lexicon.pick(gives, takes)),
        (sentence(gives), sentence(takes)),
        (sentence(f"{b} {give.format(b=a, x=x)}{when}"), sentence(f"{a} {take.format(a=b, x=x)}{when}")),
    )


def route(lexicon: Lexicon) -> Twins:
    """From where, and to where."""
    a, b = lexicon.some("places", 2)
    what = lexicon.pick(
        "the flight", "the ferry", "the convoy", "the train", "the parcel", "the delegation", "the ship"
    )
    at = lexicon.pick("", " at 9:00", " on Monday", " in May", " with 40 people on board")
    ways = (
        f"{what} left {a} for {b}{at}",
        f"{what} travelled from {a} to {b}{at}",
        f"{what} went to {b} from {a}{at}",
    )
    turned = (
        f"{what} left {b} for {a}{at}",
        f"{what} travelled from {b} to {a}{at}",
        f"{what} went to {a} from {b}{at}",
    )
    return Twins(sentence(lexicon.pick(*ways)), tuple(map(sentence, ways)), tuple(map(sentence, turned)))


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
    return _owned(evidence, [(one, a), (two, b)], lambda who, n: f"{who} {has} {n} {noun}")


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
    return _owned(evidence, [(one, a), (two, b)], lambda who, n: f"{who}, {n}, {single}")


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
    return _owned(evidence, [(one, a), (two, b)], lambda who, where: f"{who} {verb} {where}")


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
    return _owned(
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
    return _owned(evidence, [(first, one), (second, two)], lambda done, year: f"{what} was {done} in {year}")


def two_deeds(lexicon: Lexicon) -> Twins:
    """Two people, two deeds: each did one."""
    one, two = lexicon.actors(2)
    a, b = lexicon.deeds(2)
    evidence = lexicon.pick(
        f"{one} {a.past}. {sentence(f'{two} {b.past}')}",
        f"{one} {a.past}, and {two} {b.past}",
        f"while {one} {a.past}, {two} {b.past}",
        f"{one} {a.past}; {two}, {lexicon.pick('a neighbour', 'an old friend', 'a rival')}, {b.past}",
        f"{one} and {two} met in {lexicon.one('places')}. {sentence(f'{one} {a.past}')} {sentence(f'{two} {b.past}')}",
    )
    return _owned(evidence, [(one, a.past), (two, b.past)], lambda who, deed: f"{who} {deed}")


def relatives(lexicon: Lexicon) -> Twins:
    """Two people who share a name, or work together: what one of them did."""
    last, (one, two) = lexicon.one("last_names"), lexicon.some("first_names", 2)
    a, b = lexicon.deeds(2)
    who, other = f"{one} {last}", f"{two} {last}"
    tie = lexicon.pick("sister", "brother", "cousin", "partner", "neighbour")
    evidence = f"{who} and the {tie} {other} {a.past}. {sentence(f'{other} {b.past}')}"
    return Twins(
        sentence(evidence),
        (sentence(f"{other} {b.past}"), sentence(f"{who} {a.past}")),
        (sentence(f"{who} {b.past}"), sentence(f"{one} {b.past}")),
    )


def pronoun(lexicon: Lexicon) -> Twins:
    """A pronoun stands for who was named last, and not for anybody of another sentence."""
    one, two = lexicon.person(), lexicon.person()
    a, b, c = lexicon.deeds(3)
    he = lexicon.pick("he", "she")
    evidence = f"{one} {a.past}. {sentence(f'{two} {b.past}')} {sentence(f'later {he} {c.past}')}"
    if lexicon.random.random() < 0.5:
        evidence = (
            f"{sentence(f'{two} {b.past}')} {sentence(f'later {he} {c.past}')} {sentence(f'{one} {a.past}')}"
        )
    return Twins(
        sentence(evidence),
        (sentence(f"{two} {c.past}"), sentence(f"{two} {b.past}")),
        (sentence(f"{one} {c.past}"), sentence(f"{one} {b.past}"), sentence(f"{two} {a.past}")),
    )


def speakers(lexicon: Lexicon) -> Twins:
    """Who said which of two things."""
    one, two = lexicon.actors(2)
    a, b = lexicon.act(), lexicon.act()
    p, q = f"{a[0]} {a[1].past}", f"{b[0]} {b[1].past}"
    said, again = (
        lexicon.pick("said", "stated", "told reporters", "wrote"),
        lexicon.pick("said", "replied", "added"),
    )
    evidence = lexicon.pick(
        f"{one} {said} that {p}. {sentence(f'{two} {again} that {q}')}",
        f"{one} {said} that {p}, while {two} {again} that {q}",
    )
    return _owned(evidence, [(one, p), (two, q)], lambda who, what: f"{who} said that {what}")


def who_says_not(lexicon: Lexicon) -> Twins:
    """One says it, the other denies it."""
    one, two = lexicon.actors(2)
    what, good = (
        lexicon.pick("the bridge", "the water", "the vaccine", "the plan", "the mine", "the toy"),
        lexicon.pick("safe", "legal", "affordable", "ready", "clean", "fair"),
    )
    evidence = lexicon.pick(
        f"{one} said {what} was {good}. {sentence(f'{two} said it was not')}",
        f"{one} called {what} {good}; {two} disagreed",
        f"{one} insisted that {what} was {good}, but {two} denied it",
    )
    return Twins(
        sentence(evidence),
        (sentence(f"{one} said {what} was {good}"), sentence(f"according to {one}, {what} was {good}")),
        (
            sentence(f"{two} said {what} was {good}"),
            sentence(f"{one} said {what} was not {good}"),
            sentence(f"{one} and {two} said {what} was {good}"),
        ),
    )


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
    return _owned(
        f"{who} {down} {x} {joint} {up} {y}",
        [(down, x), (up, y)],
        lambda did, what: f"{who} {did} {what}",
    )


def counted_people(lexicon: Lexicon) -> Twins:
    """Which people a count is of."""
    a, b, c = lexicon.some("people", 3)
    m, n = (
        lexicon.pick("two", "three", "four", "five", "six", "seven"),
        lexicon.pick("eight", "nine", "ten", "twelve", "14", "21"),
    )
    one, two = lexicon.random.sample(["killed", "injured", "arrested", "rescued", "captured", "released"], 2)
    evidence = lexicon.pick(
        f"{m} {a} were {one} and {n} {b} {two}",
        f"{m} {a} were {one}. {sentence(f'{n} {b} were {two}')}",
        f"in the operation {m} {a} were {one}, and {n} {b} were {two}",
    )
    false = (f"{m} {c} were {one}", f"{n} {b} were {one}", f"{m} {b} were {one}", f"{m} {a} were {two}")
    return Twins(
        sentence(evidence),
        (sentence(f"{m} {a} were {one}"), sentence(f"{n} {b} were {two}")),
        tuple(sentence(one) for one in lexicon.random.sample(false, 3)),
    )


def members_of(lexicon: Lexicon) -> Twins:
    """What kind of people: leaders of a group are not its victims, nor civilians."""
    m = lexicon.pick("two", "three", "four", "five", "eleven")
    a, c = lexicon.some("people", 2)
    of = lexicon.pick(
        "of the militia", "of ISIS", "of the union", "of the party", "of the gang", "of the company"
    )
    done = lexicon.pick(
        "were killed in the raid", "were dismissed", "were arrested at dawn", "signed the letter"
    )
    return Twins(
        sentence(f"{m} {a} {of} {done}"),
        (sentence(f"{m} {a} {of} {done}"), sentence(f"{m} {a} {done}")),
        (sentence(f"{m} {c} {done}"), sentence(f"{m} {c} {of} {done}"), sentence(f"all {a} {of} {done}")),
    )


def role(lexicon: Lexicon) -> Twins:
    """A deputy, former or would-be mayor is not the mayor; a young one is."""
    noun = lexicon.one("roles").removeprefix("the ")
    deed = lexicon.deed()
    if lexicon.random.random() < 0.6:
        which = lexicon.one("not_quite")
        return Twins(
            sentence(f"the {which} {noun} {deed.past}"),
            (
                sentence(f"the {which} {noun} {deed.past}"),
                sentence(f"the {which} {noun} has {deed.participle}"),
            ),
            (sentence(f"the {noun} {deed.past}"), sentence(f"the {noun} has {deed.participle}")),
        )
    which = lexicon.one("still_one")
    return Twins(
        sentence(f"the {which} {noun} {deed.past}"),
        (sentence(f"the {noun} {deed.past}"),),
        (sentence(f"the {lexicon.one('not_quite')} {noun} {deed.past}"),),
    )


def _owned(evidence: str, owned: Sequence[tuple[str, str]], said: Callable[[str, str], str]) -> Twins:
    """What each of two owns, and the other way round."""
    (one, a), (two, b) = owned
    true, false = (said(one, a), said(two, b)), (said(one, b), said(two, a))
    return Twins(sentence(evidence), tuple(map(sentence, true)), tuple(map(sentence, false)))


def _when(lexicon: Lexicon) -> str:
    return f" {lexicon.one('occasions')}" if lexicon.random.random() < 0.4 else ""


KINDS = {
    "two parties": parties,
    "two states": states,
    "towards": towards,
    "given and taken": transfer,
    "route": route,
    "from and to": from_to,
    "two figures": rows,
    "rows of a table": table,
    "two ages": ages,
    "two homes": homes,
    "two years": years,
    "two deeds and years": deeds_and_years,
    "two deeds": two_deeds,
    "relatives": relatives,
    "pronoun": pronoun,
    "two speakers": speakers,
    "who says not": who_says_not,
    "two objects": objects,
    "counted people": counted_people,
    "members of": members_of,
    "not quite what it was": role,
}
