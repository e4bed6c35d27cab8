"""What a sentence leaves open: whose statement it is, how sure that is, and the bounds of its figures and dates."""

import re

from assistant.answering.lists import one_of
from assistant.facts.text import Text, read

LIMIT_WORDS = 3  # most words between "by" and its date: "by the end of September"

_REPORTED = re.compile(rf"\b{one_of('reported')}\b", re.IGNORECASE)
_UNCERTAIN = re.compile(rf"\b{one_of('uncertain')}\b")  # not "May", the month
_LIMIT = re.compile(rf"\b{one_of('limits')}(?:\s+\w+){{0,{LIMIT_WORDS}}}\s*$", re.IGNORECASE)


def keeps_open(written: str, cited: str) -> bool:
    """Whether what is written leaves open what the sentences that it cites leave open.

    >>> keeps_open("It has 40 members.", "It has about 40 members.")
    False
    >>> keeps_open("Ann left.", "Ann left, Bo said.")
    False
    """
    lost = any(pattern.search(cited) and not pattern.search(written) for pattern in (_REPORTED, _UNCERTAIN))
    return not lost and all(bound in ("", said) for said, bound in _bounds(read(written), read(cited)))


def _bounds(written: Text, cited: Text) -> list[tuple[str, str]]:
    """The bounds of the figures and dates that both have: as written, as cited."""
    figures = {quantity.number: quantity.bound for quantity in written.quantities}
    dates = {mention.readings: _limit(written, mention.span.start) for mention in written.dates()}
    return [
        *((figures[q.number], q.bound) for q in cited.quantities if q.number in figures),
        *((dates[m.readings], _limit(cited, m.span.start)) for m in cited.dates() if m.readings in dates),
    ]


def _limit(text: Text, start: int) -> str:
    """The word that makes a limit of the date at this place, "" if there is none."""
    limit = _LIMIT.search(text.written, 0, start)
    return limit[0].split()[0].lower() if limit else ""
