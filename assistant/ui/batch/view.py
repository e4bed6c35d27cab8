"""A batch as HTML. Everything that comes from a file, an article or a model is text here, never markup.

What opens an answer carries `data-row`, its place from 0; what turns the pages `data-page`; what leads back to the
table `data-shut`; what closes an article `data-close`. `batch.js` reads them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

from assistant.answer import Verdict
from assistant.batch.file_batch import Contents
from assistant.batch.records import Record
from assistant.batch.run import BatchProgress
from assistant.report.batch_wording import fields
from assistant.report.wording import SIGN, WORST_FIRST, counted
from assistant.ui import fragments
from assistant.ui.ask import answer_view as render

SHOWN_PROBLEMS = 50
PAGE_ROWS = 50  # of a longer batch; the browser gets all of them again with each answer


@dataclass(frozen=True, slots=True)
class Page:
    """Rows of a table of `total`, from place `first`, which counts from 0: questions, and what came of those asked.

    `asking` is the place of the question that is being answered.
    """

    first: int
    total: int
    rows: Sequence[tuple[str, Record | None]]
    asking: int | None = None


def understood(name: str, contents: Contents) -> str:
    """What a file holds."""
    questions = counted(contents.questions, "question")
    told = f'<p class="understood"><b>{escape(name)}</b>: {questions} can be asked.</p>'
    if not contents.problems:
        return told
    items = "".join(
        f"<li>Line {problem.line:,}: {escape(problem.message)}</li>"
        for problem in contents.problems[:SHOWN_PROBLEMS]
    )
    rest = len(contents.problems) - SHOWN_PROBLEMS
    more = f"<li>and {rest:,} more</li>" if rest > 0 else ""
    rows = f"{counted(len(contents.problems), 'row')} cannot be asked"
    return f'{told}<details open class="problems"><summary>{rows}</summary><ul>{items}{more}</ul></details>'


def changed(told: Sequence[str], folder: Path) -> str:
    """What is said of answers that were made with something else, as plain text."""
    return (
        f"New answers would not fit these: {'; '.join(told)}. Read these and take them along, or press Begin anew:"
        f" it asks every question again, and keeps these in {folder}"
    )


def progress(run: BatchProgress, done: int, total: int) -> str:
    """How far a batch is after `run`, a line on its questions and one on this run, as plain text."""
    told = f"{done:,} of {counted(total, 'question')} done"
    if not run.per_minute:
        return f"{told}."
    minutes = (total - done) / run.per_minute
    wait = f"{minutes:.0f} min" if minutes >= 2 else f"{60 * minutes:.0f} s"
    counts = f"{run.answered:,} answered, {run.abstained:,} abstained, {run.failed:,} failed"
    return f"{told}; about {wait} left.\nThis run: {counts}; {run.per_minute:.1f} a minute."


def answers(page: Page, done: int, told: str) -> str:
    """A page of the table, under what is told of it, the headline its first line, and a bar until all are done."""
    headline, *figures = told.split("\n")
    status = f'<p class="status" role="status">{escape(headline)}</p><p class="figures">{escape(" ".join(figures))}</p>'
    bar = (
        '<div class="bar" role="progressbar" aria-label="Questions done" aria-valuemin="0"'
        f' aria-valuemax="{page.total}" aria-valuenow="{done}">'
        f'<span style="width:{100 * done / page.total:.1f}%"></span></div>'
    )
    rows = "".join(
        _row(place, question, record, is_asked=place == page.asking)
        for place, (question, record) in enumerate(page.rows, start=page.first)
    )
    above, below = (
        fragments.pages(f"Pages, {side} the table", page.first, len(page.rows), page.total, PAGE_ROWS)
        for side in ("above", "below")
    )
    shown_bar = bar if done < page.total else ""
    return (
        f'{status}{shown_bar}<div class="table">{above}<table class="answers"><thead><tr>'
        '<th scope="col">No.</th><th scope="col">Question</th><th scope="col">Answer</th><th scope="col">Checked</th>'
        f"</tr></thead><tbody>{rows}</tbody></table>{below}</div>"
    )


def opened(place: int, total: int, question: str, record: Record | None) -> str:
    """What came of a question, as Ask shows it, with ways to the table and to its neighbours."""
    told = [f"Question {place + 1:,} of {total:,}"]
    if record is None:
        reply = render.note(question, "waiting", "This question has no answer yet.")
    elif record.answer is None:
        reply = render.note(question, "error", record.error or "")
    else:
        reply = render.answer(record.answer) + render.sources(record.answer, record.answer.citations)
    if record is not None:
        told += [f"{name}: {value}" for name, value in fields(record).items() if value not in (None, "")]
    return (
        '<nav class="tools" aria-label="Answers"><button type="button" data-shut>Back to the table</button>'
        f"{_to('Previous', place - 1, total)}{_to('Next', place + 1, total)}</nav>"
        f'<p class="about">{escape(" · ".join(told))}</p>{reply}'
    )


def _row(place: int, question: str, record: Record | None, *, is_asked: bool) -> str:
    told = escape(question)
    opener = f'<button type="button" data-row="{place}">{told}</button>'
    if record is None:
        answer = "Being answered" if is_asked else ""
        cells = f'<td class="waiting">{told}</td><td class="waiting">{answer}</td><td></td>'
    elif record.answer is None:
        cells = f'<td>{opener}</td><td class="failed">{escape(record.error or "")}</td><td>failed</td>'
    else:
        given = record.answer
        verdicts = [claim.verdict for claim in given.claims]
        checked = "abstained" if given.abstained else _counts(verdicts, len(given.withheld))
        cells = f"<td>{opener}</td><td>{escape(given.text)}</td><td>{checked}</td>"
    return f'<tr><td class="number">{place + 1:,}</td>{cells}</tr>'


def _counts(verdicts: Sequence[Verdict], withheld: int) -> str:
    told = [
        f"{SIGN[verdict]} {verdicts.count(verdict)} {verdict}"
        for verdict in reversed(WORST_FIRST)
        if verdict in verdicts
    ]
    return ", ".join(told + ([f"{withheld} withheld"] if withheld else []))


def _to(label: str, row: int, total: int) -> str:
    return f'<button type="button" data-row="{row}">{label}</button>' if 0 <= row < total else ""
