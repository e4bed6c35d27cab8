"""Dates of a text and whether one proves another: full and partial ones, decades, centuries, and relative ones.

Relative dates are counted from the day the article was published: see `assistant/facts/days/relative_dates.py`.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date

from assistant.facts.days.calendar_dates import CALENDAR, PossibleDate
from assistant.facts.days.relative_dates import OFFSET, RELATIVE, counted_from, resolved
from assistant.facts.numerals import PLAIN_LETTERS
from corpus import Span

_BOUND = re.compile(
    r"\b(?:(?P<before>before|prior to|earlier than)|(?P<after>after|later than))\s$",
    re.IGNORECASE,
)
_NEXT_TO = 6  # characters between "the day before" and its date: " the ", " on "
_LONGEST_BOUND = 14  # characters before a date that its bound is looked for in


@dataclass(frozen=True, slots=True)
class Mention:
    """A date where it stands in a text, with the ways to read it; none for one that cannot be resolved.

    `bound` is "before" or "after" where the text says so. `bare` marks four figures alone, which may be a number;
    `relative` a date that needs the day of publication.
    """

    readings: tuple[PossibleDate, ...]
    span: Span
    written: str
    bound: str = ""
    bare: bool = False
    relative: bool = False


def mentions(text: str, published: date | None = None) -> list[Mention]:
    """The dates of a text in its order; a range gives its two ends.

    >>> [(m.written, m.readings[0].years) for m in mentions("the 1990s, 5 May 2003 and 2011-12")]
    [('1990s', (1990, 1999)), ('5 May 2003', (2003, 2003)), ('2011-12', (2011, 2011)), ('2011-12', (2012, 2012))]
    """
    found: list[Mention] = []
    left = text.translate(
        PLAIN_LETTERS
    )  # what is taken is blanked: the patterns after it don't find its parts
    for pattern, resolve in RELATIVE:
        for match in pattern.finditer(left):
            found.append(_mention(text, match, resolved(resolve, match, published), relative=True))
            left = _blanked(left, match)
    for pattern, read in CALENDAR:
        for match in pattern.finditer(left):
            found += [_mention(text, match, readings) for readings in read(match)]
            left = _blanked(left, match)
    return sorted(found, key=lambda mention: mention.span.start)


def _blanked(text: str, match: re.Match[str]) -> str:
    return text[: match.start()] + "\0" * len(match[0]) + text[match.end() :]


def _mention(
    text: str, match: re.Match[str], readings: tuple[PossibleDate, ...], relative: bool = False
) -> Mention:
    start = match.start("date") if "date" in match.re.groupindex else match.start()
    bound = _BOUND.search(text, max(0, start - _LONGEST_BOUND), start)
    written = text[start : match.end()]
    return Mention(
        readings,
        Span(start, match.end()),
        written,
        bound=(bound.lastgroup or "") if bound else "",
        bare=len(written) == 4 and written.isdigit(),
        relative=relative,
    )


def counted_mentions(text: str, found: Sequence[Mention]) -> list[Mention]:
    """The dates that a text counts from those found in it: "two days earlier" from the last, "the day before 5 May".

    >>> text = "On 5 May 2003 they met. Two days earlier it rained."
    >>> [(m.written, m.readings[0].day) for m in counted_mentions(text, mentions(text))]
    [('Two days earlier', 3)]
    """
    counted = []
    for match in OFFSET.finditer(text):
        before = next((one for one in reversed(found) if one.span.end <= match.start()), None)
        after = next((one for one in found if 0 < one.span.start - match.end() <= _NEXT_TO), None)
        days = (one.exact for mention in (before, after) if mention for one in mention.readings)
        readings = tuple(reading for day in days if day for reading in counted_from(match, day))
        if readings:
            counted.append(Mention(readings, Span(*match.span()), match[0], relative=True))
    return counted


def is_dated(claimed: Mention, stated: Sequence[Mention]) -> bool:
    """Whether a date of the source says what the claim's date says, or lies within it ("in 2024", "27 May 2024").

    A year may be missing in the source, as it is in most articles of the year; what both give must be the same.
    """
    if claimed.relative and any(_same_words(claimed, source) for source in stated):
        return True
    readings = [reading for source in stated for reading in source.readings]
    if not claimed.bound:
        return any(_is_stated(reading, readings) for reading in claimed.readings)
    bounded = [reading for source in stated if source.bound == claimed.bound for reading in source.readings]
    return any(_is_stated(reading, bounded) for reading in claimed.readings) or any(
        _is_beyond(reading, claimed.readings, claimed.bound) for reading in readings
    )


def _same_words(one: Mention, other: Mention) -> bool:
    return one.written.lower().split() == other.written.lower().split()


def _is_stated(claimed: PossibleDate, stated: Sequence[PossibleDate]) -> bool:
    """Whether what the claim says most exactly stands in the source, in a date that contradicts it in nothing."""
    agreeing = [reading for reading in stated if _agree(claimed, reading)]
    if claimed.day is None and claimed.month is None and claimed.weekday is not None:
        return any(reading.falls_on() is not None for reading in agreeing)
    if claimed.months:
        return any(reading.months or reading.month for reading in agreeing)
    finest = next((part for part in ("day", "month") if getattr(claimed, part) is not None), "years")
    return any(getattr(reading, finest) is not None for reading in agreeing)


def _agree(claimed: PossibleDate, source: PossibleDate) -> bool:
    """Whether a date of the source lies within the claim's, in what both say."""
    if claimed.years and source.years:
        (first, last), (from_, to) = claimed.years, source.years
        if not first <= from_ <= to <= last:
            return False
    if not _within(_months(claimed), _months(source)):
        return False
    pairs = (
        (claimed.month, source.month),
        (claimed.day, source.day),
        (claimed.falls_on(), source.falls_on()),
    )
    return all(one == other or None in (one, other) for one, other in pairs)


def _months(reading: PossibleDate) -> tuple[int, int] | None:
    return (reading.month, reading.month) if reading.month else reading.months


def _within(claimed: tuple[int, int] | None, source: tuple[int, int] | None) -> bool:
    """Whether the months of the source may lie within the claim's, or the other way round."""
    return not (claimed and source) or (claimed[0] <= source[1] and source[0] <= claimed[1])


def anchored(mention: Mention, published: date, years: Collection[int]) -> Mention:
    """A date without a year, read as the last or the next one of its day of publication, or as one of these years.

    >>> [january] = mentions("in January")
    >>> [reading.years for reading in anchored(january, date(2024, 3, 13), {1999}).readings]
    [(1999, 1999), (2024, 2024), (2025, 2025)]
    """
    readings: list[PossibleDate] = []
    for reading in mention.readings:
        if reading.years or not reading.month:
            readings.append(reading)
            continue
        is_past = (reading.month, reading.day or 0) <= (published.month, published.day)
        last = published.year - (not is_past)
        readings += [replace(reading, years=(year, year)) for year in sorted({*years, last, last + 1})]
    return replace(mention, readings=tuple(readings))


def _is_beyond(source: PossibleDate, claimed: Sequence[PossibleDate], bound: str) -> bool:
    """Whether a date of the source lies wholly before or after the claim's, in the order of the calendar."""
    for reading in claimed:
        with_years = bool(source.years and reading.years)
        if not with_years and not (source.month and reading.month):
            continue
        here, there = _place(source, with_years), _place(reading, with_years)
        if here < there if bound == "before" else here > there:
            return True
    return False


def _place(reading: PossibleDate, with_years: bool) -> tuple[tuple[int, int], int, int]:
    return (reading.years or (0, 0)) if with_years else (0, 0), reading.month or 0, reading.day or 0
