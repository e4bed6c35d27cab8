"""The library as HTML. Everything that comes from an article, a file name or a person is text here, never markup.

What reads an article carries `data-read`, its id; what sorts `data-order`; what turns the pages `data-page`; what
shows a group of copies `data-group`; what is marked for removal `data-pick`. `library.js` reads them.
"""

from collections.abc import Iterable, Sequence
from html import escape

from assistant.report.wording import counted
from assistant.ui import article as articles
from assistant.ui import fragments
from assistant.ui.library.adding import Outcome, Row, View
from assistant.ui.library.listing import PAGE_ROWS, Listing, Order, Undo
from corpus import Article, Span
from corpus.readers import SUFFIXES
from index.check import Report
from index.library import Stats
from index.rows import ArticleRow

SHOWN_FILES = 100  # rows of a long drop: those that were skipped, the one under way, and the last ones
SHOWN_PROBLEMS = 100
COLUMNS = {
    Order.TITLE: "Title",
    Order.PUBLISHER: "Publisher",
    Order.PUBLISHED: "Date",
    Order.LENGTH: "Characters",
    Order.COPIES: "Copies",
}
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


def tools() -> str:
    """Where files are dropped, and what the list is searched by."""
    suffixes = " ".join(sorted(SUFFIXES))
    return (
        f'<div class="drop" data-suffixes="{suffixes}"><p><b>Add articles</b>: drop files or folders here, or '
        '<button type="button" data-choose="files">choose files</button> or '
        '<button type="button" data-choose="folder">a folder</button>.</p>'
        f'<p class="hint">{suffixes}</p><p class="uploading" role="status"></p>'
        '<input type="file" multiple hidden aria-label="Files to add">'
        '<input type="file" webkitdirectory hidden aria-label="A folder to add"></div>'
        '<form class="search" role="search"><label for="library-words">Search</label>'
        '<input type="search" id="library-words" autocomplete="off" placeholder="Title, publisher or text"></form>'
    )


def note(kind: str, message: str, *, can_undo: bool = False) -> str:
    """A message: `kind` is `error`, `done` or `working`."""
    undo = ' <button type="button" data-undo>Undo</button>' if can_undo else ""
    return f'<div class="note {kind}" role="status" tabindex="-1"><p>{escape(message)}{undo}</p></div>'


def added(view: View) -> str:
    """The files under way, each with what has become of it."""
    head = _outcome(view) if view.is_over else _course(view)
    rows, hidden = _shown(view.rows)
    more = f"<li>and {hidden:,} more</li>" if hidden else ""
    return f'<section class="adding" aria-label="Files">{head}<ul>{"".join(map(_file, rows))}{more}</ul></section>'


def _course(view: View) -> str:
    done, total = sum(row.outcome in _DONE for row in view.rows), len(view.rows)
    told = f"{done:,} of {counted(total, 'file')} done"
    if view.before:
        told = fragments.line(view.before, "change", "changes", "made")
    return (
        f'<p class="status" role="status">{told} <button type="button" data-stop>Stop</button></p>'
        f'<div class="bar" role="progressbar" aria-label="Files done" aria-valuemin="0" aria-valuemax="{total}"'
        f' aria-valuenow="{done}"><span style="width:{100 * done / max(total, 1):.1f}%"></span></div>'
    )


def _outcome(view: View) -> str:
    trouble = note("error", view.trouble) if view.trouble else ""
    undo = ' <button type="button" data-undo>Undo</button>' if view.undo else ""
    return f'{trouble}<p class="status" role="status">{escape(_summary(view.rows))}{undo}</p>'


def listing(found: Listing) -> str:
    """A page of the list, under what it is of and with what sorts it."""
    if not found.total:
        return '<p class="hint">There are no articles yet. Drop some files above.</p>'
    head = f'<p class="counts" role="status" data-number="{found.query.number}">{_counts(found)}</p>'
    if not found.rows:
        return head
    columns = "".join(_column(found, order) for order in COLUMNS)
    rows = "".join(_article(found, row) for row in found.rows)
    return (
        f'<div class="above">{head}<button type="button" data-remove disabled>Remove</button></div>'
        f'<table class="articles"><thead><tr><th scope="col" class="pick"><input type="checkbox" data-all'
        f' aria-label="Mark all on this page"></th>{columns}</tr></thead><tbody>{rows}</tbody></table>'
        + fragments.pages("Pages of the list", found.first, len(found.rows), found.fitting, PAGE_ROWS)
    )


def read(article: Article) -> str:
    """An article to be read, with what removes it."""
    id = escape(article.id)
    return _beside(
        articles.opened(article, Span(0, 0)).replace("<mark></mark>", "", 1),
        f'<button type="button" data-remove-one="{id}">Remove from the library</button>',
    )


def unreadable(message: str) -> str:
    """The pane where an article cannot be shown."""
    return _beside(articles.unavailable(message))


def removed(change: Undo) -> str:
    """What was removed, and the way back."""
    if not change.back:
        return note("done", "Nothing was removed: somebody else has done it before.")
    first, *others = change.back
    told = f"Removed “{first.title}”" + (f" and {counted(len(others), 'other')}" if others else "")
    return note("done", f"{told}.", can_undo=True)


