"""The library as HTML."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from markupsafe import Markup

from assistant.report.templates import Macros
from assistant.report.wording import counted
from assistant.ui import article as articles
from assistant.ui import fragments
from assistant.ui.library.listing import PAGE_ROWS, Listing, Order, Undo
from corpus import Article
from corpus.readers import SUFFIXES
from index.check import Report
from index.library import Stats

_HTML = Macros("ui/library/view.html")
SHOWN_FILES = 100  # of a long drop: those that were skipped, the one under way, and the last ones
SHOWN_PROBLEMS = 100
COLUMNS = {
    Order.TITLE: "Title",
    Order.PUBLISHER: "Publisher",
    Order.PUBLISHED: "Date",
    Order.LENGTH: "Characters",
    Order.COPIES: "Copies",
}


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

    At the end, `undo` takes back what was done, and `trouble` is the error that ended it early.
    """

    rows: tuple[FileOutcome, ...]
    before: int = 0
    is_over: bool = False
    trouble: str = ""
    undo: Undo = field(default_factory=Undo)


SIGN = {
    Outcome.WAITING: "·",
    Outcome.READING: "…",
    Outcome.ADDED: "✓",
    Outcome.REPLACED: "✓",
    Outcome.UNCHANGED: "=",
    Outcome.SKIPPED: "✗",
    Outcome.STOPPED: "·",
}
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


def tools() -> Markup:
    """Where files are dropped, and the field that searches the list."""
    return _HTML.tools(" ".join(sorted(SUFFIXES)))


def note(kind: str, message: str, *, can_undo: bool = False) -> Markup:
    """A message: `kind` is `error`, `done` or `working`."""
    return _HTML.note(kind, message, can_undo)


def added(view: AddingView) -> Markup:
    """The files that are being added, each with what has become of it."""
    done = sum(row.outcome in _DONE for row in view.rows)
    return _HTML.added(
        view,
        status=_summary(view.rows) if view.is_over else _progress(view, done),
        done=done,
        rows=_shown(view.rows),
        signs=SIGN,
        told=TOLD,
        most_reasons=SHOWN_PROBLEMS,
    )


def _progress(view: AddingView, done: int) -> str:
    if view.before:
        return fragments.line(view.before, "change", "changes", "made")
    return f"{done:,} of {counted(len(view.rows), 'file')} done"


def listing(found: Listing) -> Markup:
    """A page of the list, below the number of articles, with buttons that sort it."""
    return _HTML.listing(found, _counts(found), COLUMNS, PAGE_ROWS)


def read(article: Article) -> Markup:
    """An article to be read, with a button that removes it."""
    return _HTML.read(article, articles.opened(article))


def unreadable(message: str) -> Markup:
    """The pane if an article cannot be shown."""
    return _HTML.unreadable(message)


def removed(change: Undo) -> Markup:
    """What was removed, and the way back."""
    if not change.back:
        return note("done", "Nothing was removed: somebody else has done it before.")
    first, *others = change.back
    told = f"Removed “{first.title}”" + (f" and {counted(len(others), 'other')}" if others else "")
    return note("done", f"{told}.", can_undo=True)


def facts(stats: Stats, folder: str) -> Markup:
    """What a library holds and was built with."""
    embedder = f"{stats.embedder}, {stats.dimension} dimensions" if stats.embedder else "not built yet"
    return _HTML.facts(
        {
            "Articles": f"{stats.articles:,}, of which {stats.copies:,} have a near-duplicate",
            "Passages": f"{stats.passages:,}",
            "Indexed files": f"{stats.files:,}",
            "Embedder": embedder,
            "On the disk": size(stats.bytes),
            "Folder": folder,
        }
    )


def checked(report: Report) -> Markup:
    """What a check found."""
    if report.problems:
        told = f"{counted(len(report.problems), 'problem')} found. Repair mends what can be."
        return _HTML.report("error", told, report.problems, SHOWN_PROBLEMS)
    counts = ", ".join(f"{number:,} {name}" for name, number in report.counts.items())
    return note("done", f"{counts or 'Nothing there yet'}: all is well.")


def repaired(actions: Sequence[str]) -> Markup:
    """What a repair did."""
    return _HTML.report("done", "Repaired." if actions else "Nothing was wrong.", actions, SHOWN_PROBLEMS)


def size(number: int) -> str:
    """A number of bytes as a person reads it.

    >>> size(1_234_567)
    '1.2 MB'
    """
    return f"{number / 1e6:,.1f} MB" if number >= 100_000 else f"{number / 1e3:,.1f} KB"


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


def _counts(found: Listing) -> str:
    """How many articles there are, and how many of them fit the query."""
    told = counted(found.total, "article")
    if found.fitting != found.total or found.query.words.strip() or found.query.group:
        return f"{found.fitting:,} of {told}"
    return told
