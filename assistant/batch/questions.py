"""Files of questions -> `BatchQuestion`s, one by one; a row that cannot be asked is a `Problem`, the rest is read."""

import hashlib
import json
import re
import shutil
import sys
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any, BinaryIO

from corpus.article import one_line
from corpus.errors import Cure, InputError, NoColumnError, ReadError
from corpus.rows import Problem, Row, RowFile, kind_of
from index import Filters

EXPECTED = """Expected one of:
- text (.txt): one question a line
- a table (.csv, .tsv, .xlsx) with a header and a column question; columns id, after, before, publisher, article count
- JSON Lines (.jsonl): {"question": "Who did it?", "after": "2024-01-01"}"""

QUESTION_FIELDS = ("question", "questions", "query", "prompt", "q")
MAX_QUESTION = 2_000  # code points; a prompt has room for about twice as many
ID_DIGITS = 12  # of the SHA-256 that is the id of a question without one
MAX_SHOWN = 60  # code points of what is wrong, in a message

_FILTERS = tuple(Filters.__slots__)
_NOT_UTF8 = re.compile("[\udc80-\udcff]")


@dataclass(frozen=True, slots=True)
class BatchQuestion:
    """A question, which articles may answer it, and what else its row holds.

    `line` is where its row begins, from 1; `carried` are the other columns by name, their values as JSON has them.
    """

    id: str
    question: str
    line: int
    filters: Filters = field(default_factory=Filters)
    carried: Mapping[str, Any] = field(default_factory=dict)


class QuestionFile:
    """A copy of a file of questions, as it was when it was opened. It can be read any number of times."""

    def __init__(
        self, content: BinaryIO, name: str, column: str | None = None, defaults: Filters | None = None
    ) -> None:
        self.name = name
        self._content = content
        self._columns = (column.strip().lower(),) if column else QUESTION_FIELDS
        self._defaults = defaults or Filters()

    @classmethod
    @contextmanager
    def open(
        cls, path: Path | None, *, column: str | None = None, defaults: Filters | None = None
    ) -> "Iterator[QuestionFile]":
        """The file at `path`, or standard input if `path` is None; `defaults` are for rows without filters.

        Raises InputError if it cannot be read.
        """
        with TemporaryFile() as copy:
            try:
                with path.open("rb") if path else nullcontext(sys.stdin.buffer) as file:
                    shutil.copyfileobj(file, copy)
            except OSError as error:
                raise InputError(
                    f"cannot read {path}: {error.strerror}. Name a file of questions.\n{EXPECTED}"
                ) from error
            yield cls(copy, str(path or "standard input"), column, defaults)

    def __iter__(self) -> Iterator[BatchQuestion | Problem]:
        """Raises InputError if the file cannot be read or holds no question at all."""
        seen = _Seen()
        first: Problem | None = None
        for row in self._rows():
            found = row if isinstance(row, Problem) else self._question(row, seen)
            if isinstance(found, Problem):
                first = first or found
            yield found
        if not seen:
            reason = f"line {first.line}: {first.reason}" if first else "it has no rows"
            raise InputError(f"{self.name} holds no question that can be asked: {reason}.\n{EXPECTED}")

    def questions(self) -> Iterator[BatchQuestion]:
        """The questions, without the problems."""
        return (found for found in self if isinstance(found, BatchQuestion))

    def digest(self) -> str:
        """SHA-256 of the file, hexadecimal."""
        self._content.seek(0)
        return hashlib.file_digest(self._content, "sha256").hexdigest()  # type: ignore[arg-type]

    def _rows(self) -> Iterator[Row | Problem]:
        self._content.seek(0)
        try:
            rows = RowFile(self._content, self.name, Path(self.name).suffix, self._columns)
            yield from rows.lines() if rows.suffix == ".txt" else rows
        except NoColumnError as error:
            raise InputError(
                f"cannot read {self.name}: {error}. Questions without a header: name the file .txt. Name the column of"
                f" the questions.\n{EXPECTED}",
                Cure.NAME_COLUMN,
            ) from error
        except ReadError as error:
            raise InputError(f"cannot read {self.name}: {error}.\n{EXPECTED}") from error

    def _question(self, row: Row, seen: "_Seen") -> BatchQuestion | Problem:
        try:
            return seen.noted(_read_row(row, self._columns, self._defaults))
        except ReadError as error:
            return Problem(self.name, str(error), row.line)


