"""Quotations held against their sources: word for word, differing, from elsewhere, stitched together, or nowhere."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import pairwise

from assistant.audit.found import FindingKind
from assistant.audit.passages import CONTEXT, Part
from assistant.audit.sources import ResolvedSource, SourceFinder
from assistant.facts.quotations import LEAST_WORDS, Run, nearest_passage, parts_of, runs, verbatim_spans
from corpus import Span

DIFFERS = 0.6  # from this likeness on a passage is what was meant to be quoted; chosen by hand
SEARCHED = 8  # passages of the library that a quotation is looked for in
MOST_STITCHES = 4  # pieces of a quotation that still count as one put together
LEAST_GAP = 4  # words between two of its pieces in the source; fewer left out are a difference, not a seam


@dataclass(frozen=True, slots=True)
class CheckedQuotation:
    """Whether a quotation stands in its source: `kind` None is word for word. `place` is where, or what is nearest."""

    kind: FindingKind | None
    place: Part | None


class Change(StrEnum):
    """What became of a piece of a quotation on the way to what its source says."""

    EQUAL = "equal"
    DELETED = "deleted"  # only the quotation has it
    INSERTED = "inserted"  # only the source has it


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words, a blank behind each."""

    change: Change
    text: str


def check_quotation(
    quotation: str, cited: Sequence[ResolvedSource], others: Iterable[ResolvedSource], finder: SourceFinder
) -> CheckedQuotation:
    """Look for a quotation in the cited sources, then word for word in the others and in the library's articles."""
    if found := _verbatim(quotation, cited):
        return CheckedQuotation(None, found)
    if found := _verbatim(quotation, others) or find_in_library(quotation, finder):
        return CheckedQuotation(FindingKind.QUOTATION_ELSEWHERE, found)
    if found := _stitched(quotation, cited):
        return CheckedQuotation(FindingKind.QUOTATION_STITCHED, found)
    place, likeness = _nearest(quotation, cited)
    if likeness >= DIFFERS:
        return CheckedQuotation(FindingKind.QUOTATION_DIFFERS, place)
    return CheckedQuotation(FindingKind.QUOTATION_NOT_FOUND, None)


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


def difference(claim_says: str, source_says: str) -> list[Piece]:
    """What must be done to a quotation to get what the source says, word by word.

    Case, quotation marks and punctuation at a word's ends are no difference.

    >>> [(piece.change.value, piece.text) for piece in difference("We will go home", "We will not go")]
    [('equal', 'We will '), ('inserted', 'not '), ('equal', 'go '), ('deleted', 'home ')]
    """
    said, stated = ([f"{word} " for word in text.split()] for text in (claim_says, source_says))
    matcher = SequenceMatcher(None, list(map(_bare, said)), list(map(_bare, stated)), autojunk=False)
    pieces: list[Piece] = []
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            pieces.append(Piece(Change.EQUAL, "".join(said[a:b])))
            continue
        pieces += [Piece(Change.DELETED, "".join(said[a:b]))] if b > a else []
        pieces += [Piece(Change.INSERTED, "".join(stated[c:d]))] if d > c else []
    return pieces


def _bare(word: str) -> str:
    return re.sub(r"^\W+|\W+$", "", word).casefold().replace("’", "'")


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
