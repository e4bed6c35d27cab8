"""The Ask place: a form, the reply with its evidence, the article behind it, and earlier answers."""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import aclosing
from typing import Any

import gradio as gr
from gradio.events import Dependency

from assistant.jobs.follow import follow
from assistant.ui import article, cures
from assistant.ui.ask import view
from assistant.ui.ask.answer_view import HTML
from assistant.ui.ask.flow import STOPPED, Desk, Form, View, front
from assistant.ui.history import Feedback
from assistant.ui.panes import NOW, desk, opened_article, pane, queued, script
from corpus import PinciteError

_ANY = ""  # the value of a filter that is not set


class AskPlace:
    """Makes the components of the place in the current tab, and connects their events."""

    def __init__(self, asking: Desk) -> None:
        self._asking, self._library, self._history = asking, asking.library, asking.history
        with gr.Row(elem_id="ask"):
            self._question = gr.Textbox(
                label="Question", show_label=False, placeholder="Ask a question", max_lines=4,
                container=False, autofocus=True, scale=8, elem_id="question",
            )  # fmt: skip
            self._ask = gr.Button("Ask", variant="primary", scale=0, min_width=96, elem_id="ask-button")
            self._stop = gr.Button("Stop", visible=False, scale=0, min_width=96, elem_id="stop-button")
        with gr.Accordion("Narrow it down", open=False, elem_id="filters"):
            with gr.Row():
                after = gr.Textbox(label="Published on or after", placeholder="2024-01-31", min_width=150)
                before = gr.Textbox(label="Published on or before", placeholder="2024-12-31", min_width=150)
                publisher = gr.Dropdown([("Any", _ANY)], value=_ANY, label="Publisher", min_width=150)
                only = gr.Dropdown([("Any", _ANY)], value=_ANY, label="Article", min_width=150)
            extract = gr.Checkbox(label="Quote the articles, without a language model", container=False)
        previous = gr.State(None)  # the Exchange before this one
        self._as_typed, self._is_front = gr.State(False), gr.State(True)
        self._form = [
            self._question, after, before, publisher, only, previous, self._as_typed, extract,
        ]  # fmt: skip  # as in Form
        self._chosen = [publisher, only]
        with desk("desk", script("ask/ask.js")) as self._desk:
            self._reply, self._told, evidence = pane("reply"), pane("told"), pane("evidence")
            self._source = pane("source", article.HTML.closed())
            with gr.Accordion("Earlier answers", open=False, elem_id="history"):
                self._words = gr.Textbox(label="Search earlier answers", placeholder="Words", max_lines=1)
                self._earlier = pane("earlier")
        self._shown = [self._reply, evidence, previous, self._is_front]  # as in View
        self._connect_asking()
        self._connect_reading()

    def follow(self, change: Dependency) -> None:
        """Show the new articles and publishers after an event that changes the library."""

        def there(is_front: bool, *chosen: str | None) -> tuple[Any, ...]:
            return front(self._library) if is_front else gr.skip(), *self._choices(*chosen)

        change.then(there, [self._is_front, *self._chosen], [self._reply, *self._chosen], **NOW)

    def _connect_asking(self) -> None:
        async def answer(*fields: Any) -> AsyncIterator[View]:
            form = Form(*fields)
            # In a thread, so that Stop need not wait for the next view.
            async with aclosing(follow(self._asking.views(form))) as views:
                async for shown in views:
                    yield shown._replace(exchange=shown.exchange or form.previous)

        def picked(event: gr.EventData) -> tuple[str, bool]:
            return str(event.question), bool(event.as_typed)

        def busy() -> tuple[Any, ...]:
            hidden, shown = gr.update(visible=False), gr.update(visible=True)
            return gr.update(interactive=False), hidden, shown, article.HTML.closed(), ""

        def idle() -> tuple[Any, ...]:
            return gr.update(interactive=True), gr.update(visible=True), gr.update(visible=False), False

        def stopped(question: str) -> tuple[Any, ...]:
            return HTML.note(question, "stopped", STOPPED), "", gr.skip(), False

        buttons = [self._question, self._ask, self._stop]
        pick = self._desk.example_select(picked, outputs=[self._question, self._as_typed], **NOW)
        started = [
            start(busy, outputs=[*buttons, self._source, self._told], **NOW)
            for start in (self._ask.click, self._question.submit, pick.success)
        ]
        answered = [begun.then(answer, self._form, self._shown, **queued("questions")) for begun in started]
        # Only once the reply is cancelled: its last view must not come after the note.
        cancelled = self._stop.click(None, cancels=answered, **NOW)
        halted = cancelled.then(stopped, self._question, self._shown, **NOW)
        for over in (*answered, halted):
            over.then(idle, outputs=[*buttons, self._as_typed], **NOW).then(
                self._listed, self._words, self._earlier, **NOW
            )

    def _connect_reading(self) -> None:
        def opened(request: gr.Request) -> tuple[Any, ...]:
            id = request.query_params.get("answer", "")
            shown = self._asking.kept(id) if id else View(front(self._library), is_front=True)
            return *shown, self._listed(), *self._choices()

        def open_article(event: gr.EventData) -> str:
            return opened_article(self._library, event)

        def reopen(event: gr.EventData) -> tuple[Any, ...]:
            return *self._asking.kept(str(event.id)), article.HTML.closed(), ""

        def rate(event: gr.EventData) -> str:
            feedback = Feedback(str(event.thumb), str(event.comment))
            kept = "Your comment is kept" if event.comment else "Kept"
            return _trouble(lambda: self._history.rate(str(event.id), feedback)) or view.HTML.told(
                f"{kept} in {self._history.path}"
            )

        def remove(words: str | None, event: gr.EventData) -> tuple[str, str]:
            history = self._history
            told = _trouble(lambda: history.remove(str(event.id)) if event.id else history.clear())
            return self._listed(words), told

        gr.on(None, opened, outputs=[*self._shown, self._earlier, *self._chosen], **NOW)
        # Pressing again does not wait for what was pressed before.
        self._desk.click(open_article, outputs=self._source, trigger_mode="multiple", **NOW)
        self._desk.select(reopen, outputs=[*self._shown, self._source, self._told], **NOW)
        self._desk.like(rate, outputs=self._told, **NOW)
        self._desk.delete(remove, self._words, [self._earlier, self._told], **NOW)
        self._words.change(self._listed, self._words, self._earlier, **NOW)

    def _listed(self, words: str | None = None) -> str:
        words = words or ""  # None while the list was never opened
        return view.earlier(self._history.search(words), words)

    def _choices(self, publisher: str | None = None, article: str | None = None) -> Sequence[dict[str, Any]]:
        """The publishers and the articles that can be chosen. What was chosen stays, if it is still there."""
        rows = self._library.articles()
        publishers = sorted({row.publisher for row in rows if row.publisher}, key=str.casefold)
        offered = [(name, name) for name in publishers], [(row.title, row.id) for row in rows]
        return [
            gr.update(
                choices=[("Any", _ANY), *choices],
                value=chosen if chosen in {value for _, value in choices} else _ANY,
            )
            for choices, chosen in zip(offered, (publisher, article), strict=True)
        ]


def _trouble(change: Callable[[], None]) -> str:
    """Change the history; what to say if that fails."""
    try:
        change()
    except PinciteError as error:
        return view.HTML.told(cures.told(error))
    return ""
