"""JSON documents kept in a file as they come about, so that what was done is not done again after a crash."""

import json
import os
from collections.abc import Iterator
from io import FileIO
from pathlib import Path
from typing import Any

from corpus.errors import InputError


class Journal:
    """Documents, one a line, in the order in which they were appended; each is on the disk before the next one.

    A last line without its end, left by a crash, counts as not written.
    """

    def __init__(self, path: Path) -> None:
        """The journal at `path`, with what an earlier run left there; the file is made by the first `append`."""
        self.path = path
        self._length = self._mend()

    def __len__(self) -> int:
        return self._length

    def __iter__(self) -> Iterator[Any]:
        if self._length:
            with self.path.open(encoding="utf-8") as lines:
                yield from map(json.loads, lines)

    def append(self, document: Any) -> None:
        """Add one. Raises InputError where it cannot be written; then it is not there."""
        line = (json.dumps(document, ensure_ascii=False) + "\n").encode("utf-8", "backslashreplace")
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with self.path.open(
                "ab", buffering=0
            ) as file:  # a buffer would be written again when it is closed
                before = file.seek(0, os.SEEK_END)
                try:
                    _write(file, line)
                except BaseException:  # Ctrl-C too leaves whole lines
                    file.truncate(before)
                    raise
        except OSError as error:
            raise InputError(
                f"{self.path} cannot be written: {error.strerror}. What is there stays: make room, and run the same"
                " command again"
            ) from error
        self._length += 1

    def remove(self) -> None:
        """Remove the file."""
        self.path.unlink(missing_ok=True)
        self._length = 0

    def _mend(self) -> int:
        """Cut off what follows the last line end; the number of lines."""
        if not self.path.exists():
            return 0
        lines = whole = 0
        with self.path.open("rb") as file:
            for line in file:
                if line.endswith(b"\n"):
                    lines, whole = lines + 1, whole + len(line)
        if whole < self.path.stat().st_size:
            os.truncate(self.path, whole)
        return lines


def _write(file: FileIO, content: bytes) -> None:
    """Write all of it, to the disk."""
    written = 0
    while written < len(content):
        written += file.write(content[written:])
    os.fsync(file.fileno())
