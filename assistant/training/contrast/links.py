"""Two things that are said, linked in a way that is not: by a cause, an aim, a comparison, an order; and opposites."""

from assistant.training.contrast.lexicon import Lexicon, sentence, value
from assistant.training.contrast.twins import Twins


def cause(lexicon: Lexicon) -> Twins:
    """One thing after another is no cause."""
    (one, a), (two, b) = lexicon.act(), lexicon.act()
    p, q = f"{one} {a.past}", f"{two} {b.past}"
    because = lexicon.pick(
        f"{p} because {q}", f"{p} since {q}", f"because {q}, {p}", f"{q}, so {p}", f"{p} as a result, for {q}"
    )
    true = (sentence(p), sentence(q))
    false = (sentence(f"{p} because {q}"), sentence(f"{q} because {p}"), sentence(f"{q}, so {p}"))
    if lexicon.random.random() < 0.6:
        side = lexicon.pick(
            f"{sentence(p)} {sentence(q)}", f"{p}, and {q}", f"{p}. {sentence(f'meanwhile {q}')}", f"{p}; {q}"
        )
        return Twins(sentence(side), true, false)
    return Twins(
        sentence(because),
        (sentence(f"{p} because {q}"), sentence(p)),
        (sentence(f"{q} because {p}"), sentence(f"{p} although {q}")),
    )


def purpose(lexicon: Lexicon) -> Twins:
    """What a thing was done for is not told."""
    who, deed = lexicon.actor(), lexicon.deed()
    aim, other = lexicon.some("purposes", 2)
    plain = f"{who} {deed.past}"
    if lexicon.random.random() < 0.5:
        return Twins(
            sentence(f"{plain}{lexicon.when()}"),
            (sentence(plain),),
            (sentence(f"{plain} {aim}"), sentence(f"{who} wanted {aim}")),
        )
    return Twins(
        sentence(f"{plain} {aim}"),
        (sentence(f"{plain} {aim}"), sentence(plain)),
        (sentence(f"{plain} {other}"),),
    )


def compared(lexicon: Lexicon) -> Twins:
    """Which is larger, said in both directions."""
    one, two = _things(lexicon)
    _, more, less = lexicon.one("adjectives").split("/")
    verb = lexicon.pick("is", "was")
    larger, smaller = f"{one} {verb} {more} than {two}", f"{two} {verb} {less} than {one}"
    return Twins(
        sentence(lexicon.pick(larger, smaller)),
        (sentence(larger), sentence(smaller)),
        (
            sentence(f"{two} {verb} {more} than {one}"),
            sentence(f"{one} {verb} {less} than {two}"),
            sentence(f"{one} and {two} are the same"),
        ),
        contradicted=True,
    )


def figures(lexicon: Lexicon) -> Twins:
    """Which has more, by its figure."""
    one, two = _things(lexicon)
    noun, has = lexicon.one("counted"), lexicon.pick("has", "had", "lost", "sold")
    a, b = sorted(lexicon.figures(2), key=value)
    less, more = (one, a), (two, b)
    rows = [less, more]
    lexicon.random.shuffle(rows)
    (x, m), (y, n) = rows
    evidence = lexicon.pick(
        f"{x} {has} {m} {noun}. {sentence(f'{y} {has} {n} {noun}')}",
        f"{x} {has} {m} {noun}, {y} {n}",
        f"{x} {has} {m} {noun} and {y} {has} {n}",
    )
    fewer = (f"{one} {has} fewer {noun} than {two}", f"{two} {has} more {noun} than {one}")
    turned = (
        f"{one} {has} more {noun} than {two}",
        f"{two} {has} fewer {noun} than {one}",
        f"{one} {has} as many {noun} as {two}",
    )
    return Twins(
        sentence(evidence), tuple(map(sentence, fewer)), tuple(map(sentence, turned)), contradicted=True
    )


