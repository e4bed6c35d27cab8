"""Changes of the library from the page, one after another: files added, articles removed and put back. No Gradio here.

No copy of a dropped file is kept: its text goes into the library, and only that is read later. An article's origin is
its file's own name with the folders that were dropped; a file of the same name replaces what came from it before.
"""

import os
from collections.abc import AsyncGenerator, Callable, Generator, Iterable, Mapping
from contextlib import aclosing
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from threading import Event, Lock
from typing import Any, NamedTuple

from assistant.jobs.follow import follow, in_turn
from assistant.jobs.turns import Turns
from assistant.ui import cures, fragments
from assistant.ui.library import view as render
from assistant.ui.library.listing import NO_CHANGE, Undo, remove, take_back
from assistant.ui.library.view import AddingView, FileOutcome, Outcome
from corpus import Article, PinciteError
from corpus.article import one_line
from corpus.errors import ReadError
from corpus.readers import SUFFIXES, parse_file, read_file
from index import Library
from index.writing import Changes, WriteSession


@dataclass(frozen=True, slots=True)
class Dropped:
    """A file under its owner's name for it, with the folders around it; `path` is the upload, None if it is missing."""

    name: str
    path: Path | None

    @classmethod
    def from_json(cls, document: Mapping[str, Any], uploads: Path) -> "Dropped":
        """The file that the page sent; nothing outside the folder of uploads is ever read."""
        parts = PurePosixPath(one_line(str(document.get("name") or "")).replace("\\", "/")).parts
        name = "/".join(part for part in parts if part not in ("/", "..")) or "a file without a name"
        given = document.get("path")
        path = Path(os.path.realpath(str(given))) if given else None
        is_ours = path is not None and path.is_relative_to(os.path.realpath(uploads))
        return cls(name, path if is_ours else None)

    def content(self) -> bytes:
        """Its bytes; none if it is of a kind that cannot be read, which the page does not send. Raises ReadError."""
        if self.path is not None:
            return read_file(self.path)
        if PurePosixPath(self.name).suffix.lower() in SUFFIXES:
            raise ReadError("it did not arrive. Drop it again")
        return b""

    def delete(self) -> None:
        """Delete the upload."""
        if self.path is not None:
            self.path.unlink(missing_ok=True)


class Adding:
    """Files that are added to a library, one after another, once it is our turn among its changes."""

    def __init__(self, library: Library, files: Iterable[Dropped], turns: Turns) -> None:
        self._library = library
        self._turns = turns
        self._files: list[Dropped] = []
        self._rows: list[FileOutcome] = []  # one for each file
        self._new: dict[str, None] = {}  # ids of articles that were not there before, in order
        self._old: dict[str, Article] = {}  # id -> the article that was replaced
        self._stop = Event()
        self._joining = Lock()
        self._takes_more = True
        self.more(files)

    def more(self, files: Iterable[Dropped]) -> bool:
        """Add these files after the others. Returns False if it is too late for that."""
        with self._joining:
            if not self._takes_more or self._stop.is_set():
                return False
            for file in files:
                self._rows.append(FileOutcome(file.name, Outcome.WAITING))
                self._files.append(file)
            return True

    def stop(self) -> None:
        """End it after the file under way."""
        self._stop.set()

    async def views(self) -> AsyncGenerator[AddingView, None]:
        """Begin, and yield now and then how far it is. Closing this stops it, and does not wait.

        What was added before that, or before an error, stays. The last view has an error that a user can cure.
        """
        trouble = ""
        try:
            async with aclosing(follow(self._steps(), self._stop, again=True)) as states:
                async for before in states:
                    yield AddingView(tuple(self._rows), before, self._stop.is_set())
        except PinciteError as error:
            trouble = cures.told(error)
        rows = tuple(
            replace(row, outcome=Outcome.STOPPED)
            if row.outcome in (Outcome.WAITING, Outcome.READING)
            else row
            for row in self._rows
        )
        undo = Undo(tuple(self._new), tuple(self._old.values()))
        yield AddingView(rows, is_over=True, trouble=trouble, undo=undo)

    def _steps(self) -> Generator[int, None, None]:
        """Yield the number of changes that come before this one."""
        try:
            yield from in_turn(self._turns, self._add_all(), int)
        finally:
            with self._joining:
                self._takes_more = False
            for file in self._files:
                file.delete()

    def _add_all(self) -> Generator[int, None, None]:
        done = 0
        while not self._is_done(done):
            with self._library.writing() as session:
                try:
                    while done < len(self._files):
                        self._rows[done] = replace(self._rows[done], outcome=Outcome.READING)
                        yield 0
                        self._rows[done] = self._add(session, self._files[done])
                        done += 1
                except GeneratorExit:  # stopped: what is written stays, so the session ends as always
                    return

    def _is_done(self, done: int) -> bool:
        with self._joining:
            self._takes_more = done < len(self._files) and not self._stop.is_set()
            return not self._takes_more

    def _add(self, session: WriteSession, file: Dropped) -> FileOutcome:
        """Read a file, commit its articles, and delete the upload."""
        try:
            contents = parse_file(Path(file.name), file.content(), origin=file.name)
        except ReadError as error:
            return FileOutcome(file.name, Outcome.SKIPPED, reasons=(str(error),))
        finally:
            file.delete()
        before = session.changes
        known = {article.id: self._library.store.article(article.id) for article in contents.articles}
        for article in contents.articles:
            session.put(article)
        session.flush()
        for article in contents.articles:
            self._note(article, known[article.id])
        after = session.changes
        refused = after.skipped[len(before.skipped) :]
        reasons = tuple(problem.reason for problem in (*contents.problems, *refused))
        number = len(contents.articles) - len(refused)
        return FileOutcome(file.name, _outcome(before, after), number, reasons)

    def _note(self, article: Article, known: Article | None) -> None:
        """Note how to undo that an article was added, or replaced the one that was known."""
        if known is None:
            self._new[article.id] = None
        elif (
            known.origin == article.origin and known.digest != article.digest and article.id not in self._new
        ):
            self._old.setdefault(article.id, known)


