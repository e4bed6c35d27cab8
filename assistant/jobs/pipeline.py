"""Several items at once: while one is written, the next one is read and the one before is checked."""

from collections import deque
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Event
from typing import TypeVar

Item = TypeVar("Item")
Found = TypeVar("Found")
Written = TypeVar("Written")
Checked = TypeVar("Checked")

AHEAD = 2  # items beside those being written: one that is read, one that is checked


def in_stages(
    items: Iterable[Item],
    read: Callable[[Item], Found],
    write: Callable[[Found], Written],
    check: Callable[[Written], Checked],
    *,
    writers: int,
    stopped: Event,
) -> Generator[Future[Checked], None, None]:
    """Yield a future for each item, in their order. At most `writers + AHEAD` items are begun before they are taken.

    Reading and checking have one thread each, writing has `writers`. Closing the iterator sets `stopped`, drops the
    items that are not begun, and waits for those that are.
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