def order(lexicon: Lexicon) -> Twins:
    """Which came first."""
    (one, a), (two, b) = lexicon.act(), lexicon.act()
    p, q = f"{one} {a.past}", f"{two} {b.past}"
    first = lexicon.pick(
        f"after {p}, {q}", f"{q} after {p}", f"{p} before {q}", f"{p}; later {q}", f"first {p}, then {q}"
    )
    return Twins(
        sentence(first),
        (sentence(f"{p} before {q}"), sentence(f"{q} after {p}")),
        (sentence(f"{q} before {p}"), sentence(f"{p} after {q}")),
        contradicted=True,
    )


def joined(lexicon: Lexicon) -> Twins:
    """Two true halves, joined to a whole that nobody said."""
    who = lexicon.actor()
    a, b = lexicon.deeds(2)
    one, two = lexicon.some("occasions", 2)
    he = lexicon.pick("it", "he", "she") if who.startswith("the ") else lexicon.pick("he", "she")
    evidence = lexicon.pick(
        f"{who} {a.past} {one} and {b.past} {two}",
        f"{one} {who} {a.past}; {two} {he} {b.past}",
        f"{who} {a.past} {one}. {sentence(f'{he} {b.past} {two}')}",
    )
    return Twins(
        sentence(evidence),
        (sentence(f"{who} {a.past} {one}"), sentence(f"{who} {b.past} {two}")),
        (sentence(f"{who} {a.past} {two}"), sentence(f"{who} {b.past} {one}")),
    )


def rather(lexicon: Lexicon) -> Twins:
    """Not the one, but the other."""
    who = lexicon.actor()
    verb = lexicon.pick("chose", "visited", "moved to", "supported", "praised", "flew to", "preferred")
    x, y = lexicon.some("places", 2)
    evidence = lexicon.pick(
        f"{who} {verb} {x}, not {y}",
        f"{who} {verb} not {y} but {x}",
        f"{who} {verb} {x} instead of {y}",
        f"{who} {verb} {x} rather than {y}",
        f"instead of {y}, {who} {verb} {x}",
    )
    return Twins(
        sentence(evidence),
        (sentence(f"{who} {verb} {x}"), sentence(f"{who} {verb} {x}, not {y}")),
        (
            sentence(f"{who} {verb} {y}"),
            sentence(f"{who} {verb} {x} and {y}"),
            sentence(f"{who} {verb} {y}, not {x}"),
        ),
        contradicted=True,
    )


def unlike(lexicon: Lexicon) -> Twins:
    """Unlike another, like another, both, neither."""
    one, two = lexicon.some("countries", 2) if lexicon.random.random() < 0.5 else lexicon.actors(2)
    deed = lexicon.deed()
    which = lexicon.random.randrange(3)
    if which == 0:
        evidence = lexicon.pick(f"{one}, unlike {two}, {deed.past}", f"unlike {two}, {one} {deed.past}")
        return Twins(
            sentence(evidence),
            (sentence(f"{one} {deed.past}"), sentence(f"{two} did not {deed.base}")),
            (sentence(f"{two} {deed.past}"), sentence(f"{one} and {two} {deed.past}")),
            contradicted=True,
        )
    if which == 1:
        evidence = lexicon.pick(
            f"like {two}, {one} {deed.past}",
            f"both {one} and {two} {deed.past}",
            f"{one}, as well as {two}, {deed.past}",
        )
        return Twins(
            sentence(evidence),
            (sentence(f"{one} {deed.past}"), sentence(f"{two} {deed.past}")),
            (sentence(f"{two} did not {deed.base}"), sentence(f"only {one} {deed.past}")),
            contradicted=True,
        )
    return Twins(
        sentence(f"neither {one} nor {two} {deed.past}"),
        (sentence(f"{one} did not {deed.base}"), sentence(f"{two} did not {deed.base}")),
        (sentence(f"{one} {deed.past}"), sentence(f"{two} {deed.past}")),
        contradicted=True,
    )


