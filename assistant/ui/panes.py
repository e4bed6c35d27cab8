"""What the places of the page share: how they are wired, a pane of HTML, and the article that a mark opens.

An event that a place's script sends means the same in every place: `click` opens an article, `select` opens an answer,
`apply` turns the page, `example_select` asks a question that is offered.
"""

from typing import Any

import gradio as gr
from markupsafe import Markup

from assistant.ui import article, cures
from corpus import PinciteError, Span
from index import Library

QUIET: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}


def pane(elem_id: str, value: Any = "") -> gr.HTML:
    """HTML of ours, without Gradio's own style."""
    return gr.HTML(value, elem_id=elem_id, apply_default_css=False, js_on_load=None)


def opened_article(library: Library, event: gr.EventData) -> Markup:
    """The article that a mark names, its quote lit; a note if it cannot be shown."""
    try:
        return article.opened(library.article(str(event.article)), Span(int(event.start), int(event.end)))
    except (PinciteError, ValueError) as error:
        return article.unavailable(cures.told(error))
