"""Gaps in a claim: a word, a name or a date is taken out, and the evidence is asked what stands there."""

import re

from assistant.facts.numerals import is_number
from corpus import Span
from corpus.words import is_function_word

GAP = "[MASK]"  # one token of the encoder's vocabulary
_WORD = re.compile(r"[$€£]?\d(?:[\d.,:]*\d)?%?|[^\W\d_]+(?:['’.-](?=[^\W_])[^\W_]+)*")
_IN_NAME = re.compile(r"[A-Z]|\d{1,4}$")  # what a word of a name or a date begins with, or is
_BETWEEN = re.compile(r"\.? ")


def gaps(claim: str) -> list[Span]:
    """The content words of a claim, those of a name or a date together.

    >>> claim = "The mayor took bribes from 3 firms of Per Lie on 5 May 2024."
    >>> [claim[gap.start:gap.end] for gap in gaps(claim)]
    ['mayor', 'took', 'bribes', '3', 'firms', 'Per Lie', '5 May 2024']
    """
    found: list[Span] = []
    for match in _WORD.finditer(claim):
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
