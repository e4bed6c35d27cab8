"""Facts of a claim that its source has, but of something else: the date of another event, a number from the next page.

In a long text nearly every number stands somewhere. So the sentence that says what the claim says, but for one fact, is
looked up: where it has another number or date in that place, and the claim's own stands only where the source
speaks of other things, the fact is wrong.
"""

from collections.abc import Iterator, Sequence

from assistant.answer import Mismatch, MismatchKind
from assistant.audit.passages import Part, Sentence, sentences_of
from assistant.facts.compare import mismatches
from assistant.facts.dates import is_dated, mentions
from assistant.facts.quantities import quantities
from assistant.judges import terms
from corpus import Span

# Chosen by hand.
SAME = 0.6  # a sentence with this share of the claim's other terms says what the claim says
APART = 0.3  # one whose share is smaller by this much speaks of something else


def misplaced_facts(claim: str, parts: Sequence[Part]) -> tuple[Mismatch, ...]:
    """The numbers and dates of a claim in whose place the sentence nearest to it has another one."""
    found = [(part.source, sentence) for part in parts for sentence in sentences_of(part)]
    if len(found) < 2:
        return ()
    places = [Part(source, sentence.span) for source, sentence in found]
    return tuple(_misplaced(claim, places, [sentence for _, sentence in found]))


def _misplaced(claim: str, places: Sequence[Part], sentences: Sequence[Sentence]) -> Iterator[Mismatch]:
    claimed = terms(claim)
    for kind, written in _facts(claim):
        fact = terms(written)
        wanted = claimed - fact
        shares = [len(sentence.terms & wanted) / (len(wanted) or 1) for sentence in sentences]
        nearest = max(range(len(shares)), key=lambda n: (shares[n], -n))
        if not fact or shares[nearest] < SAME:
            continue
        homes = [n for n, sentence in enumerate(sentences) if fact <= sentence.terms]
        if any(abs(n - nearest) <= 1 or shares[n] > shares[nearest] - APART for n in homes):
            continue
        other = _instead(kind, claim, places[nearest])
        if homes and other and _is_missing(kind, written, claim, places[nearest]):
            yield Mismatch(kind, written, other)


def _facts(claim: str) -> list[tuple[MismatchKind, str]]:
    """The dates and the other numbers of a claim, as kinds of mismatches and as written."""
    dates = [mention for mention in mentions(claim) if not mention.relative]
    numbers = [
        quantity
        for quantity in quantities(claim)
        if not quantity.implied and not any(quantity.span.overlaps(date.span) for date in dates)
    ]
    return [(MismatchKind.DATE, date.written) for date in dates] + [
        (MismatchKind.NUMBER, number.written) for number in numbers
    ]


def _is_missing(kind: MismatchKind, written: str, claim: str, place: Part) -> bool:
    found = mismatches(claim, place.text, place.source.text, place.source.published)
    return any((mismatch.kind, mismatch.claim_says) == (kind, written) for mismatch in found)


def _instead(kind: MismatchKind, claim: str, place: Part) -> str:
    """A date or a number of the same things that the sentence has and the claim has not; "" without one."""
    published = place.source.published
    if kind is MismatchKind.DATE:
        claimed = mentions(claim, published)
        return next((m.written for m in mentions(place.text, published) if not is_dated(m, claimed)), "")
    said = quantities(claim)
    dates: list[Span] = [mention.span for mention in mentions(place.text, published)]
    for stated in quantities(place.text):
        if stated.implied or any(stated.span.overlaps(date) for date in dates):
            continue
        alike = [q for q in said if (q.unit.dimension, q.counted) == (stated.unit.dimension, stated.counted)]
        if alike and all(q.number != stated.number for q in said):
            return stated.written
    return ""
