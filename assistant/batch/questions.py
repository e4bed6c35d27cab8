"""Files of questions -> `BatchQuestion`s, one by one; a row that cannot be asked is a `Problem`, the rest goes on."""

import hashlib
import shutil
import sys
from collections import Counter
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryFile
from typing import BinaryIO

from assistant.audit.formats_lines import Problem, Row
from assistant.batch.columns import EXPECTED
from assistant.batch.formats import question_rows
from assistant.batch.question_rows import BatchQuestion, read_row
from corpus.errors import InputError, ReadError
from index import Filters

__all__ = ["BatchQuestion", "Problem", "QuestionFile", "read_questions"]

QUESTION_FIELDS = ("question", "questions", "query", "prompt", "q")
ID_DIGITS = 12  # of the SHA-256 that a question without an id is called by
READ_BYTES = 1 << 20


def read_questions(
    path: Path | None, *, column: str | None = None, defaults: Filters | None = None
) -> Iterator[BatchQuestion | Problem]:
    """The questions of a file, or of standard input for None; `defaults` are the filters of rows without their own.

    Raises InputError where it cannot be read, or holds no question at all.
    """
    with QuestionFile.open(path, column=column, defaults=defaults) as file:
        yield from file


class QuestionFile:
    """A file of questions as it was when it was opened: it can be read any number of times."""

    def __init__(
        self, content: BinaryIO, name: str, column: str | None = None, defaults: Filters | None = None
    ) -> None:
        self.name = name
        self._content = content
        self._column = column.strip().lower() if column else None
        self._defaults = defaults or Filters()

    @classmethod
    @contextmanager
    def open(
        cls, path: Path | None, *, column: str | None = None, defaults: Filters | None = None
    ) -> "Iterator[QuestionFile]":
        """The file at `path`, or standard input for None; a copy of it is kept meanwhile. Raises InputError."""
        with TemporaryFile() as copy:
            if path is None:
                shutil.copyfileobj(sys.stdin.buffer, copy)
            else:
                _copy(path, copy)
            yield cls(copy, str(path) if path else "standard input", column, defaults)

    def __iter__(self) -> Iterator[BatchQuestion | Problem]:
        """Raises InputError where there is no question at all."""
        self._content.seek(0)
        wanted = (self._column,) if self._column else QUESTION_FIELDS
        suffix = Path(self.name).suffix.lower()
        seen = _Seen()
        first: Problem | None = None
        for row in question_rows(self._content, self.name, suffix, wanted):
            found = row if isinstance(row, Problem) else self._question(row, wanted, seen)
            if isinstance(found, Problem):
                first = first or found
            yield found
        if not seen:
            reason = f"line {first.line}: {first.message}" if first else "it has no rows"
            raise InputError(f"{self.name} holds no question that can be asked: {reason}.\n{EXPECTED}")

    def questions(self) -> Iterator[BatchQuestion]:
        """Without the problems."""
        return (found for found in self if isinstance(found, BatchQuestion))

    def digest(self) -> str:
        """SHA-256 of the file, hexadecimal."""
        self._content.seek(0)
        sha = hashlib.sha256()
        while block := self._content.read(READ_BYTES):
            sha.update(block)
        return sha.hexdigest()

    def _question(self, row: Row, wanted: Collection[str], seen: "_Seen") -> BatchQuestion | Problem:
        try:
            return seen.noted(read_row(row, wanted, self._defaults))
        except ReadError as error:
            return Problem(row.line, str(error))


class _Seen:
    """The questions and ids that there were, to tell what comes twice."""

    def __init__(self) -> None:
        self._asked: dict[bytes, int] = {}  # digest of a question with its filters -> its line
        self._ids: dict[str, int] = {}
        self._texts: Counter[str] = Counter()

    def __len__(self) -> int:
        return len(self._ids)

    def noted(self, question: BatchQuestion) -> BatchQuestion:
        """The question, with an id made of it where it has none. Raises ReadError where it was there before."""
        key = hashlib.sha256(repr((question.question, question.filters)).encode()).digest()[:16]
        if key in self._asked:
            raise ReadError(f"it asks the same as line {self._asked[key]}, and is asked once")
        id = question.id or self._made_id(question.question)
        if id in self._ids:
            raise ReadError(f"its id {id!r} was used in line {self._ids[id]}. Give each row its own id")
        self._asked[key] = self._ids[id] = question.line
        return replace(question, id=id)

    def _made_id(self, text: str) -> str:
        """The same for the same text; with the number of times that it was asked before, of other articles."""
        digest = hashlib.sha256(text.encode()).hexdigest()[:ID_DIGITS]
        self._texts[digest] += 1
        return digest if self._texts[digest] == 1 else f"{digest}-{self._texts[digest]}"


def _copy(path: Path, copy: BinaryIO) -> None:
    try:
        with path.open("rb") as file:
            shutil.copyfileobj(file, copy)
    except OSError as error:
        raise InputError(
            f"cannot read {path}: {error.strerror}. Name a file of questions.\n{EXPECTED}"
        ) from error
