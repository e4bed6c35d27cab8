"""An audit in the page, as HTML, made of the parts that the report is made of."""

from collections.abc import Iterable

from markupsafe import Markup

from assistant.audit.found import AuditedAnswer, Summary
from assistant.report.audit_html import audited_entry, audited_section, foot, summary_html
from assistant.report.templates import Macros

HTML = Macros("ui/audit/view.html")


def report(answers: Iterable[AuditedAnswer], first: int, size: int, summary: Summary) -> Markup:
    """The answers of one page below the figures of all; `first` is the place of its first answer, from 0."""
    shown = [
        (audited_entry(place, answer), audited_section(place, answer, opens=True))
        for place, answer in enumerate(answers, start=first + 1)
    ]
    return HTML.report(shown, first, summary.answers, size, summary_html(summary), foot(summary))
