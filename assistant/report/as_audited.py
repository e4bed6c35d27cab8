"""Answers of our own in the form of an audit, so that its report can show them: cited passages in their context."""

from assistant.answer import Answer, Citation, Claim, Mismatch, Verdict
from assistant.audit.found import AuditedAnswer, AuditedClaim, Finding, FindingKind, Passage, SourceRef
from assistant.audit.passages import passages
from assistant.audit.sources import SourceFinder
from assistant.audit.submission import Source
from assistant.batch.records import Record
from corpus import Span
from index import Library


class AsAudited:
    """Records in the form of an audit. Without a library a quote has no context."""

    def __init__(self, library: Library | None) -> None:
        self._finder = SourceFinder(library)

    def answer(self, record: Record) -> AuditedAnswer:
        """The answer with the verdicts that it was given when it was made. It has no recall and no precision."""
        answer = record.answer or Answer(record.question, "", True, (), ())
        sources = {citation.number: self._passage(citation) for citation in answer.citations}
        return AuditedAnswer(
            id=record.id,
            question=record.question,
            text=answer.text,
            sources=tuple(found.source for found in sources.values()),
            claims=tuple(_claim(answer.text, claim, sources) for claim in answer.claims),
            findings=(),
            recall=None,
            precision=None,
            quotations=0,
            exact_quotations=0,
        )

    def nearest(self, record: Record) -> list[Passage]:
        """The passages that came nearest, if the articles do not answer the question."""
        answer = record.answer
        return [self._passage(citation) for citation in answer.nearest] if answer else []

    def _passage(self, citation: Citation) -> Passage:
        found = self._finder.resolve(Source.of(citation))
        span = citation.span
        if found.article and found.text[span.start : span.end] == citation.quote:
            return next(passages(found, [span]))
        return Passage(found.ref, span.start, citation.quote, (span,))


def _claim(text: str, claim: Claim, sources: dict[int, Passage]) -> AuditedClaim:
    passages = tuple(sources[number] for number in claim.citations if number in sources)
    source = passages[0].source if len(passages) == 1 else None
    return AuditedClaim(
        text=claim.text,
        span=claim.span,
        verdict=claim.verdict,
        score=claim.score,
        citations=claim.citations,
        findings=tuple(_finding(text, claim.span, mismatch, source) for mismatch in claim.mismatches),
        passages=passages,
        suggested=claim.citations if claim.verdict is Verdict.SUPPORTED else (),
        proven=claim.verdict is Verdict.SUPPORTED,
    )


def _finding(text: str, span: Span, mismatch: Mismatch, source: SourceRef | None) -> Finding:
    start = text.find(mismatch.claim_says, span.start, span.end)
    there = Span(start, start + len(mismatch.claim_says)) if start >= 0 else span
    kind = FindingKind(mismatch.kind.finding)
    return Finding(kind, there, source, None, mismatch.claim_says, mismatch.source_says, "")
