"""An audit as a table with a row a claim, for spreadsheets; no cell of it can become a formula."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from typing import TextIO

from assistant.audit.found import AuditedAnswer, AuditedClaim, Finding, SourceRef
from assistant.report import wording

COLUMNS = (
    "answer", "question", "claim", "verdict", "score", "citations", "should_cite", "findings", "details", "suggestion",
    "sources",
)  # fmt: skip
_BEGINS_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
_NEXT = " | "  # between the findings of one claim


def write_csv(out: TextIO, answers: Iterable[AuditedAnswer]) -> None:
    """Write the claims of each answer, then a row for what is wrong with the answer as a whole."""
    table = csv.writer(out)
    table.writerow(COLUMNS)
    for answer in answers:
        table.writerows([safe_cell(cell) for cell in row] for row in _rows(answer))


def safe_cell(cell: str) -> str:
    """The cell with an apostrophe in front where a spreadsheet would take it for a formula."""
    return f"'{cell}" if cell.startswith(_BEGINS_FORMULA) else cell


def _rows(answer: AuditedAnswer) -> Iterator[list[str]]:
    about = [answer.id, answer.question or ""]
    for claim in answer.claims:
        sources = [source for source in answer.sources if source.number in claim.citations]
        yield [*about, *_of_claim(claim), *_of_findings(claim, claim.findings), _lines(sources)]
    if answer.findings:
        sources = [finding.source for finding in answer.findings if finding.source]
        yield [*about, "", "", "", "", "", *_of_findings(None, answer.findings), _lines(sources)]


def _of_claim(claim: AuditedClaim) -> list[str]:
    """Text, verdict (none where it needs no citation), score, marks, marks that it should have."""
    verdict = claim.verdict if claim.needs_citation else ""
    score = "" if claim.score is None else f"{claim.score:.4f}"
    return [claim.text, verdict, score, wording.marks(claim.citations), wording.marks(claim.suggested)]


def _of_findings(claim: AuditedClaim | None, findings: Sequence[Finding]) -> list[str]:
    """Kinds, what both sides say, suggestions."""
    return [
        " ".join(wording.kinds(findings)),
        _NEXT.join(wording.finding_line(claim, finding) for finding in findings),
        _NEXT.join(finding.suggestion for finding in findings if finding.suggestion),
    ]


def _lines(sources: Iterable[SourceRef]) -> str:
    return _NEXT.join(map(wording.source_line, sources))