def _outcome(before: Changes, after: Changes) -> Outcome:
    if after.replaced > before.replaced:
        return Outcome.REPLACED
    if after.added > before.added:
        return Outcome.ADDED
    return Outcome.SKIPPED if len(after.skipped) > len(before.skipped) else Outcome.UNCHANGED


class ChangeView(NamedTuple):
    """HTML about a change; `undo` takes it back, `is_made` says that it is over and succeeded."""

    html: str
    undo: Undo = NO_CHANGE
    is_made: bool = False


class LibraryDesk:
    """Where one library is changed, one change at a time. A PinciteError becomes a view."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._turns = Turns()
        self._adding: dict[str, Adding] = {}  # by browser

    async def add(self, browser: str, files: Iterable[Dropped]) -> AsyncGenerator[ChangeView, None]:
        """Add files. If files of the same browser are being added, these follow them, and are shown there."""
        given = list(files)
        under_way = self._adding.get(browser)
        if under_way and under_way.more(given):
            return
        mine = self._adding[browser] = Adding(self._library, given, self._turns)
        try:
            async with aclosing(mine.views()) as views:
                async for view in views:
                    yield ChangeView(render.added(view), view.undo, view.is_over)
        finally:
            if self._adding.get(browser) is mine:
                del self._adding[browser]

    def stop(self, browser: str) -> None:
        """Add no more of this browser's files after the one under way."""
        if under_way := self._adding.get(browser):
            under_way.stop()

    def remove(self, ids: Iterable[str]) -> Generator[ChangeView, None, None]:
        """Remove articles; ids that are not there are ignored."""

        def change() -> ChangeView:
            removed = remove(self._library, ids)
            return ChangeView(render.removed(removed), removed, is_made=True)

        return self._in_turn("Removing", change)

    def undo(self, earlier: Undo) -> Generator[ChangeView, None, None]:
        """Undo an earlier change. If that fails it can be tried again."""

        def change() -> ChangeView:
            take_back(self._library, earlier)
            return ChangeView(render.note("done", "All is as it was before."), is_made=True)

        return self._in_turn("Putting back what was there", change, earlier)

    def repair(self) -> Generator[ChangeView, None, None]:
        """Repair the library as far as that is possible."""
        from index.check import repair

        def change() -> ChangeView:
            return ChangeView(render.repaired(repair(self._library).actions), is_made=True)

        return self._in_turn("Repairing", change)

    def _in_turn(
        self, doing: str, change: Callable[[], ChangeView], undo: Undo = NO_CHANGE
    ) -> Generator[ChangeView, None, None]:
        def working(told: str) -> ChangeView:
            return ChangeView(render.note("working", told), undo)

        def waiting(before: int) -> ChangeView:
            return working(fragments.waiting_line(before, "change", "changes", "made"))

        def steps() -> Generator[ChangeView, None, None]:
            yield working(doing)
            yield change()

        try:
            yield from in_turn(self._turns, steps(), waiting)
        except PinciteError as error:
            yield ChangeView(render.note("error", cures.told(error), can_undo=bool(undo)), undo)
