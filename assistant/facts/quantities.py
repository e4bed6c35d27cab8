"""Numbers with their units and with how exactly they are meant, and whether one proves another.

Does not know dates: a year is found as a bare number. See `assistant/facts/dates.py`.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from math import inf

from assistant.facts.lists import LISTS
from assistant.facts.numerals import Numeral, numerals
from assistant.facts.units import SIGN_BEFORE, Unit, comparable, currency, unit_at
from corpus import Span

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
_ONE_SIDED = {"over": 1, "at least": 1, "under": -1, "at most": -1}
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
_PLURAL = re.compile(r"\s((?!times\b)[a-z]{3,}s|people|men|women|children)\b")
_BOTH_ENDS = re.compile(r"\s*(?:-|–|—|--|/|to|and|or)\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number of a text with its unit and its bound: "over", "at most", "about", or "" for the number itself.

    `implied` marks words such as "one" or "both", which are numbers only on the way. `counted` is the plural behind
    the number ("horns" of "four horns"), "" where it has a unit.
    """

    number: float
    unit: Unit
    bound: str
    span: Span
    written: str
    implied: bool = False
    counted: str = ""

    @property
    def is_measured(self) -> bool:
        """Whether its words show that it is a number and no year."""
        return bool(self.unit.dimension) or self.bound in ("over", "under", "at least")


def quantities(text: str) -> list[Quantity]:
    """The quantities of a text in its order.

    >>> [(q.number, q.unit.dimension, q.bound) for q in quantities("Nearly 5 km for US$3.2bn")]
    [(5.0, 'length', 'just under'), (3200000000.0, '$', '')]
    """
    found = [_quantity(text, numeral) for numeral in numerals(text)]
    for place in range(len(found) - 2, -1, -1):
        found[place] = _completed(text, found[place], found[place + 1])
    return sorted([*found, *_spans(text)], key=lambda quantity: quantity.span.start)


def _spans(text: str) -> Iterator[Quantity]:
    for pattern, dimension, number in _SPANS if _SPAN.search(text) else ():
        for match in pattern.finditer(text):
            yield Quantity(number, Unit(dimension), "", Span(*match.span()), match[0], implied=True)


def _quantity(text: str, numeral: Numeral) -> Quantity:
    number, start, end = numeral.value, numeral.span.start, numeral.span.end
    if sign := SIGN_BEFORE.search(text, max(0, start - _LONGEST_SIGN), start):
        unit, start = currency(sign["sign"]), sign.start()
    elif numeral.letter and text[end - 1] in "mM":  # five metres, unless money
        number /= 1e6
        unit, end = unit_at(text, end - 1)
    else:
        unit, end = (Unit("%"), end) if numeral.fraction else unit_at(text, end)
    bound = "part" if numeral.fraction else _bound(text, start, end)
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
    """The first end of a range with the unit that only the second is given: "10 to 15 km"."""
    between = text[first.span.end : second.span.start]
    if first.unit.dimension or not second.unit.dimension or not _BOTH_ENDS.fullmatch(between):
        return first
    return replace(first, unit=second.unit)


def is_counted(claimed: Quantity, stated: Sequence[Quantity]) -> bool:
    """Whether any quantity of the source is, or lies within, what the claim says.

    "four horns" is not proven by four years, nor by anything where the source has six horns; "2,500 horns" is by a
    bare 2,500 all the same.
    """
    if claimed.counted:
        stated = [source for source in stated if not source.unit.dimension]
        same = [source for source in stated if source.counted == claimed.counted]
        if same and not claimed.bound:
            bare = [source for source in stated if not source.counted and claimed.number >= SPECIFIC]
            stated = same + bare
    return any(comparable(claimed.unit, source.unit) and _proves(claimed, source) for source in stated)


def _proves(claimed: Quantity, source: Quantity) -> bool:
    said, stated = claimed.number, source.number
    if claimed.unit.dimension and source.unit.dimension:
        said, stated = said * claimed.unit.factor, stated * source.unit.factor
    margin = _EQUAL if claimed.unit.factor == source.unit.factor else _CONVERTED
    if abs(said - stated) <= margin * max(abs(said), abs(stated)) and _compatible(
        claimed.bound, source.bound
    ):
        return True
    if claimed.bound in _ONE_SIDED and not 1 / FAR <= abs(stated) / (abs(said) or 1) <= FAR:
        return False
    low, high = _open(said, claimed.bound)
    from_, to = _open(stated, source.bound) if source.bound in _ONE_SIDED else (stated, stated)
    return low <= from_ and to <= high


def _compatible(claimed: str, source: str) -> bool:
    """Whether the same number is the same fact under these bounds; a hedge or bound may be left out or put in."""
    sides = {_ONE_SIDED.get(claimed, 0), _ONE_SIDED.get(source, 0)}
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
