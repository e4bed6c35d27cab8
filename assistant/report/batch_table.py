"""Answers as a table, a row a question, for .csv and .xlsx; no cell of it can become a formula."""

import csv
import json
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from assistant.answer import Citation
from assistant.batch.records import Record
from assistant.batch.summary import BatchSummary, outcome
from assistant.jobs.files import whole_file, whole_path
from assistant.report import batch_wording as wording
from assistant.report.audit_csv import safe_cell
from corpus.article import one_line

COLUMNS = (
    "id", "question", "answer", "sources", "outcome", "verdicts", "withheld", "error", "after", "before", "publisher",
    "article", "seconds",
)  # fmt: skip
INPUT = " (input)"  # behind the name of a column of the question file that is called like one of these
MAX_CELL = 32_767  # characters that Excel takes
EXACT = 2**53  # to here Excel keeps whole numbers as they are
WIDTHS = {"question": 44, "answer": 64, "sources": 64, "error": 30}  # of an Excel column, in characters
WIDTH = 14  # of all other columns

Row = list[str | int | float | bool | None]


def write_csv(path: Path, records: Callable[[], Iterable[Record]]) -> None:
    """Write the table; with a byte order mark, for spreadsheets take a CSV without one for Latin-1."""
    carried = _carried(records())
    with whole_file(path, "utf-8-sig") as file:
        table = csv.writer(file)
        table.writerow([safe_cell(name) for name in _header(carried)])
        for record in records():
            table.writerow([_csv_cell(cell) for cell in _row(record, carried)])


def write_xlsx(path: Path, records: Callable[[], Iterable[Record]], summary: BatchSummary) -> None:
    """Write the table as one sheet, and the figures as another."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    carried = _carried(records())
    header = _header(carried)
    answers = book.create_sheet("Answers")
    answers.freeze_panes = "A2"
    for place, name in enumerate(header):
        answers.column_dimensions[_letters(place)].width = WIDTHS.get(name, WIDTH)
    answers.append([_excel_cell(answers, name, bold=True) for name in header])
    for record in records():
        answers.append([_excel_cell(answers, cell) for cell in _row(record, carried)])
    figures = book.create_sheet("Summary")
    figures.column_dimensions["A"].width = WIDTHS["error"]
    for name, value, meaning in wording.all_figures(summary):
        figures.append([_excel_cell(figures, cell) for cell in (name, value, meaning)])
    if tokens := wording.tokens(summary):
        figures.append([_excel_cell(figures, tokens)])
    with whole_path(path) as part:
        book.save(part)


def _carried(records: Iterable[Record]) -> list[str]:
    """The names of the question file's other columns, in the order in which they come up."""
    return list(dict.fromkeys(name for record in records for name in record.carried))


def _header(carried: Sequence[str]) -> list[str]:
    return [*COLUMNS, *(name + INPUT if name.lower() in COLUMNS else name for name in carried)]


def _row(record: Record, carried: Sequence[str]) -> Row:
    answer, filters = record.answer, record.filters
    own: Row = [
        record.id,
        record.question,
        answer.text if answer else None,
        "\n".join(map(_source, answer.citations)) if answer else None,
        outcome(record),
        wording.verdicts(record),
        len(answer.withheld) if answer else None,
        record.error,
        filters.after.isoformat() if filters.after else None,
        filters.before.isoformat() if filters.before else None,
        filters.publisher,
        filters.article,
        round(answer.timings_ms.get("total", 0) / 1000, 1) if answer else None,
    ]
    return own + [_plain(record.carried.get(name)) for name in carried]


def _source(citation: Citation) -> str:
    """An entry as the audit reads it: number, title, publisher, day, quote, address."""
    article = citation.article
    published = article.published.isoformat() if article.published else None
    known = ", ".join(filter(None, [one_line(article.title), article.publisher, published]))
    return f"[{citation.number}] {known} “{one_line(citation.quote)}” {article.source}"


def _plain(value: Any) -> str | int | float | bool | None:
    if value is None or isinstance(value, str | bool | float):
        return value
    if isinstance(value, int):
        return value if abs(value) <= EXACT else str(value)
    return json.dumps(value, ensure_ascii=False)


def _csv_cell(cell: str | int | float | bool | None) -> str:
    if isinstance(cell, str):
        return safe_cell(cell)
    return "" if cell is None else str(cell)


def _excel_cell(sheet: Any, cell: str | int | float | bool | None, *, bold: bool = False) -> Any:
    """The cell; a text stays one whatever it begins with, now and when somebody edits it."""
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
    from openpyxl.styles import Alignment, Font

    if not isinstance(cell, str):
        return WriteOnlyCell(sheet, cell)
    text = ILLEGAL_CHARACTERS_RE.sub("", cell).encode("utf-8", "replace").decode()
    made = WriteOnlyCell(sheet, None)
    made.value = text if len(text) <= MAX_CELL else text[: MAX_CELL - 1] + "…"
    made.data_type = "s"
    made.quotePrefix = safe_cell(text) != text
    made.alignment = Alignment(wrap_text=True, vertical="top")
    if bold:
        made.font = Font(bold=True)
    return made


def _letters(place: int) -> str:
    from openpyxl.utils import get_column_letter

    return str(get_column_letter(place + 1))
