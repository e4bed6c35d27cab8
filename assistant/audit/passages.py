"""Sources cut into sentences, and those of them that lie nearest to a claim, in their context.

A claim's nearest sentences are those that together have most of its terms, as in `assistant.judges.nearest_part`, but
with their places, and chosen from several sources at once.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.audit.found import Passage
from assistant.audit.sources import ResolvedSource
from assistant.judges import EVIDENCE_WORDS, terms
from corpus import Span
from corpus.sentences import split_sentences

CONTEXT = 600  # code points of a passage at most, unless a single sentence is longer


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a source's text."""

    source: ResolvedSource
    span: Span

    @property
    def text(self) -> str:
        """Its words."""
        return self.source.text[self.span.start : self.span.end]


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a text with the stems of its content words; `words` counts all."""

    span: Span
    terms: frozenset[str]
    words: int


@lru_cache(maxsize=64)  # one source is held against many claims
def sentences(text: str) -> tuple[Sentence, ...]:
    """The sentences of a text in order."""
    pieces = [(span, text[span.start : span.end]) for span in split_sentences(text)]
    return tuple(Sentence(span, frozenset(terms(piece)), len(piece.split())) for span, piece in pieces)


def sentences_of(part: Part) -> list[Sentence]:
    """The sentences of its source that it has some of; itself where there are none."""
    whole = sentences(part.source.text)
    return [sentence for sentence in whole if part.span.overlaps(sentence.span)] or [
        Sentence(part.span, frozenset(terms(part.text)), len(part.text.split()))
    ]


def terms_of(part: Part) -> frozenset[str]:
    """The terms of all sentences of its source that it has some of."""
    return frozenset[str]().union(*(sentence.terms for sentence in sentences_of(part)))


def around(source: ResolvedSource, spans: Iterable[Span]) -> tuple[Part, ...]:
    """The whole sentences of a source that hold these spans, neighbours joined to one part."""
    parts: list[Span] = []
    for span in sorted(spans):
        held = [sentence.span for sentence in sentences(source.text) if sentence.span.overlaps(span)] or [
            span
        ]
        start, end = held[0].start, held[-1].end
        if parts and start <= parts[-1].end:
            start, end = parts[-1].start, max(end, parts.pop().end)
        parts.append(Span(start, end))
    return tuple(Part(source, part) for part in parts)


def nearest_sentences(
    claim: str, parts: Sequence[Part], most_words: int = EVIDENCE_WORDS, most: int | None = None
) -> tuple[Part, ...]:
    """The sentences of the parts that together have most of the claim's terms, in their order.

    Those that add terms not yet had come first, then those with most of them; at most so many words and sentences,
    but always one. With `most`, only sentences that add a term are taken after the first.
    """
    found = [(part.source, sentence) for part in parts for sentence in sentences_of(part)]
    wanted = terms(claim)
    had = [sentence.terms & wanted for _, sentence in found]
    chosen: list[int] = []
    missing, room = set(wanted), most_words
    left = list(range(len(found)))
    while left and len(chosen) != most:
        best = min(left, key=lambda n: (-len(had[n] & missing), -len(had[n]), n))
        if chosen and most and not had[best] & missing:
            break
        chosen.append(best)
        missing -= had[best]
        room -= found[best][1].words
        left = [n for n in left if n != best and found[n][1].words <= room]
    return tuple(Part(found[n][0], found[n][1].span) for n in sorted(chosen))


@dataclass(frozen=True, slots=True)
class Ranked:
    """A sentence and how many of a claim's terms it has."""

    part: Part
    shared: int


def ranked_sentences(claim: str, parts: Sequence[Part]) -> list[Ranked]:
    """All sentences of the parts that share a term with the claim, those that share most first."""
    wanted = terms(claim)
    found = [
        Ranked(Part(part.source, sentence.span), len(sentence.terms & wanted))
        for part in parts
        for sentence in sentences_of(part)
    ]
    return sorted((ranked for ranked in found if ranked.shared), key=lambda ranked: -ranked.shared)


def passages(source: ResolvedSource, lit: Sequence[Span]) -> Iterator[Passage]:
    """The lit sentences in their context; those that lie too far off for it have passages of their own."""
    left = list(lit)
    while left:
        start, end = left[0].start, left[0].end
        near, far = [left[0]], []
        for span in left[1:]:
            if max(end, span.end) - min(start, span.start) <= CONTEXT:
                near.append(span)
                start, end = min(start, span.start), max(end, span.end)
            else:
                far.append(span)
        for sentence in _outwards(source.text, start, end):
            if max(end, sentence.end) - min(start, sentence.start) > CONTEXT:
                break
            start, end = min(start, sentence.start), max(end, sentence.end)
        yield Passage(source.ref, start, source.text[start:end], tuple(sorted(near)))
        left = far


def _outwards(text: str, start: int, end: int) -> list[Span]:
    """The sentences around a range, the one behind it first, then the one before it, and so on."""
    spans = [sentence.span for sentence in sentences(text)]
    before = [span for span in reversed(spans) if span.end <= start]
    behind = [span for span in spans if span.start >= end]
    order: list[Span] = []
    for n in range(max(len(before), len(behind))):
        order += behind[n : n + 1] + before[n : n + 1]
    return order
