"""A file that holds rows -> its rows, one by one: JSON, tables, spreadsheets, lines of text.

Articles, answers and questions are all read with this. It knows nothing of what the fields of a row mean.
"""

import codecs
import csv
import io
import json
import re
from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from itertools import chain
from typing import BinaryIO

from corpus.encoding import decode
from corpus.errors import NoColumnError, ReadError
from corpus.spreadsheets import sheet_values

JSON_SUFFIXES = (".jsonl", ".ndjson", ".json")
TABLE_SUFFIXES = (".csv", ".tsv")
SHEET_SUFFIXES = (".xlsx", ".xlsm", ".xls")
DELIMITERS = ",;\t|"
MAX_FIELD = 100_000_000  # code points of a cell; the csv module's own 131,072 are less than a book
csv.field_size_limit(MAX_FIELD)  # for the whole process, whose threads read several tables at a time
HEADER_ROWS = 20  # the header of a spreadsheet is looked for in this many rows from the top
MAX_SHOWN = 60  # code points of a cell in a message
MOST_SHOWN = 12  # cells in a message

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"  # the first bytes of .xlsx and of .xls files
_WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_BE)  # UTF-32-LE begins like the first
_BOM = "\ufeff"
_JSON_START = re.compile(r"\s*(?:\{\s*(?:[\"}]|\Z)|\[\s*(?:[\[{\"\]]|\Z))")
_OPEN_END = re.compile(r"[\[{,:]\s*\Z")  # how the first line of JSON ends if more lines belong to it
_BLANKS = re.compile(r"\s*")
_REST_OF_VALUE = re.compile(r"\s*,?[\s\]]*")  # between the members of a list that is broken
_NEXT_OBJECT = re.compile(r"\n\s*(?=\{)")
_NUMBERED = re.compile(r" \(\d+\)$")
_JSON_NAMES = {
    bool: "true or false",
    int: "a number",
    float: "a number",
    str: "a text",
    list: "a list",
    type(None): "null",
}


@dataclass(frozen=True, slots=True)
class Problem:
    """What could not be read, and why.

    `source` is a file, with `#row` behind it for a row that should be an article. `line` is where a row of answers or
    questions begins, from 1; 0 for anything else.
    """

    source: str
    reason: str
    line: int = 0


@dataclass(frozen=True, slots=True)
class Row:
    """A parsed row: an object or a list of JSON, a table's cells by the names of their columns, a line of text.

    `line` is where it begins in the file, `number` its number among the rows (in JSON Lines its line); both from 1.
    """

    line: int
    number: int
    value: object


class Kind(Enum):
    """What a file holds."""

    JSON = "JSON"
    TABLE = "table"
    SHEET = "spreadsheet"
    TEXT = "text"


def as_utf8(content: bytes) -> str:
    """UTF-8 as text; each byte that is not UTF-8 becomes a lone surrogate, so that its row can be named."""
    return content.decode("utf-8", "surrogateescape").removeprefix(_BOM)


