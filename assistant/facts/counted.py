"""Numbers that a source does not say, but that a reader counts in it: days between two dates, names in a list."""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import combinations, pairwise

from assistant.facts.days.calendar_dates import PossibleDate
from assistant.facts.days.dates import Mention
from assistant.facts.quantities import Quantity
from assistant.facts.text import Text, once
from corpus.sentences import TITLES

_DAY = 86_400.0  # seconds, in which a quantity counts time
_WEEK_OFF = 2  # days that "two weeks later" may be off
_MONTH_OFF = 10  # days that "three months later" may be off
_DAYS_A_MONTH = 30.44
LEAP_YEAR = 2000  # for dates without one: it has each day
MOST_DATES = 200  # of a source that are held against each other

_BETWEEN_DATES = re.compile(r"\s(?:after|before|later|earlier|apart|since|following)\b", re.IGNORECASE)
_RANGE = re.compile(r"\s?(?:-|–|—|to|until|till|through)\s?", re.IGNORECASE)

FEWEST, MOST = 2, 12  # things that are counted by reading a list
SMALL_FIGURES = 2  # of such a number, written without a unit
_ITEM = re.compile(
    rf"(?:\b(?P<title>{'|'.join(title for title in TITLES if title[0].isupper() and title.isalpha())})\.?\s)?"
    r"\b(?P<name>[A-Z][\w’'-]*+(?:\s(?:(?:of|the|al|bin|de|van|von)[\s-])*+[A-Z][\w’'-]*+)*+)"
    r"(?:,\s\d{1,3}(?=[,;.]|\sand\b)|\s\([^()]{1,40}\))?+"
)
_NEXT = re.compile(r"(?P<last>,?\s(?:and|or|&)\s)|[,;]\s")


def is_elapsed(
    quantity: Quantity, claim: Text, source: Text, dates: Sequence[Mention], published: date | None
) -> bool:
    """Whether a span of time of the claim lies between two dates of the source: "two days after the attack".

    The day that the source was published on is one of them. A span that is not said to lie between two events, "six
    months", must be a range of the source: "January to June".
    """
    if quantity.unit.dimension not in ("time", "months"):
        return False
    readings = [reading for mention in dates for reading in mention.readings]
    if _BETWEEN_DATES.match(claim.written, quantity.span.end):
        if published:
            readings.append(PossibleDate((published.year, published.year), published.month, published.day))
        different = list(dict.fromkeys(readings))[-MOST_DATES:]
        return any(_lie_apart(one, other, quantity) for one, other in combinations(different, 2))
    ranges = (
        (one, other)
        for one, other in pairwise(dates)
        if _RANGE.fullmatch(source.written, one.span.end, other.span.start)
    )
    return any(
        _cover(one, other, quantity) if _are_months(one, other) else _lie_apart(one, other, quantity)
        for first, last in ranges
        for one in first.readings
        for other in last.readings
    )


def _lie_apart(one: PossibleDate, other: PossibleDate, quantity: Quantity) -> bool:
    """Whether the quantity is the time between two dates. If one of them has no year, it is that of the other."""
    years = (one.years or other.years or (0, 0))[0], (other.years or one.years or (0, 0))[0]
    days = one.on(years[0] or LEAP_YEAR), other.on(years[1] or LEAP_YEAR)
    span = abs(days[0] - days[1]).days if days[0] and days[1] else None
    if quantity.unit.dimension == "time":
        wanted = quantity.number * quantity.unit.factor / _DAY
        off = 0 if quantity.unit.factor == _DAY else _WEEK_OFF
        return span is not None and quantity.unit.factor >= _DAY and abs(span - wanted) <= off
    wanted = quantity.number * quantity.unit.factor
    if span is not None and abs(span - wanted * _DAYS_A_MONTH) <= _MONTH_OFF:
        return True
    if wanted % 12 == 0 and one.years and other.years and 12 * abs(years[0] - years[1]) == wanted:
        return True
    return bool(one.month and other.month) and _months(one, other, years) == wanted


def _are_months(one: PossibleDate, other: PossibleDate) -> bool:
    return bool(one.month and other.month) and not (one.day or other.day)


def _cover(one: PossibleDate, other: PossibleDate, quantity: Quantity) -> bool:
    """Return True if the number of months from the first to the last, both included, equals the quantity.

    January to June is six.
    """
    years = (one.years or other.years or (0, 0))[0], (other.years or one.years or (0, 0))[0]
    return _months(one, other, years) + 1 == quantity.number * quantity.unit.factor


def _months(one: PossibleDate, other: PossibleDate, years: tuple[int, int]) -> int:
    return abs(12 * (years[0] - years[1]) + (one.month or 0) - (other.month or 0))


def is_listed(quantity: Quantity, claim: Text, source: Text) -> bool:
    """Whether a small number of the claim counts a list of the source, or of the claim itself: "two, A and B"."""
    if quantity.unit.dimension or quantity.bound or not FEWEST <= quantity.number <= MOST:
        return False
    written = quantity.written
    is_small = written.isalpha() or (written.isdecimal() and len(written) <= SMALL_FIGURES)
    if not is_small or written.endswith(("st", "nd", "rd", "th")):
        return False
    return quantity.number in lengths(source) or quantity.number in lengths(claim)


@once
def lengths(text: Text) -> frozenset[int]:
    """The lengths of the text's lists of names, also counted by title ("Spc. A and Spc. B" are two).

    A list of two names of one word each, such as "Iraq and Syria", is too common to prove that anything is two.
    """
    found: set[int] = set()
    for items in _lists(text.written):
        if len(items) > 2 or all(item["title"] or " " in item["name"] for item in items):
            found.add(len(items))
        titles = [item["title"] for item in items if item["title"]]
        found |= {count for title in titles if (count := titles.count(title)) > 1}
    return frozenset(found)


def _lists(text: str) -> Iterator[list[re.Match[str]]]:
    """The names that stand side by side with commas between and "and" before the last."""
    item = _ITEM.search(text)
    while item:
        items, after = [item], item.end()
        while (gap := _NEXT.match(text, after)) and (following := _ITEM.match(text, gap.end())):
            items.append(following)
            after = following.end()
            if gap["last"]:
                yield items
                break
        item = _ITEM.search(text, after)
