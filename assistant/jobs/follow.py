"""Work that runs in a thread of its own while somebody follows it from another one, and may stop it or go away."""

import asyncio
from collections import deque
from collections.abc import AsyncGenerator, Callable, Generator, Iterable
from concurrent.futures import Future
from contextlib import closing, suppress
from threading import Event, Thread
from typing import TypeVar

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


async def follow(
    states: Generator[State, None, None], stop: Event | None = None, *, again: bool = False
) -> AsyncGenerator[State, None]:
    """Run a generator in a thread of its own, and yield its latest state whenever there is a new one.

    States that come faster than they are taken are left out, except the last one. An error of the generator is raised
    here. With `again`, for states that change by themselves, the latest one also comes again now and then.

    `stop` ends the work: the generator is closed at its next state, and may end sooner by raising `Stopped`. Closing
    the iterator sets `stop` too, and does not wait for the thread.
    """
    loop, news, stop = asyncio.get_running_loop(), asyncio.Event(), stop or Event()
    latest: deque[State] = deque(maxlen=1)
    ended: Future[None] = Future()

    def tell(_: object = None) -> None:
        with suppress(RuntimeError):  # the loop has ended, and whoever followed in it
            loop.call_soon_threadsafe(news.set)

    def run() -> None:
        try:
            with closing(states):
                for state in states:
                    is_last = stop.is_set()
                    latest.append(state)
                    tell()
                    if is_last:
                        break
        except Stopped:
            pass
        except BaseException as error:  # noqa: BLE001  it is raised again where the states are read
            ended.set_exception(error)
            return
        ended.set_result(None)

    ended.add_done_callback(tell)
    Thread(target=run, name="followed", daemon=True).start()
    try:
        seen: list[State] = []
        while not ended.done() or latest:
            with suppress(TimeoutError):
                async with asyncio.timeout(LOOK_SECONDS if again else None):
                    await news.wait()
            news.clear()
            if latest:
                seen = [latest.pop()]
            elif ended.done() or not again:
                continue
            for state in seen:
                yield state
            if again and not ended.done():
                await asyncio.sleep(PAUSE_SECONDS)
        ended.result()
    finally:
        stop.set()
