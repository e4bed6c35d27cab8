"""What exact checks found, pinned to both sides: the number of the claim, and the one that its source has instead."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from assistant.answer import Mismatch, MismatchKind
from assistant.audit.found import FindingKind
from assistant.audit.locating import locate
from assistant.audit.passages import Part, Ranked, ranked_sentences
from assistant.facts.dates import is_dated, mentions
from assistant.facts.quantities import Quantity, quantities
from corpus import Span

NEAREST = (
    2  # sentences nearest to the claim in which any number or date counts as what the source says instead
)

_ORDINAL = re.compile(r"\d(?:st|nd|rd|th)\b|\b(?:first|second|third|\w+th)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class WrongFact:
    """A fact of a claim that its source has otherwise, at `stated`, or not at all: then that is None.

    `said` is a span of the claim's own text.
    """

    kind: FindingKind
    said: Span
    stated: Part | None


def wrong_facts(claim: str, mismatches: Sequence[Mismatch], evidence: Sequence[Part]) -> list[WrongFact]:
    """The mismatches that are facts, not quotations, with their places; names that stand together as one."""
    near = ranked_sentences(claim, evidence)
    found = [
        _pinned(claim, mismatch, near)
        for mismatch in mismatches
        if mismatch.kind is not MismatchKind.QUOTATION
    ]
    return list(_joined(claim, dict.fromkeys(found)))


def _pinned(claim: str, mismatch: Mismatch, near: Sequence[Ranked]) -> WrongFact:
    kind = FindingKind(mismatch.kind.finding)
    said = locate(mismatch.claim_says, claim) or Span(0, len(claim))
    if kind is FindingKind.NUMBER:
        return WrongFact(kind, said, _other_number(claim, mismatch.claim_says, near))
    if kind is FindingKind.DATE:
        return WrongFact(kind, said, _other_date(claim, near))
    places = ((ranked.part, locate(mismatch.source_says, ranked.part.text)) for ranked in near)
    stated = next((_within(part, span) for part, span in places if span), None)
    if stated is None and kind is FindingKind.NEGATION and near:
        stated = near[0].part
    return WrongFact(kind, said, stated)


def _other_number(claim: str, written: str, near: Sequence[Ranked]) -> Part | None:
    """The number in the place of the claim's: of the same things, else any that the claim does not say.

    Of several those in the sentence nearest to the claim, and of these the one that is written most like it.
    """
    claimed = quantities(claim)
    wrong = next((quantity for quantity in claimed if quantity.written == written), None)
    if wrong is None:
        return None
    numbers = {quantity.number for quantity in claimed}
    others = [
        (ranked, quantity)
        for ranked in near
        for quantity in _numbers(ranked.part)
        if quantity.number not in numbers
        and quantity.unit.dimension == wrong.unit.dimension
        and _is_ordinal(quantity) == _is_ordinal(wrong)
    ]
    least = near[min(NEAREST, len(near)) - 1].shared if near else 0
    same = [other for other in others if _counts_the_same(wrong, other[1])]
    best = max(
        same or [other for other in others if other[0].shared >= least],
        key=lambda other: (other[0].shared, _alike(written, other[1].written)),
        default=None,
    )
    return _within(best[0].part, best[1].span) if best else None


def _alike(one: str, other: str) -> float:
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


def _is_ordinal(quantity: Quantity) -> bool:
    return _ORDINAL.search(quantity.written) is not None


def _numbers(part: Part) -> list[Quantity]:
    dates = [mention.span for mention in mentions(part.text, part.source.published)]
    return [
        quantity
        for quantity in quantities(part.text)
        if not quantity.implied and not any(quantity.span.overlaps(date) for date in dates)
    ]


def _counts_the_same(one: Quantity, other: Quantity) -> bool:
    if one.counted or other.counted:
        return one.counted == other.counted
    return bool(one.unit.dimension) and one.unit.dimension == other.unit.dimension


def _other_date(claim: str, near: Sequence[Ranked]) -> Part | None:
    """The first date of the nearest sentences that the claim does not have."""
    for ranked in near[:NEAREST]:
        published = ranked.part.source.published
        claimed = mentions(claim, published)
        for mention in mentions(ranked.part.text, published):
            if not is_dated(mention, claimed):
                return _within(ranked.part, mention.span)
    return None


def _within(part: Part, span: Span) -> Part:
    return Part(part.source, Span(part.span.start + span.start, part.span.start + span.end))


def _joined(claim: str, facts: Iterable[WrongFact]) -> Iterator[WrongFact]:
    """The facts in the claim's order, each name of several words once."""
    last: WrongFact | None = None
    for fact in sorted(facts, key=lambda fact: (fact.said, fact.kind)):
        if last and _is_one_name(claim, last, fact):
            last = WrongFact(fact.kind, Span(last.said.start, fact.said.end), fact.stated)
            continue
        if last:
            yield last
        last = fact
    if last:
        yield last


def _is_one_name(claim: str, one: WrongFact, other: WrongFact) -> bool:
    between = claim[one.said.end : other.said.start]
    return one.kind == other.kind == FindingKind.NAME and one.stated == other.stated and between in (" ", "-")
