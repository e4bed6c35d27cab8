"""Answers as one HTML file, in the form of the audit's: each claim opens to the passage that it cites."""

from collections.abc import Iterable, Iterator
from html import escape
from typing import TextIO

from assistant.answer import Claim
from assistant.audit.found import AuditedAnswer
from assistant.batch.records import Record
from assistant.batch.summary import BatchSummary, outcome
from assistant.report import batch_wording as wording
from assistant.report import wording as audit_wording
from assistant.report.audit_html_answer import article, badge, figure, index_line
from assistant.report.audit_html_summary import kind_chart, section, verdict_chart
from assistant.report.page import write_page
from assistant.report.shown import Shown
from corpus.article import one_line
from index import Library


def write_html(
    out: TextIO,
    records: Iterable[Record],
    summary: BatchSummary,
    library: Library | None,
    audited: Iterable[AuditedAnswer] | None = None,
) -> None:
    """Write the page, one question at a time; the verdicts are the audit's where there was one.

    `audited` are the answers, without those that failed, in the same order.
    """
    sections = _sections(records, Shown(library), iter(audited) if audited is not None else None)
    headline = wording.headline(summary)
    write_page(out, "Answers", headline, _top(summary), sections, summary.done, _foot(summary))


def _sections(
    records: Iterable[Record], shown: Shown, audited: Iterator[AuditedAnswer] | None
) -> Iterator[tuple[str, str]]:
    for place, record in enumerate(records, start=1):
        has_audit = audited is not None and record.answer is not None
        answer = next(audited) if has_audit and audited else shown.audited(record)
        kind = outcome(record)
        told = "" if kind == "answered" else kind
        about = [
            *wording.about(place, record),
            *(audit_wording.answer_figures(answer) if has_audit and not told else []),
        ]
        title = one_line(record.question)
        yield (
            index_line(place, title, badge(audit_wording.worst(answer.claims)), told),
            article(place, answer, about, kind, _below(record, shown), row_kinds=kind),
        )


def _top(summary: BatchSummary) -> str:
    counts = [(kind, kind.capitalize(), getattr(summary, kind)) for kind in wording.OUTCOMES]
    verdicts = summary.audit.verdicts if summary.audit else summary.verdicts
    charts = verdict_chart(verdicts) + kind_chart("Questions", counts)
    return section(wording.headline(summary), wording.all_figures(summary), charts) + _problems(summary)


def _problems(summary: BatchSummary) -> str:
    rows = "".join(
        f"<li>Line {problem.line:,}: {escape(problem.message)}</li>" for problem in summary.problems
    )
    number = audit_wording.counted(len(summary.problems), "row")
    return (
        f'<details class="problems"><summary>{number} that could not be asked</summary><ul>{rows}</ul></details>\n'
        if rows
        else ""
    )


def _below(record: Record, shown: Shown) -> str:
    """What stands under an answer: its error, what was withheld, the nearest passages."""
    answer = record.answer
    if answer is None:
        return f'<p class="headline">Failed: {escape(record.error or "")}</p>'
    nearest = "".join(map(figure, shown.nearest(record)))
    withheld = "".join(map(_withheld, answer.withheld))
    return (
        f'<div class="sources"><h3>Withheld: no passage supports it</h3>{withheld}</div>' if withheld else ""
    ) + (f'<div class="sources"><h3>Nearest passages</h3>{nearest}</div>' if nearest else "")


def _withheld(claim: Claim) -> str:
    return (
        f'<p class="told" dir="auto">{escape(claim.text)} <b class="{claim.verdict}">{claim.verdict}</b></p>'
    )


def _foot(summary: BatchSummary) -> str:
    models = ", ".join(f"{role} {name}" for role, name in sorted(summary.models.items()))
    made = f"Answered by Pincite with {models}." if models else "By Pincite."
    return f"<p>{escape(f'{made} {wording.tokens(summary)}'.strip())}</p>"
