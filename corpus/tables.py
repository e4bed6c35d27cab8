"""JSON lines and CSV: one article a row. A bad row is a problem; the rest is read."""

import csv
import io
import json
from collections.abc import Iterator, Mapping

from corpus.article import Article, one_line
from corpus.contents import FileContents, Problem
from corpus.encoding import decode
from corpus.errors import ReadError
from corpus.metadata import TEXT_FIELDS, Metadata, make_article

DELIMITERS = ",;\t|"
MAX_FIELD = 100_000_000  # code points of a CSV field; the csv module's own 131,072 are less than a book

# Row number, line number, and the row: its fields, or what is wrong with it.
Row = tuple[int, int, Mapping[str, object] | str]


def read_jsonl(content: bytes, origin: str) -> FileContents:
    """The articles in a file of JSON objects, one a line."""
    return _read_rows(_json_rows(decode(content)), origin)


def read_csv(content: bytes, origin: str) -> FileContents:
    """The articles in a table with a header, its delimiter one of `,` `;` tab `|`.

    Raises ReadError where no column holds the text.
    """
    text = decode(content).lstrip("\ufeff")
    previous = csv.field_size_limit(MAX_FIELD)
    try:
        return _read_rows(_csv_rows(text), origin)
    finally:
        csv.field_size_limit(previous)


def _read_rows(rows: Iterator[Row], origin: str) -> FileContents:
    articles: list[Article] = []
    problems: list[Problem] = []
    lines: dict[str, int] = {}  # a row's key -> its line
    for number, line, row in rows:
        try:
            key, article = _article(row, number, origin)
            if key in lines:
                raise ReadError(f"its id {key!r} was used in line {lines[key]}. Give each row its own id")
        except ReadError as error:
            problems.append(Problem(f"{origin}#{number}", f"line {line}: {error}"))
        else:
            lines[key] = line
            articles.append(article)
    if not articles and not problems:
        raise ReadError("it holds no rows")
    return FileContents(tuple(articles), tuple(problems))


def _article(row: Mapping[str, object] | str, number: int, origin: str) -> tuple[str, Article]:
    """The row's key within its file and its article."""
    if isinstance(row, str):
        raise ReadError(row)
    text = next((row[name] for name in TEXT_FIELDS if row.get(name)), None)
    if not isinstance(text, str):
        raise ReadError(f"it has no text; one of its fields must be named {', '.join(TEXT_FIELDS)}")
    metadata = Metadata.from_fields(row)
    named = (one_line(str(row[name])) for name in ("id", "url") if row.get(name) is not None)
    key = next(filter(None, named), str(number))
    return key, make_article(text, f"{origin}#{key}", metadata)


def _json_rows(text: str) -> Iterator[Row]:
    number = 0
    for line, content in enumerate(io.StringIO(text), 1):
        if content.strip():
            number += 1
            yield number, line, _json_object(content)


def _json_object(content: str) -> Mapping[str, object] | str:
    try:
        value = json.loads(content)
    except (ValueError, RecursionError) as error:
        return f"it is not JSON: {error}"
    if not isinstance(value, dict):
        return f"it is a JSON {type(value).__name__}, not an object"
    return {name.strip().lower(): field for name, field in value.items()}


def _csv_rows(text: str) -> Iterator[Row]:
    delimiter, names = _header(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    next(reader)
    number, line = 0, reader.line_num
    while True:
        start, row = line + 1, _next_row(reader)
        if row is None:
            return
        line = reader.line_num
        if row:
            number += 1
            yield number, start, _named(names, row) if isinstance(row, list) else row


def _header(text: str) -> tuple[str, list[str]]:
    """The delimiter under which the header names a text column, and the column names in lower case."""
    for delimiter in DELIMITERS:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
        header = _next_row(reader)
        names = [name.strip().lower() for name in header] if isinstance(header, list) else []
        if any(name in names for name in TEXT_FIELDS):
            return delimiter, names
    first = next(filter(None, map(str.strip, text.splitlines())))[:80]
    raise ReadError(f"no column is named {', '.join(TEXT_FIELDS)}; its first line is {first!r}")


def _next_row(reader: Iterator[list[str]]) -> list[str] | str | None:
    """The next row, what is wrong with it, or None at the end."""
    try:
        return next(reader)
    except StopIteration:
        return None
    except csv.Error as error:
        return f"it is not CSV: {error}"


def _named(names: list[str], row: list[str]) -> Mapping[str, object] | str:
    if len(row) > len(names):
        return f"it has {len(row)} fields, but the header has {len(names)}. Put the text in quotation marks"
    return dict(zip(names, row, strict=False))
