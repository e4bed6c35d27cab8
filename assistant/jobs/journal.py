"""JSON documents appended to a file as they are made, so that after a crash no work is done twice."""

import json
import os
from array import array
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from io import BytesIO, FileIO
from itertools import zip_longest
from pathlib import Path
from typing import Any, BinaryIO

from assistant.jobs.files import whole_path
from corpus.errors import InputError


class Journal:
    """Documents in the order in which they were appended, one a line. Each is on the disk before the next one.

    A last line without a line end was left by a crash and does not count. Reading does not change the file: such a
    line is cut off when the next document is appended.
    """

    def __init__(self, path: Path, *, cut: Path | None = None, snapshot: BinaryIO | None = None) -> None:
        """Open the journal at `path`; the first document makes the file.

        `cut` is a file to which what is cut off is moved. `snapshot` is the open file to read instead of `path`.
        """
        self.path = path
        self._cut_file = cut
        self._snapshot = snapshot
        self.reread()

    @classmethod
    @contextmanager
    def as_it_is(cls, path: Path) -> "Iterator[Journal]":
        """The journal as it is now: what others write meanwhile is not seen, even if they replace the file."""
        with path.open("rb") if path.exists() else nullcontext() as file:
            yield cls(path, snapshot=file)

    def __len__(self) -> int:
        return len(self._starts)

    def __iter__(self) -> Iterator[Any]:
        return self.at(range(len(self)))

    def at(self, numbers: Iterable[int]) -> Iterator[Any]:
        """The documents with these numbers; the first has number 0."""
        with self._open() as file:
            for number in numbers:
                file.seek(self._starts[number])
                yield json.loads(file.readline())

    def append(self, document: Any) -> None:
        """Add a document. Raises InputError if it cannot be written; then it is not there."""
        line = _line(document)
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with self.path.open("ab", buffering=0) as file:  # closing a buffer would write it a second time
                self._cut_off(file)
                start = file.seek(0, os.SEEK_END)
                try:
                    _write(file, line)
                except BaseException:  # Ctrl-C too leaves whole lines
                    file.truncate(start)
                    raise
        except OSError as error:
            raise InputError(
                f"{self.path} cannot be written: {error.strerror}. What is there stays: make room, and run the same"
                " command again"
            ) from error
        self._starts.append(start)
        self._end = start + len(line)

    def replace(self, documents: Callable[[], Iterable[Any]]) -> None:
        """Write these documents instead of the present ones, unless they are the same. No line is missing meanwhile.

        Raises InputError if they cannot be written; then the present ones stay.
        """
        if len(self):
            with self.path.open("rb") as file:
                if all(line == there for line, there in zip_longest(map(_line, documents()), file)):
                    return
        with whole_path(self.path) as part, part.open("wb") as new:
            new.writelines(map(_line, documents()))
        self.reread()

    def remove(self) -> None:
        """Remove the file."""
        self.path.unlink(missing_ok=True)
        self.reread()

    def reread(self) -> None:
        """Find the lines again after somebody else has changed the file."""
        self._starts, self._end = array("q"), 0
        with self._open() as file:
            file.seek(0)
            for line in file:
                if line.endswith(b"\n"):
                    self._starts.append(self._end)
                    self._end += len(line)

    def _open(self) -> AbstractContextManager[BinaryIO]:
        if self._snapshot is not None:
            return nullcontext(self._snapshot)
        return self.path.open("rb") if self.path.exists() else BytesIO()

    def _cut_off(self, file: FileIO) -> None:
        """Cut off what follows the last line end."""
        size = file.seek(0, os.SEEK_END)
        if size == self._end:
            return
        with self.path.open("rb") as there:
            there.seek(self._end)
            half = there.read().rpartition(b"\n")[2]
        if half and self._cut_file:
            with self._cut_file.open("ab") as cut:
                cut.write(half + b"\n")
        file.truncate(size - len(half))


def _line(document: Any) -> bytes:
    return (json.dumps(document, ensure_ascii=False) + "\n").encode("utf-8", "backslashreplace")


def _write(file: FileIO, content: bytes) -> None:
    """Write all of it, to the disk."""
    written = 0
    while written < len(content):
        written += file.write(content[written:])
    os.fsync(file.fileno())
