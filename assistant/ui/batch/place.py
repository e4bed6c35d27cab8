"""The Batch place: drop a file of questions, run it, open any answer, and download all of them."""

import tempfile
from collections.abc import AsyncIterator
from concurrent.futures import Future
from contextlib import aclosing
from functools import partial
from pathlib import Path
from typing import Any

import gradio as gr

from assistant.answering.ask import Assistant
from assistant.jobs.files import cache_folder
from assistant.jobs.follow import follow
from assistant.jobs.turns import Turns
from assistant.ui import fragments
from assistant.ui.batch.flow import FORMATS, BatchView, DroppedBatch
from assistant.ui.batch.view import HTML
from assistant.ui.panes import NOW, Downloads, desk, open_beside, pane, queued, script
from index import Library

_DROP = "Questions: .txt (one a line), .csv, .tsv, .xlsx or .jsonl"
_TAKEN = [".txt", ".csv", ".tsv", ".xlsx", ".jsonl", ".ndjson", ".json"]
_STOPPED = "Stopped; what is answered is kept."
_LOST = "The answers are no longer here: the page was closed for long, or the server was started again. Press Run."


class BatchPlace:
    """Makes the components of the place in the current tab, and connects their events. Batches run one at a time."""

    def __init__(self, library: Library, assistant: Future[Assistant]) -> None:
        self._library, self._assistant = library, assistant
        self._turns = Turns()
        self._folder = tempfile.TemporaryDirectory(prefix="pincite-batches-")  # goes with the process
        self._file = gr.File(label=_DROP, file_types=_TAKEN, elem_id="batch-file", height=140)
        self._understood = pane("batch-understood", HTML.hint(), elem_classes="desk")
        with gr.Row(elem_id="batch-buttons"):
            self._run = gr.Button(
                "Run", variant="primary", interactive=False, scale=0, min_width=120, elem_id="batch-run"
            )
            self._anew = gr.Button("Begin anew", visible=False, scale=0, min_width=140, elem_id="batch-anew")
            self._stop = gr.Button("Stop", visible=False, scale=0, min_width=120, elem_id="batch-stop")
        self._downloads = Downloads("batch-downloads", [f"Answers {suffix}" for suffix in FORMATS])
        self._batch: gr.State = gr.State(None)  # DroppedBatch
        self._view: gr.State = gr.State(BatchView(""))
        with desk("batch-desk", script("batch/batch.js"), elem_classes="desk") as self._desk:
            self._table, self._opened = pane("batch-table"), pane("batch-opened")
            self._source = pane("batch-source")
        self._connect_asking()
        self._connect_reading()

    def _connect_asking(self) -> None:
        def dropped(file: str | None) -> tuple[Any, ...]:
            if file is None:
                return None, HTML.hint(), "", BatchView(""), gr.update(visible=False), "", ""
            batch = self._of(file)
            view = batch.page()
            return batch, batch.understood(), view.html, view, gr.update(visible=False), "", ""

        def busy(file: str) -> tuple[Any, ...]:
            hidden, shown = gr.update(visible=False), gr.update(visible=True)
            return self._of(file), hidden, hidden, shown, hidden, "", ""

        async def answer(batch: DroppedBatch, *, anew: bool) -> AsyncIterator[tuple[str, BatchView]]:
            made = batch.views(self._assistant, self._turns, anew=anew)
            async with aclosing(follow(made)) as views:
                async for view in views:
                    if view.turned_to != batch.turned_to:  # the reader turned the page since it was made
                        view = batch.page()
                    yield view.html, view

        def stopped(batch: DroppedBatch) -> tuple[str, BatchView]:
            view = batch.page(fragments.note("stopped", _STOPPED))
            return view.html, view

        def idle(view: BatchView) -> tuple[Any, ...]:
            run = gr.update(visible=view.can_run or not view.can_restart, interactive=view.can_run)
            return run, gr.update(visible=view.can_restart), gr.update(visible=False)

        def files(batch: DroppedBatch | None, request: gr.Request) -> list[Any]:
            folder = Path(self._folder.name, str(request.session_hash))
            folder.mkdir(exist_ok=True)
            return self._downloads.of(partial(batch.written, folder) if batch else list)

        buttons, shown = [self._run, self._anew, self._stop], [self._table, self._view]
        cleared = [self._downloads.row, self._opened, self._source]
        answered = [
            button.click(busy, self._file, [self._batch, *buttons, *cleared], **NOW).then(
                partial(answer, anew=anew), self._batch, shown, **queued("batches")
            )
            for button, anew in ((self._run, False), (self._anew, True))
        ]
        # Only once they are cancelled: their last view must not come after what follows.
        halted = self._stop.click(None, cancels=answered, **NOW).then(stopped, self._batch, shown, **NOW)
        replaced = self._file.change(None, cancels=answered, **NOW).then(
            dropped, self._file, [self._batch, self._understood, *shown, *cleared], **NOW
        )
        for over in (*answered, halted, replaced):
            over.then(idle, self._view, buttons, **NOW).then(
                files, self._batch, self._downloads.outputs, **NOW
            )

    def _connect_reading(self) -> None:
        def turned(batch: DroppedBatch | None, event: gr.EventData) -> str:
            if batch is None:
                return fragments.note("error", _LOST)
            batch.turned_to = int(event.page)  # a run that goes on meanwhile has this object
            return batch.page().html

        def opened(batch: DroppedBatch | None, event: gr.EventData) -> tuple[str, str]:
            if batch is None:
                return fragments.note("error", _LOST), ""
            return (batch.opened(int(event.row)) if event.row is not None else ""), ""

        self._desk.apply(turned, self._batch, self._table, **NOW)
        self._desk.select(opened, self._batch, [self._opened, self._source], **NOW)
        open_beside(self._desk, self._library, self._source)

    def _of(self, file: str) -> DroppedBatch:
        """A batch of its own for each run: the page of its table is not turned yet."""
        return DroppedBatch(Path(file), self._library, cache_folder() / "batches")
