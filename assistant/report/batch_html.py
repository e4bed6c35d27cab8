"""Answers as one HTML file, like the report of an audit: each claim opens to the passage that it cites."""

from collections.abc import Iterable, Iterator
from typing import Any, TextIO

from markupsafe import Markup

from assistant.audit.found import AuditedAnswer
from assistant.batch.records import Record
from assistant.batch.summary import BatchSummary, outcome
from assistant.report import batch_wording, wording
from assistant.report.as_audited import AsAudited
from assistant.report.audit_html import entry, section
from assistant.report.page import write_page
from assistant.report.templates import render
from corpus.article import one_line
from index import Library


def write_html(
    out: TextIO,
    records: Iterable[Record],
    summary: BatchSummary,
    library: Library | None,
    audited: Iterable[AuditedAnswer] | None = None,
) -> None:
    """Write the page, one question at a time. `library` gives passages their context.

    `audited` are the answers with the verdicts of an audit, in the same order, without those that failed.
    """
    sections = _sections(records, AsAudited(library), iter(audited) if audited is not None else None)
    headline = batch_wording.headline(summary)
    write_page(out, "Answers", headline, _top(summary), sections, summary.done, _foot(summary))


def _sections(
    records: Iterable[Record], own: AsAudited, audited: Iterator[AuditedAnswer] | None
) -> Iterator[tuple[Markup, Markup]]:
    for place, record in enumerate(records, start=1):
        kind, about = outcome(record), batch_wording.about(place, record)
        audit = next(audited) if audited and record.answer else None
        answer = audit or own.answer(record)
        if audit and kind == "answered":
            about += wording.answer_figures(audit)
        below: dict[str, Any] = {"record": record, "nearest": own.nearest(record)}
        yield (
            entry(place, one_line(record.question), answer, "" if kind == "answered" else kind),
            section("report/batch_answer.html", place, answer, about, [kind], [kind], **below),
        )


def _top(summary: BatchSummary) -> Markup:
    return render(
        "report/summary.html",
        headline=batch_wording.headline(summary),
        figures=batch_wording.figures(summary),
        verdicts=summary.audit.verdicts if summary.audit else summary.verdicts,
        title="Questions",
        counts=[(kind, kind.capitalize(), getattr(summary, kind)) for kind in batch_wording.OUTCOMES],
        problems=summary.problems,
    )


def _foot(summary: BatchSummary) -> str:
    models = wording.models(summary.models)
    made = f"Answered by Pincite with {models}." if models else "By Pincite."
    return f"{made} {batch_wording.tokens(summary)}".strip()