def facts(stats: Stats, folder: str) -> str:
    """What a library holds and was built with."""
    embedder = f"{stats.embedder}, {stats.dimension} dimensions" if stats.embedder else "not built yet"
    rows = [
        ("Articles", f"{stats.articles:,}, of which {stats.copies:,} have a near-duplicate"),
        ("Passages", f"{stats.passages:,}"),
        ("Indexed files", f"{stats.files:,}"),
        ("Embedder", embedder),
        ("On the disk", size(stats.bytes)),
        ("Folder", folder),
    ]
    items = "".join(f"<dt>{name}</dt><dd>{escape(value)}</dd>" for name, value in rows)
    return f'<dl class="facts">{items}</dl>'


def checked(report: Report) -> str:
    """What a check found."""
    if not report.problems:
        counts = ", ".join(f"{number:,} {name}" for name, number in report.counts.items())
        return note("done", f"{counts or 'Nothing there yet'}: all is well.")
    return note(
        "error", f"{counted(len(report.problems), 'problem')} found. Repair mends what can be."
    ) + _items(report.problems)


def repaired(actions: Sequence[str]) -> str:
    """What a repair did."""
    return note("done", "Repaired." if actions else "Nothing was wrong.") + _items(actions)


def size(number: int) -> str:
    """A number of bytes as a person reads it.

    >>> size(1_234_567)
    '1.2 MB'
    """
    return f"{number / 1e6:,.1f} MB" if number >= 100_000 else f"{number / 1e3:,.1f} KB"


def _summary(rows: Sequence[Row]) -> str:
    alike = {outcome: [row for row in rows if row.outcome is outcome] for outcome in TOLD}
    told = [
        f"{counted(len(those), 'file')} {TOLD[outcome]}{_articles(outcome, those)}"
        for outcome, those in alike.items()
        if those
    ]
    return "; ".join(told) + "."


def _articles(outcome: Outcome, rows: Sequence[Row]) -> str:
    number = sum(row.articles for row in rows)
    is_told = outcome in (Outcome.ADDED, Outcome.REPLACED) and number != len(rows)
    return f" ({counted(number, 'article')})" if is_told else ""


def _shown(rows: Sequence[Row]) -> tuple[list[Row], int]:
    """The rows of a drop that are shown, and how many are not."""
    if len(rows) <= SHOWN_FILES:
        return list(rows), 0
    told = [n for n, row in enumerate(rows) if row.reasons or row.outcome is Outcome.READING]
    others = [n for n, row in enumerate(rows) if row.outcome in _DONE and not row.reasons]
    kept = sorted([*others, *told][-SHOWN_FILES:])
    return [rows[n] for n in kept], len(rows) - len(kept)


def _file(row: Row) -> str:
    told = TOLD[row.outcome]
    if row.articles > 1:
        told += f": {row.articles:,} articles"
    reasons = "".join(f"<li>{escape(reason)}</li>" for reason in row.reasons[:SHOWN_PROBLEMS])
    return (
        f'<li class="{row.outcome}"><span class="sign" aria-hidden="true">{SIGN[row.outcome]}</span>'
        f'<span class="name">{escape(row.name)}</span> <span class="told">{told}</span>'
        + (f"<ul>{reasons}</ul>" if reasons else "")
        + "</li>"
    )


def _counts(found: Listing) -> str:
    """How many there are and fit, as HTML."""
    told = counted(found.total, "article")
    if found.fitting != found.total or found.query.words.strip() or found.query.group:
        told = f"{found.fitting:,} of {told}"
    if found.query.group:
        told += (
            ' that are near-duplicates of each other <button type="button" data-group="">Show all</button>'
        )
    return told


def _column(found: Listing, order: Order) -> str:
    query = found.query
    is_sorted = query.order is order
    direction = ("descending" if query.descending else "ascending") if is_sorted else "none"
    sign = ("▼" if query.descending else "▲") if is_sorted else ""
    return (
        f'<th scope="col" class="{order}" aria-sort="{direction}"><button type="button" data-order="{order}">'
        f'{COLUMNS[order]} <span aria-hidden="true">{sign}</span></button></th>'
    )


def _article(found: Listing, row: ArticleRow) -> str:
    id, title = escape(row.id), escape(row.title)
    group, published = row.duplicate_group, row.published.isoformat() if row.published else ""
    copies = (
        f'<button type="button" data-group="{escape(group)}" aria-label="{found.copies[group]:,} alike: show all that'
        f' are like {title}">{found.copies[group]:,} alike</button>'
        if group
        else ""
    )
    return (
        f'<tr><td class="pick"><input type="checkbox" data-pick="{id}" aria-label="Mark {title}"></td>'
        f'<td class="title"><button type="button" data-read="{id}">{title}</button></td>'
        f'<td class="publisher">{escape(row.publisher or "")}</td><td class="published">{published}</td>'
        f'<td class="length">{row.characters:,}</td><td class="copies">{copies}</td></tr>'
    )


def _beside(html: str, more: str = "") -> str:
    return (
        f'<div class="beside"><p class="tools"><button type="button" class="closer" data-close>Close</button>{more}</p>'
        f"{html}</div>"
    )


def _items(lines: Iterable[str]) -> str:
    told = list(lines)
    items = "".join(f"<li>{escape(line)}</li>" for line in told[:SHOWN_PROBLEMS])
    rest = len(told) - SHOWN_PROBLEMS
    more = f"<li>and {rest:,} more</li>" if rest > 0 else ""
    return f'<ul class="problems">{items}{more}</ul>' if items else ""
