"""Whose turn it is to have an answer written: one at a time, first come, first served."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager


class Turns:
    """A line of those who wait; each can be told how many are before it."""

    def __init__(self) -> None:
        self._line: list[object] = []
        self._moved = threading.Condition()

    @contextmanager
    def place(self) -> Iterator["Place"]:
        """Stand in line until the end of the block, the turn included."""
        place = Place(self._line, self._moved)
        with self._moved:
            self._line.append(place)
        try:
            yield place
        finally:
            with self._moved:
                self._line.remove(place)
                self._moved.notify_all()


class Place:
    """One place in the line."""

    def __init__(self, line: list[object], moved: threading.Condition) -> None:
        self._line = line
        self._moved = moved

    def before(self, seconds: float = 0) -> int:
        """How many are before this one, after waiting at most so long for the line to move; 0 is one's turn."""
        with self._moved:
            before = self._line.index(self)
            if before and seconds:
                self._moved.wait(seconds)
                before = self._line.index(self)
        return before
