"""Answer text -> claims with their marks. Knows nothing of what the marks point at.

A mark is `[1]`, `[1, 3]` or several of them in a row. It belongs to the sentence it stands in, or to the one
before it where it stands behind the full stop.
"""

import re
from bisect import bisect_right
from dataclasses import dataclass

from corpus import Span
from corpus.sentences import split_sentences

_MARK = re.compile(r"\s*\[(\d{1,3}(?:\s*[,;]\s*\d{1,3})*)\]")


@dataclass(frozen=True, slots=True)
class MarkedSentence:
    """A sentence of an answer: `text` without marks, `span` with them, `numbers` once each in their order."""

    text: str
    span: Span
    numbers: tuple[int, ...]


def parse_claims(text: str) -> list[MarkedSentence]:
    """The sentences of an answer in order; together their spans hold everything but white space between them.

    >>> [(claim.text, claim.numbers) for claim in parse_claims("It rained [2]. It stopped. [1][3]")]
    [('It rained.', (2,)), ('It stopped.', (1, 3))]
    """
    marks = list(_MARK.finditer(text))
    bare, positions = _without(text, marks)
    sentences = split_sentences(bare)
    if not sentences:
        return []
    starts = [positions[span.start] for span in sentences]
    ends = [positions[span.end - 1] + 1 for span in sentences]
    numbers: list[list[int]] = [[] for _ in sentences]
    for mark in marks:
        owner = max(bisect_right(starts, mark.start()) - 1, 0)
        numbers[owner] += [int(number) for number in re.findall(r"\d+", mark[1])]
        starts[owner] = min(starts[owner], mark.end() - len(mark[0].lstrip()))
        ends[owner] = max(ends[owner], mark.end())
    return [
        MarkedSentence(bare[span.start : span.end], Span(start, end), tuple(dict.fromkeys(cited)))
        for span, start, end, cited in zip(sentences, starts, ends, numbers, strict=True)
    ]


def _without(text: str, marks: list[re.Match[str]]) -> tuple[str, list[int]]:
    """The text without marks and the blanks before them, and each code point's position in the whole."""
    keep = [True] * len(text)
    for mark in marks:
        keep[mark.start() : mark.end()] = [False] * (mark.end() - mark.start())
    positions = [position for position, kept in enumerate(keep) if kept]
    return "".join(text[position] for position in positions), positions
