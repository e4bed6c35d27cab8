"""Whose turn it is: one at a time, first come, first served; whoever waits can be told how many are before."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

LOOK_SECONDS = 0.5  # how often one who waits looks how many are before


class Turns:
    """A line of those who wait. As a lock it is fair, unlike that of `threading`; any thread may release it."""

    def __init__(self) -> None:
        self._line: list[Place] = []
        self._moved = threading.Condition()

    def acquire(self) -> None:
        """Wait for one's turn."""
        place = self._join()
        try:
            for _ in place.waits():
                pass
        except BaseException:
            self._leave(place)
            raise

    def release(self) -> None:
        """End the turn of whoever has it."""
        self._leave(self._line[0])

    def __enter__(self) -> None:
        self.acquire()

    def __exit__(self, *_: object) -> None:
        self.release()

    @contextmanager
    def place(self) -> Iterator["Place"]:
        """Stand in line until the end of the block, the turn included."""
        place = self._join()
        try:
            yield place
        finally:
            self._leave(place)

    def _join(self) -> "Place":
        place = Place(self._line, self._moved)
        with self._moved:
            self._line.append(place)
        return place

    def _leave(self, place: "Place") -> None:
        with self._moved:
            self._line.remove(place)
            self._moved.notify_all()


class Place:
    """One place in the line."""

    def __init__(self, line: "list[Place]", moved: threading.Condition) -> None:
        self._line = line
        self._moved = moved

    def waits(self) -> Iterator[int]:
        """How many are before this one, now and then until it is its turn; at once over where nobody is."""
        with self._moved:
            before = self._line.index(self)
        while before:
            yield before
            with self._moved:
                self._moved.wait_for(lambda: self._line.index(self) < before, LOOK_SECONDS)  # noqa: B023
                before = self._line.index(self)
