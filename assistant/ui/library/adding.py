"""Files that were dropped into the page become articles of the library, one by one. Knows nothing of Gradio.

No copy of a file is kept: its text goes into the library, which is all that is ever read again. An article comes from
its file's own name, with the folders that were dropped; a file of the same name replaces what came from it before.
"""

import os
import time
from collections.abc import Generator, Iterable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path, PurePosixPath
from queue import Empty, SimpleQueue
from threading import Event, Lock
from typing import Any

from assistant.jobs.turns import LOOK_SECONDS, Turns
from assistant.ui import cures
from assistant.ui.library.listing import Undo
from corpus import Article, PinciteError
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
    STOPPED = "stopped"  # before its turn came


@dataclass(frozen=True, slots=True)
class Row:
    """A file and how far it is; `reasons` say what was skipped, of it or in it."""

    name: str
    outcome: Outcome
    articles: int = 0
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class View:
    """The files in their order. `before` says how many other changes are made first.

    At the end, `undo` takes back what was done, and `trouble` is the error that cut it short.
    """

    rows: tuple[Row, ...]
    before: int = 0
    is_over: bool = False
    trouble: str = ""
    undo: Undo = field(default_factory=Undo)


class Adding:
    """Files on their way into a library, one after another, once it is their turn among its changes."""

    def __init__(self, library: Library, files: Iterable[Dropped], turns: Turns) -> None:
        self._library = library
        self._turns = turns
        self._files = list(files)
        self._joining = Lock()
        self._takes_more = True
        self._stopped = Event()
        self._news: SimpleQueue[_News] = SimpleQueue()

    def more(self, files: Iterable[Dropped]) -> bool:
        """Let these follow the others; False where it is too late for that."""
        with self._joining:
            if self._takes_more and not self._stopped.is_set():
                self._files += files
                return True
            return False

    def stop(self) -> None:
        """End it after the file under way."""
        self._stopped.set()

    def views(self) -> Generator[View, None, None]:
        """Begin, and see how far it is now and then; closing it stops it, and does not wait.

        What was added before that, or before an error, stays. An error that a user can cure is in the last view.
        """
        worker = ThreadPoolExecutor(1, "adding")  # the library's lock belongs to the thread that took it
        course = _Course(self._files)
        try:
            done = worker.submit(self._add)
            done.add_done_callback(lambda _: self._news.put(_Over()))
            while not course.is_over:
                yield course.view()
                for one in _recent(self._news):
                    course.take(one)
            trouble = _trouble(done)
        finally:
            self.stop()
            worker.shutdown(wait=False)
        yield course.last(trouble)

    def _add(self) -> None:
        try:
            with self._turns.place() as place:
                for before in place.waits():
                    self._news.put(_Before(before))
                    if self._stopped.is_set():
                        return
                self._news.put(_Before(0))
                done = 0
                while not self._ends(done):
                    done = self._write(done)
        finally:
            self._let_go()

    def _write(self, done: int) -> int:
        """Add all files from number `done` on; how many are done then."""
        with self._library.writing() as session:
            while done < len(self._files) and not self._stopped.is_set():
                file = self._files[done]
                self._news.put(_Step(done, Row(file.name, Outcome.READING)))
                self._news.put(_one(self._library, session, done, file))
                done += 1
        return done

    def _ends(self, done: int) -> bool:
        with self._joining:
            self._takes_more = done < len(self._files) and not self._stopped.is_set()
            return not self._takes_more

    def _let_go(self) -> None:
        """Remove the uploads of files whose turn never came."""
        with self._joining:
            self._takes_more = False
        for file in self._files:
            if file.path:
                file.path.unlink(missing_ok=True)


@dataclass(frozen=True, slots=True)
class _Before:
    """So many other changes are made first."""

    number: int


@dataclass(frozen=True, slots=True)
class _Step:
    """A file's new row, and with its end which articles are new and which were replaced."""

    place: int
    row: Row
    added: tuple[str, ...] = ()
    earlier: tuple[Article, ...] = ()


@dataclass(frozen=True, slots=True)
class _Over:
    """No more will come."""


_News = _Before | _Step | _Over


class _Course:
    """What is known of how far it is."""

    def __init__(self, files: Sequence[Dropped]) -> None:
        self.is_over = False
        self._files = files  # grows
        self._before = 0
        self._rows: dict[int, Row] = {}
        self._out: list[str] = []
        self._back: dict[str, Article] = {}

    def take(self, news: _News) -> None:
        match news:
            case _Before(number):
                self._before = number
            case _Step(place, row, added, earlier):
                self._rows[place] = row
                self._out += added
                for article in earlier:
                    if article.id not in self._out:  # else it is one that an earlier file of the name brought
                        self._back.setdefault(article.id, article)
            case _Over():
                self.is_over = True

    def view(self) -> View:
        rows = (self._rows.get(n, Row(file.name, Outcome.WAITING)) for n, file in enumerate(self._files))
        return View(tuple(rows), self._before)

    def last(self, trouble: str) -> View:
        """`trouble` is the error that cut it short, if one did."""
        rows = tuple(
            replace(row, outcome=Outcome.STOPPED)
            if row.outcome in (Outcome.WAITING, Outcome.READING)
            else row
            for row in self.view().rows
        )
        undo = Undo(tuple(self._out), tuple(self._back.values()))
        return View(rows, is_over=True, trouble=trouble, undo=undo)


def _recent(news: "SimpleQueue[_News]") -> Generator[_News, None, None]:
    """What comes next and within a moment after it; nothing where nothing happens for LOOK_SECONDS.

    Only between two views can it be seen that nobody looks any more.
    """
    with suppress(Empty):
        yield news.get(timeout=LOOK_SECONDS)
        time.sleep(PAUSE_SECONDS)
        while True:
            yield news.get_nowait()


def _trouble(done: "Future[None]") -> str:
    try:
        done.result()
    except PinciteError as error:
        return cures.told(error)
    return ""


def _one(library: Library, session: WriteSession, place: int, file: Dropped) -> _Step:
    """Read a file, commit its articles, and let go of the upload."""
    try:
        contents = parse_file(Path(file.name), _content(file), origin=file.name)
    except ReadError as error:
        return _Step(place, Row(file.name, Outcome.SKIPPED, reasons=(str(error),)))
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
    return _Step(
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
