"""The page: a name plate over four places, each a tab that a module of its own fills."""

from concurrent.futures import Future
from pathlib import Path
from typing import Any

import gradio as gr

from assistant.ask import Assistant
from assistant.ui import render
from assistant.ui.ask_place import ask_place
from assistant.ui.audit_place import audit_place
from assistant.ui.batch_place import batch_place
from assistant.ui.history import History
from assistant.ui.library_place import library_place
from index import Library

_HERE = Path(__file__).parent


def build_app(library: Library, assistant: Future[Assistant]) -> gr.Blocks:
    """The app over a library; the assistant may still be loading, or have failed with a PinciteError."""
    app = gr.Blocks(title="Pincite", analytics_enabled=False, fill_width=True)
    with app:
        gr.HTML(lambda: render.masthead(len(library.articles())), elem_id="masthead", apply_default_css=False)
        with gr.Tabs(elem_id="places"):
            with gr.Tab("Ask", id="ask"):
                ask_place(library, assistant, History(library.folder))
            with gr.Tab("Batch", id="batch"):
                batch_place(library, assistant)
            with gr.Tab("Audit", id="audit"):
                audit_place(library)
            with gr.Tab("Library", id="library"):
                library_place(library)
    app.queue(default_concurrency_limit=None)  # each place says itself what it does one at a time
    return app


def look() -> dict[str, Any]:
    """Theme and styles for `launch`: system fonts only, so that nothing is loaded from another host."""
    sans = ["ui-sans-serif", "system-ui", "sans-serif"]
    theme = gr.themes.Base(font=sans, font_mono=["ui-monospace", "monospace"])
    styles = [_HERE / "style.css", *sorted(path for path in _HERE.glob("*.css") if path.name != "style.css")]
    return {"theme": theme, "css_paths": styles, "footer_links": []}
