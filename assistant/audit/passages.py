"""Sources cut into sentences, and those of them that lie nearest to a claim, in their context.

A claim's nearest sentences are chosen as the verifier chooses them, but from several sources at once, and with their
places.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from assistant.audit.found import Passage
from assistant.audit.sources import ResolvedSource
from assistant.facts.nearest import nearest
from assistant.facts.text import Sentence, read
from assistant.judges.signals import EVIDENCE_WORDS
from corpus import Span

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


def sentences_of(part: Part) -> list[Sentence]:
    """The sentences of its source that it overlaps; the part itself if there are none."""
    sentences = [one for one in read(part.source.text).sentences if part.span.overlaps(one.span)]
    return sentences or [Sentence(part.text, part.span)]


def cut(parts: Sequence[Part]) -> list[tuple[Part, Sentence]]:
    """All sentences of the parts, each as a part of its own."""
    return [(Part(part.source, one.span), one) for part in parts for one in sentences_of(part)]


def terms_of(part: Part) -> frozenset[str]:
    """The terms of all sentences of its source that it overlaps."""
    return frozenset[str]().union(*(sentence.terms for sentence in sentences_of(part)))


def around(source: ResolvedSource, spans: Iterable[Span]) -> tuple[Part, ...]:
    """The whole sentences of a source that hold these spans, neighbours joined to one part."""
    parts: list[Span] = []
    for span in sorted(spans):
        held = [one.span for one in read(source.text).sentences if one.span.overlaps(span)] or [span]
        start, end = held[0].start, held[-1].end
        if parts and start <= parts[-1].end:
            start, end = parts[-1].start, max(end, parts.pop().end)
        parts.append(Span(start, end))
    return tuple(Part(source, part) for part in parts)


def nearest_sentences(
    claim: str, parts: Sequence[Part], most_words: int = EVIDENCE_WORDS, most: int | None = None
) -> tuple[Part, ...]:
    """The sentences of the parts that together have most of the claim's terms: see `assistant.facts.nearest`."""
    found = cut(parts)
    return tuple(found[n][0] for n in nearest(claim, [sentence for _, sentence in found], most_words, most))


def ranked_sentences(claim: str, parts: Sequence[Part]) -> list[tuple[Part, int]]:
    """The sentences of the parts that share terms with the claim, and how many, those that share most first."""
    wanted = read(claim).terms
    ranked = [(part, len(sentence.terms & wanted)) for part, sentence in cut(parts)]
    return sorted((one for one in ranked if one[1]), key=lambda one: -one[1])


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
    spans = [sentence.span for sentence in read(text).sentences]
    before = [span for span in reversed(spans) if span.end <= start]
    behind = [span for span in spans if span.start >= end]
    return [span for pair in zip_longest(behind, before) for span in pair if span]