class _Seen:
    """The questions and ids so far, to find those that come twice."""

    def __init__(self) -> None:
        self._asked: dict[bytes, int] = {}  # digest of a question with its filters -> its line
        self._ids: dict[str, int] = {}
        self._texts: Counter[str] = Counter()

    def __len__(self) -> int:
        return len(self._ids)

    def noted(self, question: BatchQuestion) -> BatchQuestion:
        """The question; if it has no id, one is made. Raises ReadError if the question or its id came before."""
        key = hashlib.sha256(repr((question.question, question.filters)).encode()).digest()[:16]
        if key in self._asked:
            raise ReadError(f"it asks the same as line {self._asked[key]}, and is asked once")
        id = question.id or self._made_id(question.question)
        if id in self._ids:
            raise ReadError(f"its id {id!r} was used in line {self._ids[id]}. Give each row its own id")
        self._asked[key] = self._ids[id] = question.line
        return replace(question, id=id)

    def _made_id(self, text: str) -> str:
        """An id that depends on the text alone; with a count if the same is asked of other articles."""
        digest = hashlib.sha256(text.encode()).hexdigest()[:ID_DIGITS]
        self._texts[digest] += 1
        return digest if self._texts[digest] == 1 else f"{digest}-{self._texts[digest]}"


def _read_row(row: Row, columns: Collection[str], defaults: Filters) -> BatchQuestion:
    """The question in a row; its id is empty if it has none. Raises ReadError if it cannot be asked."""
    fields = {"question": row.value} if isinstance(row.value, str) else row.value
    if not isinstance(fields, dict):
        raise ReadError(f"it is {kind_of(fields)}; expected an object, or a question in quotation marks")
    _require_utf8(fields)
    names = {str(name).strip().lower(): name for name in fields}
    if isinstance(row.value, str):
        columns = ("question",)
    asked = next((names[name] for name in columns if name in names), None)
    if asked is None:
        raise ReadError(
            f"it has no question: its fields are {', '.join(names) or 'none'}; expected {', '.join(columns)}"
        )
    own = {name: names[name] for name in ("id", *_FILTERS) if name in names and names[name] != asked}
    texts = {name: _text(fields[written], name) for name, written in own.items()}
    return BatchQuestion(
        id=texts.get("id", ""),
        question=_asked(fields[asked]),
        line=row.line,
        filters=_filters(texts, defaults),
        carried={
            str(name): _finite(value)
            for name, value in fields.items()
            if name != asked and name not in own.values()
        },
    )


def _finite(value: object) -> object:
    """The value, with None for NaN and the infinities, which JSON does not have."""
    if isinstance(value, float | list | dict):
        return json.loads(json.dumps(value), parse_constant=lambda name: None)
    return value


def _asked(value: object) -> str:
    question = _text(value, "question")
    if not question:
        raise ReadError("its question is empty")
    if len(question) > MAX_QUESTION:
        raise ReadError(
            f"its question has {len(question):,} characters; expected at most {MAX_QUESTION:,}. Shorten it"
        )
    return question


def _text(value: object, name: str) -> str:
    """A field as one line; empty for None."""
    if isinstance(value, bool | list | dict):
        raise ReadError(f"its {name} is {kind_of(value)}; expected a text")
    return "" if value is None else one_line(str(value))


def _filters(texts: Mapping[str, str], defaults: Filters) -> Filters:
    try:
        return Filters(
            after=_date(texts, "after") or defaults.after,
            before=_date(texts, "before") or defaults.before,
            publisher=texts.get("publisher") or defaults.publisher,
            article=texts.get("article") or defaults.article,
        )
    except InputError as error:
        raise ReadError(str(error)) from error


def _date(texts: Mapping[str, str], name: str) -> date | None:
    text = texts.get(name, "")
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise ReadError(
            f"its {name} is {text[:MAX_SHOWN]!r}, no date; expected YYYY-MM-DD, as in 2024-09-27"
        ) from None


def _require_utf8(fields: Mapping[Any, Any]) -> None:
    """Raise ReadError if a field has bytes that are not UTF-8; the message says what they may mean."""
    for text in (text for pair in fields.items() for text in pair if isinstance(text, str)):
        if found := _NOT_UTF8.search(text):
            start = max(0, found.start() - MAX_SHOWN // 2)
            near = text[start : start + MAX_SHOWN].encode("utf-8", "surrogateescape")
            said = one_line(near.decode("cp1252", "replace"))
            raise ReadError(f"it is not UTF-8, but as Windows-1252 {said!r}. Save the file as UTF-8")
