"""A batch as HTML."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from markupsafe import Markup

from assistant.batch.records import Record
from assistant.batch.run import BatchProgress
from assistant.report.batch_wording import fields, read_as
from assistant.report.templates import Macros
from assistant.report.wording import SIGN, best_first, counted, duration
from assistant.ui.ask import answer_view

HTML = Macros("ui/batch/view.html")
SHOWN_PROBLEMS = 50
PAGE_ROWS = 50  # of a longer batch; the browser gets all of them again with each answer


@dataclass(frozen=True, slots=True)
class BatchPage:
    """Rows of a table of `total`, from row `first`: questions, and what came of those that were asked.

    `asking` is the row of the question that is being answered. Rows count from 0.
    """

    first: int
    total: int
    rows: Sequence[tuple[str, Record | None]]
    asking: int | None = None


def changed(told: Sequence[str], folder: Path) -> str:
    """What to say if the answers were made with something else, as plain text."""
    return (
        f"New answers would not fit these: {'; '.join(told)}. Read these and take them along, or press Begin anew:"
        f" it asks every question again, and keeps these in {folder}"
    )


def progress(run: BatchProgress, done: int, total: int) -> str:
    """How far a batch is, as plain text: a line about its questions and one about this run."""
    told = f"{done:,} of {counted(total, 'question')} done"
    if not run.per_minute:
        return f"{told}."
    wait = duration(60 * (total - done) / run.per_minute)
    return f"{told}; about {wait} left.\nThis run: {run}; {run.per_minute:.1f} a minute."


def answers(page: BatchPage, done: int, told: str) -> Markup:
    """A page of the table below `told`, whose first line is the headline, and a bar until all are done."""
    headline, *figures = told.split("\n")
    rows = [(question, record, _checked(record)) for question, record in page.rows]
    return HTML.answers(page, done, headline, " ".join(figures), rows, PAGE_ROWS)


def opened(place: int, total: int, question: str, record: Record | None) -> Markup:
    """What came of a question, as Ask shows it, with ways to the table and to its neighbours."""
    told = [f"Question {place + 1:,} of {total:,}"]
    if record is not None:
        told += [*read_as(record), *(f"{name}: {value}" for name, value in fields(record).items())]
    return HTML.opened(place, total, " · ".join(told), _reply(question, record))


def _reply(question: str, record: Record | None) -> Markup:
    if record is None:
        return answer_view.HTML.note(question, "waiting", "This question has no answer yet.")
    if record.answer is None:
        return answer_view.HTML.note(question, "error", record.error or "")
    return answer_view.answer(record.answer) + answer_view.sources(record.answer, ())


def _checked(record: Record | None) -> str:
    """What the check of an answer came to: `✓ 2 supported, 1 withheld`."""
    if record is None or record.answer is None:
        return "failed"
    if record.answer.abstained:
        return "abstained"
    counts = Counter[str](claim.verdict for claim in record.answer.claims)
    told = [f"{SIGN[verdict]} {number} {verdict}" for verdict, number in best_first(counts)]
    withheld = len(record.answer.withheld)
    return ", ".join(told + ([f"{withheld} withheld"] if withheld else []))
