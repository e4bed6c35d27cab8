"""What the places of the page share: how they are wired, panes of HTML, the article that a mark opens, downloads.

An event that a place's script sends means the same in every place: `click` opens an article, `select` opens an answer,
`apply` turns the page, `example_select` asks a question that is offered.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import gradio as gr
from markupsafe import Markup

from assistant.ui import article, cures, fragments
from assistant.ui.article import Neighbour
from corpus import PinciteError, Span
from index import Library

MOST_WAITING = 16  # that are told how many come before them; more wait in Gradio's queue and are told nothing
# Even so the function of an event may not be called like one of the API: Gradio would rename that one.
QUIET: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
NOW: dict[str, Any] = {"queue": False, **QUIET}


def queued(line: str) -> dict[str, Any]:
    """How an event is wired that goes on for long, and waits until those before it in this line are over."""
    return {"concurrency_id": line, "concurrency_limit": MOST_WAITING, **QUIET}


def pane(elem_id: str, value: Any = "", **more: Any) -> gr.HTML:
    """HTML of ours, without Gradio's own style."""
    return gr.HTML(value, elem_id=elem_id, apply_default_css=False, js_on_load=None, **more)


def desk(elem_id: str, script: str, **more: Any) -> gr.HTML:
    """What holds the panes of a place. The script sends an event when something in them is pressed."""
    return gr.HTML(
        html_template="@children", js_on_load=script, elem_id=elem_id, apply_default_css=False, **more
    )


def script(name: str) -> str:
    """The script of a place, by its path in this folder, behind what all of them share."""
    return "".join((Path(__file__).parent / part).read_text(encoding="utf-8") for part in ("places.js", name))


def opened_article(library: Library, event: gr.EventData) -> Markup:
    """The article that a mark names, its quote lit and its neighbours to be pressed; a note if it cannot be shown."""
    try:
        given = getattr(event, "neighbours", ())
        neighbours = [Neighbour(Span(int(start), int(end)), int(number)) for number, start, end in given]
        span = Span(int(event.start), int(event.end))
        return article.opened(library.article(str(event.article)), span, neighbours)
    except (PinciteError, ValueError) as error:
        return article.HTML.unavailable(cures.told(error))


def open_beside(desk: gr.HTML, library: Library, source: gr.HTML) -> None:
    """Open the articles of marks that are pressed in the desk beside it, in the pane `source`, and close them."""

    def opened(event: gr.EventData) -> str:
        return fragments.HTML.beside(opened_article(library, event)) if event.article else ""

    # Pressing again does not wait for what was pressed before.
    desk.click(opened, outputs=source, trigger_mode="multiple", **NOW)


class Downloads:
    """A row of buttons, each of which downloads a file. It is hidden until there are files."""

    def __init__(self, elem_id: str, labels: Sequence[str]) -> None:
        with gr.Row(visible=False, elem_id=elem_id) as self.row:
            buttons = [gr.DownloadButton(label, scale=0, min_width=110, size="sm") for label in labels]
        self.outputs = [self.row, *buttons]

    def of(self, write: Callable[[], Sequence[Path]]) -> list[dict[str, Any]]:
        """The updates of `outputs` that offer a file for each button, or hide the row if there are none.

        `write` gives the files; if it fails with a PinciteError, there are none.
        """
        try:
            files = write()
        except PinciteError:  # the page tells of it elsewhere
            files = []
        offered = [gr.update(value=str(path)) for path in files] or [gr.skip() for _ in self.outputs[1:]]
        return [gr.update(visible=bool(files)), *offered]
