"""Several items under way at once: while one is written, the next is read and the one before is checked."""

from collections import deque
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Event
from typing import TypeVar

Item = TypeVar("Item")
Found = TypeVar("Found")
Written = TypeVar("Written")
Checked = TypeVar("Checked")

AHEAD = 2  # items under way beside those being written: one that is read, one that is checked


def in_stages(
    items: Iterable[Item],
    read: Callable[[Item], Found],
    write: Callable[[Found], Written],
    check: Callable[[Written], Checked],
    *,
    writers: int,
    stopped: Event,
) -> Generator[Future[Checked], None, None]:
    """What comes of each item, in their order, to be waited for; at most `writers + AHEAD` are begun and not taken.

    Reading and checking have a thread each, writing `writers`. Closing the iterator sets `stopped`, drops what is not
    begun, and waits for what is.
    """
    reading, writing, checking = ThreadPoolExecutor(1), ThreadPoolExecutor(writers), ThreadPoolExecutor(1)

    def begin(item: Item) -> Future[Checked]:
        found = reading.submit(read, item)
        written = writing.submit(lambda: write(found.result()))
        return checking.submit(lambda: check(written.result()))

    under_way: deque[Future[Checked]] = deque()
    try:
        for item in items:
            under_way.append(begin(item))
            if len(under_way) == writers + AHEAD:
                yield under_way.popleft()
        while under_way:
            yield under_way.popleft()
    except BaseException:  # closed early
        stopped.set()
        for threads in (checking, writing, reading):
            threads.shutdown(wait=False, cancel_futures=True)
        raise
    finally:
        for threads in (reading, writing, checking):
            threads.shutdown()
