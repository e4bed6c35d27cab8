"""Numbers with their units and with how exactly they are meant, and whether one proves another.

Does not know dates: a year is found as a bare number. See `assistant/facts/days/dates.py`.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from math import inf

from assistant.facts.days.clock import HALF_DAY, ClockTime, clock_times
from assistant.facts.lists import LISTS
from assistant.facts.numerals import Numeral, numerals
from assistant.facts.units import CLOCK, POUNDS, SIGN_BEFORE, Unit, comparable, currency, unit_at
from corpus import Span
from corpus.words import FUNCTION_WORDS

ABOUT = 0.05  # "about 2,500" is true of 2,480: share of the number
JUST = 0.10  # "nearly 90" is true of 87, "just over 80" too
FAR = 2.0  # "more than 80" is true of 1,200 too, but hardly said of it: the number of something else
_EQUAL = 1e-12  # relative; the error of scaling in binary floating point
_CONVERTED = 0.015  # relative; between "5 km" and "3.1 miles" lies a rounding

_BEFORE: dict[str, re.Pattern[str]] = {
    bound: re.compile(rf"(?<!\w)(?:{words})[\s-]*$", re.IGNORECASE)
    for bound, words in LISTS["bounds"].items()
}
_AFTER = {
    "at least": re.compile(r"\+(?!\d)|(?:\s\w+)?\sor (?:more|over|above)\b", re.IGNORECASE),
    "at most": re.compile(r"(?:\s\w+)?\sor (?:less|fewer|under)\b", re.IGNORECASE),
}
_SIDES = {"over": 1, "at least": 1, "just over": 1, "under": -1, "at most": -1, "just under": -1}
_ONE_SIDED = frozenset({"over", "at least", "under", "at most"})
_LONGEST_BOUND = 24  # characters before a number that a bound is looked for in
_LONGEST_SIGN = 6  # "U.S.$ "
_SPANS: list[tuple[re.Pattern[str], str, float]] = [
    (re.compile(rf"\b(?:{words})\b", re.IGNORECASE), dimension, number)
    for dimension, spans in LISTS["spans"].items()
    for words, number in spans.items()
]
_SPAN = re.compile(r"year|half|decade|quarter|fortnight", re.IGNORECASE)  # what all of them have
# A number of that many is the number of few other things: written bare, it is still the same. 12 may be of anything.
SPECIFIC = 100
# What is counted is the first plural behind a number, after two adjectives at most: "2,500 American troops"
_PLURAL = re.compile(
    rf"\s(?:(?!(?:{'|'.join(sorted(FUNCTION_WORDS))})\s)[A-Za-z][A-Za-z-]+\s){{0,2}}?"
    r"((?!times\b)[a-z]{3,}(?<!s)s|people|men|women|children)\b"
)
_OF_A_UNIT = re.compile(r"\s(?:of\s)?an?\s")  # "a quarter of a mile", "half a mile"
_HALF = re.compile(r"\bhalf\s(?:of\s)?an?\s", re.IGNORECASE)
_ALL_BUT = re.compile(r"\ball\sbut\s$", re.IGNORECASE)
OF_THESE = re.compile(r"\sof\s(?:(?:the|its|their|his|her|these|those)\s)?")
_BOTH_ENDS = re.compile(r"\s*(?:-|–|—|--|/|to|and|or)\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number of a text with its unit and its bound: "over", "at most", "about", or "" for the number itself.

    `implied` marks words such as "one" or "both", which are numbers only on the way. `counted` is the plural behind
    the number ("horns" of "four horns"), "" where it has a unit. `time` is the time of day that it says, its number
    then minutes.
    """

    number: float
    unit: Unit
    bound: str
    span: Span
    written: str
    implied: bool = False
    counted: str = ""
    time: ClockTime | None = None

    @property
    def key(self) -> str:
        """Its value as figures; times of day half a day apart have the same."""
        return f"{self.number % HALF_DAY:g} o'clock" if self.time else f"{self.number:.15g}"

    @property
    def is_one_sided(self) -> bool:
        """Whether other numbers prove it: "more than 80" is proven by 87."""
        return self.bound in _ONE_SIDED

    @property
    def is_measured(self) -> bool:
        """Whether its words show that it is a number and no year."""
        return bool(self.unit.dimension) or self.bound in ("over", "under", "at least")


