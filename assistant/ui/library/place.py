"""The Library place: every article, searched and sorted; read, added, removed and put back; checked and repaired."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import gradio as gr
from gradio.events import Dependency
from gradio.utils import get_upload_folder

from assistant.ui import cures
from assistant.ui.library import view as render
from assistant.ui.library.flow import Dropped, LibraryDesk
from assistant.ui.library.listing import Catalogue, Query, Undo
from assistant.ui.panes import QUIET, pane
from corpus import PinciteError
from index import Library

_BEHAVIOUR = (Path(__file__).parent / "library.js").read_text(encoding="utf-8")
_NOW: dict[str, Any] = {"queue": False, **QUIET}
# The library is changed by one at a time (`Turns`); so many may wait and be told their places.
_CHANGING: dict[str, Any] = {"concurrency_id": "library", "concurrency_limit": 16, **QUIET}


@dataclass(frozen=True, slots=True)
class _Panes:
    desk: gr.HTML
    told: gr.HTML
    shelf: gr.HTML
    source: gr.HTML
    facts: gr.HTML
    check: gr.Button
    repair: gr.Button
    checked: gr.HTML
    query: gr.State  # Query
    undo: gr.State  # Undo


def library_place(library: Library) -> list[Dependency]:
    """Build the place inside the current tab; what follows each of these events follows a change of the library."""
    catalogue = Catalogue(library)
    panes = _lay_out()
    _connect_reading(panes, library, catalogue)
    return _connect_changes(panes, library, catalogue)


def _lay_out() -> _Panes:
    with gr.HTML(
        html_template="@children",
        js_on_load=_BEHAVIOUR,
        elem_id="library-desk",
        elem_classes="desk",
        apply_default_css=False,
    ) as desk:
        pane("library-tools", render.tools())
        told = pane("library-told")
        shelf = pane("library-list")
        source = pane("library-source")
    with gr.Accordion("About this library", open=False, elem_id="library-about", elem_classes="desk"):
        facts = pane("library-facts")
        with gr.Row():
            check = gr.Button("Check", scale=0, min_width=110, size="sm", elem_id="library-check")
            repair = gr.Button("Repair", scale=0, min_width=110, size="sm", elem_id="library-repair")
        checked = pane("library-checked")
    query, undo = gr.State(Query()), gr.State(Undo())
    return _Panes(desk, told, shelf, source, facts, check, repair, checked, query, undo)


def _connect_reading(panes: _Panes, library: Library, catalogue: Catalogue) -> None:
    def asked(event: gr.EventData) -> tuple[Query, str]:
        query = Query.from_json(event.query)
        return query, _listed(catalogue, query)

    def read(event: gr.EventData) -> str:
        if not event.article:
            return ""
        try:
            return render.read(library.article(str(event.article)))
        except PinciteError as error:
            return render.unreadable(cures.told(error))

    def check_all() -> Iterator[str]:
        from index.check import check

        yield render.note("working", "Checking every passage and vector")
        try:
            yield render.checked(check(library))
        except PinciteError as error:
            yield render.note("error", cures.told(error))

    def opened() -> tuple[str, str]:
        return _listed(catalogue, Query()), _facts(library)

    gr.on(None, opened, outputs=[panes.shelf, panes.facts], **_NOW)
    # What is asked while an earlier answer is on its way is asked all the same.
    panes.desk.apply(asked, None, [panes.query, panes.shelf], trigger_mode="multiple", **_NOW)
    panes.desk.click(read, None, panes.source, trigger_mode="multiple", **_NOW)
    panes.check.click(check_all, None, panes.checked, **QUIET)


def _connect_changes(panes: _Panes, library: Library, catalogue: Catalogue) -> list[Dependency]:
    desk = LibraryDesk(library)

    def add(event: gr.EventData, request: gr.Request) -> Iterator[tuple[str, Undo]]:
        uploads = Path(get_upload_folder())
        files = [Dropped.from_json(file, uploads) for file in event.files]
        with closing(desk.add(str(request.session_hash), files)) as views:
            for view in views:
                yield view.html, view.undo

    def stop(request: gr.Request) -> None:
        desk.stop(str(request.session_hash))

    def remove(event: gr.EventData) -> Iterator[tuple[str, Undo, Any]]:
        with closing(desk.remove(map(str, event.articles))) as views:
            for view in views:
                yield view.html, view.undo, "" if view.is_made else gr.skip()

    def put_back(earlier: Undo) -> Iterator[tuple[str, Undo]]:
        with closing(desk.undo(earlier)) as views:
            for view in views:
                yield view.html, view.undo

    def repair() -> Iterator[str]:
        with closing(desk.repair()) as views:
            for view in views:
                yield view.html
        catalogue.forget()

    def seen(query: Query) -> tuple[str, str]:
        return _listed(catalogue, query), _facts(library)

    told = [panes.told, panes.undo]
    panes.desk.stop(stop, None, None, **_NOW)
    made = [
        panes.desk.upload(add, None, told, trigger_mode="multiple", **_CHANGING),
        panes.desk.delete(remove, None, [*told, panes.source], **_CHANGING),
        panes.desk.undo(put_back, panes.undo, told, **_CHANGING),
        panes.repair.click(repair, None, panes.checked, **_CHANGING),
    ]
    return [change.then(seen, panes.query, [panes.shelf, panes.facts], **_NOW) for change in made]


def _listed(catalogue: Catalogue, query: Query) -> str:
    try:
        return render.listing(catalogue.listing(query))
    except PinciteError as error:
        return render.note("error", cures.told(error))


def _facts(library: Library) -> str:
    try:
        return render.facts(library.stats(), str(library.folder))
    except PinciteError as error:
        return render.note("error", cures.told(error))
