"""The Library place: all articles in a list; add, read and remove articles, check and repair the library."""

from collections.abc import AsyncIterator, Callable, Generator, Iterator
from contextlib import aclosing, closing
from pathlib import Path
from typing import Any

import gradio as gr
from gradio.events import Dependency
from gradio.utils import get_upload_folder

from assistant.documents import from_document
from assistant.ui import article, cures
from assistant.ui.library import view as render
from assistant.ui.library.flow import ChangeView, Dropped, LibraryDesk
from assistant.ui.library.listing import Catalogue, Query, Undo
from assistant.ui.panes import NOW, QUIET, desk, pane, queued, script
from corpus import PinciteError
from corpus.readers import SUFFIXES
from index import Library


class LibraryPlace:
    """Makes the components of the place in the current tab, and connects their events.

    `changes` are the events that change the library.
    """

    def __init__(self, library: Library) -> None:
        self._library, self._catalogue = library, Catalogue(library)
        with desk("library-desk", script("library/library.js"), elem_classes="desk") as self._desk:
            pane("library-tools", render.HTML.tools(" ".join(sorted(SUFFIXES))))
            self._told, self._list = pane("library-told"), pane("library-list")
            self._source = pane("library-source")
        with gr.Accordion("About this library", open=False, elem_id="library-about", elem_classes="desk"):
            self._facts = pane("library-facts")
            with gr.Row():
                self._check = gr.Button("Check", scale=0, min_width=110, size="sm", elem_id="library-check")
                self._repair = gr.Button(
                    "Repair", scale=0, min_width=110, size="sm", elem_id="library-repair"
                )
            self._checked = pane("library-checked")
        self._query, self._undo = gr.State(Query()), gr.State(Undo())
        self._connect_reading()
        self.changes: list[Dependency] = self._connect_changes()

    def _connect_reading(self) -> None:
        def asked(event: gr.EventData) -> tuple[Query, str]:
            query = from_document(Query, event.query)
            return query, self._listed(query)

        def read(event: gr.EventData) -> str:
            if not event.article:
                return ""
            try:
                found = self._library.article(str(event.article))
                return render.HTML.read(found, article.opened(found))
            except PinciteError as error:
                return render.HTML.unreadable(cures.told(error))

        def check_all() -> Iterator[str]:
            from index.check import check

            yield render.note("working", "Checking every passage and vector")
            yield _or_trouble(lambda: render.checked(check(self._library)))

        gr.on(None, self._there, self._query, [self._list, self._facts], **NOW)
        # What is asked while an earlier answer is on its way is asked all the same.
        self._desk.apply(asked, None, [self._query, self._list], trigger_mode="multiple", **NOW)
        self._desk.click(read, None, self._source, trigger_mode="multiple", **NOW)
        self._check.click(check_all, None, self._checked, **QUIET)

    def _connect_changes(self) -> list[Dependency]:
        flow = LibraryDesk(self._library)

        async def add(event: gr.EventData, request: gr.Request) -> AsyncIterator[tuple[str, Undo]]:
            uploads = Path(get_upload_folder())
            files = [Dropped.from_json(file, uploads) for file in event.files]
            async with aclosing(flow.add(str(request.session_hash), files)) as views:
                async for view in views:
                    yield view.html, view.undo

        def stop(request: gr.Request) -> None:
            flow.stop(str(request.session_hash))

        def remove(event: gr.EventData) -> Iterator[tuple[Any, ...]]:
            with closing(flow.remove(map(str, event.articles))) as views:
                for view in views:
                    yield view.html, view.undo, "" if view.is_made else gr.skip()

        def put_back(earlier: Undo) -> Iterator[tuple[Any, ...]]:
            yield from _shown(flow.undo(earlier))

        def repair() -> Iterator[str]:
            for html, _ in _shown(flow.repair()):
                yield html
            self._catalogue.forget()

        told = [self._told, self._undo]
        self._desk.stop(stop, None, None, **NOW)
        made = [
            self._desk.upload(add, None, told, trigger_mode="multiple", **queued("library")),
            self._desk.delete(remove, None, [*told, self._source], **queued("library")),
            self._desk.undo(put_back, self._undo, told, **queued("library")),
            self._repair.click(repair, None, self._checked, **queued("library")),
        ]
        return [change.then(self._there, self._query, [self._list, self._facts], **NOW) for change in made]

    def _there(self, query: Query) -> tuple[str, str]:
        facts = _or_trouble(lambda: render.HTML.facts(self._library.stats(), self._library.folder))
        return self._listed(query), facts

    def _listed(self, query: Query) -> str:
        return _or_trouble(lambda: render.HTML.listing(self._catalogue.listing(query)))


def _shown(views: Generator[ChangeView, None, None]) -> Iterator[tuple[str, Undo]]:
    """The message and the undo of each view."""
    with closing(views):
        for view in views:
            yield view.html, view.undo


def _or_trouble(make: Callable[[], str]) -> str:
    """The HTML that `make` makes; a note if that fails."""
    try:
        return make()
    except PinciteError as error:
        return render.note("error", cures.told(error))
