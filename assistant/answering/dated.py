"""The day that a sentence counts from the day of its article ("on Friday"), said in full."""

import re
from collections.abc import Iterator
from datetime import date

from assistant.answering.lists import one_of
from assistant.facts.days.dates import Mention
from assistant.facts.lists import rows
from assistant.facts.text import read

_COUNTED = re.compile(rf"\b(?:{'|'.join(rows('weekdays')[0].split())}|yesterday|tomorrow)$", re.IGNORECASE)
_GOES_ON = re.compile(r"\s(?:morning|afternoon|evening|night)\b")
_IS_SAID = re.compile(r",?\s(?:the\s)?\d|,?\s[A-Z][a-z]{2,8}\.?\s\d|['’-]")  # "Friday, 30 August", "Friday's"
_AHEAD = re.compile(rf"\b{one_of('ahead')}\b", re.IGNORECASE)


def dated(sentence: str, published: date | None) -> str:
    """The sentence with its days of the week, "yesterday" and "tomorrow" followed by their date.

    >>> dated("Ola Berg resigned on Friday.", date(2024, 9, 2))
    'Ola Berg resigned on Friday, 30 August 2024.'
    """
    for end, day, _ in reversed(list(_days(sentence, published))):
        behind = sentence[end:]
        comma = "," if behind[:1] == " " and behind[1:2].isalnum() else ""
        sentence = f"{sentence[:end]}, {day}{comma}{behind}"
    return sentence


def days(sentence: str, published: date | None) -> list[str]:
    """The same days behind one another: "Friday, 30 August 2024"."""
    return [f"{written}, {day}" for _, day, written in _days(sentence, published)]


def _days(sentence: str, published: date | None) -> Iterator[tuple[int, str, str]]:
    """Where each such day ends, its date, and as written; none without the day of the article."""
    if published is None:
        return
    for mention in read(sentence).dates(published):
        day = _day(mention, published, is_ahead=bool(_AHEAD.search(sentence)))
        goes_on = _GOES_ON.match(sentence, mention.span.end)
        end = goes_on.end() if goes_on else mention.span.end
        if day and _COUNTED.search(mention.written) and not _IS_SAID.match(sentence, end):
            yield end, f"{day.day} {day:%B %Y}", mention.written


def _day(mention: Mention, published: date, *, is_ahead: bool) -> date | None:
    """The day of the mention; of two, the last one before the article, or the first one after it."""
    able = sorted(day for reading in mention.readings if (day := reading.exact))
    if not mention.relative or not 1 <= len(able) <= 2:
        return None
    near = [day for day in able if (day > published) == is_ahead]
    return (near[0] if is_ahead else near[-1]) if near else able[0]
