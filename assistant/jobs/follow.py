"""Work that runs in a thread of its own while somebody follows it from another one, and may stop it or go away."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Generator, Iterable
from contextlib import closing, suppress
from threading import Condition, Event, Thread
from typing import Generic, TypeVar

from assistant.jobs.turns import LOOK_SECONDS, Turns

State = TypeVar("State")

PAUSE_SECONDS = 0.1  # between two states that are shown; a folder of small files makes hundreds a second


class Stopped(Exception):
    """Raised within work that sees that it has been stopped."""


def in_turn(
    turns: Turns, states: Iterable[State], waiting: Callable[[int], State]
) -> Generator[State, None, None]:
    """Join the line, yield the states once it is our turn, and leave the line with the last one.

    `waiting` makes the states until then, of the number of those that come first.
    """
    with turns.place() as place:
        yield from map(waiting, place.waits())
        yield from states


def follow(states: Generator[State, None, None], stop: Event | None = None) -> Generator[State, None, None]:
    """Run a generator in a thread of its own, and yield its latest state: when there is a new one, else now and then.

    States that follow each other quickly are left out, except the last one. An error of the generator is raised here.

    `stop` ends the work: the generator is closed at its next state, and may end sooner by raising `Stopped`. Closing
    the iterator sets `stop` too, and does not wait for the thread.
    """
    stop = stop or Event()
    work = _Work(states, stop)
    try:
        yield from work.seen()
    finally:
        stop.set()


async def follow_in_loop(states: Generator[State, None, None]) -> AsyncGenerator[State, None]:
    """`follow` for an event loop, which can give this up while it waits; a plain generator cannot be closed then."""
    loop, news, stop = asyncio.get_running_loop(), asyncio.Event(), Event()

    def tell() -> None:
        with suppress(RuntimeError):  # the loop has ended, and whoever followed in it
            loop.call_soon_threadsafe(news.set)

    work = _Work(states, stop, tell)
    seen, is_over = 0, False
    try:
        while not is_over:
            await news.wait()
            news.clear()
            number, is_over = work.look()
            if number > seen:
                yield work.last
            seen = number
        work.raise_error()
    finally:
        stop.set()


class _Work(Generic[State]):
    """A generator that runs in a thread, with its latest state: the thread writes it, who follows reads it."""

    last: State

    def __init__(
        self, states: Generator[State, None, None], stop: Event, tell: Callable[[], None] = lambda: None
    ) -> None:
        """`tell` is called in the thread when there is news."""
        self._states, self._stop, self._tell = states, stop, tell
        self._news = Condition()
        self._number = 0  # states so far
        self._error: BaseException | None = None
        self._is_over = False
        Thread(target=self._run, name="followed", daemon=True).start()

    def _run(self) -> None:
        """Run the generator to its end, or until it is stopped."""
        try:
            with closing(self._states):
                for state in self._states:
                    with self._news:
                        self.last, self._number = state, self._number + 1
                        self._news.notify_all()
                    self._tell()
                    if self._stop.is_set():
                        break
        except Stopped:
            pass
        except BaseException as error:  # noqa: BLE001  it is raised again where the states are read
            self._error = error
        with self._news:
            self._is_over = True
            self._news.notify_all()
        self._tell()

    def seen(self) -> Generator[State, None, None]:
        """The latest states, until the work is over."""
        seen, is_over = 0, False
        while not is_over:
            with self._news:
                self._news.wait_for(lambda: self._is_over or self._number > seen, LOOK_SECONDS)  # noqa: B023
                number, is_over = self._number, self._is_over
            if number > seen or (number and not is_over):
                yield self.last
            seen = number
            with self._news:
                self._news.wait_for(lambda: self._is_over, PAUSE_SECONDS)
        self.raise_error()

    def look(self) -> tuple[int, bool]:
        """How many states there were, and whether the work is over."""
        with self._news:
            return self._number, self._is_over

    def raise_error(self) -> None:
        """Raise the error that the generator ended with, if it did."""
        if self._error:
            raise self._error
