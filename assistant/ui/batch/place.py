"""The Batch place: drop a file of questions, see what was understood, run it, open any answer, take them with you."""

import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import closing
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import gradio as gr

from assistant.answering.ask import Assistant
from assistant.jobs.files import cache_folder
from assistant.jobs.follow import follow
from assistant.jobs.turns import Turns
from assistant.ui import fragments
from assistant.ui.batch import view as render
from assistant.ui.batch.flow import FORMATS, BatchView, DroppedBatch, TurnedTo
from assistant.ui.panes import QUIET, opened_article, pane
from corpus import PinciteError
from index import Library

_BEHAVIOUR = (Path(__file__).parent / "batch.js").read_text(encoding="utf-8")
_DROP = "Questions: .txt (one a line), .csv, .tsv, .xlsx or .jsonl"
_TAKEN = [".txt", ".csv", ".tsv", ".xlsx", ".jsonl", ".ndjson", ".json"]
_STOPPED = "Stopped; what is answered is kept."
_NOW: dict[str, Any] = {"queue": False, **QUIET}
# Batches run one at a time (`Turns`); so many may wait for it.
_ANSWERING: dict[str, Any] = {"concurrency_id": "batches", "concurrency_limit": 16, **QUIET}


@dataclass(frozen=True, slots=True)
class _Controls:
    dropped: gr.File
    understood: gr.HTML
    run: gr.Button
    anew: gr.Button
    stop: gr.Button
    downloads: gr.Row
    files: list[gr.DownloadButton]  # of FORMATS
    turned_to: gr.State  # TurnedTo
    view: gr.State  # BatchView

    def buttons(self) -> list[Any]:
        return [self.run, self.anew, self.stop]


@dataclass(frozen=True, slots=True)
class _Panes:
    desk: gr.HTML
    table: gr.HTML
    opened: gr.HTML
    source: gr.HTML


@dataclass(frozen=True, slots=True)
class _Desk:
    """Where the batches of one library are answered, one at a time.

    `batch` gives the batch of a file's path; a path always has the same content, as Gradio names uploads by it.
    """

    library: Library
    assistant: Future[Assistant]
    batch: Callable[[str], DroppedBatch]
    taken: tempfile.TemporaryDirectory[str]  # for files to take along; goes with the process
    turns: Turns = field(default_factory=Turns)


def batch_place(library: Library, assistant: Future[Assistant]) -> None:
    """Build the place inside the current tab."""
    controls = _lay_out_controls()
    panes = _lay_out_desk()

    @lru_cache(maxsize=16)
    def batch(file: str) -> DroppedBatch:
        return DroppedBatch(Path(file), library, cache_folder() / "batches")

    desk = _Desk(library, assistant, batch, tempfile.TemporaryDirectory(prefix="pincite-batches-"))
    _connect_asking(controls, panes, desk)
    _connect_reading(controls, panes, desk)


def _lay_out_controls() -> _Controls:
    dropped = gr.File(label=_DROP, file_types=_TAKEN, elem_id="batch-file", height=140)
    understood = gr.HTML(
        render.hint(),
        elem_id="batch-understood",
        elem_classes="desk",
        apply_default_css=False,
        js_on_load=None,
    )
    with gr.Row(elem_id="batch-buttons"):
        run = gr.Button(
            "Run", variant="primary", interactive=False, scale=0, min_width=120, elem_id="batch-run"
        )
        anew = gr.Button("Begin anew", visible=False, scale=0, min_width=140, elem_id="batch-anew")
        stop = gr.Button("Stop", visible=False, scale=0, min_width=120, elem_id="batch-stop")
    with gr.Row(visible=False, elem_id="batch-downloads") as downloads:
        files = [
            gr.DownloadButton(f"Answers {suffix}", scale=0, min_width=120, size="sm") for suffix in FORMATS
        ]
    turned_to, view = gr.State(TurnedTo()), gr.State(BatchView(""))
    return _Controls(dropped, understood, run, anew, stop, downloads, files, turned_to, view)