def only(lexicon: Lexicon) -> Twins:
    """Only one; everybody but one; against and for."""
    places = lexicon.some("places", 2)
    one, two = places
    what = lexicon.pick("the plan", "the bill", "the merger", "the budget", "the treaty", "the toll")
    if lexicon.random.random() < 0.5:
        way, other = lexicon.random.sample(["for", "against"], 2)
        return Twins(
            sentence(f"only {one} voted {way} {what}"),
            (sentence(f"{one} voted {way} {what}"), sentence(f"{one} alone voted {way} {what}")),
            (
                sentence(f"{one} voted {other} {what}"),
                sentence(f"{two} voted {way} {what}"),
                sentence(f"{one} and {two} voted {way} {what}"),
            ),
        )
    deed = lexicon.deed()
    every = lexicon.pick("all towns but", "every town except", "all councils apart from", "everyone but")
    return Twins(
        sentence(f"{every} {one} {deed.past}"),
        (sentence(f"{one} did not {deed.base}"), sentence(f"{every} {one} {deed.past}")),
        (sentence(f"{one} {deed.past}"), sentence(f"only {one} {deed.past}")),
        contradicted=True,
    )


def opposite(lexicon: Lexicon) -> Twins:
    """The same in other words, and its opposite."""
    who = lexicon.actor()
    sides = [side.split("=") for side in lexicon.one("opposites").split("/")]
    lexicon.random.shuffle(sides)
    (said, again), turned = sides
    when = lexicon.when()
    return Twins(
        sentence(f"{who} {lexicon.pick(said, again)}{when}"),
        (sentence(f"{who} {said}"), sentence(f"{who} {again}")),
        tuple(sentence(f"{who} {side}") for side in turned),
        contradicted=True,
    )


def multiple(lexicon: Lexicon) -> Twins:
    """Doubled, tripled, halved: by the figures."""
    what = lexicon.pick("the price", "the rent", "the fee", "the number of members", "the toll", "the debt")
    base = lexicon.random.randint(2, 90)
    times, word = lexicon.random.choice(((2, "doubled"), (3, "tripled"), (4, "quadrupled")))
    others = [other for other in ("doubled", "tripled", "quadrupled", "halved") if other != word]
    unit = lexicon.pick(" euros", " dollars", "", " pounds")
    with_word = lexicon.random.random() < 0.5
    evidence = (
        f"{what} {word} from {base} to {base * times}{unit}"
        if with_word
        else f"{what} rose from {base} to {base * times}{unit}"
    )
    return Twins(
        sentence(evidence),
        (sentence(f"{what} {word}"), sentence(f"{what} rose to {base * times}{unit}")),
        tuple(sentence(f"{what} {other}") for other in lexicon.random.sample(others, 2)),
        contradicted=True,
    )


def share(lexicon: Lexicon) -> Twins:
    """A majority, or not, by the figures."""
    who = lexicon.one("bodies")
    total = lexicon.random.randint(20, 400)
    part = lexicon.random.choice(
        (lexicon.random.randint(2, total // 2 - 1), lexicon.random.randint(total // 2 + 1, total - 1))
    )
    noun = lexicon.pick("seats", "votes", "shares", "places")
    most, least = (
        f"{who} won a majority of the {total} {noun}",
        f"{who} won less than half of the {total} {noun}",
    )
    pair = (most, least) if part > total / 2 else (least, most)
    return Twins(
        sentence(f"{who} won {part} of the {total} {noun}"),
        (sentence(pair[0]), sentence(f"{who} won {part} {noun}")),
        (sentence(pair[1]), sentence(f"{who} won all {total} {noun}")),
        contradicted=True,
    )


def _things(lexicon: Lexicon) -> list[str]:
    return lexicon.pick(
        lexicon.one("things"), "/".join(lexicon.some("places", 2)), "/".join(lexicon.some("countries", 2))
    ).split("/")


KINDS = {
    "cause added": cause,
    "purpose added": purpose,
    "compared": compared,
    "compared by figures": figures,
    "order of time": order,
    "joined falsely": joined,
    "one rather than the other": rather,
    "unlike": unlike,
    "only and all but": only,
    "opposite": opposite,
    "multiple": multiple,
    "majority": share,
}
