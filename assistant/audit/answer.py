"""One answer held against its sources: marks, quotations, exact facts, support, independence, freshness.

One fault is one finding: a claim with a wrong number is not said to be unsupported too.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from assistant.answer import Mismatch, MismatchKind, Verdict
from assistant.audit import findings, hold
from assistant.audit.claims import MarkedClaim
from assistant.audit.differences import WrongFact
from assistant.audit.figures import Figures
from assistant.audit.found import AuditedAnswer, AuditedClaim, Finding, FindingKind, Passage
from assistant.audit.hold import Case, Held, Pair
from assistant.audit.passages import around, nearest_sentences, passages
from assistant.audit.quotations import check_quotation, quoted_part, quoted_passages
from assistant.audit.sources import ResolvedSource, SourceFinder
from assistant.audit.submission import SubmittedAnswer
from assistant.judges import Judge
from corpus import Span

MOST_LIT = 3  # sentences of a source that are lit for one claim


def check_answer(
    answer: SubmittedAnswer, claims: Sequence[MarkedClaim], finder: SourceFinder, verifier: Judge
) -> AuditedAnswer:
    """Find what is wrong with the claims of an answer. Raises ModelError if the library's embedder is missing."""
    listed: dict[int, ResolvedSource] = {}
    for source in answer.sources:
        if source.number not in listed:
            listed[source.number] = finder.resolve(source)
    cases = [_case(claim, listed) for claim in claims]
    _check_quotations(answer.text, cases, finder)
    _check_sources(answer.text, cases, finder)
    hold.hold_cited(cases, verifier)
    for case in cases:
        if case.held:
            case.held = _with_quotations(case.held, case.quotations)
    threshold = verifier.threshold
    unproven = [
        case
        for case in cases
        if (case.claim.needs_citation or case.claim.marks) and not case.is_proven(threshold)
    ]
    hold.look_elsewhere(unproven, finder, verifier)
    hold.ask_instead(cases, verifier)
    hold.count_precise(cases, verifier)
    audited = tuple(_audited(case, answer.text, finder, threshold) for case in cases)
    figures = Figures()
    figures.count(audited)
    used = {number for claim in claims for number in claim.numbers}
    exact = [is_exact for case in cases for is_exact in case.exact]
    return AuditedAnswer(
        id=answer.id,
        question=answer.question,
        text=answer.text,
        sources=tuple(source.ref for source in listed.values()),
        claims=audited,
        findings=tuple(findings.unused(source) for number, source in listed.items() if number not in used),
        recall=figures.recall,
        precision=figures.precision,
        quotations=len(exact),
        exact_quotations=sum(exact),
    )


def _case(claim: MarkedClaim, listed: dict[int, ResolvedSource]) -> Case:
    return Case(
        claim=claim,
        cited=tuple(listed[number] for number in claim.numbers if number in listed),
        others=tuple(source for number, source in listed.items() if number not in claim.numbers),
    )


def _check_quotations(text: str, cases: Sequence[Case], finder: SourceFinder) -> None:
    """Check each passage in quotation marks against all that the claims cite which it runs through."""
    for quoted in quoted_passages(text, [case.claim for case in cases]):
        cited = {source.number: source for n in quoted.claims for source in cases[n].readable}
        if cited:
            first = cases[quoted.claims.start]
            first.quotations += _wrong(first, quoted.span, quoted.text, list(cited.values()), finder)


def _check_sources(text: str, cases: Sequence[Case], finder: SourceFinder) -> None:
    """Check each cited source: whether it is stale, and the quote that is given with it.

    What is found belongs to the claim that is the first to cite the source. A quote of a stale source is not said to be
    wrong.
    """
    seen: set[int] = set()
    for case in cases:
        for source in case.cited:
            if source.number in seen:
                continue
            seen.add(source.number)
            mark = next(mark for mark in case.claim.marks if source.number in mark.numbers)
            why, quote = findings.staleness(source), source.source.quote
            if why:
                case.stale.append(findings.stale(source, why, mark, text, finder))
            if not quote or source.has_only_quote:
                continue
            if why:
                case.exact.append(quoted_part(source) is not None)
            else:
                case.on_sources += _wrong(case, mark.span, quote, [source], finder)


def _wrong(
    case: Case, span: Span, quotation: str, cited: Sequence[ResolvedSource], finder: SourceFinder
) -> list[Finding]:
    """Check a quotation of a claim, and note whether it is exact. Gives the finding if it is not."""
    numbers = {source.number for source in cited}
    others = [source for source in case.others if source.number not in numbers]
    kind, place = check_quotation(quotation, cited, others, finder)
    found = findings.wrong_quotation(span, quotation, kind, place, cited[0])
    case.exact.append(found is None)
    return [found] if found else []


def _with_quotations(held: Held, wrong: Sequence[Finding]) -> Held:
    """The same, but its mismatched quotations are those that were found wrong: a check knows the claim alone."""
    facts = tuple(
        mismatch for mismatch in held.check.mismatches if mismatch.kind is not MismatchKind.QUOTATION
    )
    quoted = tuple(
        Mismatch(MismatchKind.QUOTATION, finding.claim_says, finding.source_says) for finding in wrong
    )
    return replace(held, check=replace(held.check, mismatches=facts + quoted))


