"""One answer held against its sources: marks, quotations, exact facts, support, independence, freshness.

One fault is one finding: a claim with a wrong number is not said to be unsupported too.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.answer import Mismatch, MismatchKind, Verdict
from assistant.audit import figures, findings
from assistant.audit.claims import Mark, MarkedClaim
from assistant.audit.differences import WrongFact
from assistant.audit.found import AuditedAnswer, AuditedClaim, Finding, FindingKind, Passage
from assistant.audit.freshness import staleness
from assistant.audit.hold import (
    CLOSELY,
    CitedClaim,
    Elsewhere,
    Held,
    Pair,
    count_precise,
    hold_cited,
    look_elsewhere,
    whole,
)
from assistant.audit.passages import Part, around, nearest_sentences, passages
from assistant.audit.quotations import check_quotation, quoted_part, quoted_passages
from assistant.audit.sources import ResolvedSource, SourceFinder
from assistant.audit.submission import SubmittedAnswer
from assistant.judges import Judge

MOST_LIT = 3  # sentences of a source that are lit for one claim


@dataclass(frozen=True, slots=True)
class _Quotation:
    """A quotation that was checked: of the claim at which place, whether it is exact, and what is wrong with it."""

    claim: int
    exact: bool
    finding: Finding | None = None


@dataclass(frozen=True, slots=True)
class _Checked:
    """A claim with all that was found; `given` are findings on the sources that it is the first to cite."""

    claim: CitedClaim
    held: Held | None
    quotations: tuple[Finding, ...]
    given: tuple[Finding, ...]
    elsewhere: Elsewhere
    precise: int


def check_answer(
    answer: SubmittedAnswer, claims: Sequence[MarkedClaim], finder: SourceFinder, verifier: Judge
) -> AuditedAnswer:
    """The answer with what was found in its claims. Raises ModelError where the library's embedder is missing."""
    listed: dict[int, ResolvedSource] = {}
    for source in answer.sources:
        listed.setdefault(source.number, finder.resolve(source))
    cited = [_cited(claim, listed) for claim in claims]
    written = list(_written_quotations(answer.text, cited, finder))
    given = list(_given_quotations(cited, finder))
    audited = tuple(
        _audited(checked, answer.text, finder, verifier.threshold)
        for checked in _checked(answer.text, cited, written, given, finder, verifier)
    )
    used = {mark.number for claim in claims for mark in claim.marks}
    return AuditedAnswer(
        id=answer.id,
        question=answer.question,
        text=answer.text,
        sources=tuple(source.ref for source in listed.values()),
        claims=audited,
        findings=tuple(findings.unused(source) for number, source in listed.items() if number not in used),
        recall=figures.recall(audited),
        precision=figures.precision(audited),
        quotations=len(written) + len(given),
        exact_quotations=sum(quotation.exact for quotation in written + given),
    )


def _cited(claim: MarkedClaim, listed: dict[int, ResolvedSource]) -> CitedClaim:
    numbers = dict.fromkeys(mark.number for mark in claim.marks)
    return CitedClaim(
        claim=claim,
        cited=tuple(listed[number] for number in numbers if number in listed),
        others=tuple(source for number, source in listed.items() if number not in numbers),
        dangling=tuple(mark for mark in claim.marks if mark.number not in listed),
    )


def _written_quotations(
    text: str, claims: Sequence[CitedClaim], finder: SourceFinder
) -> Iterator[_Quotation]:
    """Each passage in quotation marks, checked against all that the sentences cite which it runs through."""
    for quoted in quoted_passages(text, [claim.claim for claim in claims]):
        cited = {source.number: source for n in quoted.claims for source in claims[n].readable}
        if cited:
            first = claims[quoted.claims.start]
            others = [source for source in first.others if source.number not in cited]
            checked = check_quotation(quoted.text, list(cited.values()), others, finder)
            found = findings.wrong_quotation(quoted.span, quoted.text, checked, list(cited.values()))
            yield _Quotation(quoted.claims.start, checked.kind is None, found)


