"""The Library place: every article, searched and sorted; read, added, removed and put back; checked and repaired."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from threading import Event
from typing import Any

import gradio as gr
from gradio.utils import get_upload_folder

from assistant.ui import render_library as render
from assistant.ui.adding import Dropped, adding
from assistant.ui.catalogue import Query, Undo, listing, remove, take_back
from assistant.ui.panes import QUIET, pane
from corpus import PinciteError
from index import Library

_BEHAVIOUR = (Path(__file__).parent / "library.js").read_text(encoding="utf-8")
_CHANGING: dict[str, Any] = {"concurrency_id": "library", "concurrency_limit": 1}


def library_place(library: Library) -> None:
    """Build the place inside the current tab."""
    stops: dict[str, Event] = {}  # of what is being added, by session
    query, undo = gr.State(Query()), gr.State(Undo())

    def listed(asked: Query) -> str:
        try:
            return render.listing(listing(library, asked))
        except PinciteError as error:
            return render.note("error", str(error))

    def facts() -> str:
        try:
            return render.facts(library.stats(), str(library.folder))
        except PinciteError as error:
            return render.note("error", str(error))

    with gr.HTML(
        html_template="@children",
        js_on_load=_BEHAVIOUR,
        elem_id="library-desk",
        elem_classes="desk",
        apply_default_css=False,
    ) as desk:
        pane("library-tools", render.tools())
        told = pane("library-told")
        shelf, source = pane("library-list", lambda: listed(Query())), pane("library-source")
    with gr.Accordion("About this library", open=False, elem_id="library-about", elem_classes="desk"):
        about = pane("library-facts", facts)
        with gr.Row():
            check_button = gr.Button("Check", scale=0, min_width=110, size="sm", elem_id="library-check")
            repair_button = gr.Button("Repair", scale=0, min_width=110, size="sm", elem_id="library-repair")
        checked = pane("library-checked")

    def asked(event: gr.EventData) -> tuple[Query, str]:
        wanted = Query.from_json(event.query)
        return wanted, listed(wanted)

    def read(event: gr.EventData) -> str:
        if not event.article:
            return ""
        try:
            return render.read(library.article(str(event.article)))
        except PinciteError as error:
            return render.unreadable(str(error))

    def add(event: gr.EventData, request: gr.Request) -> Iterator[tuple[str, Undo]]:
        uploads = Path(get_upload_folder())
        files = [Dropped.from_json(file, uploads) for file in event.files]
        stopped = stops[str(request.session_hash)] = Event()
        try:
            with closing(adding(library, files, stopped)) as views:
                for view in views:
                    yield render.added(view), view.undo
        except PinciteError as error:
            yield render.note("error", str(error)), Undo()
        finally:
            stops.pop(str(request.session_hash), None)

    def stop(request: gr.Request) -> None:
        if event := stops.get(str(request.session_hash)):
            event.set()

    def removed(event: gr.EventData) -> tuple[str, Undo, str]:
        try:
            change = remove(library, map(str, event.articles))
        except PinciteError as error:
            return render.note("error", str(error)), Undo(), gr.skip()
        return render.removed(change), change, ""

    def put_back(change: Undo) -> tuple[str, Undo]:
        try:
            take_back(library, change)
        except PinciteError as error:
            return render.note("error", str(error)), change
        return render.note("done", "All is as it was before."), Undo()

    def check_all() -> Iterator[str]:
        from index.check import check

        yield render.note("working", "Checking every passage and vector")
        try:
            yield render.checked(check(library))
        except PinciteError as error:
            yield render.note("error", str(error))

    def repair_all() -> Iterator[str]:
        from index.repair import repair

        yield render.note("working", "Repairing")
        try:
            yield render.repaired(repair(library).actions)
        except PinciteError as error:
            yield render.note("error", str(error))

    desk.select(asked, None, [query, shelf], queue=False, **QUIET)
    desk.click(read, None, source, queue=False, **QUIET)
    desk.stop(stop, None, None, queue=False, **QUIET)
    changes = [
        desk.upload(add, None, [told, undo], **_CHANGING, **QUIET),
        desk.delete(removed, None, [told, undo, source], **_CHANGING, **QUIET),
        desk.undo(put_back, undo, [told, undo], **_CHANGING, **QUIET),
        repair_button.click(repair_all, None, checked, **_CHANGING, **QUIET),
    ]
    check_button.click(check_all, None, checked, **QUIET)
    for change in changes:
        change.then(listed, query, shelf, queue=False, **QUIET).then(facts, None, about, queue=False, **QUIET)
