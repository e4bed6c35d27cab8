"""What is denied, doubted, planned or conditional, and claimed as a fact."""

from assistant.training.contrast.lexicon import Deed, Lexicon, sentence
from assistant.training.contrast.twins import Twins

FICTION = "novel"
# A deed that one of these says may well be said of another of them: neither proves the other, none refutes it.
_PLAIN = ("{past}", "has {participle}")
_AS_NEGATED = ("did not {base}", "has not {participle}")


def hedged(lexicon: Lexicon) -> Twins:
    """ "may have", "tried to", "is accused of": the deed itself is not said."""
    who, deed = lexicon.act()
    ways, others = lexicon.random.sample(lexicon.lines("hedges"), 2)
    way, same = lexicon.random.choice(ways), lexicon.random.choice(ways)
    when = lexicon.when()
    return Twins(
        _said(who, way, deed, when),
        (_said(who, same, deed, when), _said(who, way, deed, "")),
        (
            _said(who, lexicon.pick(*_PLAIN), deed, when),
            _said(who, lexicon.pick(*_PLAIN), deed, ""),
            _said(who, lexicon.pick(*others, "managed to {base}", "admitted {gerund}"), deed, when),
        ),
    )


def negated(lexicon: Lexicon) -> Twins:
    """ "failed to", "denied", "refused to": it was not done."""
    who, deed = lexicon.act()
    ways = lexicon.random.choice(lexicon.lines("negations"))
    way, same, when = lexicon.random.choice(ways), lexicon.random.choice(ways), lexicon.when()
    true = [_said(who, same, deed, when), _said(who, way, deed, "")]
    if not way.startswith(("denied", "was cleared", "was acquitted")):
        true.append(_said(who, lexicon.pick(*_AS_NEGATED), deed, when))
    return Twins(
        _said(who, way, deed, when),
        tuple(true),
        (
            _said(who, lexicon.pick(*_PLAIN), deed, when),
            _said(who, lexicon.pick(*_PLAIN), deed, ""),
            _said(who, "managed to {base}", deed, when),
        ),
        contradicted=True,
    )


def done(lexicon: Lexicon) -> Twins:
    """ "managed to", "was forced to", "admitted": it was done."""
    who, deed = lexicon.act()
    ways = lexicon.random.choice(lexicon.lines("done"))
    way, when = lexicon.random.choice(ways), lexicon.when()
    return Twins(
        _said(who, way, deed, when),
        (
            _said(who, lexicon.pick(*_PLAIN), deed, when),
            _said(who, lexicon.random.choice(ways), deed, when),
            _said(who, "{past}", deed, ""),
        ),
        (
            _said(who, lexicon.pick(*_AS_NEGATED), deed, when),
            _said(who, lexicon.random.choice(lexicon.random.choice(lexicon.lines("negations"))), deed, when),
        ),
        contradicted=True,
    )


def opened(lexicon: Lexicon) -> Twins:
    """A whole sentence that somebody alleges, doubts or asks about."""
    return _around(lexicon, _opens(lexicon, fiction=False), is_open=True)


def fiction(lexicon: Lexicon) -> Twins:
    """A whole sentence that is said of a book or a film."""
    return _around(lexicon, _opens(lexicon, fiction=True), is_open=True)


def closed(lexicon: Lexicon) -> Twins:
    """A whole sentence that is asserted by what stands around it."""
    return _around(lexicon, lexicon.random.choice(lexicon.lines("closed")), is_open=False)


def condition(lexicon: Lexicon) -> Twins:
    """What happens only if something else does."""
    who, deed = lexicon.act()
    present, past = lexicon.one("conditions").split("/")
    will = lexicon.pick("will {base}", "is going to {base}", "will {base}")
    promise = f"{who} {deed.say(will)}"
    evidence = lexicon.pick(
        f"if {present}, {promise}",
        f"{promise} if {present}",
        f"{promise} provided that {present}",
        f"as long as {present}, {promise}",
        f"only if {present} will {who} {deed.base}",
        f"should it turn out that {present}, {promise}",
    )
    return Twins(
        sentence(evidence),
        (sentence(f"{promise} if {present}"), sentence(f"if {present}, {who} will {deed.base}")),
        (sentence(promise), sentence(f"{who} {deed.past} because {past}"), sentence(f"{past}")),
    )


