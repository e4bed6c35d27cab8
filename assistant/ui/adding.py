"""Files that were dropped into the page become articles of the library, one by one. Knows nothing of Gradio.

No copy of a file is kept: its text goes into the library, which is all that is ever read again. An article comes from
its file's own name, with the folders that were dropped; a file of the same name replaces what came from it before.
"""

import os
import time
from collections.abc import Callable, Generator, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path, PurePosixPath
from queue import Empty, SimpleQueue
from threading import Event
from typing import Any

from assistant.ui.catalogue import Undo
from corpus import Article
from corpus.article import one_line
from corpus.errors import ReadError
from corpus.readers import SUFFIXES, parse_file, read_file
from index import Library
from index.writing import WriteSession

PAUSE_SECONDS = 0.1  # between two views; a folder of small files has hundreds a second


@dataclass(frozen=True, slots=True)
class Dropped:
    """A file as its owner calls it, with the folders around it; `path` is where its bytes are, None if nowhere."""

    name: str
    path: Path | None

    @classmethod
    def from_json(cls, document: Mapping[str, Any], uploads: Path) -> "Dropped":
        """What the page sent of a file; only what lies in the folder of uploads is ever read."""
        parts = PurePosixPath(one_line(str(document.get("name") or "")).replace("\\", "/")).parts
        name = "/".join(part for part in parts if part not in ("/", "..")) or "a file without a name"
        given = document.get("path")
        path = Path(os.path.realpath(str(given))) if given else None
        is_ours = path is not None and path.is_relative_to(os.path.realpath(uploads))
        return cls(name, path if is_ours else None)


class Outcome(StrEnum):
    """What has become of a file."""

    WAITING = "waiting"
    READING = "reading"
    ADDED = "added"
    REPLACED = "replaced"
    UNCHANGED = "unchanged"
    SKIPPED = "skipped"
    STOPPED = "stopped"  # it was its turn no more


@dataclass(frozen=True, slots=True)
class Row:
    """A file and how far it is; `reasons` say what was skipped, of it or in it."""

    name: str
    outcome: Outcome
    articles: int = 0
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class View:
    """The files in their order; `undo` is there at the end, and takes back what was done."""

    rows: tuple[Row, ...]
    is_over: bool = False
    undo: Undo = field(default_factory=Undo)


@dataclass(frozen=True, slots=True)
class _Told:
    """A file's new row, and with its end which articles are new and which were replaced."""

    place: int
    row: Row
    added: tuple[str, ...] = ()
    earlier: tuple[Article, ...] = ()


def adding(library: Library, files: Iterable[Dropped], stopped: Event) -> Generator[View, None, None]:
    """Add the files, seen now and then; ends early, after the file under way, once `stopped` is set.

    Closing it sets `stopped`, and does not wait. What was added before that, or before an error, stays. Raises
    LibraryError, LibraryBusyError, ModelError.
    """
    given = list(files)
    rows = [Row(file.name, Outcome.WAITING) for file in given]
    out: list[str] = []
    back: dict[str, Article] = {}
    told: SimpleQueue[_Told | None] = SimpleQueue()
    worker = ThreadPoolExecutor(1, "adding")  # the library's lock belongs to the thread that took it
    try:
        done = worker.submit(_add, library, given, told.put, stopped)
        done.add_done_callback(lambda _: told.put(None))
        goes_on = True
        while goes_on:
            yield View(tuple(rows))
            for one in _new(told):
                if one is None:
                    goes_on = False
                    break
                rows[one.place] = one.row
                out += one.added
                for article in one.earlier:
                    if article.id not in out:  # else it is one that an earlier file of the name brought
                        back.setdefault(article.id, article)
        done.result()
    finally:
        stopped.set()
        worker.shutdown(wait=False)
    rows = [replace(row, outcome=Outcome.STOPPED) if row.outcome is Outcome.WAITING else row for row in rows]
    yield View(tuple(rows), is_over=True, undo=Undo(tuple(out), tuple(back.values())))


def _new(told: SimpleQueue[_Told | None]) -> Generator[_Told | None, None, None]:
    """What was told since, at least one thing, and all that comes within a moment."""
    yield told.get()
    time.sleep(PAUSE_SECONDS)
    try:
        while True:
            yield told.get_nowait()
    except Empty:
        return


def _add(library: Library, files: list[Dropped], tell: Callable[[_Told], None], stopped: Event) -> None:
    with library.writing() as session:
        for place, file in enumerate(files):
            if stopped.is_set():
                return
            tell(_Told(place, Row(file.name, Outcome.READING)))
            tell(_one(library, session, place, file))


def _one(library: Library, session: WriteSession, place: int, file: Dropped) -> _Told:
    """Read a file, commit its articles, and let go of the upload."""
    try:
        contents = parse_file(Path(file.name), _content(file), origin=file.name)
    except ReadError as error:
        return _Told(place, Row(file.name, Outcome.SKIPPED, reasons=(str(error),)))
    finally:
        if file.path:
            file.path.unlink(missing_ok=True)
    before = session.changes
    found = [library.store.article(article.id) for article in contents.articles]
    known = {article.id: article for article in found if article}
    for article in contents.articles:
        session.put(article)
    session.flush()
    after = session.changes
    refused = after.skipped[len(before.skipped) :]
    outcome = _outcome(after.added - before.added, after.replaced - before.replaced, len(refused))
    reasons = tuple(problem.reason for problem in (*contents.problems, *refused))
    return _Told(
        place,
        Row(file.name, outcome, len(contents.articles) - len(refused), reasons),
        added=tuple(article.id for article in contents.articles if article.id not in known),
        earlier=tuple(known[article.id] for article in contents.articles if _replaces(article, known)),
    )


def _replaces(article: Article, known: Mapping[str, Article]) -> bool:
    before = known.get(article.id)
    return before is not None and before.origin == article.origin and before.digest != article.digest


def _content(file: Dropped) -> bytes:
    """Its bytes; none of a file whose kind cannot be read, which is not sent at all."""
    if file.path is not None:
        return read_file(file.path)
    if PurePosixPath(file.name).suffix.lower() in SUFFIXES:
        raise ReadError("it did not arrive. Drop it again")
    return b""


def _outcome(added: int, replaced: int, refused: int) -> Outcome:
    if replaced:
        return Outcome.REPLACED
    if added:
        return Outcome.ADDED
    return Outcome.SKIPPED if refused else Outcome.UNCHANGED
