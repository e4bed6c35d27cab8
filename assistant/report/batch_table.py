"""Answers of a batch as a table: a row for each question, with the other columns of the question file."""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import astuple
from datetime import date
from itertools import chain
from typing import Any

from assistant.answer import Citation
from assistant.batch.records import Record
from assistant.batch.summary import BatchSummary, outcome
from assistant.report import batch_wording as wording
from assistant.report.tables import Cell, Sheet
from assistant.report.wording import byline
from corpus.article import one_line

COLUMNS = (
    "id", "question", "answer", "sources", "outcome", "verdicts", "withheld", "error", "after", "before", "publisher",
    "article", "seconds",
)  # fmt: skip
INPUT = " (input)"  # behind the name of a column of the question file that is called like one of these
EXACT = 2**53  # up to here Excel keeps whole numbers as they are
WIDTHS = {"question": 44, "answer": 64, "sources": 64, "error": 30}  # of an Excel column, in characters
WIDTH = 14  # of all other columns


def batch_rows(records: Callable[[], Iterable[Record]]) -> Iterator[Sequence[Cell]]:
    """The header, then a row for each record. `records` are read twice, first for the columns that they carry."""
    carried = _carried(records())
    yield _header(carried)
    for record in records():
        yield _row(record, carried)


def batch_sheets(records: Callable[[], Iterable[Record]], summary: BatchSummary) -> Iterator[Sheet]:
    """The table as a sheet, and the figures as another."""
    rows = batch_rows(records)
    header = next(rows)
    widths = [WIDTHS.get(str(name), WIDTH) for name in header]
    yield Sheet("Answers", chain([header], rows), widths, has_header=True)
    figures: list[Sequence[Cell]] = [*wording.figures(summary)]
    if tokens := wording.tokens(summary):
        figures.append([tokens])
    yield Sheet("Summary", figures, [WIDTHS["error"]])


def _carried(records: Iterable[Record]) -> list[str]:
    """The names of the other columns of the question file, in the order in which records first have them."""
    return list(dict.fromkeys(name for record in records for name in record.columns))


def _header(carried: Sequence[str]) -> list[str]:
    return [*COLUMNS, *(name + INPUT if name.lower() in COLUMNS else name for name in carried)]


def _row(record: Record, carried: Sequence[str]) -> list[Cell]:
    answer = record.answer
    own: list[Cell] = [
        record.id,
        record.question,
        answer.text if answer else None,
        "\n".join(map(_source, answer.citations)) if answer else None,
        outcome(record),
        wording.tally(Counter(claim.verdict for claim in answer.claims)) if answer else "",
        len(answer.withheld) if answer else None,
        record.error,
        *(value.isoformat() if isinstance(value, date) else value for value in astuple(record.filters)),
        round(answer.timings_ms.get("total", 0) / 1000, 1) if answer else None,
    ]
    return own + [_plain(record.columns.get(name)) for name in carried]


def _source(citation: Citation) -> str:
    """A source as the audit can read it: number, title, publisher, day, quote, address."""
    article = citation.article
    known = byline(one_line(article.title), article.publisher, article.published)
    return f"[{citation.number}] {known} “{one_line(citation.quote)}” {article.source}"


def _plain(value: Any) -> Cell:
    if value is None or isinstance(value, str | bool | float):
        return value
    if isinstance(value, int):
        return value if abs(value) <= EXACT else str(value)
    return json.dumps(value, ensure_ascii=False)
