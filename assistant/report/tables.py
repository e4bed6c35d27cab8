"""Tables as CSV, as a workbook of Excel, and as Markdown. No cell becomes a formula, a link or a tag."""

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO, TypeAlias

from assistant.jobs.files import whole_path
from corpus.article import one_line

Cell: TypeAlias = str | int | float | bool | None

CSV_ENCODING = "utf-8-sig"  # without its byte order mark spreadsheets read a CSV as Latin-1
MAX_CELL = 32_767  # characters that Excel takes
_BEGINS_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
_INERT = str.maketrans({sign: f"\\{sign}" for sign in "\\<`|*_"})


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of a workbook; its rows are read once. `widths` of its first columns are in characters.

    With `has_header` its first row is bold and stays in view.
    """

    name: str
    rows: Iterable[Sequence[Cell]]
    widths: Sequence[int]
    has_header: bool = False


def write_csv(out: TextIO, rows: Iterable[Sequence[Cell]]) -> None:
    """Write the rows, the first of which is the header."""
    csv.writer(out).writerows(
        [_safe(cell) if isinstance(cell, str) else cell for cell in row] for row in rows
    )


def write_xlsx(path: Path, sheets: Iterable[Sheet]) -> None:
    """Write a workbook; what was at `path` stays until it is whole. Raises InputError if it cannot be written."""
    from openpyxl import Workbook
    from openpyxl.utils import get_column_letter

    book = Workbook(write_only=True)
    for sheet in sheets:
        made = book.create_sheet(sheet.name)
        if sheet.has_header:
            made.freeze_panes = "A2"
        for number, width in enumerate(sheet.widths, start=1):
            made.column_dimensions[get_column_letter(number)].width = width
        for place, row in enumerate(sheet.rows):
            is_header = sheet.has_header and place == 0
            made.append([_excel_cell(made, cell, bold=is_header) for cell in row])
    with whole_path(path) as part:
        book.save(part)


def markdown_table(rows: Sequence[tuple[str, str]]) -> list[str]:
    """The lines of a table of two columns, padded so that its source is a table too. The first row is the header."""
    widths = [max(len(cell) for cell in column) for column in zip(*rows, strict=True)]
    lines = [f"| {name.ljust(widths[0])} | {value.rjust(widths[1])} |" for name, value in rows]
    lines.insert(1, f"| {'-' * widths[0]} | {'-' * (widths[1] - 1)}: |")
    return lines


def inert(text: str | None) -> str:
    """Others' text as one line in which Markdown finds no tag, address, image, code or emphasis.

    >>> print(inert("![x](http://a) <b>\\n[1] \\\\<i>"))
    ![x]\\(http://a) \\<b> [1] \\\\\\<i>
    """
    return one_line(text).translate(_INERT).replace("](", "]\\(")


def _safe(text: str) -> str:
    """The text with an apostrophe in front if a spreadsheet would take it for a formula."""
    return f"'{text}" if text.startswith(_BEGINS_FORMULA) else text


def _excel_cell(sheet: Any, cell: Cell, *, bold: bool) -> Any:
    """The cell. A text stays a text whatever it begins with, even when somebody edits it."""
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
    from openpyxl.styles import Alignment, Font

    if not isinstance(cell, str):
        return WriteOnlyCell(sheet, cell)
    text = ILLEGAL_CHARACTERS_RE.sub("", cell).encode("utf-8", "replace").decode()
    made = WriteOnlyCell(sheet, None)
    made.value = text if len(text) <= MAX_CELL else text[: MAX_CELL - 1] + "…"
    made.data_type = "s"
    made.quotePrefix = _safe(text) != text
    made.alignment = Alignment(wrap_text=True, vertical="top")
    if bold:
        made.font = Font(bold=True)
    return made