def unless(lexicon: Lexicon) -> Twins:
    """What happens, or would have happened, only if something else does not."""
    who, deed = lexicon.act()
    present, past = lexicon.one("conditions").split("/")
    if lexicon.random.random() < 0.5:
        evidence = lexicon.pick(
            f"{who} will {deed.base} unless {present}", f"unless {present}, {who} will {deed.base}"
        )
        true = f"unless {present}, {who} will {deed.base}"
    else:
        evidence = f"{who} would have {deed.participle} if it had not been for the rain"
        true = f"but for the rain {who} would have {deed.participle}"
    return Twins(
        sentence(evidence),
        (sentence(true),),
        (
            sentence(f"{who} will {deed.base}"),
            sentence(f"{who} {deed.past}"),
            sentence(f"{who} {deed.past} after {past}"),
        ),
    )


def future(lexicon: Lexicon) -> Twins:
    """What is to come is not done yet, and "by" a year is not in it."""
    who, deed = lexicon.act()
    year = lexicon.random.randint(2026, 2045)
    way = lexicon.pick("will {base}", "is going to {base}", "is due to {base}", "is to {base}")
    by = lexicon.pick("by", "before", "in")
    others = [other for other in ("by", "before", "in") if other != by]
    false = [f"{who} {deed.past} in {year}", f"{who} has {deed.participle}"]
    if by != "in":
        false.append(f"{who} {deed.say(way)} after {year}")
    else:
        false.append(f"{who} {deed.say(way)} {others[1]} {year}")
    return Twins(
        sentence(f"{who} {deed.say(way)} {by} {year}"),
        (sentence(f"{who} will {deed.base} {by} {year}"), sentence(f"{who} {deed.say(way)} {by} {year}")),
        tuple(map(sentence, false)),
    )


def nobody(lexicon: Lexicon) -> Twins:
    """ "No one", "hardly anybody", "few": and the claim says that somebody did, or many."""
    deed = lexicon.deed()
    group = lexicon.one("people")
    none = lexicon.pick(
        "no one", "nobody", f"none of the {group}", f"no {group}", f"neither of the two {group}"
    )
    few = lexicon.pick(
        f"hardly any {group}",
        f"few {group}",
        f"few of the {group}",
        f"very few {group}",
        f"only a handful of {group}",
    )
    many = lexicon.pick(
        f"most {group}",
        f"many {group}",
        f"nearly all {group}",
        f"most of the {group}",
        f"a large number of {group}",
    )
    every = lexicon.pick(f"all {group}", f"every one of the {group}", f"all of the {group}")
    some = lexicon.pick(f"some {group}", f"some of the {group}", f"several {group}")
    evidence, true, false = lexicon.random.choice(
        (
            (none, (none, f"none of the {group}"), (some, f"the {group}", many)),
            (few, (few, f"few {group}"), (many, f"the {group}", every)),
            (some, (some, f"some {group}"), (every, many, none)),
            (
                many,
                (many, f"many {group}") if "many" in many or "large" in many else (many,),
                (every, few, none),
            ),
            (every, (every, f"all {group}"), (none, few)),
            (f"half of the {group}", (f"half the {group}",), (every, f"most of the {group}", none)),
        )
    )
    return Twins(
        sentence(f"{evidence} {deed.past}"),
        tuple(sentence(f"{who} {deed.past}") for who in true),
        tuple(sentence(f"{who} {deed.past}") for who in false),
        contradicted=True,
    )


