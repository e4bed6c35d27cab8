"""The Batch place: drop a file of questions, see what was understood, run it, open any answer, take them with you."""

import tempfile
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import closing
from pathlib import Path
from typing import Any

import gradio as gr

from assistant.ask import Assistant
from assistant.batch.records import Record
from assistant.options import cache_folder
from assistant.ui import render, render_batch
from assistant.ui.batching import FORMATS, Batch, View
from assistant.ui.panes import QUIET, opened_article, pane
from corpus import PinciteError
from index import Library

_BEHAVIOUR = (Path(__file__).parent / "batch.js").read_text(encoding="utf-8")
_DROP = "Questions: .txt (one a line), .csv, .tsv, .xlsx or .jsonl"
_STOPPED = "Stopped. What is answered is kept: run the same file again to go on."
_ANSWERING: dict[str, Any] = {"concurrency_id": "answers", "concurrency_limit": 1}


def batch_place(library: Library, assistant: Future[Assistant]) -> None:
    """Build the place inside the current tab."""
    kept = tempfile.TemporaryDirectory(prefix="pincite-batches-")  # goes with the process

    def of(file: str) -> Batch:
        return Batch(Path(file), library, cache_folder() / "batches")

    dropped = gr.File(label=_DROP, file_types=[".txt", *FORMATS, ".tsv"], elem_id="batch-file", height=120)
    understood = gr.HTML(
        "", elem_id="batch-understood", elem_classes="desk", apply_default_css=False, js_on_load=None
    )
    with gr.Row(elem_id="batch-buttons"):
        run = gr.Button(
            "Run", variant="primary", interactive=False, scale=0, min_width=120, elem_id="batch-run"
        )
        anew = gr.Button("Begin anew", interactive=False, scale=0, min_width=140, elem_id="batch-anew")
        stop = gr.Button("Stop", visible=False, scale=0, min_width=120, elem_id="batch-stop")
    with gr.Row(visible=False, elem_id="batch-downloads") as downloads:
        buttons = [gr.DownloadButton(suffix, scale=0, min_width=96, size="sm") for suffix in FORMATS]
    records: gr.State = gr.State(())
    with gr.HTML(
        html_template="@children",
        js_on_load=_BEHAVIOUR,
        elem_id="batch-desk",
        elem_classes="desk",
        apply_default_css=False,
    ) as desk:
        table, opened, source = pane("batch-table"), pane("batch-opened"), pane("batch-source")

    def look(file: str | None) -> tuple[Any, ...]:
        usable, view = gr.update(interactive=bool(file)), of(file).before() if file else View("")
        return of(file).understood() if file else "", usable, usable, view.html, view.records, "", ""

    def views(begin_anew: bool) -> Callable[[str], Iterator[tuple[str, tuple[Record, ...]]]]:
        def answer(file: str) -> Iterator[tuple[str, tuple[Record, ...]]]:
            with closing(of(file).views(assistant, anew=begin_anew)) as shown:
                for view in shown:
                    yield view.html, view.records

        return answer

    def over(file: str | None) -> tuple[Any, ...]:
        try:
            if not file:
                return gr.update(visible=False), *[gr.update() for _ in FORMATS]
            folder = Path(tempfile.mkdtemp(dir=kept.name))
            files = [str(of(file).written(suffix, folder)) for suffix in FORMATS]
        except PinciteError:
            return gr.update(visible=False), *[gr.update() for _ in FORMATS]
        return gr.update(visible=True), *[gr.update(value=path) for path in files]

    def open_row(held: Sequence[Record], event: gr.EventData) -> tuple[str, str]:
        answer = held[int(event.row)].answer if int(event.row) < len(held) else None
        if answer is None:
            return render_batch.note("error", "This question has no answer yet."), ""
        return render.answer(answer) + render.sources(answer, answer.citations), ""

    def open_article(event: gr.EventData) -> str:
        return opened_article(library, event)

    shown = [understood, run, anew, table, records, opened, source]
    files = [downloads, *buttons]
    dropped.change(look, dropped, shown, queue=False, **QUIET).then(
        over, dropped, files, queue=False, **QUIET
    )
    states = [run, anew, stop]
    started = [
        (button.click(_busy, outputs=[*states, downloads], queue=False, **QUIET), begin_anew)
        for button, begin_anew in ((run, False), (anew, True))
    ]
    answered = [
        busy.then(views(new), dropped, [table, records], **_ANSWERING, **QUIET) for busy, new in started
    ]
    halted = stop.click(None, cancels=answered, queue=False, **QUIET)
    told = halted.then(lambda: render_batch.note("working", _STOPPED), outputs=opened, queue=False, **QUIET)
    for end in (*answered, told):
        end.then(_idle, outputs=states, queue=False, **QUIET).then(over, dropped, files, queue=False, **QUIET)
    desk.select(open_row, records, [opened, source], queue=False, **QUIET)
    desk.click(open_article, outputs=source, queue=False, **QUIET)


def _busy() -> tuple[Any, ...]:
    hidden = gr.update(visible=False)
    return hidden, hidden, gr.update(visible=True), hidden


def _idle() -> tuple[Any, ...]:
    return gr.update(visible=True), gr.update(visible=True), gr.update(visible=False)