def _audited(case: Case, text: str, finder: SourceFinder, threshold: float) -> AuditedClaim:
    claim, proven = case.claim, case.is_proven(threshold)
    suggested: tuple[int, ...] = ()
    if proven:
        suggested = tuple(source.number for source in case.readable)
    elif case.proof and case.proof.source.ref.number is not None:
        suggested = (case.proof.source.ref.number,)
    return AuditedClaim(
        text=claim.text,
        span=claim.span,
        verdict=_verdict(case, threshold),
        score=case.held.check.judgement.support if case.held else None,
        citations=claim.numbers,
        findings=tuple(_findings(case, text, threshold)),
        passages=tuple(_passages(case)),
        needs_citation=claim.needs_citation,
        suggested=suggested,
        independent=finder.independent(case.readable),
        proven=proven,
        precise=case.precise,
    )


def _verdict(case: Case, threshold: float) -> Verdict:
    if case.dangling:
        return Verdict.DANGLING
    if not case.claim.marks:
        return Verdict.UNCITED
    return case.held.check.verdict(threshold) if case.held else Verdict.UNSUPPORTED


def _findings(case: Case, text: str, threshold: float) -> Iterator[Finding]:
    """All findings on a claim, in the order of a report."""
    yield from (findings.dangling(mark, text, case.proof) for mark in case.dangling)
    if case.claim.needs_citation and not case.claim.marks:
        yield findings.uncited(case.claim, case.proof)
    yield from case.quotations
    yield from case.on_sources
    if case.cited and not case.is_proven(threshold):
        yield from _on_unreadable(case) if case.held is None else _on_support(case, case.held, threshold)
    yield from case.stale


def _on_unreadable(case: Case) -> Iterator[Finding]:
    """Findings on a claim none of whose sources can be read: a source that is gone is called stale, and no more."""
    if case.proof:
        yield findings.supported_elsewhere(case.claim, case.proof)
    elif not case.stale:
        yield findings.unsupported(case.claim, case.cited, partly=False)


def _on_support(case: Case, held: Held, threshold: float) -> Iterator[Finding]:
    """Why what a claim cites does not prove it. The first row that holds decides.

    what is known                                           | what is said
    its quotation stands in another source                  | the facts that what it cites has otherwise
    another passage proves it                               | these facts, and where the proof is
    its quotation is wrong; or it has wrong facts, and what | its wrong facts
    it cites speaks of the same thing                       |
    it has other words in the place of some of the claim's  | these
    what it cites contradicts it as a whole                 | its wrong facts, and what contradicts it
    nothing of this                                         | its wrong facts, that it is not supported, and what
                                                            | contradicts it elsewhere

    If another source has the quotation or the proof, facts that the cited ones do not have at all are not wrong: the
    citation is.
    """
    claim, pair = case.claim, held.pair
    is_quoted_elsewhere = any(found.kind is FindingKind.QUOTATION_ELSEWHERE for found in case.quotations)
    facts = _facts(case, pair, is_cited_wrongly=is_quoted_elsewhere or case.proof is not None)
    yield from (findings.wrong_fact(claim, fact, case.readable) for fact in facts)
    if is_quoted_elsewhere:
        return
    if case.proof:
        yield findings.supported_elsewhere(claim, case.proof)
    elif case.quotations or (facts and pair.is_about()):
        return
    elif case.instead:
        yield from (findings.wrong_fact(claim, fact, case.readable) for fact in case.instead)
    elif held.check.contradicts:
        yield findings.contradicted(claim, pair.nearest)
    else:
        is_partly = held.check.verdict(threshold) is Verdict.PARTLY
        yield findings.unsupported(claim, case.cited, is_partly)
        if case.against:
            yield findings.contradicted(claim, case.against)


def _facts(case: Case, pair: Pair, is_cited_wrongly: bool) -> list[WrongFact]:
    """The wrong facts that are no part of a wrong quotation; of a wrong citation those that it has otherwise."""
    quoted = [finding.claim_span for finding in case.quotations]
    facts = [
        fact
        for fact in pair.wrong_facts
        if not any(case.claim.place(fact.said).overlaps(span) for span in quoted)
    ]
    if is_cited_wrongly:
        return [fact for fact in facts if fact.stated and pair.is_about(hold.CLOSELY)]
    return facts


def _passages(case: Case) -> Iterator[Passage]:
    """Each source's sentences that hold its quote, else those nearest to the claim; then what proves it elsewhere."""
    for source in case.readable:
        quoted = quoted_part(source)
        lit = around(source, [quoted.span]) if quoted else ()
        lit = lit or nearest_sentences(case.claim.text, [hold.whole(source)], most=MOST_LIT)
        yield from passages(source, [part.span for part in lit])
    if case.proof:
        yield from passages(case.proof.source, [case.proof.span])
