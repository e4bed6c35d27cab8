"""Gaps in a claim: a word, a name or a date is taken out, and the evidence is asked what stands there."""

import re
from collections.abc import Iterator, Sequence

from assistant.answer import MismatchKind
from assistant.facts.numerals import is_number
from assistant.facts.text import read
from assistant.judges.reading import Reading
from corpus import Span
from corpus.words import FIGURE_OR_WORD, is_function_word

GAP = "[MASK]"  # one token of the encoder's vocabulary
SURE = 0.8  # words fill a gap if it is at least so probable that anything does, and that these do
_IN_NAME = re.compile(r"[A-Z]|\d{1,4}$")  # what a word of a name or a date begins with, or is
_BETWEEN = re.compile(r"\.? ")


def gaps(claim: str) -> list[Span]:
    """The content words of a claim, those of a name or a date together.

    >>> claim = "The mayor took bribes from 3 firms of Per Lie on 5 May 2024."
    >>> [claim[gap.start:gap.end] for gap in gaps(claim)]
    ['mayor', 'took', 'bribes', '3', 'firms', 'Per Lie', '5 May 2024']
    """
    found: list[Span] = []
    for match in FIGURE_OR_WORD.finditer(claim):
        if is_function_word(match[0].lower()) and not is_number(match[0]):
            continue
        word = Span(*match.span())
        if found and _is_one_name(claim, found[-1], word):
            word = Span(found.pop().start, word.end)
        found.append(word)
    return found


def _is_one_name(claim: str, one: Span, other: Span) -> bool:
    words = claim[one.start : one.end].split()[-1], claim[other.start : other.end]
    is_name = all(map(_IN_NAME.match, words)) and any(word[0].isupper() for word in words)
    return is_name and bool(_BETWEEN.fullmatch(claim, one.end, other.start))


def with_gap(claim: str, gap: Span) -> str:
    """The claim with GAP in the place of the words.

    >>> with_gap("Moss has 22 cranes.", Span(9, 11))
    'Moss has [MASK] cranes.'
    """
    return claim[: gap.start] + GAP + claim[gap.end :]


def filled(readings: Sequence[Reading], asked: Sequence[Span]) -> Iterator[tuple[Span, Span]]:
    """The gaps that the evidence surely fills, each with the place of the words that do."""
    for reading, gap in zip(readings, asked, strict=True):
        if reading.answerable * reading.words_probability >= SURE:
            yield gap, reading.words


def differs(said: str, stated: str) -> bool:
    """Whether neither of two phrases has all the terms of the other.

    >>> differs("leaders", "four leaders"), differs("civilians", "four leaders")
    (False, True)
    """
    one, other = read(said).terms, read(stated).terms
    return bool(one and other) and not (one <= other or other <= one)


def kind_of(claim: str, gap: Span) -> MismatchKind:
    """What a difference in this place of a claim is one of: a date, a number, a name, or any other word."""
    text = read(claim)
    if any(date.span.overlaps(gap) for date in text.dates()):
        return MismatchKind.DATE
    if any(number.span.overlaps(gap) for number in text.quantities):
        return MismatchKind.NUMBER
    is_name = gap.start > 0 and claim[gap.start].isupper()
    return MismatchKind.NAME if is_name or " " in claim[gap.start : gap.end] else MismatchKind.WORD
