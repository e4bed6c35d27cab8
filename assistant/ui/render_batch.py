"""A batch as HTML. Everything that comes from a file, an article or a model is text here, never markup.

A row that can be opened carries `data-row`, its place from 0.
"""

from collections.abc import Sequence
from html import escape

from assistant.answer import Verdict
from assistant.audit.wording import SIGN, WORST_FIRST
from assistant.batch.file_batch import Contents
from assistant.batch.records import Record
from assistant.batch.run import BatchProgress

SHOWN_PROBLEMS = 50
SHOWN_ROWS = 500  # of a longer batch the last ones, so that the page stays quick; the files have all


def note(kind: str, message: str) -> str:
    """A message in place of the answers: `kind` is `error` or `working`."""
    return f'<p class="note {kind}" role="status">{escape(message)}</p>'


def understood(name: str, contents: Contents) -> str:
    """What a file holds."""
    questions = "1 question" if contents.questions == 1 else f"{contents.questions:,} questions"
    told = f'<p class="understood"><b>{escape(name)}</b>: {questions} can be asked.</p>'
    if not contents.problems:
        return told
    items = "".join(
        f"<li>Line {problem.line:,}: {escape(problem.message)}</li>"
        for problem in contents.problems[:SHOWN_PROBLEMS]
    )
    rest = len(contents.problems) - SHOWN_PROBLEMS
    more = f"<li>and {rest:,} more</li>" if rest > 0 else ""
    rows = (
        "1 row cannot be asked" if len(contents.problems) == 1 else f"{len(contents.problems):,} rows cannot"
    )
    return f'{told}<details open class="problems"><summary>{rows}</summary><ul>{items}{more}</ul></details>'


def progress(done: BatchProgress, left: int) -> str:
    """How far a run is, as plain text."""
    told = f"{done.answered:,} answered, {done.abstained:,} abstained, {done.failed:,} failed"
    if not left or not done.per_minute:
        return f"{told}."
    minutes = left / done.per_minute
    wait = f"{minutes:.0f} min" if minutes >= 2 else f"{60 * minutes:.0f} s"
    return f"{told}; {done.per_minute:.1f} a minute, about {wait} left."


def answers(records: Sequence[Record], total: int, told: str) -> str:
    """The table of what is answered so far, under a line that says how far it is."""
    share = 100 * len(records) / max(total, 1)
    bar = (
        f'<div class="bar" role="progressbar" aria-label="Questions done" aria-valuemin="0" aria-valuemax="{total}"'
        f' aria-valuenow="{len(records)}"><span style="width:{share:.1f}%"></span></div>'
    )
    head = f'<p class="status" role="status">{len(records):,} of {total:,} done. {escape(told)}</p>{bar}'
    first = max(len(records) - SHOWN_ROWS, 0)
    rows = "".join(_row(n, record) for n, record in enumerate(records[first:], start=first))
    if not rows:
        return head
    return (
        f'{head}<table class="answers"><thead><tr><th scope="col">No.</th><th scope="col">Question</th>'
        f'<th scope="col">Answer</th><th scope="col">Checked</th></tr></thead><tbody>{rows}</tbody></table>'
    )


def _row(place: int, record: Record) -> str:
    question = escape(record.question)
    if record.answer is None:
        cells = f'<td>{question}</td><td class="failed">{escape(record.error or "")}</td><td>failed</td>'
    else:
        answer = record.answer
        verdicts = [claim.verdict for claim in answer.claims]
        checked = "abstained" if answer.abstained else _counts(verdicts, len(answer.withheld))
        opener = f'<button type="button" data-row="{place}">{question}</button>'
        cells = f"<td>{opener}</td><td>{escape(answer.text)}</td><td>{checked}</td>"
    return f'<tr><td class="number">{place + 1}</td>{cells}</tr>'


def _counts(verdicts: Sequence[Verdict], withheld: int) -> str:
    told = [
        f'<span title="{verdict}">{SIGN[verdict]} {verdicts.count(verdict)}</span>'
        for verdict in reversed(WORST_FIRST)
        if verdict in verdicts
    ]
    return " ".join(told + ([f"{withheld} withheld"] if withheld else []))
