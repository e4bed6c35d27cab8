"""The page: a name plate over four places, each a tab that a module of its own fills."""

from concurrent.futures import Future
from functools import partial
from pathlib import Path
from typing import Any

import gradio as gr

from assistant.answering.ask import Assistant
from assistant.jobs.turns import Turns
from assistant.report.page import PALETTE
from assistant.ui.api import Api
from assistant.ui.ask import answer_view as render
from assistant.ui.ask.place import ask_place
from assistant.ui.audit.flow import OpenVerifier, shipped_verifier
from assistant.ui.audit.place import audit_place
from assistant.ui.batch.place import batch_place
from assistant.ui.history import History
from assistant.ui.library.place import library_place
from assistant.ui.panes import QUIET, pane
from index import Library

_HERE = Path(__file__).parent


def build_app(
    library: Library, assistant: Future[Assistant], verifier: OpenVerifier = shipped_verifier
) -> gr.Blocks:
    """The app over a library; the assistant may still be loading, or have failed with a PinciteError.

    `verifier` is called when the first audit begins.
    """
    questions, audits = Turns(), Turns()  # the lines in which those from the page and from the API wait alike
    app = gr.Blocks(title="Pincite", analytics_enabled=False, fill_width=True)
    with app:
        masthead = pane("masthead", _masthead(library))
        now = partial(_masthead, library)
        gr.on(None, now, outputs=masthead, queue=False, **QUIET)
        with gr.Tabs(elem_id="places"):
            with gr.Tab("Ask", id="ask"):
                ask_follows = ask_place(library, assistant, History(library.folder), questions)
            with gr.Tab("Batch", id="batch"):
                batch_place(library, assistant)
            with gr.Tab("Audit", id="audit"):
                audit_place(library, assistant, audits, verifier)
            with gr.Tab("Library", id="library"):
                for change in library_place(library):
                    change.then(now, None, masthead, queue=False, **QUIET)
                    ask_follows(change)
        Api(library, assistant, questions, audits, verifier).offer()
    app.queue(default_concurrency_limit=None)  # each place says itself what it does one at a time
    return app


def _masthead(library: Library) -> str:
    return render.masthead(library.stats().articles)


def look() -> dict[str, Any]:
    """Theme and styles for `launch`: system fonts only, so that nothing is loaded from another host."""
    sans = ["ui-sans-serif", "system-ui", "sans-serif"]
    theme = gr.themes.Base(font=sans, font_mono=["ui-monospace", "monospace"])
    styles = sorted(_HERE.rglob("*.css"), key=lambda path: (path.name != "style.css", path.name))
    return {"theme": theme, "css_paths": [PALETTE, *styles], "footer_links": ["api"]}
