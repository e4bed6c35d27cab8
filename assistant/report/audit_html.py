"""An audit as one HTML file. The same audit gives the same bytes."""

from collections.abc import Iterable
from typing import TextIO

from markupsafe import Markup

from assistant.audit.found import AuditedAnswer, FindingKind, Summary
from assistant.report import wording
from assistant.report.answer_html import audited_entry, audited_section
from assistant.report.page import write_page
from assistant.report.templates import render


def write_html(out: TextIO, answers: Iterable[AuditedAnswer], summary: Summary) -> None:
    """Write the report, one answer at a time."""
    sections = (
        (audited_entry(place, answer), audited_section(place, answer))
        for place, answer in enumerate(answers, start=1)
    )
    top, headline = summary_html(summary), wording.headline(summary)
    write_page(out, "Citation audit", headline, top, sections, summary.answers, foot(summary))


def summary_html(summary: Summary) -> Markup:
    """The figures of a whole audit, and two charts: the verdicts and the findings, the most frequent first."""
    counts = [(kind.value, wording.NAME[kind], summary.findings.get(kind, 0)) for kind in FindingKind]
    return render(
        "report/summary.html",
        headline=wording.headline(summary),
        figures=wording.figures(summary),
        verdicts=summary.verdicts,
        title="Findings",
        counts=sorted(counts, key=lambda row: -row[2]),
        problems=(),
    )


def foot(summary: Summary) -> str:
    """What checked the answers, and where recall and precision are defined."""
    return (
        f"Checked by Pincite with {wording.models(summary.models)}. Recall and precision as in Gao et al. 2023,"
        " “Enabling Large Language Models to Generate Text with Citations”, section 4.3."
    )
