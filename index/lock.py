"""The writer's lock of a library: one process writes at a time, and the others are told which one."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from corpus.errors import Cure, LibraryBusyError, LibraryError

WAIT_SECONDS = 0.5  # longer than a reader needs to rewrite a lost vector index: 0.1 s for 20,000 passages


@contextmanager
def writer_lock(folder: Path, *, wait_seconds: float = WAIT_SECONDS) -> Iterator[None]:
    """Hold the lock inside; create the folder if it is missing.

    Raises LibraryBusyError if another process holds the lock for longer than `wait_seconds`, LibraryError if the
    folder cannot be written to.
    """
    from filelock import FileLock, Timeout

    about = folder / ".writer.json"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = FileLock(folder / ".writer.lock")
        lock.acquire(timeout=wait_seconds)
        about.write_text(json.dumps({"pid": os.getpid(), "since": f"{datetime.now():%Y-%m-%d %H:%M:%S}"}))
    except Timeout as error:
        raise LibraryBusyError(
            f"{folder} is being written to by another process ({_writer(about)}), and only one can. "
            "Wait until it is done, then try again."
        ) from error
    except OSError as error:
        raise LibraryError(
            f"{folder} cannot be written to: {error.strerror}. Change its permissions or name another folder",
            Cure.NAME_LIBRARY,
        ) from error
    try:
        yield
    finally:
        about.unlink(missing_ok=True)
        lock.release()


def _writer(about: Path) -> str:
    try:
        facts = json.loads(about.read_text())
        return f"process {facts['pid']}, since {facts['since']}"
    except (OSError, ValueError, KeyError):
        return "it has just begun"
