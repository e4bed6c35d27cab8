"""Changes of the library, one after another, each told its place in the line. Knows nothing of Gradio."""

from collections.abc import Callable, Generator, Iterable
from contextlib import closing
from dataclasses import dataclass, field

from assistant.jobs.turns import Turns
from assistant.ui import cures, fragments
from assistant.ui.library import view as render
from assistant.ui.library.adding import Adding, Dropped
from assistant.ui.library.listing import Undo, remove, take_back
from corpus import PinciteError
from index import Library


@dataclass(frozen=True, slots=True)
class Told:
    """What is told of a change, as HTML; `undo` takes back what was done, `is_made` says that it is over and good."""

    html: str
    undo: Undo = field(default_factory=Undo)
    is_made: bool = False


class Changes:
    """Where one library is changed. A PinciteError becomes something told."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._turns = Turns()
        self._adding: dict[str, Adding] = {}

    def add(self, browser: str, files: Iterable[Dropped]) -> Generator[Told, None, None]:
        """Add files; those that come while others of the same browser are being added follow these, told there."""
        given = list(files)
        under_way = self._adding.get(browser)
        if under_way and under_way.more(given):
            return
        mine = self._adding[browser] = Adding(self._library, given, self._turns)
        try:
            with closing(mine.views()) as views:
                for view in views:
                    yield Told(render.added(view), view.undo, view.is_over)
        finally:
            if self._adding.get(browser) is mine:
                del self._adding[browser]

    def stop(self, browser: str) -> None:
        """Add no more of this browser's files after the one under way."""
        if under_way := self._adding.get(browser):
            under_way.stop()

    def remove(self, ids: Iterable[str]) -> Generator[Told, None, None]:
        """Remove those of the articles that are there."""

        def change() -> Told:
            removed = remove(self._library, ids)
            return Told(render.removed(removed), removed, is_made=True)

        return self._in_turn("Removing", change)

    def undo(self, earlier: Undo) -> Generator[Told, None, None]:
        """Take an earlier change back; where that fails it can be tried again."""

        def change() -> Told:
            take_back(self._library, earlier)
            return Told(render.note("done", "All is as it was before."), is_made=True)

        return self._in_turn("Putting back what was there", change, earlier)

    def repair(self) -> Generator[Told, None, None]:
        """Mend what can be mended."""
        from index.check import repair

        def change() -> Told:
            return Told(render.repaired(repair(self._library).actions), is_made=True)

        return self._in_turn("Repairing", change)

    def _in_turn(
        self, doing: str, change: Callable[[], Told], earlier: Undo | None = None
    ) -> Generator[Told, None, None]:
        undo = earlier or Undo()
        try:
            with self._turns.place() as place:
                for before in place.waits():
                    yield Told(
                        render.note("working", fragments.line(before, "change", "changes", "made")), undo
                    )
                yield Told(render.note("working", doing), undo)
                yield change()
        except PinciteError as error:
            yield Told(render.note("error", cures.told(error), can_undo=bool(undo)), undo)
