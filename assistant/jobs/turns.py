"""A queue: one caller at a time has its turn, in the order of arrival, and the others know how many come first."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

LOOK_SECONDS = 0.5  # how often a caller that waits is told how many come first


class Turns:
    """A queue of callers. It can be used as a lock, and is fair, unlike `threading.Lock`. Any thread may release it."""

    def __init__(self) -> None:
        self._line: list[Place] = []
        self._moved = threading.Condition()

    def acquire(self) -> None:
        """Wait until it is our turn."""
        place = self._join()
        try:
            for _ in place.waits():
                pass
        except BaseException:
            self._leave(place)
            raise

    def release(self) -> None:
        """End the present turn."""
        self._leave(self._line[0])

    def __enter__(self) -> None:
        self.acquire()

    def __exit__(self, *_: object) -> None:
        self.release()

    @contextmanager
    def place(self) -> Iterator["Place"]:
        """Join the queue, and leave it at the end of the block; the turn, if it came, ends there too."""
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
    """One caller's place in the queue."""

    def __init__(self, line: "list[Place]", moved: threading.Condition) -> None:
        self._line = line
        self._moved = moved

    def waits(self) -> Iterator[int]:
        """Yield the number of callers ahead of us, now and then, until it is our turn. Nothing if nobody is."""
        with self._moved:
            before = self._line.index(self)
        while before:
            yield before
            with self._moved:
                self._moved.wait_for(lambda: self._line.index(self) < before, LOOK_SECONDS)  # noqa: B023
                before = self._line.index(self)
