"""A right deed, word or name, given to somebody else, or to the other of two parties."""

from assistant.training.contrast.lexicon import Lexicon, sentence
from assistant.training.contrast.owners import owned
from assistant.training.contrast.twins import Twins


def parties(lexicon: Lexicon) -> Twins:
    """Who did it to whom, in the active and the passive."""
    one, other = lexicon.actors(2)
    past, participle = lexicon.one("between").split("|")
    return _directed(lexicon, one, other, past, participle, lexicon.when())


def states(lexicon: Lexicon) -> Twins:
    """Which country did it to which."""
    one, other = lexicon.some("countries", 2)
    past, participle = lexicon.one("states_between").split("|")
    return _directed(lexicon, one, other, past, participle, lexicon.when())


def towards(lexicon: Lexicon) -> Twins:
    """Which country did something that has a direction."""
    one, other = lexicon.some("countries", 2)
    what, when = lexicon.one("states_towards"), lexicon.when()
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
    x, when = lexicon.one("transferred"), lexicon.when()
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
    return owned(evidence, [(one, a.past), (two, b.past)], lambda who, deed: f"{who} {deed}")


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
    return owned(evidence, [(one, p), (two, q)], lambda who, what: f"{who} said that {what}")


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


KINDS = {
    "two parties": parties,
    "two states": states,
    "towards": towards,
    "given and taken": transfer,
    "route": route,
    "two deeds": two_deeds,
    "relatives": relatives,
    "pronoun": pronoun,
    "two speakers": speakers,
    "who says not": who_says_not,
    "counted people": counted_people,
    "members of": members_of,
    "not quite what it was": role,
}
