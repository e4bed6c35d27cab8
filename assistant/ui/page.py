"""The page: a form, the reply with its evidence, and the article behind it."""

from collections.abc import Iterator
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import gradio as gr

from assistant.ask import Assistant
from assistant.ui import article, render
from assistant.ui.asking import STOPPED, Form, front, views
from corpus import PinciteError, Span
from index import Library

_HERE = Path(__file__).parent
_BEHAVIOUR = (_HERE / "behaviour.js").read_text(encoding="utf-8")
_QUIET: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
# One model on two cores: a second answer at the same time would only make both slower.
ANSWERS_AT_A_TIME = 1


@dataclass(frozen=True, slots=True)
class _Page:
    question: gr.Textbox
    ask: gr.Button
    stop: gr.Button
    after: gr.Textbox
    before: gr.Textbox
    publisher: gr.Textbox
    desk: gr.HTML
    reply: gr.HTML
    evidence: gr.HTML
    source: gr.HTML


def build_app(library: Library, assistant: Future[Assistant]) -> gr.Blocks:
    """The app over a library; the assistant may still be loading, or have failed with a PinciteError."""
    app = gr.Blocks(title="Pincite", analytics_enabled=False, fill_width=True)
    with app:
        page = _lay_out(library)
        _connect(page, library, assistant)
    app.queue(default_concurrency_limit=ANSWERS_AT_A_TIME)
    return app


def look() -> dict[str, Any]:
    """Theme and style for `launch`: system fonts only, so that nothing is loaded from another host."""
    sans = ["ui-sans-serif", "system-ui", "sans-serif"]
    theme = gr.themes.Base(font=sans, font_mono=["ui-monospace", "monospace"])
    return {"theme": theme, "css_paths": _HERE / "style.css", "footer_links": []}


def _lay_out(library: Library) -> _Page:
    gr.HTML(lambda: render.masthead(len(library.articles())), elem_id="masthead", apply_default_css=False)
    with gr.Row(elem_id="ask"):
        question = gr.Textbox(
            label="Question", show_label=False, placeholder="Ask a question", max_lines=4,
            container=False, autofocus=True, scale=8, elem_id="question",
        )  # fmt: skip
        ask = gr.Button("Ask", variant="primary", scale=0, min_width=96, elem_id="ask-button")
        stop = gr.Button("Stop", visible=False, scale=0, min_width=96, elem_id="stop-button")
    with gr.Accordion("Narrow it down", open=False, elem_id="filters"), gr.Row():
        after = gr.Textbox(label="Published on or after", placeholder="2024-01-31", min_width=150)
        before = gr.Textbox(label="Published on or before", placeholder="2024-12-31", min_width=150)
        publisher = gr.Textbox(label="Publisher", placeholder="Its full name", min_width=150)
    with gr.HTML(
        html_template="@children", js_on_load=_BEHAVIOUR, elem_id="desk", apply_default_css=False
    ) as desk:
        reply = _pane("reply", lambda: front(library))
        evidence = _pane("evidence", "")
        source = _pane("source", article.closed())
    return _Page(question, ask, stop, after, before, publisher, desk, reply, evidence, source)


def _pane(elem_id: str, value: Any) -> gr.HTML:
    return gr.HTML(value, elem_id=elem_id, apply_default_css=False, js_on_load=None)


def _connect(page: _Page, library: Library, assistant: Future[Assistant]) -> None:
    def answer(question: str, *filters: str | None) -> Iterator[tuple[str, str]]:
        for view in views(assistant, Form(question, *filters)):
            yield view.reply, view.evidence

    def open_article(event: gr.EventData) -> str:
        try:
            return article.opened(library.article(str(event.article)), Span(int(event.start), int(event.end)))
        except (PinciteError, ValueError) as error:
            return article.unavailable(str(error))

    def stopped(question: str) -> tuple[str, str]:
        return render.note(question, "stopped", STOPPED), ""

    form = [page.question, page.after, page.before, page.publisher]
    panes, buttons = [page.reply, page.evidence], [page.question, page.ask, page.stop]
    picked = page.desk.select(_sample_question, outputs=page.question, queue=False, **_QUIET)
    started = [
        start(_busy, outputs=[*buttons, page.source], queue=False, **_QUIET)
        for start in (page.ask.click, page.question.submit, picked.success)
    ]
    answered = [busy.then(answer, form, panes, **_QUIET) for busy in started]
    # Only once the reply is cancelled: its last view must not come after the note.
    cancelled = page.stop.click(None, cancels=answered, queue=False, **_QUIET)
    halted = cancelled.then(stopped, page.question, panes, queue=False, **_QUIET)
    for over in (*answered, halted):
        over.then(_idle, outputs=buttons, queue=False, **_QUIET)
    page.desk.click(open_article, outputs=page.source, queue=False, **_QUIET)


def _sample_question(event: gr.EventData) -> str:
    return str(event.question)


def _busy() -> tuple[dict[str, Any], dict[str, Any], dict[str, Any], str]:
    return gr.update(interactive=False), gr.update(visible=False), gr.update(visible=True), article.closed()


def _idle() -> tuple[dict[str, Any], dict[str, Any], dict[str, Any]]:
    return gr.update(interactive=True), gr.update(visible=True), gr.update(visible=False)
