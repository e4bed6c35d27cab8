"""An audit as one HTML file. The same audit gives the same bytes."""

from collections.abc import Iterable
from typing import TextIO

from assistant.audit.found import AuditedAnswer, Summary
from assistant.report import wording
from assistant.report.answer_html import audited_entry, audited_section
from assistant.report.page import write_page
from assistant.report.summary_html import summary_html


def write_html(out: TextIO, answers: Iterable[AuditedAnswer], summary: Summary) -> None:
    """Write the report, one answer at a time."""
    sections = (
        (audited_entry(place, answer), audited_section(place, answer))
        for place, answer in enumerate(answers, start=1)
    )
    top, headline = summary_html(summary), wording.headline(summary)
    write_page(out, "Citation audit", headline, top, sections, summary.answers, foot(summary))


def foot(summary: Summary) -> str:
    """What checked the answers, and where recall and precision are defined."""
    models = wording.models(summary.models)
    checked = f"Checked by Pincite with {models}." if models else "Checked by Pincite."
    return (
        f"{checked} Recall and precision as in Gao et al. 2023, “Enabling Large Language Models to Generate Text with"
        " Citations”, section 4.3."
    )