def _given_quotations(claims: Sequence[CitedClaim], finder: SourceFinder) -> Iterator[_Quotation]:
    """The quote that is given with each cited source; one of a stale source is not said to be wrong."""
    for n, mark, source in _first_citations(claims):
        quote = source.source.quote
        if not quote or source.has_only_quote:
            continue
        if staleness(source):
            yield _Quotation(n, quoted_part(source) is not None)
            continue
        checked = check_quotation(quote, [source], claims[n].others, finder)
        found = findings.wrong_quotation(mark.span, quote, checked, [source])
        yield _Quotation(n, checked.kind is None, found)


def _first_citations(claims: Sequence[CitedClaim]) -> Iterator[tuple[int, Mark, ResolvedSource]]:
    """Each cited source with the place of the claim that is the first to cite it, and the mark."""
    seen: set[int] = set()
    for n, claim in enumerate(claims):
        for source in claim.cited:
            if source.number not in seen:
                seen.add(source.number)
                mark = next(mark for mark in claim.claim.marks if mark.number == source.number)
                yield n, mark, source


def _checked(
    text: str,
    claims: Sequence[CitedClaim],
    written: Sequence[_Quotation],
    given: Sequence[_Quotation],
    finder: SourceFinder,
    verifier: Judge,
) -> Iterator[_Checked]:
    """Hold all claims against what they cite, and those that fail against what they don't."""
    quoted = [_findings_of(written, n) for n in range(len(claims))]
    held = [_with_quotations(*pair) for pair in zip(hold_cited(claims, verifier), quoted, strict=True)]
    failed = [n for n, claim in enumerate(claims) if _needs_proof(claim, held[n], verifier.threshold)]
    found = look_elsewhere([claims[n] for n in failed], finder, verifier)
    elsewhere = dict(zip(failed, found, strict=True))
    precise = count_precise(claims, held, verifier)
    stale: list[list[Finding]] = [[] for _ in claims]
    for n, mark, source in _first_citations(claims):
        if why := staleness(source):
            stale[n].append(findings.stale(source, why, mark, text, finder))
    for n, claim in enumerate(claims):
        on_sources = (*_findings_of(given, n), *stale[n])
        yield _Checked(claim, held[n], quoted[n], on_sources, elsewhere.get(n, Elsewhere()), precise[n])


def _findings_of(quotations: Sequence[_Quotation], claim: int) -> tuple[Finding, ...]:
    return tuple(each.finding for each in quotations if each.claim == claim and each.finding)


def _with_quotations(held: Held | None, wrong: Sequence[Finding]) -> Held | None:
    """The same, its mismatched quotations those that were found wrong."""
    if held is None:
        return None
    facts = tuple(
        mismatch for mismatch in held.check.mismatches if mismatch.kind is not MismatchKind.QUOTATION
    )
    quoted = tuple(
        Mismatch(MismatchKind.QUOTATION, finding.claim_says, finding.source_says) for finding in wrong
    )
    return replace(held, check=replace(held.check, mismatches=facts + quoted))


def _needs_proof(claim: CitedClaim, held: Held | None, threshold: float) -> bool:
    is_claim = claim.claim.needs_citation or bool(claim.claim.marks)
    return is_claim and not (held and held.check.passes(threshold))


def _audited(checked: _Checked, text: str, finder: SourceFinder, threshold: float) -> AuditedClaim:
    claim, held, proof = checked.claim.claim, checked.held, checked.elsewhere.proof
    proven = held is not None and held.check.passes(threshold)
    readable = checked.claim.readable
    if proven or not (proof and proof.source.ref.number is not None):
        suggested = tuple(source.number for source in readable) if proven else ()
    else:
        suggested = (proof.source.ref.number,)
    return AuditedClaim(
        text=claim.text,
        span=claim.span,
        verdict=_verdict(checked, threshold),
        score=held.check.judgement.support if held else None,
        citations=tuple(dict.fromkeys(mark.number for mark in claim.marks)),
        findings=tuple(_findings(checked, text, threshold)),
        passages=tuple(_passages(claim.text, readable, proof)),
        needs_citation=claim.needs_citation,
        suggested=suggested,
        independent=finder.independent(readable),
        proven=proven,
        precise=checked.precise,
    )


