"""The Ask place: a form, the reply with its evidence, the article behind it, and earlier answers."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import gradio as gr
from gradio.events import Dependency

from assistant.answering.ask import Assistant
from assistant.jobs.turns import Turns
from assistant.ui import article, cures
from assistant.ui.article import Neighbour
from assistant.ui.ask import answer_view as render
from assistant.ui.ask import view as render_asked
from assistant.ui.ask.flow import STOPPED, Desk, Form, View, front
from assistant.ui.history import Feedback, History
from assistant.ui.panes import QUIET, pane
from corpus import PinciteError, Span
from index import Library

_BEHAVIOUR = (Path(__file__).parent / "ask.js").read_text(encoding="utf-8")
_NOW: dict[str, Any] = {"queue": False, **QUIET}
# Answers are written one at a time (`Turns`); so many questions may have their evidence and wait for it.
_ANSWERING: dict[str, Any] = {"concurrency_id": "questions", "concurrency_limit": 16, **QUIET}
_ANY = ""  # the value of a filter that is not set


@dataclass(frozen=True, slots=True)
class _Form:
    question: gr.Textbox
    ask: gr.Button
    stop: gr.Button
    after: gr.Textbox
    before: gr.Textbox
    publisher: gr.Dropdown
    article: gr.Dropdown
    previous: gr.State  # Exchange | None
    as_typed: gr.State  # bool
    is_front: gr.State  # bool: nothing is asked yet

    def fields(self) -> list[Any]:
        """The components in the order of the fields of `asking.Form`."""
        return [
            self.question, self.after, self.before, self.publisher, self.article, self.previous, self.as_typed,
        ]  # fmt: skip

    def buttons(self) -> list[Any]:
        return [self.question, self.ask, self.stop]


@dataclass(frozen=True, slots=True)
class _Panes:
    desk: gr.HTML
    reply: gr.HTML
    evidence: gr.HTML
    told: gr.HTML
    source: gr.HTML
    search: gr.Textbox
    earlier: gr.HTML


def ask_place(
    library: Library, assistant: Future[Assistant], history: History, turns: Turns
) -> Callable[[Dependency], None]:
    """Build the place inside the current tab; questions wait in the line `turns`.

    What it returns makes the place follow an event that changes the library.
    """
    form = _lay_out_form()
    panes = _lay_out_desk()
    desk = Desk(library, assistant, history, turns)
    _connect_asking(form, panes, desk)
    _connect_reading(panes, library)
    _connect_history(form, panes, desk)
    return _follows(form, panes, library)


def _lay_out_form() -> _Form:
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
        publisher = gr.Dropdown([("Any", _ANY)], value=_ANY, label="Publisher", min_width=150)
        article = gr.Dropdown([("Any", _ANY)], value=_ANY, label="Article", min_width=150)
    return _Form(
        question,
        ask,
        stop,
        after,
        before,
        publisher,
        article,
        gr.State(None),
        gr.State(False),
        gr.State(True),
    )


def _lay_out_desk() -> _Panes:
    with gr.HTML(
        html_template="@children", js_on_load=_BEHAVIOUR, elem_id="desk", apply_default_css=False
    ) as desk:
        reply = pane("reply")
        told = pane("told")
        evidence = pane("evidence")
        source = pane("source", article.closed())
        with gr.Accordion("Earlier answers", open=False, elem_id="history"):
            search = gr.Textbox(label="Search earlier answers", placeholder="Words", max_lines=1)
            earlier = pane("earlier")
    return _Panes(desk, reply, evidence, told, source, search, earlier)


def _connect_asking(form: _Form, panes: _Panes, desk: Desk) -> None:
    def answer(*fields: Any) -> Iterator[tuple[Any, ...]]:
        asked = Form(*fields)
        for view in desk.views(asked):
            yield view.reply, view.evidence, view.exchange or asked.previous, view.is_front

    def stopped(question: str) -> tuple[str, str, bool]:
        return render.note(question, "stopped", STOPPED), "", False

    def listed(words: str | None) -> str:
        return _listed(desk.history, words)

    shown = [panes.reply, panes.evidence, form.previous, form.is_front]
    picked = panes.desk.example_select(_picked, outputs=[form.question, form.as_typed], **_NOW)
    started = [
        start(_busy, outputs=[*form.buttons(), panes.source, panes.told], **_NOW)
        for start in (form.ask.click, form.question.submit, picked.success)
    ]
    answered = [busy.then(answer, form.fields(), shown, **_ANSWERING) for busy in started]
    # Only once the reply is cancelled: its last view must not come after the note.
    cancelled = form.stop.click(None, cancels=answered, **_NOW)
    halted = cancelled.then(stopped, form.question, [panes.reply, panes.evidence, form.is_front], **_NOW)
    for over in (*answered, halted):
        over.then(_idle, outputs=[*form.buttons(), form.as_typed], **_NOW).then(
            listed, panes.search, panes.earlier, **_NOW
        )


def _connect_reading(panes: _Panes, library: Library) -> None:
    def open_article(event: gr.EventData) -> str:
        try:
            span = Span(int(event.start), int(event.end))
            neighbours = [Neighbour(Span(int(start), int(end)), int(n)) for n, start, end in event.neighbours]
            return article.opened(library.article(str(event.article)), span, neighbours)
        except (PinciteError, ValueError) as error:
            return article.unavailable(cures.told(error))

    # Pressing again does not wait for what was pressed before.
    panes.desk.click(open_article, outputs=panes.source, trigger_mode="multiple", **_NOW)


def _connect_history(form: _Form, panes: _Panes, desk: Desk) -> None:
    history, library = desk.history, desk.library

    def opened(request: gr.Request) -> tuple[Any, ...]:
        id = request.query_params.get("answer", "")
        view = desk.kept(id) if id else View(front(library), is_front=True)
        shown = view.reply, view.evidence, view.exchange, view.is_front
        return *shown, _listed(history, ""), *_filters(library)

    def reopen(event: gr.EventData) -> tuple[Any, ...]:
        view = desk.kept(str(event.id))
        return view.reply, view.evidence, view.exchange, view.is_front, article.closed(), ""

    def rate(event: gr.EventData) -> str:
        try:
            history.rate(str(event.id), Feedback(str(event.thumb), str(event.comment)))
        except PinciteError as error:
            return render_asked.told(cures.told(error))
        kept = "Your comment is kept" if event.comment else "Kept"
        return render_asked.told(f"{kept} in {history.path}")

    def remove(words: str | None, event: gr.EventData) -> tuple[str, str]:
        try:
            if event.id:
                history.remove(str(event.id))
            else:
                history.clear()
        except PinciteError as error:
            return _listed(history, words), render_asked.told(cures.told(error))
        return _listed(history, words), ""

    def listed(words: str | None) -> str:
        return _listed(history, words)

    shown = [panes.reply, panes.evidence, form.previous, form.is_front]
    gr.on(None, opened, outputs=[*shown, panes.earlier, form.publisher, form.article], **_NOW)
    panes.desk.select(reopen, outputs=[*shown, panes.source, panes.told], **_NOW)
    panes.desk.like(rate, outputs=panes.told, **_NOW)
    panes.desk.delete(remove, panes.search, [panes.earlier, panes.told], **_NOW)
    panes.search.change(listed, panes.search, panes.earlier, **_NOW)


def _follows(form: _Form, panes: _Panes, library: Library) -> Callable[[Dependency], None]:
    chosen = [form.publisher, form.article]

    def held(is_front: bool, publisher: str | None, article: str | None) -> tuple[Any, ...]:
        return front(library) if is_front else gr.skip(), *_filters(library, publisher, article)

    def follow(change: Dependency) -> None:
        change.then(held, [form.is_front, *chosen], [panes.reply, *chosen], **_NOW)

    return follow


def _listed(history: History, words: str | None) -> str:
    words = words or ""  # None while the list was never opened
    return render_asked.earlier(history.search(words), words)


def _filters(
    library: Library, publisher: str | None = None, article: str | None = None
) -> tuple[dict[str, Any], dict[str, Any]]:
    """What can be chosen of publishers and articles; what was chosen stays, if it is still there."""
    rows = library.articles()
    publishers = sorted({row.publisher for row in rows if row.publisher}, key=str.casefold)
    return (
        _choices([(name, name) for name in publishers], publisher),
        _choices([(row.title, row.id) for row in rows], article),
    )


def _choices(pairs: Sequence[tuple[str, str]], chosen: str | None) -> dict[str, Any]:
    is_there = chosen in {value for _, value in pairs}
    return gr.update(choices=[("Any", _ANY), *pairs], value=chosen if is_there else _ANY)


def _picked(event: gr.EventData) -> tuple[str, bool]:
    return str(event.question), bool(event.as_typed)


def _busy() -> tuple[Any, ...]:
    off, hidden, shown = gr.update(interactive=False), gr.update(visible=False), gr.update(visible=True)
    return off, hidden, shown, article.closed(), ""


def _idle() -> tuple[Any, ...]:
    return gr.update(interactive=True), gr.update(visible=True), gr.update(visible=False), False
