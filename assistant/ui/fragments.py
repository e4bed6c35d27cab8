"""What several places of the page show, as HTML. Knows nothing of Gradio."""

from markupsafe import Markup

from assistant.report.templates import Macros

HTML = Macros("ui/fragments.html")


def note(kind: str, message: str, *, can_undo: bool | None = None) -> Markup:
    """A message, its first line above the others; `kind` is `error`, `stopped`, `working` or `done`.

    With `can_undo`, true or false, it can have the focus.
    """
    return Macros("report/macros.html").note(kind, message, can_undo)


def waiting_line(before: int, thing: str, things: str, done: str) -> str:
    """What somebody who waits is told, as plain text.

    >>> waiting_line(1, "batch", "batches", "answered"), waiting_line(2, "batch", "batches", "answered")
    ('Waiting: another batch is answered first', 'Waiting: 2 other batches are answered first')
    """
    others = f"another {thing} is" if before == 1 else f"{before:,} other {things} are"
    return f"Waiting: {others} {done} first"


def first_row(page: int, size: int, total: int) -> int:
    """The first row of a page, both from 0; a page that is not there is the nearest one that is.

    >>> first_row(1, 50, 51), first_row(9, 50, 51), first_row(-1, 50, 51)
    (50, 50, 0)
    """
    return min(max(page, 0), max(total - 1, 0) // size) * size
