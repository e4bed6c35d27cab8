"""Dates that a text gives by year, month or day, as patterns and how each is read."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from assistant.facts.lists import rows
from assistant.facts.numerals import ORDINALS

_MONTHS = rows("months")[0].split()
_ORDINALS = [*ORDINALS[:20], "twenty-first"]


@dataclass(frozen=True, slots=True)
class PossibleDate:
    """One way to read a date; what it does not say is None.

    `years` are the first and the last, BC negative; `months` the first and the last of a quarter or half of a year.
    """

    years: tuple[int, int] | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    months: tuple[int, int] | None = None

    def on(self, year: int) -> date | None:
        """The day in this year; None if month or day are not said, or it has no such day: 31 June is a slip."""
        try:
            return date(year, self.month or 0, self.day or 0)
        except ValueError:
            return None

    @property
    def exact(self) -> date | None:
        """The day, if its year is said and the calendar has it."""
        return self.on(self.years[0]) if self.years and 0 < self.years[0] < 9999 else None

    def falls_on(self) -> int | None:
        """The day of the week, Monday 0, said or counted; None where neither can be."""
        return self.exact.weekday() if self.weekday is None and self.exact else self.weekday


# One date of a match may have several readings; a match with two dates is a range.
PossibleDates = tuple[PossibleDate, ...]

# Names of months must be capitalised: "may" and "march" are common words, and so is "May" at a sentence's start.
NAMES = (
    r"Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?|July?|Aug(?:ust|\.)?"
    r"|Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?"
)
_MONTH = rf"(?P<month>{NAMES}|{NAMES.upper()})(?!\w)"
_CLEAR_MONTH = r"(?P<month>January|February|April|June|July|August|September|October|November|December)(?!\w)"
_BEFORE_A_MONTH = r"(?i:in|by|of|since|until|early|mid|late|before|after|during|through|to|from|and|or)"
_PARTS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": -1, "final": -1}
_ENDING = r"(?:st|nd|rd|th)?"
_DAY = rf"(?<!\d:)(?P<day>[0-3]?\d){_ENDING}(?:\s?(?:-|–|--|to|and|or)\s?(?P<last>[0-3]?\d){_ENDING})?(?![\d:]|[.,]\d)"
_YEAR = r"(?P<year>1\d{3}|20\d\d)(?![\d%]|[,.]\d|\w)"
_ERA = r"(?P<era>\s?(?:BCE?|B\.C\.(?:E\.)?))"


def month_of(name: str) -> int:
    """The number of a month by its name, or the first letters of it."""
    return next(n for n, month in enumerate(_MONTHS, 1) if month.startswith(name[:3].lower()))


def _by_part(match: re.Match[str]) -> tuple[PossibleDates, ...]:
    """A quarter or a half of a year: "Q1 2023", "the second half of 2023"."""
    given = match.groupdict()
    years = (int(given["year"]), int(given["year"])) if given["year"] else None
    length = 3 if given["part"][0] in "Qq" else 6
    number = int(given["number"]) if given.get("number") else _PARTS[given["nth"].lower()]
    last = 12 if number < 0 else min(12, length * number)
    return ((PossibleDate(years, months=(last - length + 1, last)),),)


def _by_month(match: re.Match[str]) -> tuple[PossibleDates, ...]:
    given = match.groupdict()
    years = (int(given["year"]), int(given["year"])) if given.get("year") else None
    month = month_of(given["month"])
    if not given.get("day"):
        return ((PossibleDate(years, month),),)
    days = [given["day"], given["last"]] if given["last"] else [given["day"]]
    return tuple((PossibleDate(years, month, int(day)),) for day in days)


def _by_figures(match: re.Match[str]) -> tuple[PossibleDates, ...]:
    """Year, month, day; or day and month in either order, as far as there is such a month."""
    year, one, two = int(match["year"]), int(match["one"]), int(match["two"])
    orders = [(one, two)] if match.start("year") < match.start("one") else [(one, two), (two, one)]
    valid = [(month, day) for month, day in orders if 1 <= month <= 12 and 1 <= day <= 31]
    return (tuple(PossibleDate((year, year), month, day) for month, day in valid),)


def _by_year(match: re.Match[str]) -> tuple[PossibleDates, ...]:
    """A year, or the first and the last of a range, which may be written short ("2011-12")."""
    given = match.groupdict()
    sign = -1 if given.get("era") else 1
    first, last = given["year"].replace(",", ""), (given.get("last") or "").replace(",", "")
    ends = [first, first[: len(first) - len(last)] + last] if last else [first]
    return tuple((PossibleDate((sign * int(year), sign * int(year))),) for year in ends)


def _by_decade(match: re.Match[str]) -> tuple[PossibleDates, ...]:
    """Ten years; "the 1800s" may also be a hundred, and "2000's" the year with what was its."""
    first = 10 * int(match["decade"] if len(match["decade"]) == 3 else f"19{match['decade']}")
    readings = [PossibleDate((first, first + 9))]
    if first % 100 == 0:
        readings.append(PossibleDate((first, first + 99)))
    if "'" in match[0] or "’" in match[0]:
        readings.append(PossibleDate((first, first)))
    return (tuple(readings),)


def _by_century(match: re.Match[str]) -> tuple[PossibleDates, ...]:
    name = match["century"].lower()
    number = int(name[:-2]) if name[0].isdigit() else _ORDINALS.index(name) + 1
    # The round years count to both their centuries: few texts count from 1901
    years = (-100 * number, 100 - 100 * number) if match["era"] else (100 * number - 100, 100 * number)
    return ((PossibleDate(years),),)


# The longest first: what one has matched is not given to the next. `date` is the part that is the date, if not all.
CALENDAR: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], tuple[PossibleDates, ...]]], ...] = tuple(
    (re.compile(pattern), read)
    for pattern, read in (
        (rf"\b(?P<part>[QH])(?P<number>[1-4])\b(?:(?:,|\sof)?\s{_YEAR})?", _by_part),
        (rf"\b(?P<nth>(?i:{'|'.join(_PARTS)}))[\s-](?P<part>quarter|half)(?:\sof)?\s{_YEAR}", _by_part),
        (rf"\b{_DAY}\s(?:of\s)?{_MONTH}(?:(?:\s?,?\s|,){_YEAR})?", _by_month),
        (rf"\b{_MONTH}\s(?:the\s)?{_DAY}(?:(?:\s?,?\s|,){_YEAR})?", _by_month),
        (rf"\b{_MONTH}(?:\sof|\s?,)?\s{_YEAR}", _by_month),
        (r"\b(?P<year>\d{4})[-/](?P<one>\d\d)[-/](?P<two>\d\d)(?:\b|(?=T\d))", _by_figures),
        (r"\b(?P<one>\d\d?)[/.](?P<two>\d\d?)[/.](?P<year>\d{4})\b", _by_figures),
        (r"(?:\b(?=\d{3}0)|(?<=['’])(?=\d0))(?P<decade>\d{3}|\d)0(?:\s?['’])?s\b", _by_decade),
        (
            rf"\b(?P<century>\d\d?(?:st|nd|rd|th)|(?i:{'|'.join(_ORDINALS)}))[\s-](?i:century|centuries)\b{_ERA}?",
            _by_century,
        ),
        (
            rf"\b(?P<year>\d{{1,5}}|\d{{1,2}},\d{{3}})(?:\s?[-–]\s?(?P<last>\d{{1,5}}|\d{{1,2}},\d{{3}}))?{_ERA}(?!\w)",
            _by_year,
        ),
        (r"\b(?:AD|A\.D\.)\s?(?P<year>\d{1,4})\b", _by_year),
        (r"\b(?P<year>\d{1,4})\s?(?:CE|AD|A\.D\.)(?!\w)", _by_year),
        (r"\b(?P<year>1\d{3}|20\d\d)\s?(?:-|–|—|--|/)\s?(?P<last>\d{4}|\d\d)(?![\d%]|[,.:]\d|\w)", _by_year),
        (rf"\b{_BEFORE_A_MONTH}[\s-](?P<date>{_MONTH})", _by_month),
        (rf"\b{_CLEAR_MONTH}", _by_month),
        (rf"(?<![\w.,$£€#])(?<!\d[-–])\b{_YEAR}", _by_year),
    )
)
