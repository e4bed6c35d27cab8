"""Lines of JSON, whole JSON documents and tables -> rows, one by one. Knows nothing of what the fields mean."""

import codecs
import csv
import io
import json
import re
from collections import deque
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

from corpus.encoding import decode
from corpus.errors import ReadError
from corpus.tables import DELIMITERS, MAX_FIELD

_BETWEEN_DOCUMENTS = re.compile(r"[\s,\]]*")
_NEXT_DOCUMENT = re.compile(r"\n\s*(?=\{)")
_WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_BE)  # UTF-32-LE begins like the first
_JSON_START = re.compile(r"\s*(?:\{\s*(?:[\"}]|\Z)|\[\s*(?:[\[{\"\]]|\Z))")
_GOES_ON = re.compile(r"[\[{,:]\s*\Z")  # the end of a document's first line, where it has several


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one row of a file, and the line on which it begins, from 1."""

    line: int
    message: str


@dataclass(frozen=True, slots=True)
class Row:
    """A row as it was parsed; `place` is its number in what holds it, or its line."""

    line: int
    place: int
    value: object


@dataclass(frozen=True, slots=True)
class Header:
    """The first line of a table: its delimiter, and its columns' names in lower case."""

    delimiter: str
    names: tuple[str, ...]


def lines_of(stream: BinaryIO) -> Iterator[bytes]:
    """The lines of a file, in an encoding whose line ends are those of ASCII. Raises ReadError."""
    first = stream.readline()
    if first.startswith(_WIDE):
        yield from io.BytesIO(decode(first + stream.read()).encode())
    else:
        yield first
        for line in stream:  # noqa: UP028  `yield from` would close the stream with the iterator
            yield line


def head_of(lines: Iterator[bytes]) -> Iterator[bytes]:
    """The lines up to the first that is not blank."""
    for line in lines:
        yield line
        if line.strip():
            return


def begins_json(line: str) -> bool:
    """Whether a file's first line is the beginning of a JSON object or list."""
    return bool(_JSON_START.match(line))


def has_more_lines(line: str) -> bool:
    """Whether the JSON that begins with this line goes on in the next one."""
    return bool(_GOES_ON.search(line))


def json_lines(lines: Iterable[str]) -> Iterator[Row | Problem]:
    """One value a line; a list, or an object with a list as its `answers`, is a row for each member."""
    for number, line in enumerate(lines, start=1):
        text = line.strip()
        if not text:
            continue
        try:
            value = json.loads(text)
        except (ValueError, RecursionError) as error:
            yield Problem(number, _not_json(error))
        else:
            members = _members(value)
            yield from _numbered(members, number) if members is not None else [Row(number, number, value)]


def json_documents(text: str) -> Iterator[Row | Problem]:
    """Values over several lines, one after the other, expanded as in `json_lines`.

    Behind a broken one it goes on with the next object that begins a line.
    """
    decoder = json.JSONDecoder()
    position, place = _skip(text, 0), 0
    while position < len(text):
        line = text.count("\n", 0, position) + 1
        try:
            value, position = decoder.raw_decode(text, position)
        except (ValueError, RecursionError) as error:
            at = error.lineno if isinstance(error, json.JSONDecodeError) else line
            yield Problem(at, _not_json(error))
            following = _NEXT_DOCUMENT.search(text, position)
            position = following.end() if following else len(text)
            continue
        members = _members(value)
        for row in _numbered([value] if members is None else members, line, place):
            yield row
            place = row.place
        position = _skip(text, position)


def read_header(line: str, wanted: Collection[str]) -> Header | None:
    """The header in a line, its delimiter one under which a column has a `wanted` name; None where none has."""
    for delimiter in DELIMITERS:
        try:
            [names] = csv.reader([line.strip()], delimiter=delimiter)
        except csv.Error:
            continue
        header = Header(delimiter, tuple(name.strip().lower() for name in names))
        if any(name in wanted for name in header.names):
            return header
    return None


def table_rows(lines: Iterable[str], header: Header, above: int) -> Iterator[Row | Problem]:
    """The rows below a header, by its names; a cell may go over several lines. `above` lines were read before.

    Behind a broken row it goes on with the next line: an open quotation mark takes no other row with it.
    """
    previous = csv.field_size_limit(MAX_FIELD)
    given = _Given(lines)
    reader = csv.reader(given, delimiter=header.delimiter, strict=True)
    place = 0
    try:
        while True:
            line = above + given.begin_row()
            cells = _next_cells(reader)
            if cells is None:
                return
            place += bool(cells)
            if isinstance(cells, str):
                given.take_back()
                yield Problem(line, cells)
            elif len(cells) > len(header.names):
                expected = f"the header has {len(header.names)}. Put quotation marks around cells"
                yield Problem(line, f"it has {len(cells)} cells, but {expected}")
            elif cells:
                yield Row(line, place, dict(zip(header.names, cells, strict=False)))
    finally:
        csv.field_size_limit(previous)


class _Given(Iterator[str]):
    """Lines as a reader takes them; what it took beyond a row's first line can be given again."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._lines = iter(lines)
        self._again: deque[str] = deque()
        self._row: list[str] = []
        self._before = 0  # lines of the rows before

    def __next__(self) -> str:
        line = self._again.popleft() if self._again else next(self._lines)
        self._row.append(line)
        return line

    def begin_row(self) -> int:
        """The number of the line that comes next, from 1."""
        self._before += len(self._row)
        self._row = []
        return self._before + 1

    def take_back(self) -> None:
        """Give all lines of the row but its first again."""
        self._again.extendleft(reversed(self._row[1:]))
        del self._row[1:]


def _next_cells(reader: Iterator[list[str]]) -> list[str] | str | None:
    """The cells of the next row, what is wrong with it, or None at the end."""
    try:
        return next(reader, None)
    except csv.Error as error:
        return f"it is not CSV: {error}"


def decoded(line: bytes) -> str:
    """A line as text; what cannot be decoded is replaced, so that its row tells what is wrong with it."""
    try:
        return decode(line)
    except ReadError:  # a blank line too
        return line.decode("utf-8", "replace")


def kind_of(value: object) -> str:
    """What a parsed value is, in the words of JSON."""
    if isinstance(value, bool):
        return "true or false"
    if isinstance(value, int | float):
        return "a number"
    if isinstance(value, str):
        return "a text"
    if value is None:
        return "null"
    return "a list" if isinstance(value, list) else "an object"


def _members(value: object) -> list[object] | None:
    members = value.get("answers") if isinstance(value, dict) else value
    return members if isinstance(members, list) else None


def _numbered(members: Iterable[object], line: int, before: int = 0) -> Iterator[Row]:
    for place, member in enumerate(members, start=before + 1):
        yield Row(line, place, member)


def _skip(text: str, position: int) -> int:
    between = _BETWEEN_DOCUMENTS.match(text, position)
    return between.end() if between else position


def _not_json(error: ValueError | RecursionError) -> str:
    if isinstance(error, json.JSONDecodeError):
        return f"it is not JSON: {error.msg} at column {error.colno}"
    return f"it is not JSON that can be read: {error}"