class RowFile:
    """The rows of an open file, parsed while it is iterated, which works once.

    The suffix tells its `kind`, or else the first line that is not blank (`first`). A table or spreadsheet has a header
    with one of `columns` (lower case) in it; `header` are the names in that of a table. An object of JSON with a list
    under `within` stands for the members of the list. `text_of` decodes lines; `name` is for messages.

    Iteration raises ReadError if a spreadsheet is damaged, NoColumnError if a header has none of `columns`.
    """

    def __init__(
        self,
        file: BinaryIO,
        name: str,
        suffix: str,
        columns: Collection[str],
        *,
        text_of: Callable[[bytes], str] = as_utf8,
        within: str | None = None,
    ) -> None:
        """Raises ReadError if the file is empty, or neither text nor a spreadsheet."""
        self.name, self.suffix = name, suffix.lower()
        self._file, self._columns, self._text_of, self._within = file, columns, text_of, within
        self._lines = _lines(file)
        self._head = list(_to_first_visible(self._lines)) or [b""]
        self._content = chain(self._head, self._lines)
        is_sheet = self._head[0].startswith(_ZIP)
        if not is_sheet and (self._head[0].startswith(_OLE) or self.suffix in SHEET_SUFFIXES):
            raise ReadError("it is no .xlsx file. Save it as .xlsx, or as .csv in UTF-8")
        self.first = "" if is_sheet else decode(self._head[-1])
        self._delimiter, self.header = _header(self.first, columns)
        self.kind = Kind.SHEET if is_sheet else self._kind_of_text()

    def __iter__(self) -> Iterator[Row | Problem]:
        if self.kind is Kind.JSON:
            goes_on = _JSON_START.match(self.first) and _OPEN_END.search(self.first)
            return self._documents() if goes_on else self._json_lines()
        if self.kind is Kind.TABLE:
            return self._table()
        return self._sheet() if self.kind is Kind.SHEET else self.lines()

    def lines(self) -> Iterator[Row]:
        """A row for each line of text, whatever the kind; blank lines at the end are left out."""
        blank: list[Row] = []
        for number, line in enumerate(map(self._text_of, self._content), start=1):
            row = Row(number, number, line.strip())
            blank.append(row)
            if row.value:
                yield from blank
                blank.clear()

    def text(self) -> str:
        """The whole text, whatever the kind. Raises ReadError if it cannot be decoded."""
        return decode(b"".join(self._content))

    def _kind_of_text(self) -> Kind:
        if self.suffix in JSON_SUFFIXES or _JSON_START.match(self.first):
            return Kind.JSON
        return Kind.TABLE if self.suffix in TABLE_SUFFIXES or self.header else Kind.TEXT

    def _json_lines(self) -> Iterator[Row | Problem]:
        """The values of JSON Lines; a list stands for its members."""
        for line, content in enumerate(map(self._text_of, self._content), start=1):
            text = content.strip()
            if not text:
                continue
            try:
                value = json.loads(text)
            except (ValueError, RecursionError) as error:
                yield Problem(self.name, _not_json(error), line)
                continue
            members = self._members(value)
            yield from [Row(line, line, value)] if members is None else _numbered(members, line)

    def _documents(self) -> Iterator[Row | Problem]:
        """Values of JSON over several lines, one after the other; a list stands for its members.

        After a broken value it goes on with the next object that begins a line, which may be a member of a broken list.
        """
        text = self._text_of(b"".join(self._content))
        decoder, between = json.JSONDecoder(), _BLANKS
        problem: Problem | None = None
        position, number = _end_of(between, text, 0), 0
        while position < len(text):
            line = text.count("\n", 0, position) + 1
            try:
                value, position = decoder.raw_decode(text, position)
            except (ValueError, RecursionError) as error:
                at = error.lineno if isinstance(error, json.JSONDecodeError) else line
                problem, said = Problem(self.name, _not_json(error), at), problem
                if problem != said:  # a broken member was met before, when its list was read
                    yield problem
                following = _NEXT_OBJECT.search(text, position)
                position, between = following.end() if following else len(text), _REST_OF_VALUE
                continue
            members = self._members(value)
            for row in _numbered([value] if members is None else members, line, number):
                yield row
                number = row.number
            position = _end_of(between, text, position)

    def _members(self, value: object) -> list[object] | None:
        held = value.get(self._within) if isinstance(value, dict) else value
        return held if isinstance(held, list) else None

    def _table(self) -> Iterator[Row | Problem]:
        """The rows below the header; a cell may go over several lines.

        After a broken row it goes on with the next line: a quotation mark that is never closed costs one row only.
        """
        if not self.header:
            raise _no_column(_cells(self.first), self._columns)
        table = _Table(map(self._text_of, chain(self._head[-1:], self._lines)), before=len(self._head) - 1)
        names: tuple[str, ...] = ()
        number = 0
        for line, cells in table.rows(self._delimiter):
            if isinstance(cells, str):
                yield Problem(self.name, cells, line)
            elif not names:
                names = _named(cells)
                continue
            elif len(cells) > len(names):
                expected = f"the header has {len(names)}. Put quotation marks around cells"
                yield Problem(self.name, f"it has {len(cells)} cells, but {expected}", line)
            else:
                yield Row(line, number + 1, dict(zip(names, cells, strict=False)))
            number += 1

    def _sheet(self) -> Iterator[Row]:
        """The rows below the header, which may stand below a title."""
        names: tuple[str, ...] = ()
        above: list[str] = []
        for line, values in sheet_values(self._file):
            if names:
                yield Row(line, line, dict(zip(names, values, strict=False)))
                continue
            texts = ["" if value is None else str(value) for value in values]
            while texts and not texts[-1].strip():
                texts.pop()
            above = above or texts
            if _has_any(texts, self._columns):
                names = _named(texts)
            elif line >= HEADER_ROWS:
                break
        if not names:
            raise _no_column(above, self._columns)


