"""An Excel file's first sheet -> the values of its rows, one by one. Knows nothing of headers."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import BinaryIO
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile
from zlib import error as ZlibError

from corpus.errors import ReadError

Value = str | int | float | bool | None


def sheet_values(file: BinaryIO) -> Iterator[tuple[int, list[Value]]]:
    """The number of each row that is not empty, from 1, and its values; a formula gives its stored value.

    Raises ReadError if the file is damaged. The file must be able to seek.
    """
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    damaged = InvalidFileException, BadZipFile, ZlibError, ParseError, LookupError, ValueError, EOFError
    file.seek(0)
    try:
        sheet = load_workbook(file, read_only=True, data_only=True).worksheets[0]
        sheet.reset_dimensions()  # some programs write wrong ones
        for number, cells in enumerate(sheet.iter_rows(values_only=True), start=1):
            values = [_value(cell) for cell in cells]
            if any(value not in (None, "") for value in values):
                yield number, values
    except damaged as error:
        raise ReadError(
            f"it cannot be read as an Excel file: {error}. Save it again as .xlsx, or as .csv in UTF-8"
        ) from error


def _value(cell: object) -> Value:
    """A cell of a spreadsheet as JSON has values; a day as YYYY-MM-DD, a whole number without a point."""
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time.min else cell.isoformat()
    if isinstance(cell, date | time):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return int(cell)
    if cell is None or isinstance(cell, str | int | float):
        return cell
    return str(cell) if isinstance(cell, timedelta) else repr(cell)
