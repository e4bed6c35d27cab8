"""Dates that are said from the day of writing ("yesterday", "last month"), or from another date ("two days later")."""

import re
from collections.abc import Callable
from datetime import date, timedelta

from assistant.facts.days.calendar_dates import NAMES, PossibleDate, month_of
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


def _by_month(match: re.Match[str], published: date) -> tuple[PossibleDate, ...]:
    """The month of that name before or after; "last May" and "next May" may also be a year further off."""
    given = match.groupdict()
    month, which = month_of(given["month"]), _WHICH[given["which"].lower()]
    if given.get("year"):
        years = [published.year + which]
    elif which < 0:
        years = [published.year - (month >= published.month), published.year - 1]
    else:
        years = [published.year + which * (month <= published.month), published.year + which]
    day = int(given["day"]) if given.get("day") else None
    return tuple(PossibleDate((year, year), month, day) for year in dict.fromkeys(years))


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

    Without the day of publication only the name of a weekday or of a month says anything.
    """
    if published is None:
        if resolve is _by_weekday:
            return (PossibleDate(weekday=_WEEKDAYS.index(match["weekday"].lower())),)
        return (PossibleDate(month=month_of(match["month"])),) if resolve is _by_month else ()
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
        (rf"\b(?P<which>(?i:last|this|next))\s(?P<month>{NAMES})(?!\w|\s\d)", _by_month),
        (
            rf"\b(?:(?P<day>[0-3]?\d)\s)?(?P<month>{NAMES})(?:\sof)?\s(?P<which>last|this|next)\s(?P<year>year)\b",
            _by_month,
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
