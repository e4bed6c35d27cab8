"""An audit in the page, as HTML, made of the parts that the report is made of."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from assistant.audit.found import AuditedAnswer, Summary
from assistant.report.answer_html import audited_entry, audited_section
from assistant.report.audit_html import foot, summary_html
from assistant.report.templates import Macros
from assistant.report.wording import counted
from corpus.rows import Problem

SHOWN_PROBLEMS = 50
_HTML = Macros("ui/audit/view.html")


def judges(model: str | None) -> str:
    """Who judges: the verifier alone, or also a language model (`name@sha`) about what the verifier is unsure of."""
    asked = f", and where it is unsure by the language model {model.partition('@')[0]}" if model else ""
    return f"the verifier{asked}"


def working(name: str, done: int, total: int, seconds_left: float | None, by: str, asked: int) -> Markup:
    """How far an audit is, who judges, and how often a language model was asked."""
    left = f", about {_time(seconds_left)} left" if seconds_left and done < total else ""
    often = "once" if asked == 1 else f"{asked:,} times"
    times = f" It was asked {often} so far." if asked else ""
    told = f"Auditing {name}: {done:,} of {counted(total, 'answer')}{left}"
    return _HTML.working(told, done, total, f"Judged by {by}.{times}")


def finished(name: str, done: int, total: int, problems: Sequence[Problem], by: str) -> Markup:
    """What was audited and by whom, and the rows that could not be read."""
    kind, answers = "stopped" if done < total else "done", counted(total, "answer")
    if done < total:
        told = f"Stopped: {done:,} of {answers} of {name} audited. Audit again to go on there."
    else:
        told = f"Audited {name}: {answers}, judged by {by}."
    return _HTML.finished(kind, told, problems, SHOWN_PROBLEMS)


@dataclass(frozen=True, slots=True)
class Page:
    """A part of a long report: its number from 0, and how many answers are on each."""

    number: int
    size: int

    @property
    def first(self) -> int:
        """The place of its first answer, from 0."""
        return self.number * self.size


def report(answers: Sequence[AuditedAnswer], page: Page, summary: Summary) -> Markup:
    """The answers of one page below the figures of all."""
    shown = [
        (audited_entry(place, answer), audited_section(place, answer, opens=True))
        for place, answer in enumerate(answers, start=page.first + 1)
    ]
    return _HTML.report(shown, page.first, summary.answers, page.size, summary_html(summary), foot(summary))


def _time(seconds: float) -> str:
    return f"{seconds / 60:.0f} min" if seconds >= 120 else f"{max(seconds, 1):.0f} s"
