"""Quotations of an answer, and whether they stand in their sources: word for word, differing, stitched, or nowhere.

A quotation may run through several sentences of the answer.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from assistant.audit.claims import MarkedClaim
from assistant.audit.found import FindingKind
from assistant.audit.passages import CONTEXT, Part
from assistant.audit.sources import ResolvedSource, SourceFinder
from assistant.facts.quotations import (
    LEAST_WORDS,
    Run,
    nearest_passage,
    parts_of,
    quotation_spans,
    runs,
    verbatim_spans,
)
from corpus import Span

DIFFERS = 0.6  # from this likeness on a passage is what was meant to be quoted; chosen by hand
SEARCHED = 8  # passages of the library that a quotation is looked for in
MOST_STITCHES = 4  # pieces of a quotation that still count as one put together
LEAST_GAP = 4  # words between two of its pieces in the source; fewer left out are a difference, not a seam


@dataclass(frozen=True, slots=True)
class QuotedPassage:
    """A quotation's words without marks, its span in the answer, and the places of the claims that it runs through."""

    text: str
    span: Span
    claims: range


def check_quotation(
    quotation: str, cited: Sequence[ResolvedSource], others: Iterable[ResolvedSource], finder: SourceFinder
) -> tuple[FindingKind | None, Part | None]:
    """Whether a quotation stands in the cited sources: the finding, None if it does; and where, or what is nearest.

    What they do not have is looked for word for word in the others, and in the library's articles.
    """
    if found := _verbatim(quotation, cited):
        return None, found
    if found := _verbatim(quotation, others) or find_in_library(quotation, finder):
        return FindingKind.QUOTATION_ELSEWHERE, found
    if found := _stitched(quotation, cited):
        return FindingKind.QUOTATION_STITCHED, found
    place, likeness = _nearest(quotation, cited)
    return (
        (FindingKind.QUOTATION_DIFFERS, place)
        if likeness >= DIFFERS
        else (FindingKind.QUOTATION_NOT_FOUND, None)
    )


def find_in_library(quotation: str, finder: SourceFinder) -> Part | None:
    """Where a quotation stands word for word in the library, as far as a search for it finds the article."""
    if sum(map(len, parts_of(quotation))) < LEAST_WORDS:
        return None
    hits = finder.search(quotation, SEARCHED)
    articles = {hit.passage.article.id: hit.passage.article for hit in hits}
    return _verbatim(quotation, map(finder.unlisted, articles.values()))


def quoted_part(source: ResolvedSource) -> Part | None:
    """Where the quote that is given with a source stands in it: at its span, else where it stands first."""
    quote, span = source.source.quote, source.source.span
    if not quote:
        return None
    if span and source.text[span.start : span.end] == quote:
        return Part(source, span)
    return _verbatim(quote, [source])


def _verbatim(quotation: str, sources: Iterable[ResolvedSource]) -> Part | None:
    for source in sources:
        if spans := verbatim_spans(quotation, source.text):
            return Part(source, Span(spans[0].start, spans[-1].end))
    return None


def _stitched(quotation: str, cited: Sequence[ResolvedSource]) -> Part | None:
    """All of its pieces where they stand near each other, else the longest; None where it is not stitched."""
    pieces = runs(quotation, [source.text for source in cited])
    if not pieces or not 1 < len(pieces) <= MOST_STITCHES:
        return None
    texts = {piece: cited[piece.source].text for piece in pieces}
    if any(
        len(text[piece.span.start : piece.span.end].split()) < LEAST_WORDS for piece, text in texts.items()
    ):
        return None
    if not all(_is_seam(one, other, texts[one]) for one, other in pairwise(pieces)):
        return None
    spans = [piece.span for piece in pieces]
    whole = Span(min(spans).start, max(span.end for span in spans))
    if len({piece.source for piece in pieces}) == 1 and len(whole) <= CONTEXT:
        return Part(cited[pieces[0].source], whole)
    longest = max(pieces, key=lambda piece: len(piece.span))
    return Part(cited[longest.source], longest.span)


def _is_seam(one: Run, other: Run, text: str) -> bool:
    """Whether more lies between two pieces than a few words left out."""
    if one.source != other.source or other.span.start < one.span.end:
        return True
    between = text[one.span.end : other.span.start]
    return len(between.split()) >= LEAST_GAP or re.search(r"[.!?]\W", between) is not None


def _nearest(quotation: str, cited: Sequence[ResolvedSource]) -> tuple[Part | None, float]:
    best, likeness = None, 0.0
    for source in cited:
        found = nearest_passage(quotation, source.text)
        if found and found.likeness > likeness:
            best, likeness = Part(source, found.span), found.likeness
    return best, likeness


def quoted_passages(answer: str, claims: Sequence[MarkedClaim]) -> Iterator[QuotedPassage]:
    """The quotations of three or more words in order; none runs over the end of a line."""
    for line in _lines(answer, claims):
        on_it = [claims[n] for n in line]
        words = " ".join(claim.text for claim in on_it)
        starts = list(accumulate((len(claim.text) + 1 for claim in on_it[:-1]), initial=0))
        for span in quotation_spans(words):
            first, last = (bisect_right(starts, at) - 1 for at in (span.start, span.end - 1))
            begin = on_it[first].place(Span(span.start - starts[first], len(on_it[first].text))).start
            end = on_it[last].place(Span(0, span.end - starts[last])).end
            within = range(line.start + first, line.start + last + 1)
            yield QuotedPassage(words[span.start : span.end], Span(begin, end), within)


def joined_by_quotations(answer: str, claims: Sequence[MarkedClaim]) -> list[MarkedClaim]:
    """The claims, those that one quotation runs through as one: it is cited behind its last sentence."""
    follows = {n for quoted in quoted_passages(answer, claims) for n in quoted.claims[1:]}
    joined: list[MarkedClaim] = []
    for n, claim in enumerate(claims):
        blank = Span(max(claim.pieces[0].start - 1, 0), claim.pieces[0].start)
        if n in follows and answer[blank.start : blank.end].isspace():
            joined.append(_both(joined.pop(), blank, claim))
        else:
            joined.append(claim)
    return joined


def _both(one: MarkedClaim, blank: Span, other: MarkedClaim) -> MarkedClaim:
    return MarkedClaim(
        text=f"{one.text} {other.text}",
        span=Span(one.span.start, other.span.end),
        marks=one.marks + other.marks,
        needs_citation=one.needs_citation or other.needs_citation,
        pieces=(*one.pieces, blank, *other.pieces),
    )


def _lines(answer: str, claims: Sequence[MarkedClaim]) -> Iterator[range]:
    """The places of claims with no line break between them."""
    start = 0
    for n in range(1, len(claims) + 1):
        if n == len(claims) or "\n" in answer[claims[n - 1].span.end : claims[n].span.start]:
            yield range(start, n)
            start = n