def quantities(text: str) -> list[Quantity]:
    """The quantities of a text in its order.

    >>> [(q.number, q.unit.dimension, q.bound) for q in quantities("Nearly 5 km for US$3.2bn")]
    [(5.0, 'length', 'just under'), (3200000000.0, '$', '')]
    """
    times = [_of_clock(text, time) for time in clock_times(text)]
    taken = [time.span for time in times]
    found = [_quantity(text, numeral) for numeral in numerals(text) if not _overlaps(numeral.span, taken)]
    found = sorted([*found, *times], key=lambda quantity: quantity.span.start)
    for place in range(len(found) - 2, -1, -1):
        found[place] = _completed(text, found[place], found[place + 1])
    return sorted([*found, *_spans(text), *_halves(text)], key=lambda quantity: quantity.span.start)


def _overlaps(span: Span, others: Sequence[Span]) -> bool:
    return any(span.overlaps(other) for other in others)


def _of_clock(text: str, time: ClockTime) -> Quantity:
    written = text[time.span.start : time.span.end]
    return Quantity(time.minutes, Unit(CLOCK), "", time.span, written, time=time)


def _spans(text: str) -> Iterator[Quantity]:
    for pattern, dimension, number in _SPANS if _SPAN.search(text) else ():
        for match in pattern.finditer(text):
            yield Quantity(number, Unit(dimension), "", Span(*match.span()), match[0], implied=True)


def _halves(text: str) -> Iterator[Quantity]:
    for match in _HALF.finditer(text):
        unit, end = unit_at(text, match.end())
        if unit.dimension:
            yield Quantity(0.5, unit, "", Span(match.start(), end), text[match.start() : end])


def _quantity(text: str, numeral: Numeral) -> Quantity:
    number, start, end = numeral.value, numeral.span.start, numeral.span.end
    if sign := SIGN_BEFORE.search(text, max(0, start - _LONGEST_SIGN), start):
        unit, start = currency(sign["sign"]), sign.start()
    elif numeral.letter and text[end - 1] in "mM":  # five metres, unless money
        number /= 1e6
        unit, end = unit_at(text, end - 1)
    else:
        unit, end = unit_at(text, end)
    is_share = numeral.fraction
    if is_share and (of := _OF_A_UNIT.match(text, numeral.span.end)):
        unit, end = unit_at(text, of.end())
        is_share = not unit.dimension
    if numeral.fraction:
        number, unit, end = (number, Unit("%"), numeral.span.end) if is_share else (number / 100, unit, end)
    bound = "part" if is_share else _bound(text, start, end)
    counted = "" if unit.dimension else _counted(text, end)
    return Quantity(number, unit, bound, Span(start, end), text[start:end], numeral.implied, counted)


def _counted(text: str, end: int) -> str:
    match = _PLURAL.match(text, end)
    return match[1] if match else ""


def _bound(text: str, start: int, end: int) -> str:
    before = text[max(0, start - _LONGEST_BOUND) : start]
    for bound, pattern in _BEFORE.items():
        if pattern.search(before):
            return bound
    return next((bound for bound, pattern in _AFTER.items() if pattern.match(text, end)), "")