def _lay_out_desk() -> _Panes:
    with gr.HTML(
        html_template="@children", js_on_load=_BEHAVIOUR, elem_id="batch-desk", elem_classes="desk",
        apply_default_css=False,
    ) as desk:  # fmt: skip
        return _Panes(desk, pane("batch-table"), pane("batch-opened"), pane("batch-source"))


def _connect_asking(controls: _Controls, panes: _Panes, desk: _Desk) -> None:
    def look(file: str | None) -> tuple[Any, ...]:
        view = desk.batch(file).page() if file else BatchView("")
        understood = desk.batch(file).understood() if file else render.hint()
        return understood, view.html, view, *_idle(view), gr.update(visible=False), "", "", TurnedTo()

    def answer(*, anew: bool) -> Callable[[str, TurnedTo], Iterator[tuple[str, BatchView]]]:
        def views(file: str, turned_to: TurnedTo) -> Iterator[tuple[str, BatchView]]:
            made = desk.batch(file).views(desk.assistant, desk.turns, turned_to, anew=anew)
            with closing(follow(made)) as shown:
                for view in shown:
                    yield view.html, view

        return views

    def stopped(file: str, turned_to: TurnedTo) -> tuple[str, BatchView]:
        view = desk.batch(file).page(turned_to.page or 0, fragments.note("stopped", _STOPPED))
        return view.html, view

    def files(file: str | None, request: gr.Request) -> tuple[Any, ...]:
        folder = Path(desk.taken.name, str(request.session_hash))
        folder.mkdir(exist_ok=True)
        try:
            written = desk.batch(file).written(folder) if file else []
        except PinciteError:  # nothing is answered yet, or the table tells why it cannot be read
            written = []
        if not written:
            return gr.update(visible=False), *[gr.update() for _ in FORMATS]
        return gr.update(visible=True), *[gr.update(value=str(path)) for path in written]

    dropped, turned_to, view = controls.dropped, controls.turned_to, controls.view
    asked_for, shown, taken = [dropped, turned_to], [panes.table, view], [controls.downloads, *controls.files]
    begun = [*controls.buttons(), controls.downloads, panes.opened, panes.source, turned_to]
    answered = [
        button.click(_busy, outputs=begun, **_NOW).then(answer(anew=anew), asked_for, shown, **_ANSWERING)
        for button, anew in ((controls.run, False), (controls.anew, True))
    ]
    # Only once they are cancelled: their last view must not come after what follows.
    halted = controls.stop.click(None, cancels=answered, **_NOW).then(stopped, asked_for, shown, **_NOW)
    for over in (*answered, halted):
        over.then(_idle, view, controls.buttons(), **_NOW).then(files, dropped, taken, **_NOW)
    replaced = dropped.change(None, cancels=answered, **_NOW)
    replaced.then(look, dropped, [controls.understood, *shown, *begun], **_NOW).then(
        files, dropped, taken, **_NOW
    )


def _connect_reading(controls: _Controls, panes: _Panes, desk: _Desk) -> None:
    def turn(file: str, turned_to: TurnedTo, event: gr.EventData) -> tuple[str, TurnedTo]:
        turned_to.page = int(event.page)  # in place: a run that goes on meanwhile has this object
        return desk.batch(file).page(turned_to.page).html, turned_to

    def open_row(file: str, event: gr.EventData) -> tuple[str, str]:
        return (desk.batch(file).opened(int(event.row)) if event.row is not None else ""), ""

    def open_article(event: gr.EventData) -> str:
        return fragments.beside(opened_article(desk.library, event)) if event.article else ""

    dropped, turned_to = controls.dropped, controls.turned_to
    panes.desk.apply(turn, [dropped, turned_to], [panes.table, turned_to], **_NOW)
    panes.desk.select(open_row, dropped, [panes.opened, panes.source], **_NOW)
    panes.desk.click(open_article, outputs=panes.source, trigger_mode="multiple", **_NOW)


def _busy() -> tuple[Any, ...]:
    hidden, shown = gr.update(visible=False), gr.update(visible=True)
    return hidden, hidden, shown, hidden, "", "", TurnedTo()


def _idle(view: BatchView) -> tuple[Any, ...]:
    run = gr.update(visible=view.can_run or not view.can_restart, interactive=view.can_run)
    return run, gr.update(visible=view.can_restart), gr.update(visible=False)