def kind_of(value: object) -> str:
    """What a parsed value is, in the words of JSON."""
    return _JSON_NAMES.get(type(value), "an object")


class _Table(Iterator[str]):
    """The lines of a table as csv takes them; those that a broken row took beyond its first are given again."""

    def __init__(self, lines: Iterable[str], before: int) -> None:
        self._lines = iter(lines)
        self._again: deque[str] = deque()
        self._row: list[str] = []
        self._before = before  # the number of lines above the row

    def __next__(self) -> str:
        line = self._again.popleft() if self._again else next(self._lines)
        self._row.append(line)
        return line

    def rows(self, delimiter: str) -> Iterator[tuple[int, list[str] | str]]:
        """The line of each row that is not empty, and its cells, or what is wrong with it."""
        reader = csv.reader(self, delimiter=delimiter, strict=True)
        cells: list[str] | str | None
        while True:
            self._before += len(self._row)
            self._row = []
            line = self._before + 1
            try:
                cells = next(reader, None)
            except csv.Error as error:
                cells = f"it is not CSV: {error}"
                self._again.extendleft(reversed(self._row[1:]))
                del self._row[1:]
            if cells is None:
                return
            if cells:
                yield line, cells


def _lines(file: BinaryIO) -> Iterator[bytes]:
    """The lines of a file, in an encoding whose line ends are those of ASCII. Raises ReadError."""
    first = file.readline()
    if first.startswith(_WIDE):
        yield from io.BytesIO(decode(first + file.read()).encode())
    else:
        yield first
        for line in file:  # noqa: UP028  `yield from` would close the file with the iterator
            yield line


def _to_first_visible(lines: Iterator[bytes]) -> Iterator[bytes]:
    """The lines up to the first that is not blank."""
    for line in lines:
        yield line
        if line.strip():
            return


def _header(line: str, columns: Collection[str]) -> tuple[str, tuple[str, ...]]:
    """The delimiter under which a line has one of `columns`, and its cells in lower case; both empty without one."""
    for delimiter in DELIMITERS:
        try:
            cells = next(csv.reader([line.rstrip("\r\n")], delimiter=delimiter), [])
        except csv.Error:
            continue
        if _has_any(cells, columns):
            return delimiter, tuple(cell.strip().lower() for cell in cells)
    return "", ()


def _has_any(cells: Iterable[str], columns: Collection[str]) -> bool:
    return any(cell.strip().lower() in columns for cell in cells)


def _named(cells: Iterable[str]) -> tuple[str, ...]:
    """Names of columns, each once: a blank one gets its number among the columns, a repeated one a count.

    >>> _named(["q", "", "note", "note"])
    ('q', 'column 2', 'note', 'note (2)')
    """
    names: list[str] = []
    for number, cell in enumerate(cells, start=1):
        name = cell.strip() or f"column {number}"
        before = sum(_NUMBERED.sub("", other) == name for other in names)
        names.append(f"{name} ({before + 1})" if before else name)
    return tuple(names)


def _no_column(cells: Iterable[str], columns: Collection[str]) -> NoColumnError:
    seen = [repr(cell.strip()[:MAX_SHOWN]) for cell in cells]
    seen[MOST_SHOWN:] = ["..."] if len(seen) > MOST_SHOWN else []
    return NoColumnError(f"it has no column {', '.join(columns)}; its first row is {', '.join(seen)}")


def _cells(line: str) -> list[str]:
    """The cells of a line, split at the delimiter that gives most."""
    return max((line.strip().split(delimiter) for delimiter in DELIMITERS), key=len)


def _numbered(members: Iterable[object], line: int, before: int = 0) -> Iterator[Row]:
    return (Row(line, number, member) for number, member in enumerate(members, start=before + 1))


def _end_of(pattern: re.Pattern[str], text: str, position: int) -> int:
    match = pattern.match(text, position)
    return match.end() if match else position


def _not_json(error: ValueError | RecursionError) -> str:
    if isinstance(error, json.JSONDecodeError):
        return f"it is not JSON: {error.msg} at column {error.colno}"
    return f"it is not JSON that can be read: {error}"
