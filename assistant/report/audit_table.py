"""An audit as a table: a row for each claim, then one for what is wrong with its answer as a whole."""

from collections.abc import Iterable, Iterator, Sequence

from assistant.audit.found import AuditedAnswer, AuditedClaim, Finding, SourceRef
from assistant.report import wording

COLUMNS = (
    "answer", "question", "claim", "verdict", "score", "citations", "should_cite", "findings", "details", "suggestion",
    "sources",
)  # fmt: skip
_NEXT = " | "  # between the findings of one claim


def audit_rows(answers: Iterable[AuditedAnswer]) -> Iterator[Sequence[str]]:
    """The header, then the rows of each answer."""
    yield COLUMNS
    for answer in answers:
        yield from _rows(answer)


def _rows(answer: AuditedAnswer) -> Iterator[list[str]]:
    about = [answer.id, answer.question or ""]
    for claim in answer.claims:
        sources = [source for source in answer.sources if source.number in claim.citations]
        yield [*about, *_of_claim(claim), *_of_findings(claim, claim.findings), _lines(sources)]
    if answer.findings:
        sources = [finding.source for finding in answer.findings if finding.source]
        yield [*about, "", "", "", "", "", *_of_findings(None, answer.findings), _lines(sources)]


def _of_claim(claim: AuditedClaim) -> list[str]:
    """Text, verdict (empty if it needs no citation), score, marks, and the marks that it should have."""
    verdict = claim.verdict if claim.needs_citation else ""
    score = "" if claim.score is None else f"{claim.score:.4f}"
    return [claim.text, verdict, score, wording.marks(claim.citations), wording.marks(claim.suggested)]


def _of_findings(claim: AuditedClaim | None, findings: Sequence[Finding]) -> list[str]:
    """Their kinds, what both sides say, and what to do."""
    return [
        " ".join(wording.kinds(findings)),
        _NEXT.join(wording.finding_line(claim, finding) for finding in findings),
        _NEXT.join(finding.suggestion for finding in findings if finding.suggestion),
    ]


def _lines(sources: Iterable[SourceRef]) -> str:
    return _NEXT.join(map(wording.source_line, sources))
