"""The checks put together: what a claim says that its source says otherwise, or not at all.

Numbers, dates and quotations must stand in the cited snippet, names anywhere in the cited article; nothing may be
affirmed on one side and negated on the other. A check is silent where it cannot tell: what it says is meant to be
right, and the verifier judges the rest.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from assistant.answer import Mismatch, MismatchKind
from assistant.facts.comparisons import comparisons
from assistant.facts.counted import is_elapsed, is_listed
from assistant.facts.days.dates import Mention, anchored, counted_mentions, is_dated
from assistant.facts.names import is_opening, unknown_names
from assistant.facts.polarity import denied, opposed, prefixed, unsaid
from assistant.facts.quantities import Quantity, is_counted
from assistant.facts.quotations import is_verbatim, nearest, quotations
from assistant.facts.slots import exchanged
from assistant.facts.text import Text, once, read
from corpus import Span

_LIST_MARK = re.compile(r"^\s*(?:\d{1,2}[.)]|[•*-])\s+")  # of a reply that lists its points
_NOW = frozenset({"today", "tonight"})  # nowadays, where the source has no date
_YEAR_BEFORE = re.compile(
    r"(?:\b(?:in|since|by|of|until|from|during|before|after|the|to|mid|late|early|and)[\s-]|[(,–-]\s?)$",
    re.IGNORECASE,
)
_NAME_BEFORE = re.compile(r"(?:\b[A-Z][\w.]*[\s:#-]*|\b\w+-|\b[A-Za-z]+)$")
_NAME_AFTER = re.compile(r"[\s-][A-Z]\w*")
_TITLED = re.compile(r"\d\s[A-Z][a-z]")  # "127 Hours"


def mismatches(claim: str, snippet: str, article: str, published: date | None = None) -> tuple[Mismatch, ...]:
    """What the claim says and its source says otherwise or not at all, each with both sides as written.

    `snippet` may be several cited snippets joined by a newline, `article` all their articles. `published` is the
    day that "yesterday" and "on Friday" are counted from; without it they prove only the same words.
    """
    said, stated, known = read(_LIST_MARK.sub("", claim)), read(snippet), read(article)
    return (
        *_numbers(said, stated, known, published),
        *_dates(said, stated, known, published),
        *_quotations(said, stated),
        *_compared(said, stated, _words(said, stated, known)),
    )


@dataclass(frozen=True, slots=True)
class DatesAndNumbers:
    """The dates of a text, and its other numbers; `doubtful` are four figures among the dates that may be a number."""

    dates: tuple[Mention, ...]
    numbers: tuple[Quantity, ...]
    doubtful: tuple[Quantity, ...]


@once
def figures(text: Text, published: date | None) -> DatesAndNumbers:
    """What the text states in figures; `published` is the day that "yesterday" is counted from."""
    found = text.quantities
    measured = [quantity.span for quantity in found if quantity.is_measured]
    dates = [m for m in text.dates(published) if not (m.bare and any(m.span.overlaps(s) for s in measured))]
    bare = [
        m.span
        for m in dates
        if m.bare and not _YEAR_BEFORE.search(text.written, max(0, m.span.start - 8), m.span.start)
    ]
    taken = [mention.span for mention in dates]
    return DatesAndNumbers(
        dates=tuple(dates),
        numbers=tuple(q for q in found if _is_span(q) or not any(q.span.overlaps(span) for span in taken)),
        doubtful=tuple(q for q in found if any(q.span.overlaps(span) for span in bare)),
    )


def _is_span(quantity: Quantity) -> bool:
    """Whether it is a span of time without a numeral: the quarter of "the first quarter of 2024" is three months."""
    return quantity.implied and bool(quantity.unit.dimension)


def _numbers(claim: Text, source: Text, article: Text, published: date | None) -> list[Mismatch]:
    claimed, stated = figures(claim, published), figures(source, published)
    there_are = stated.numbers + stated.doubtful
    speaking = _speaking(claim, source, there_are) if any(q.is_one_sided for q in claimed.numbers) else []
    there = ", ".join(dict.fromkeys(quantity.written for quantity in stated.numbers if not quantity.implied))
    wrong = [
        Mismatch(MismatchKind.NUMBER, quantity.written, there)
        for quantity in claimed.numbers
        if not quantity.implied and not is_counted(quantity, speaking if quantity.is_one_sided else there_are)
        if not _is_named(quantity.span, claim.written, article.written)
        if not is_elapsed(quantity, claim, source, stated.dates, published)
        if not is_listed(quantity, claim, source)
    ]
    return list(dict.fromkeys(wrong))


def _speaking(claim: Text, source: Text, found: Sequence[Quantity]) -> list[Quantity]:
    """Those in sentences that have a term of the claim, numbers aside, or follow one that has."""
    wanted = claim.terms - claim.numbers.keys()
    spans = [
        Span(before.span.start, one.span.end)
        for before, one in pairwise([*source.sentences[:1], *source.sentences])
        if not wanted or (one.terms | before.terms) & wanted
    ]
    return [quantity for quantity in found if any(quantity.span.overlaps(span) for span in spans)]


def _dates(claim: Text, source: Text, article: Text, published: date | None) -> list[Mismatch]:
    claimed, stated = figures(claim, published), figures(source, published)
    there = ", ".join(dict.fromkeys(mention.written for mention in stated.dates))
    dates: Sequence[Mention] = stated.dates
    if published:
        dates = [anchored(mention, published, _years(article) | _years(source)) for mention in dates]
    wrong = []
    for mention in claimed.dates:
        if is_dated(mention, dates) or (mention.written.lower() in _NOW and not stated.dates):
            continue
        if mention.bare and (
            _is_number(mention, stated) or _is_named(mention.span, claim.written, article.written)
        ):
            continue
        if is_dated(mention, counted_mentions(source.written, dates)):
            continue
        wrong.append(Mismatch(MismatchKind.DATE, mention.written, there))
    return list(dict.fromkeys(wrong))


@once
def _years(text: Text) -> frozenset[int]:
    """The years that the text names."""
    readings = (reading for mention in text.dates() for reading in mention.readings)
    return frozenset(reading.years[0] for reading in readings if reading.years)


def _is_number(mention: Mention, stated: DatesAndNumbers) -> bool:
    return any(quantity.number == float(mention.written) for quantity in stated.numbers + stated.doubtful)


def _is_named(span: Span, claim: str, article: str) -> bool:
    """Whether a number of a claim is part of a name which its article has: "Toy Story 2", "B-52", "2008 Olympics"."""
    before, after = _NAME_BEFORE.search(claim, 0, span.start), _NAME_AFTER.match(claim, span.end)
    parts = []
    if before and not is_opening(claim, before.start()):
        parts.append(claim[before.start() : span.end])
    if after:
        parts.append(claim[span.start : after.end()])
    if _TITLED.search(claim, span.start, span.end):
        parts.append(claim[span.start : span.end])
    patterns = (r"\s+".join(map(re.escape, part.split())) for part in parts)
    return any(re.search(rf"(?<!\w){pattern}(?!\w)", article, re.IGNORECASE) for pattern in patterns)


def _quotations(claim: Text, source: Text) -> list[Mismatch]:
    return [
        Mismatch(MismatchKind.QUOTATION, quotation, nearest(quotation, source.written))
        for quotation in quotations(claim.written)
        if not is_verbatim(quotation, source.written)
    ]


def _compared(claim: Text, source: Text, words: list[Mismatch]) -> list[Mismatch]:
    """The comparisons that do not hold, and of the words those that are not a comparison that does."""
    found = comparisons(claim, source)
    held = [claim.written[one.span.start : one.span.end] for one in found if one.holds]
    wrong = [
        Mismatch(one.kind, claim.written[one.span.start : one.span.end], one.stated)
        for one in found
        if not one.holds
    ]
    return wrong + [
        one
        for one in words
        if one.kind is MismatchKind.NAME or not any(one.claim_says in written for written in held)
    ]


def _words(claim: Text, source: Text, article: Text) -> list[Mismatch]:
    """Negations, opposites and names, each said once, with the source's words where one check knows them."""
    negated = [*prefixed(claim, source), *denied(claim, source), *unsaid(claim, source)]
    found = negated + [
        m for m in exchanged(claim, source) if not (negated and m.kind is MismatchKind.NEGATION)
    ]
    if all(mismatch.kind is MismatchKind.NAME for mismatch in found):
        found += opposed(claim, source)
    renamed = {mismatch.claim_says for mismatch in found if mismatch.kind is MismatchKind.NAME}
    return found + [
        Mismatch(MismatchKind.NAME, name, "") for name in unknown_names(claim, article) if name not in renamed
    ]
