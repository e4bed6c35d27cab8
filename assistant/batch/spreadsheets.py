"""An Excel file's first sheet -> rows. Knows nothing of what the columns mean."""

from collections.abc import Collection, Iterable, Iterator
from datetime import date, datetime, time, timedelta
from typing import BinaryIO
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile
from zlib import error as ZlibError

from assistant.audit.formats_lines import Row
from assistant.batch.columns import named, no_column
from corpus.errors import InputError

HEADER_ROWS = 20  # the header is looked for in so many rows from the top


def spreadsheet_rows(file: BinaryIO, name: str, wanted: Collection[str]) -> Iterator[Row]:
    """The rows below the header, the first row that has a `wanted` name; a formula gives its stored value.

    Raises InputError where the file is damaged, or has no such header.
    """
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = load_workbook(file, read_only=True, data_only=True)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()  # some programs write wrong ones
        yield from _below_header(sheet.iter_rows(values_only=True), name, wanted)
    except (
        InvalidFileException,
        BadZipFile,
        ZlibError,
        ParseError,
        LookupError,
        ValueError,
        EOFError,
    ) as error:
        raise InputError(
            f"{name} cannot be read as an Excel file: {error}. Save it again as .xlsx, or as .csv in UTF-8"
        ) from error


def _below_header(rows: Iterator[tuple[object, ...]], name: str, wanted: Collection[str]) -> Iterator[Row]:
    names: tuple[str, ...] = ()
    above: list[str] = []
    for line, cells in enumerate(rows, start=1):
        values = [_value(cell) for cell in cells]
        if not any(value not in (None, "") for value in values):
            continue
        if names:
            yield Row(line, line, dict(zip(names, values, strict=False)))
            continue
        texts = _without_end("" if value is None else str(value) for value in values)
        above = above or texts
        if any(text.strip().lower() in wanted for text in texts):
            names = named(texts)
        elif line == HEADER_ROWS:
            break
    if not names:
        raise no_column(name, above, wanted)


def _without_end(texts: Iterable[str]) -> list[str]:
    """The texts up to the last that is not empty."""
    kept = list(texts)
    while kept and not kept[-1].strip():
        kept.pop()
    return kept


def _value(cell: object) -> str | int | float | bool | None:
    """A cell as JSON has it; a day as YYYY-MM-DD, a whole number without a point."""
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time.min else cell.isoformat()
    if isinstance(cell, date | time):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return int(cell)
    if cell is None or isinstance(cell, str | int | float):
        return cell
    return str(cell) if isinstance(cell, timedelta) else repr(cell)
