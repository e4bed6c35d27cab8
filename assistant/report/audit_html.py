"""An audit as one HTML file. The same audit gives the same bytes."""

from collections.abc import Iterable
from html import escape
from typing import TextIO

from assistant.audit.found import AuditedAnswer, Summary
from assistant.report import wording
from assistant.report.audit_html_answer import answer_section, index_entry
from assistant.report.audit_html_summary import summary_section
from assistant.report.page import write_page


def write_html(out: TextIO, answers: Iterable[AuditedAnswer], summary: Summary) -> None:
    """Write the report, one answer at a time."""
    sections = (
        (index_entry(place, answer), answer_section(place, answer))
        for place, answer in enumerate(answers, start=1)
    )
    top, headline = summary_section(summary), wording.headline(summary)
    write_page(out, "Citation audit", headline, top, sections, summary.answers, foot(summary))


def foot(summary: Summary) -> str:
    """What checked the answers, and whose figures these are."""
    models = ", ".join(f"{role} {name}" for role, name in sorted(summary.models.items()))
    checked = f"Checked by Pincite with {models}. " if models else "Checked by Pincite. "
    return (
        f"<p>{escape(checked)}Recall and precision as in Gao et al. 2023, “Enabling Large Language Models to "
        "Generate Text with Citations”, section 4.3.</p>"
    )
