"""What several places of the page show, as HTML. Knows nothing of Gradio."""

from markupsafe import Markup

from assistant.report.templates import Macros

_HTML = Macros("ui/fragments.html")


def note(kind: str, message: str) -> Markup:
    """A message, its first line above the others; `kind` is `error`, `stopped`, `working` or `done`."""
    return _HTML.note(kind, message)


def line(before: int, thing: str, things: str, done: str) -> str:
    """What somebody who waits is told, as plain text.

    >>> line(1, "batch", "batches", "answered"), line(2, "batch", "batches", "answered")
    ('Waiting: another batch is answered first', 'Waiting: 2 other batches are answered first')
    """
    others = f"another {thing} is" if before == 1 else f"{before:,} other {things} are"
    return f"Waiting: {others} {done} first"


def beside(article: Markup) -> Markup:
    """An article beside something else, with a button that closes it."""
    return _HTML.beside(article)