def _completed(text: str, first: Quantity, second: Quantity) -> Quantity:
    """The first of two with what only the second says: the unit of "10 to 15 km", of which number "all but two" are."""
    between = text[first.span.end : second.span.start]
    if (all_but := _ALL_BUT.search(text, 0, first.span.start)) and OF_THESE.fullmatch(between):
        span = Span(all_but.start(), first.span.end)
        return Quantity(second.number - first.number, Unit(), "", span, text[span.start : span.end])
    if first.unit.dimension or not second.unit.dimension or not _BOTH_ENDS.fullmatch(between):
        return first
    if second.time is None:
        return replace(first, unit=second.unit)
    minutes = int(60 * first.number) % HALF_DAY + second.time.minutes // HALF_DAY * HALF_DAY
    minutes -= HALF_DAY if minutes > second.time.minutes else 0
    time = replace(second.time, minutes=minutes % (2 * HALF_DAY), span=first.span)
    return replace(first, number=time.minutes, unit=second.unit, time=time)


def is_counted(claimed: Quantity, stated: Sequence[Quantity]) -> bool:
    """Whether any quantity of the source is, or lies within, what the claim says.

    "four horns" is not proven by four years, nor by anything where the source has six horns; "2,500 horns" is by a
    bare 2,500 all the same.
    """
    if claimed.counted:
        stated = [source for source in stated if not source.unit.dimension]
        same = [source for source in stated if source.counted == claimed.counted]
        if same:
            bare = [source for source in stated if not source.counted and claimed.number >= SPECIFIC]
            stated = same + bare
    return any(comparable(claimed.unit, source.unit) and _proves(claimed, source) for source in stated)


def _proves(claimed: Quantity, source: Quantity) -> bool:
    if is_same(claimed, source) and _compatible(claimed.bound, source.bound):
        return True
    said, stated = (
        claimed.unit.base(claimed.number, source.unit),
        source.unit.base(source.number, claimed.unit),
    )
    if claimed.time or claimed.bound == "exactly":
        return False
    if claimed.is_one_sided and not 1 / FAR <= abs(stated) / (abs(said) or 1) <= FAR:
        return False
    low, high = _open(said, claimed.bound)
    from_, to = _open(stated, source.bound) if source.bound in _SIDES else (stated, stated)
    return low <= from_ and to <= high


def is_same(one: Quantity, other: Quantity) -> bool:
    """Whether both are one number in comparable units, or one time of day; their bounds may differ."""
    if not comparable(one.unit, other.unit):
        return False
    if one.time and other.time:
        return one.time.is_same(other.time)
    said, stated = one.unit.base(one.number, other.unit), other.unit.base(other.number, one.unit)
    is_converted = (
        one.unit.factor != other.unit.factor or {one.unit.dimension, other.unit.dimension} == POUNDS
    )
    margin = _CONVERTED if is_converted else _EQUAL
    return abs(said - stated) <= margin * max(abs(said), abs(stated))


def _compatible(claimed: str, source: str) -> bool:
    """Whether the same number is the same fact under these bounds; a hedge or bound may be left out or put in."""
    if claimed == "exactly":
        return source in ("", "exactly")
    sides = {_SIDES.get(claimed, 0), _SIDES.get(source, 0)}
    return sides != {-1, 1} and not (claimed in ("over", "under") and not source)


def _open(number: float, bound: str) -> tuple[float, float]:
    """The lowest and the highest number that a bound leaves open; strict bounds leave out the number itself."""
    about, just, hair = _roundness(number), JUST * abs(number), 2 * _EQUAL * abs(number) or _EQUAL
    return {
        "just over": (number, number + just),
        "just under": (number - just, number),
        "at least": (number, inf),
        "at most": (-inf, number),
        "over": (number + hair, inf),
        "under": (-inf, number - hair),
        "about": (number - about, number + about),
        "part": (number - just, number + just),
    }.get(bound, (number, number))


def _roundness(number: float) -> float:
    """How far off a number may be that "about" is said of: half its last place that is not 0, at most `ABOUT`."""
    exponent = Decimal(f"{number:.9g}").normalize().as_tuple().exponent
    return min(ABOUT * abs(number), 0.5 * 10.0 ** int(exponent))
