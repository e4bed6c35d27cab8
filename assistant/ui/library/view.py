"""The library as HTML."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import partial

from markupsafe import Markup

from assistant.report.templates import Macros
from assistant.report.wording import counted
from assistant.ui import fragments
from assistant.ui.library.listing import NO_CHANGE, Undo
from index.check import Report

HTML = Macros("ui/library/view.html")
SHOWN_FILES = 100  # of a long drop: those that were skipped, the one under way, and the last ones
SHOWN_PROBLEMS = 100


class Outcome(StrEnum):
    """What has become of a file."""

    WAITING = "waiting"
    READING = "reading"
    ADDED = "added"
    REPLACED = "replaced"
    UNCHANGED = "unchanged"
    SKIPPED = "skipped"
    STOPPED = "stopped"  # before its turn came


@dataclass(frozen=True, slots=True)
class FileOutcome:
    """What has become of a file, with its number of articles; `reasons` say why it, or a part of it, was skipped."""

    name: str
    outcome: Outcome
    articles: int = 0
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AddingView:
    """The files that are being added, in their order. `before` is the number of changes that come first.

    `is_stopping` says that it ends after the file under way. At the end, `undo` takes back what was done, and `trouble`
    is the error that ended it early.
    """

    rows: tuple[FileOutcome, ...]
    before: int = 0
    is_stopping: bool = False
    is_over: bool = False
    trouble: str = ""
    undo: Undo = NO_CHANGE


TOLD = {
    Outcome.WAITING: "waiting",
    Outcome.READING: "being read",
    Outcome.ADDED: "added",
    Outcome.REPLACED: "replaced what was there",
    Outcome.UNCHANGED: "there already, unchanged",
    Outcome.SKIPPED: "skipped",
    Outcome.STOPPED: "not added",
}
_DONE = (Outcome.ADDED, Outcome.REPLACED, Outcome.UNCHANGED, Outcome.SKIPPED)


# A message, with a button that undoes what was done: the kind is `error`, `done` or `working`.
note = partial(fragments.note, can_undo=False)


def added(view: AddingView) -> Markup:
    """The files that are being added, each with what has become of it."""
    done = sum(row.outcome in _DONE for row in view.rows)
    status = f"{done:,} of {counted(len(view.rows), 'file')} done"
    if view.is_stopping:
        status += ", it ends after the one under way"
    if view.is_over:
        status = _summary(view.rows)
    elif view.before:
        status = fragments.waiting_line(view.before, "change", "changes", "made")
    return HTML.added(
        view, status=status, done=done, rows=_shown(view.rows), told=TOLD, most_reasons=SHOWN_PROBLEMS
    )


def removed(change: Undo) -> Markup:
    """What was removed, and the way back."""
    if not change.back:
        return note("done", "Nothing was removed: somebody else has done it before.")
    first, *others = change.back
    told = f"Removed “{first.title}”" + (f" and {counted(len(others), 'other')}" if others else "")
    return note("done", f"{told}.", can_undo=True)


def checked(report: Report) -> Markup:
    """What a check found."""
    if report.problems:
        told = f"{counted(len(report.problems), 'problem')} found. Repair mends what can be."
        return HTML.report("error", told, report.problems, SHOWN_PROBLEMS)
    counts = ", ".join(f"{number:,} {name}" for name, number in report.counts.items())
    return note("done", f"{counts or 'Nothing there yet'}: all is well.")


def repaired(actions: Sequence[str]) -> Markup:
    """What a repair did."""
    return HTML.report("done", "Repaired." if actions else "Nothing was wrong.", actions, SHOWN_PROBLEMS)


def _summary(rows: Sequence[FileOutcome]) -> str:
    alike = {outcome: [row for row in rows if row.outcome is outcome] for outcome in TOLD}
    told = [
        f"{counted(len(those), 'file')} {TOLD[outcome]}{_articles(outcome, those)}"
        for outcome, those in alike.items()
        if those
    ]
    return "; ".join(told) + "."


def _articles(outcome: Outcome, rows: Sequence[FileOutcome]) -> str:
    number = sum(row.articles for row in rows)
    is_told = outcome in (Outcome.ADDED, Outcome.REPLACED) and number != len(rows)
    return f" ({counted(number, 'article')})" if is_told else ""


def _shown(rows: Sequence[FileOutcome]) -> list[FileOutcome]:
    """The rows of a drop that are shown."""
    if len(rows) <= SHOWN_FILES:
        return list(rows)
    told = [n for n, row in enumerate(rows) if row.reasons or row.outcome is Outcome.READING]
    others = [n for n, row in enumerate(rows) if row.outcome in _DONE and not row.reasons]
    kept = sorted([*others, *told][-SHOWN_FILES:])
    return [rows[n] for n in kept]
