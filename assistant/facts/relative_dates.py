"""Dates that are said from the day of writing ("yesterday", "last month"), or from another date ("two days later")."""

import re
from collections.abc import Callable
from datetime import date, timedelta

from assistant.facts.calendar_dates import PossibleDate
from assistant.facts.lists import rows
from assistant.facts.numerals import CARDINALS

_DAYS = {"yesterday": -1, "today": 0, "tonight": 0, "tomorrow": 1} | dict.fromkeys(
    ("this morning", "this afternoon", "this evening"), 0
)
_WEEKDAYS = rows("weekdays")[0].split()
_WHICH = {"last": -1, "this": 0, "next": 1}
_COUNTS = {"a": 1, "an": 1} | {word: n for n, word in enumerate(CARDINALS[:12], start=1)}


def _on(day: date) -> PossibleDate:
    return PossibleDate((day.year, day.year), day.month, day.day)


def _week_of(day: date) -> tuple[PossibleDate, ...]:
    monday = day - timedelta(days=day.weekday())
    return tuple(_on(monday + timedelta(days=n)) for n in range(7))


def _by_day(match: re.Match[str], published: date) -> tuple[PossibleDate, ...]:
    return (_on(published + timedelta(days=_DAYS[" ".join(match[0].lower().split())])),)


def _by_weekday(match: re.Match[str], published: date) -> tuple[PossibleDate, ...]:
    """The nearest such days before and after; "last Friday" and "next Friday" may also be a week further off."""
    ahead = (_WEEKDAYS.index(match["weekday"].lower()) - published.weekday()) % 7
    offsets = {"last": (ahead - 7, ahead - 14), "next": (ahead or 7, ahead + 7)}.get(
        (match["which"] or "").lower(), (ahead, ahead - 7)
    )
    return tuple(_on(published + timedelta(days=offset)) for offset in offsets)


def _by_period(match: re.Match[str], published: date) -> tuple[PossibleDate, ...]:
    return moved(published, _WHICH[match["which"].lower()], match["unit"].lower())


def _by_count(match: re.Match[str], published: date) -> tuple[PossibleDate, ...]:
    back = _count(match["count"])
    return moved(published, -back, match["unit"].lower()) if back < published.year else ()


def _count(written: str) -> int:
    return int(written) if written.isdigit() else _COUNTS[written.lower()]


def moved(day: date, count: int, unit: str) -> tuple[PossibleDate, ...]:
    """The day, the days of the week, the month or the year that lies so many units off."""
    if unit == "day":
        return (_on(day + timedelta(days=count)),)
    if unit == "week":
        return _week_of(day + timedelta(weeks=count))
    if unit == "year":
        return (PossibleDate((day.year + count, day.year + count)),)
    year, month = divmod(12 * day.year + day.month - 1 + count, 12)
    return (PossibleDate((year, year), month + 1),)


Resolve = Callable[[re.Match[str], date], tuple[PossibleDate, ...]]


def resolved(resolve: Resolve, match: re.Match[str], published: date | None) -> tuple[PossibleDate, ...]:
    """The ways to read a relative date; none where it lies outside the calendar, as the day before 1 January 1.

    Without the day of publication only a day of the week says anything.
    """
    if published is None:
        return (
            (PossibleDate(weekday=_WEEKDAYS.index(match["weekday"].lower())),)
            if resolve is _by_weekday
            else ()
        )
    try:
        return resolve(match, published)
    except OverflowError:
        return ()


RELATIVE: tuple[tuple[re.Pattern[str], Resolve], ...] = tuple(
    (re.compile(pattern), resolve)
    for pattern, resolve in (
        (rf"(?i)\b(?:{'|'.join(_DAYS).replace(' ', chr(92) + 's')})\b", _by_day),
        (
            rf"\b(?:(?P<which>(?i:last|next|this))\s)?(?P<weekday>{'|'.join(map(str.title, _WEEKDAYS))})\b",
            _by_weekday,
        ),
        (r"(?i)(?<!the )\b(?P<which>last|this|next)\s(?P<unit>week|month|year)\b", _by_period),
        (
            rf"(?i)(?<![\d,.])\b(?P<count>\d{{1,4}}|{'|'.join(_COUNTS)})\s(?P<unit>day|week|month|year)s?\sago\b",
            _by_count,
        ),
    )
)

# From another date of the text, that before it, or the one that follows "before" and "after"
OFFSET = re.compile(
    rf"(?<![\d,.])\b(?:(?P<count>\d{{1,3}}|{'|'.join(_COUNTS)})\s(?P<unit>day|week|month|year)s?\s"
    r"(?P<way>earlier|before|previously|later|after|afterwards)"
    r"|(?:the|on the)\s(?P<side>next|following|previous)\s(?P<one>day)|the\sday\s(?P<day>before|after))\b",
    re.IGNORECASE,
)
_BACK = frozenset("earlier before previously previous".split())


def counted_from(match: re.Match[str], day: date) -> tuple[PossibleDate, ...]:
    """The ways to read a match of OFFSET, counted from a day."""
    number = _count(match["count"] or "one")
    way = (match["way"] or match["side"] or match["day"]).lower()
    try:
        return moved(day, -number if way in _BACK else number, (match["unit"] or "day").lower())
    except (OverflowError, ValueError):  # outside the calendar
        return ()
