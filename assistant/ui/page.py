"""The page: a name plate above four tabs, the places. Each place has a folder of its own."""

from concurrent.futures import Future
from pathlib import Path
from typing import Any

import gradio as gr

from assistant.answering.ask import Assistant
from assistant.jobs.turns import Turns
from assistant.report.page import PALETTE
from assistant.ui.api import Api
from assistant.ui.ask.answer_view import HTML
from assistant.ui.ask.flow import Desk
from assistant.ui.ask.place import AskPlace
from assistant.ui.audit.flow import AuditDesk, OpenVerifier, shipped_verifier
from assistant.ui.audit.place import audit_place
from assistant.ui.batch.place import BatchPlace
from assistant.ui.history import History
from assistant.ui.library.place import LibraryPlace
from assistant.ui.panes import NOW, pane
from index import Library

_HERE = Path(__file__).parent


def build_app(
    library: Library, assistant: Future[Assistant], verifier: OpenVerifier = shipped_verifier
) -> gr.Blocks:
    """The app over a library; the assistant may still be loading, or have failed with a PinciteError.

    `verifier` is called when the first audit begins.
    """

    def named() -> str:
        return HTML.masthead(library.stats().articles)

    # Questions from the page and from the API wait in the same line; audits wait in another one.
    asking = Desk(library, assistant, History(library.folder), Turns())
    auditing = AuditDesk(library, assistant, Turns(), verifier)
    app = gr.Blocks(title="Pincite", analytics_enabled=False, fill_width=True)
    with app:
        masthead = pane("masthead", named())
        gr.on(None, named, outputs=masthead, **NOW)
        with gr.Tabs(elem_id="places"):
            with gr.Tab("Ask", id="ask"):
                ask = AskPlace(asking)
            with gr.Tab("Batch", id="batch"):
                BatchPlace(library, assistant)
            with gr.Tab("Audit", id="audit"):
                audit_place(auditing)
            with gr.Tab("Library", id="library"):
                for change in LibraryPlace(library).changes:
                    change.then(named, None, masthead, **NOW)
                    ask.follow(change)
        Api(asking, auditing).offer()
    app.queue(default_concurrency_limit=None)  # each place sets its own limits
    return app


def look() -> dict[str, Any]:
    """The theme and the style sheets for `launch`. Fonts are the system's, so nothing is loaded from another host."""
    sans = ["ui-sans-serif", "system-ui", "sans-serif"]
    theme = gr.themes.Base(font=sans, font_mono=["ui-monospace", "monospace"])
    styles = sorted(_HERE.rglob("*.css"), key=lambda path: (path.name != "style.css", path.name))
    return {"theme": theme, "css_paths": [PALETTE, *styles], "footer_links": ["api"]}
