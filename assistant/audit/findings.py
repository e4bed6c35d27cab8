"""Findings made of what was found: both sides pinned, and a sentence that says what to do.

Also says whether a cited article is still what it was when the answer was written.
"""

from collections.abc import Sequence

from assistant.answering.marks import Mark
from assistant.audit.claims import MarkedClaim
from assistant.audit.differences import WrongFact
from assistant.audit.found import Finding, FindingKind
from assistant.audit.passages import Part
from assistant.audit.quotations import find_in_library, quoted_part
from assistant.audit.sources import ResolvedSource, SourceFinder
from assistant.facts.quotations import nearest_passage
from corpus import Span

CHANGED = "the cited article has changed since the answer was written"
GONE = "the cited article is no longer in the library"
MOVED = "the quote does not stand at the place that the citation gives"

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
        advice = f"{_capital(_named(proof))} proves the claim: {_pointing(proof)}."
    return _finding(FindingKind.DANGLING, mark.span, text[mark.span.start : mark.span.end], proof, advice)


def uncited(claim: MarkedClaim, proof: Part | None) -> Finding:
    """A claim that needs a citation and has none."""
    advice = (
        "Nothing that is listed, and nothing found in the library, proves it. Cite what does, or strike it."
    )
    if proof:
        advice = f"{_capital(_named(proof))} proves it: {_pointing(proof)}."
    return _on_claim(FindingKind.UNCITED, claim, proof, advice)


def unused(source: ResolvedSource) -> Finding:
    """A source that is listed, and that no mark names."""
    advice = "Cite it where it belongs, or take it off the list."
    return _finding(FindingKind.UNUSED_SOURCE, Span(0, 0), "", source, advice)


def wrong_quotation(
    span: Span, quotation: str, kind: FindingKind | None, place: Part | None, cited: ResolvedSource
) -> Finding | None:
    """A quotation of a cited source that is not word for word, as `check_quotation` says; None for one that is."""
    if kind is None:
        return None
    if kind is FindingKind.QUOTATION_ELSEWHERE and place:
        advice = f"It stands word for word in {_named(place)}: {_pointing(place)}."
    else:
        advice = _QUOTATION_ADVICE[kind]
    return _finding(kind, span, quotation, place or cited, advice)


def wrong_fact(claim: MarkedClaim, fact: WrongFact, cited: Sequence[ResolvedSource]) -> Finding:
    """A number, date, name or negation that the source has otherwise, or not at all."""
    says = claim.text[fact.said.start : fact.said.end]
    if fact.stated:
        source = _capital(_named(fact.stated))
        advice = f"{source} has “{fact.stated.text}” here: write that, or cite what says “{says}”."
    else:
        advice = f"What is cited does not have “{says}”: strike it, or cite what does."
    return _finding(fact.kind, claim.place(fact.said), says, fact.stated or cited[0], advice)


def supported_elsewhere(claim: MarkedClaim, proof: Part) -> Finding:
    """A claim that what it cites does not prove, and something else does."""
    advice = f"What is cited does not prove it, {_named(proof)} does: {_pointing(proof)}."
    return _on_claim(FindingKind.SUPPORTED_ELSEWHERE, claim, proof, advice)


def contradicted(claim: MarkedClaim, against: Part) -> Finding:
    """A claim that a passage speaks against."""
    advice = f"{_capital(_named(against))} says otherwise: correct the claim, or strike it."
    return _on_claim(FindingKind.CONTRADICTED, claim, against, advice)


def unsupported(claim: MarkedClaim, cited: Sequence[ResolvedSource], partly: bool) -> Finding:
    """A claim that nothing proves."""
    about = next((source for source in cited if not source.text), cited[0])
    if not about.text:
        advice = (
            f"Source {about.number} (“{about.ref.title}”) was not found in the library and brings no text."
            " Add it to the library, or give its text with the answer."
        )
    elif partly:
        advice = "What is cited proves only a part of it. Cite what proves the rest, or leave the rest out."
    else:
        advice = (
            "Neither what is cited nor anything else that was found proves it. Cite what does, or strike it."
        )
    return _on_claim(FindingKind.UNSUPPORTED, claim, about, advice)


def staleness(source: ResolvedSource) -> str | None:
    """What is stale about a source; None if nothing is, or nothing can be told.

    An article under another id with the digest of the cited one is that article. If the digest is right and the quote
    does not stand in the article, the quotation is wrong, not stale.
    """
    given, article = source.source, source.article
    if given.text:
        return None
    if source.is_gone and (article is None or given.digest or given.span):
        return None if article and article.digest == given.digest else GONE
    if article is None:
        return None
    if given.digest and given.digest != article.digest:
        return CHANGED
    if given.quote and given.span and article.text[given.span.start : given.span.end] != given.quote:
        return CHANGED if not given.digest else MOVED if quoted_part(source) else None
    return None


def stale(source: ResolvedSource, why: str, mark: Mark, text: str, finder: SourceFinder) -> Finding:
    """A source that is no longer what was cited: where its quote still stands, else what is most like it now."""
    quote, place = source.source.quote, None
    advice = f"{_capital(why)}."
    if why == GONE and source.article is None:
        advice += " Add it to the library again, or use the library that has it."
    if quote:
        place = (quoted_part(source) if source.article else None) or find_in_library(quote, finder)
        if place:
            there = "there" if place.source is source else f"in {_named(place)}"
            advice += f" The quote still stands {there}, at {place.span.start}–{place.span.end}."
        else:
            advice += (
                " The quote no longer stands anywhere that was looked. Check the claim against what does."
            )
            nearest = nearest_passage(quote, source.text) if source.article else None
            place = Part(source, nearest.span) if nearest else None
    says = quote or text[mark.span.start : mark.span.end]
    return _finding(FindingKind.STALE, mark.span, says, place or source, advice)


def _named(part: Part) -> str:
    """How a sentence names the source of a part."""
    ref = part.source.ref
    return f"source {ref.number}" if ref.number is not None else f"“{ref.title}”"


def _pointing(part: Part) -> str:
    """What to do in order to cite the source of a part."""
    number = part.source.ref.number
    return f"cite [{number}]" if number is not None else "add it to the sources and cite it"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _on_claim(
    kind: FindingKind, claim: MarkedClaim, place: Part | ResolvedSource | None, suggestion: str
) -> Finding:
    """A finding about all words of a claim."""
    return _finding(kind, claim.place(Span(0, len(claim.text))), claim.text, place, suggestion)


def _finding(
    kind: FindingKind, span: Span, says: str, place: Part | ResolvedSource | None, suggestion: str
) -> Finding:
    """A finding at a place of a source, about a source as a whole, or about none."""
    part = place if isinstance(place, Part) else None
    source = place.source if isinstance(place, Part) else place
    return Finding(
        kind=kind,
        claim_span=span,
        source=source.ref if source else None,
        source_span=part.span if part else None,
        claim_says=says,
        source_says=part.text if part else "",
        suggestion=suggestion,
    )
