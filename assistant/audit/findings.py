"""Findings made of what was found: both sides pinned, and a sentence that says what to do."""

from collections.abc import Iterable, Sequence

from assistant.audit.claims import Mark, MarkedClaim
from assistant.audit.differences import WrongFact
from assistant.audit.found import Finding, FindingKind, SourceRef
from assistant.audit.freshness import GONE, nearest_to_quote, standing_quote
from assistant.audit.hold import CitedClaim
from assistant.audit.passages import Part
from assistant.audit.quotations import CheckedQuotation
from assistant.audit.sources import ResolvedSource, SourceFinder
from corpus import Span

_QUOTATION_ADVICE = {
    FindingKind.QUOTATION_DIFFERS: "Quote it as the source has it, or write it without quotation marks.",
    FindingKind.QUOTATION_STITCHED: "Its parts stand apart in the source. Show what is left out by an ellipsis,"
    " or quote one of them.",
    FindingKind.QUOTATION_NOT_FOUND: "Nothing like it stands in what is cited. Strike it, or cite where it stands.",
}


def dangling(mark: Mark, text: str, proof: Part | None) -> Finding:
    """A mark that points at nothing."""
    advice = "List the source that it means, or take the mark out."
    if proof:
        advice = f"{_capital(named(proof.source.ref))} proves the claim: {_pointing(proof.source.ref)}."
    return _finding(FindingKind.DANGLING, mark.span, text[mark.span.start : mark.span.end], proof, advice)


def uncited(claim: MarkedClaim, proof: Part | None) -> Finding:
    """A claim that needs a citation and has none."""
    advice = (
        "Nothing that is listed, and nothing found in the library, proves it. Cite what does, or strike it."
    )
    if proof:
        advice = f"{_capital(named(proof.source.ref))} proves it: {_pointing(proof.source.ref)}."
    return _finding(FindingKind.UNCITED, _words_of(claim), claim.text, proof, advice)


def unused(source: ResolvedSource) -> Finding:
    """A source that is listed, and that no mark names."""
    advice = "Cite it where it belongs, or take it off the list."
    return Finding(FindingKind.UNUSED_SOURCE, Span(0, 0), source.ref, None, "", "", advice)


def wrong_quotation(
    span: Span, quotation: str, checked: CheckedQuotation, cited: Sequence[ResolvedSource]
) -> Finding | None:
    """A quotation that is not word for word; None for one that is."""
    if checked.kind is None:
        return None
    advice = _QUOTATION_ADVICE.get(checked.kind, "")
    if checked.kind is FindingKind.QUOTATION_ELSEWHERE and checked.place:
        ref = checked.place.source.ref
        advice = f"It stands word for word in {named(ref)}: {_pointing(ref)}."
    return _finding(checked.kind, span, quotation, checked.place, advice, cited[0].ref)


def wrong_fact(claim: MarkedClaim, fact: WrongFact, cited: Sequence[ResolvedSource]) -> Finding:
    """A number, date, name or negation that the source has otherwise, or not at all."""
    says = claim.text[fact.said.start : fact.said.end]
    if fact.stated:
        source = named(fact.stated.source.ref)
        advice = f"{_capital(source)} has “{fact.stated.text}” here: write that, or cite what says “{says}”."
    else:
        advice = f"What is cited does not have “{says}”: strike it, or cite what does."
    return _finding(fact.kind, claim.place(fact.said), says, fact.stated, advice, cited[0].ref)


def supported_elsewhere(claim: MarkedClaim, proof: Part) -> Finding:
    """A claim that what it cites does not prove, and something else does."""
    ref = proof.source.ref
    advice = f"What is cited does not prove it, {named(ref)} does: {_pointing(ref)}."
    return _finding(FindingKind.SUPPORTED_ELSEWHERE, _words_of(claim), claim.text, proof, advice)


def contradicted(claim: MarkedClaim, against: Part) -> Finding:
    """A claim that a passage speaks against."""
    advice = f"{_capital(named(against.source.ref))} says otherwise: correct the claim, or strike it."
    return _finding(FindingKind.CONTRADICTED, _words_of(claim), claim.text, against, advice)


def unsupported(claim: CitedClaim, partly: bool) -> Finding:
    """A claim that nothing proves."""
    missing = [source for source in claim.cited if not source.text]
    if missing:
        advice = (
            f"{_capital(named(missing[0].ref))} (“{missing[0].ref.title}”) was not found in the library and brings no"
            " text. Add it: pincite index PATH, or give its text with the answer."
        )
    elif partly:
        advice = "What is cited proves only a part of it. Cite what proves the rest, or leave the rest out."
    else:
        advice = (
            "Neither what is cited nor anything else that was found proves it. Cite what does, or strike it."
        )
    ref = (missing or claim.cited)[0].ref
    return _finding(FindingKind.UNSUPPORTED, _words_of(claim.claim), claim.claim.text, None, advice, ref)


def stale(source: ResolvedSource, why: str, mark: Mark, text: str, finder: SourceFinder) -> Finding:
    """A source that is no longer what was cited."""
    quote = source.source.quote
    stands = standing_quote(source, finder)
    advice = f"{_capital(why)}."
    if why == GONE and source.article is None:
        advice += " Add it again: pincite index PATH, or name the library that has it: --library."
    if stands:
        place = "there" if stands.source is source else f"in {named(stands.source.ref)}"
        advice += f" The quote still stands {place}, at {stands.span.start}–{stands.span.end}."
    elif quote:
        advice += " The quote no longer stands anywhere that was looked. Check the claim against what does."
    says = quote or text[mark.span.start : mark.span.end]
    return _finding(
        FindingKind.STALE, mark.span, says, stands or nearest_to_quote(source), advice, source.ref
    )


def named(ref: SourceRef) -> str:
    """How a sentence names a source."""
    return f"source {ref.number}" if ref.number is not None else f"“{ref.title}”"


def kinds(findings: Iterable[Finding]) -> set[FindingKind]:
    """The kinds among the findings."""
    return {finding.kind for finding in findings}


def _pointing(ref: SourceRef) -> str:
    return f"cite [{ref.number}]" if ref.number is not None else "add it to the sources and cite it"


def _words_of(claim: MarkedClaim) -> Span:
    return claim.place(Span(0, len(claim.text)))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _finding(
    kind: FindingKind,
    span: Span,
    says: str,
    place: Part | None,
    suggestion: str,
    otherwise: SourceRef | None = None,
) -> Finding:
    """A finding at a place of a source; without a place, about the source `otherwise`."""
    return Finding(
        kind=kind,
        claim_span=span,
        source=place.source.ref if place else otherwise,
        source_span=place.span if place else None,
        claim_says=says,
        source_says=place.text if place else "",
        suggestion=suggestion,
    )