def _verdict(checked: _Checked, threshold: float) -> Verdict:
    if checked.claim.dangling:
        return Verdict.DANGLING
    if not checked.claim.claim.marks:
        return Verdict.UNCITED
    return checked.held.check.verdict(threshold) if checked.held else Verdict.UNSUPPORTED


def _findings(checked: _Checked, text: str, threshold: float) -> Iterator[Finding]:
    """All of a claim, in the order in which they are looked for."""
    claim, proof = checked.claim, checked.elsewhere.proof
    yield from (findings.dangling(mark, text, proof) for mark in claim.dangling)
    if claim.claim.needs_citation and not claim.claim.marks:
        yield findings.uncited(claim.claim, proof)
    yield from checked.quotations
    yield from (finding for finding in checked.given if finding.kind is not FindingKind.STALE)
    if claim.cited and not (checked.held and checked.held.check.passes(threshold)):
        yield from _on_support(checked, threshold)
    yield from (finding for finding in checked.given if finding.kind is FindingKind.STALE)


def _on_support(checked: _Checked, threshold: float) -> Iterator[Finding]:
    """Why what a claim cites does not prove it.

    If the sources speak of something else, the facts that they do not have are not wrong: the citation is.
    """
    claim, held, elsewhere = checked.claim, checked.held, checked.elsewhere
    if held is None:
        yield from _on_unreadable(checked)
        return
    is_quoted_elsewhere = FindingKind.QUOTATION_ELSEWHERE in findings.kinds(checked.quotations)
    facts = _facts(checked, held.pair, is_cited_wrongly=bool(elsewhere.proof) or is_quoted_elsewhere)
    yield from (findings.wrong_fact(claim.claim, fact, claim.readable) for fact in facts)
    if is_quoted_elsewhere:
        return
    if elsewhere.proof:
        yield findings.supported_elsewhere(claim.claim, elsewhere.proof)
    elif not (checked.quotations or (facts and held.pair.is_about())):
        yield from _on_silence(checked, held, threshold)


def _facts(checked: _Checked, pair: Pair, is_cited_wrongly: bool) -> list[WrongFact]:
    """The wrong facts that are no part of a wrong quotation; of a wrong citation those that it has otherwise."""
    quoted = [finding.claim_span for finding in checked.quotations]
    facts = [
        fact
        for fact in pair.wrong_facts
        if not any(checked.claim.claim.place(fact.said).overlaps(span) for span in quoted)
    ]
    if is_cited_wrongly:
        return [fact for fact in facts if fact.stated and pair.is_about(CLOSELY)]
    return facts


def _on_silence(checked: _Checked, held: Held, threshold: float) -> Iterator[Finding]:
    """Of a claim that what it cites contradicts as a whole, or does not speak of."""
    claim, against = checked.claim, checked.elsewhere.against
    if held.check.contradicts:
        nearest = nearest_sentences(claim.text, held.pair.evidence.parts, most=1)
        yield findings.contradicted(claim.claim, nearest[0])
        return
    yield findings.unsupported(claim, partly=held.check.verdict(threshold) is Verdict.PARTLY)
    if against:
        yield findings.contradicted(claim.claim, against)


def _on_unreadable(checked: _Checked) -> Iterator[Finding]:
    """Of a claim none of whose sources can be read: a source that is gone is called stale, and no more."""
    claim, elsewhere = checked.claim, checked.elsewhere
    if elsewhere.proof:
        yield findings.supported_elsewhere(claim.claim, elsewhere.proof)
    elif FindingKind.STALE not in findings.kinds(checked.given):
        yield findings.unsupported(claim, partly=False)


def _passages(claim: str, readable: Sequence[ResolvedSource], proof: Part | None) -> Iterator[Passage]:
    """Each source's sentences that hold its quote, else those nearest to the claim; then what proves it elsewhere."""
    for source in readable:
        quoted = quoted_part(source)
        lit = around(source, [quoted.span]) if quoted else ()
        lit = lit or nearest_sentences(claim, [whole(source)], most=MOST_LIT)
        yield from passages(source, [part.span for part in lit])
    if proof:
        yield from passages(proof.source, [proof.span])