def people_hurt(lexicon: Lexicon) -> Twins:
    """Nobody hurt, and somebody hurt."""
    what = lexicon.pick("hurt", "injured", "killed", "arrested", "evacuated", "dismissed", "infected")
    event = lexicon.pick(
        "in the fire", "in the crash", "during the march", "in the storm", "at the plant", "after the blast"
    )
    none = lexicon.pick("no one", "nobody", "not a single person")
    some = lexicon.pick("people", "somebody", "several people", "two people")
    if lexicon.random.random() < 0.6:
        return Twins(
            sentence(f"{none} was {what} {event}"),
            (sentence(f"nobody was {what} {event}"), sentence(f"no one was {what}")),
            (
                sentence(f"{some} were {what} {event}").replace("Somebody were", "Somebody was"),
                sentence(f"a person was {what} {event}"),
            ),
            contradicted=True,
        )
    return Twins(
        sentence(f"two people were {what} {event}"),
        (sentence(f"people were {what} {event}"), sentence(f"two people were {what}")),
        (sentence(f"nobody was {what} {event}"), sentence(f"no one was {what} {event}")),
        contradicted=True,
    )


def twice_negated(lexicon: Lexicon) -> Twins:
    """ "was not unaware": two negations cancel."""
    who = lexicon.actor()
    word, opposite = lexicon.pick(
        "aware/unaware", "happy/unhappy", "willing/unwilling", "able/unable", "certain/uncertain", "legal/illegal",
        "prepared/unprepared", "common/uncommon", "likely/unlikely", "fair/unfair", "known/unknown",
    ).split("/")  # fmt: skip
    topic = lexicon.pick(
        "of the debt", "about the sale", "in this case", "at the time", "to the neighbours", "for the winter"
    )
    if lexicon.random.random() < 0.5:
        return Twins(
            sentence(f"{who} was not {opposite} {topic}"),
            (sentence(f"{who} was {word} {topic}"), sentence(f"{who} was not {opposite} {topic}")),
            (sentence(f"{who} was {opposite} {topic}"), sentence(f"{who} was not {word} {topic}")),
            contradicted=True,
        )
    return Twins(
        sentence(f"{who} was {opposite} {topic}"),
        (sentence(f"{who} was not {word} {topic}"), sentence(f"{who} was {opposite} {topic}")),
        (sentence(f"{who} was {word} {topic}"), sentence(f"{who} was not {opposite} {topic}")),
        contradicted=True,
    )


def _opens(lexicon: Lexicon, *, fiction: bool) -> list[str]:
    lines = [line for line in lexicon.lines("open") if any(FICTION in way for way in line) == fiction]
    return lexicon.random.choice(lines)


def _around(lexicon: Lexicon, ways: list[str], *, is_open: bool) -> Twins:
    who, deed = lexicon.act()
    when = lexicon.when()
    plain = f"{who} {deed.past}{when}"
    speakers = lexicon.one("speakers")

    def wrapped(way: str) -> str:
        return sentence(way.format(p=plain, Who=speakers))

    way = lexicon.random.choice(ways)
    bare = (sentence(plain), sentence(f"{who} {deed.past}"))
    same = (wrapped(lexicon.random.choice(ways)), wrapped(way))
    if is_open:
        other = wrapped(lexicon.random.choice(lexicon.random.choice(lexicon.lines("closed"))))
        return Twins(wrapped(way), same, (*bare, other))
    other = wrapped(lexicon.random.choice(_opens(lexicon, fiction=False)))
    return Twins(wrapped(way), (*bare, same[0]), (other, sentence(f"{who} did not {deed.base}{when}")))


def _said(who: str, way: str, deed: Deed, when: str) -> str:
    return sentence(f"{who} {deed.say(way)}{when}")


KINDS = {
    "hedged": hedged,
    "negated": negated,
    "done": done,
    "alleged or doubted": opened,
    "in fiction": fiction,
    "asserted": closed,
    "condition": condition,
    "unless": unless,
    "future": future,
    "nobody and few": nobody,
    "nobody hurt": people_hurt,
    "twice negated": twice_negated,
}
