"""An audit as HTML, of the fragments of which the report is made. What others wrote is text here, never markup.

A passage whose article can be opened carries `data-article`, `data-start` and `data-end`; what turns the pages of a
long report carries `data-page`, from 0.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from markupsafe import Markup

from assistant.audit.found import AuditedAnswer, Summary
from assistant.audit.reading import Problem
from assistant.report.audit_html import foot
from assistant.report.audit_html_answer import answer_section, index_entry
from assistant.report.audit_html_summary import summary_section
from assistant.report.page import INDEX_END, TOOLS, index_head
from assistant.report.wording import counted
from assistant.ui import fragments

SHOWN_PROBLEMS = 50


def judges(model: str | None) -> str:
    """Who judges: the verifier alone, or where it is unsure a language model too, by its `name@sha`."""
    asked = f", and where it is unsure by the language model {model.partition('@')[0]}" if model else ""
    return f"the verifier{asked}"


def working(name: str, done: int, total: int, seconds_left: float | None, by: str, asked: int) -> str:
    """How far an audit is, who judges, and how often a language model was asked."""
    left = f", about {_time(seconds_left)} left" if seconds_left and done < total else ""
    told = f"Auditing {name}: {done:,} of {counted(total, 'answer')}{left}"
    often = "once" if asked == 1 else f"{asked:,} times"
    times = f" It was asked {often} so far." if asked else ""
    return (
        f'<div class="note working" role="status"><p>{escape(told)}</p></div>'
        f'<div class="bar" role="progressbar" aria-label="Answers audited" aria-valuemin="0" aria-valuemax="{total}"'
        f' aria-valuenow="{done}"><span style="width:{100 * done / max(total, 1):.1f}%"></span></div>'
        f'<p class="judges">{escape(f"Judged by {by}.{times}")}</p>'
    )


def finished(name: str, done: int, total: int, problems: Sequence[Problem], by: str) -> str:
    """What was audited and by whom, and the rows that could not be."""
    if done < total:
        told = (
            f"Stopped: {done:,} of {counted(total, 'answer')} of {name} audited. Audit again to go on there."
        )
        return fragments.note("stopped", told) + _problems(problems)
    told = f"Audited {name}: {counted(total, 'answer')}, judged by {by}."
    return fragments.note("done", told) + _problems(problems)


@dataclass(frozen=True, slots=True)
class Page:
    """A part of a long report: its number from 0, and how many answers are on each."""

    number: int
    size: int

    @property
    def first(self) -> int:
        """The place of its first answer, from 0."""
        return self.number * self.size


def report(answers: Sequence[AuditedAnswer], page: Page, summary: Summary) -> str:
    """The answers of one page below the figures of all."""
    numbered = list(enumerate(answers, start=page.first + 1))
    pages = fragments.pages("Pages of the report", page.first, len(answers), summary.answers, page.size)
    index = "".join(index_entry(place, answer) for place, answer in numbered)
    sections = "".join(answer_section(place, answer, opens=True) for place, answer in numbered)
    return (
        f'<div class="report">{TOOLS}{summary_section(summary)}{pages}'
        + (f"{index_head(len(answers))}{index}{INDEX_END}" if len(answers) > 1 else "")
        + f'{sections}{pages}<div class="foot">{foot(summary)}</div></div>'
    )


def _problems(problems: Sequence[Problem]) -> str:
    if not problems:
        return ""
    items = "".join(
        f"<li>Line {problem.line:,}: {escape(problem.message)}</li>" for problem in problems[:SHOWN_PROBLEMS]
    )
    rest = len(problems) - SHOWN_PROBLEMS
    more = f"<li>and {rest:,} more</li>" if rest > 0 else ""
    rows = "1 row cannot be" if len(problems) == 1 else f"{len(problems):,} rows cannot be"
    return Markup(
        f'<details open class="problems"><summary>{rows} read</summary><ul>{items}{more}</ul></details>'
    )


def _time(seconds: float) -> str:
    return f"{seconds / 60:.0f} min" if seconds >= 120 else f"{max(seconds, 1):.0f} s"
