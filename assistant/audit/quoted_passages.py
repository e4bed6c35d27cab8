"""What an answer has in quotation marks, which may run through several of its sentences."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from assistant.audit.claims import MarkedClaim
from assistant.facts.quotations import quotation_spans
from corpus import Span


@dataclass(frozen=True, slots=True)
class QuotedPassage:
    """A quotation's words without marks, its span in the answer, and the places of the claims that it runs through."""

    text: str
    span: Span
    claims: range


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
