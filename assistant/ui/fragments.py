"""HTML that several places of the page show. What others wrote is text here, never markup."""

from html import escape


def note(kind: str, message: str) -> str:
    """A message; of several lines, the first above the others. `kind` is `error`, `stopped`, `working` or `done`."""
    first, *more = message.split("\n")
    details = f"<pre>{escape(chr(10).join(more))}</pre>" if more else ""
    return f'<div class="note {kind}" role="status"><p>{escape(first)}</p>{details}</div>'


def line(before: int, thing: str, things: str, done: str) -> str:
    """What is told to one who waits, as plain text.

    >>> line(1, "batch", "batches", "answered"), line(2, "batch", "batches", "answered")
    ('Waiting: another batch is answered first', 'Waiting: 2 other batches are answered first')
    """
    others = f"another {thing} is" if before == 1 else f"{before:,} other {things} are"
    return f"Waiting: {others} {done} first"


def beside(article: str) -> str:
    """An article's HTML beside something else, with what closes it."""
    return (
        f'<div class="beside"><button type="button" class="closer" data-close>Close</button>{article}</div>'
    )


def pages(label: str, first: int, shown: int, total: int, size: int) -> str:
    """What turns the pages of `size` each, nothing where there is one alone; `first` counts from 0."""
    if total <= size:
        return ""
    number, last = first // size, first + shown
    back = _turn("Previous", number - 1) if first else ""
    forth = _turn("Next", number + 1) if last < total else ""
    told = f"<span>{first + 1:,} to {last:,} of {total:,}</span>"
    return f'<nav class="pages" aria-label="{escape(label)}">{back}{told}{forth}</nav>'


def _turn(label: str, page: int) -> str:
    return f'<button type="button" data-turn="{label}" data-page="{page}">{label}</button>'
