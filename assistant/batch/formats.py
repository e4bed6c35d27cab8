"""Text, tables, spreadsheets, JSON -> rows, one by one, by a file's suffix, else by what it holds.

A row's value is a question alone, or fields by their names as they are written. Bytes that are no UTF-8 stand in it as
lone surrogates: whoever reads the row names them.
"""

import csv
from collections.abc import Collection, Iterable, Iterator
from itertools import chain
from typing import BinaryIO

from assistant.audit.formats_lines import (
    Header,
    Problem,
    Row,
    begins_json,
    has_more_lines,
    head_of,
    json_documents,
    json_lines,
    lines_of,
    read_header,
    table_rows,
)
from assistant.batch.columns import EXPECTED, named, no_column
from assistant.batch.spreadsheets import spreadsheet_rows
from corpus.encoding import decode
from corpus.errors import InputError, ReadError
from corpus.tables import DELIMITERS

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"  # what .xlsx and .xls files begin with
_JSON_SUFFIXES = (".jsonl", ".ndjson", ".json")
_TABLE_SUFFIXES = (".csv", ".tsv")
_SHEET_SUFFIXES = (".xlsx", ".xlsm", ".xls")
_BOM = "\ufeff"


def question_rows(file: BinaryIO, name: str, suffix: str, wanted: Collection[str]) -> Iterator[Row | Problem]:
    """The rows of a file; `wanted` are the names, in small letters, that a table's column of questions may have.

    Raises InputError where it holds nothing, or nothing of the kind that its suffix says.
    """
    magic = file.read(len(_ZIP))
    file.seek(0)
    if magic == _ZIP:
        return spreadsheet_rows(file, name, wanted)
    if magic == _OLE or suffix in _SHEET_SUFFIXES:
        raise InputError(f"{name} is no .xlsx file. Save it as .xlsx, or as .csv in UTF-8.\n{EXPECTED}")
    try:
        lines = lines_of(file)
        head = list(head_of(lines))
        first = decode(head[-1])
    except ReadError as error:
        raise InputError(f"cannot read {name}: {error}.\n{EXPECTED}") from error
    texts = map(_text, chain(head, lines))
    if suffix in _JSON_SUFFIXES or (suffix != ".txt" and begins_json(first)):
        return _json(texts, first)
    if suffix == ".txt":
        return _questions(texts)
    header = read_header(first, wanted)
    if header:
        names = named(next(csv.reader([first.strip()], delimiter=header.delimiter)))
        return table_rows(map(_text, lines), Header(header.delimiter, names), len(head))
    if suffix in _TABLE_SUFFIXES:
        raise no_column(name, _cells(first), wanted)
    return _questions(texts)


def _text(line: bytes) -> str:
    return line.decode("utf-8", "surrogateescape").removeprefix(_BOM)


def _json(lines: Iterator[str], first: str) -> Iterator[Row | Problem]:
    if begins_json(first) and has_more_lines(first):
        return json_documents("".join(lines))
    return json_lines(lines)


def _questions(lines: Iterable[str]) -> Iterator[Row]:
    """A question a line; empty lines at the end are none."""
    empty: list[Row] = []
    for number, line in enumerate(lines, start=1):
        row = Row(number, number, line.strip())
        if not row.value:
            empty.append(row)
            continue
        yield from empty
        empty = []
        yield row


def _cells(line: str) -> list[str]:
    """The cells of a line by the delimiter that gives most."""
    cut = [line.strip().split(delimiter) for delimiter in DELIMITERS]
    return max(cut, key=len)
