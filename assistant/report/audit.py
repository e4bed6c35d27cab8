"""The report of an audit, in the format that the name of its file asks for: HTML, Markdown, JSON or CSV."""

import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TextIO, TypeAlias

from assistant.audit.found import AuditedAnswer, Summary
from assistant.documents import to_document
from assistant.jobs.files import checked_suffix, whole_file
from assistant.report.audit_html import write_html
from assistant.report.audit_markdown import write_markdown
from assistant.report.audit_table import audit_rows
from assistant.report.tables import CSV_ENCODING, write_csv

Writer: TypeAlias = Callable[[TextIO, Iterable[AuditedAnswer], Summary], None]


def write_report(path: Path, answers: Iterable[AuditedAnswer], summary: Summary) -> None:
    """Write the report; `answers` are read once, one by one. What was at `path` stays until the new one is whole.

    Raises InputError if the suffix is none of .html, .md, .json and .csv, or `path` cannot be written.
    """
    suffix = checked_suffix(path, _WRITERS, "report")
    encoding = CSV_ENCODING if suffix == ".csv" else "utf-8"
    with whole_file(path, encoding) as file:
        _WRITERS[suffix](file, answers, summary)


def check_report_path(path: Path) -> None:
    """Raise InputError if `write_report` knows no format for the name. Call it before a long audit."""
    checked_suffix(path, _WRITERS, "report")


def write_json(out: TextIO, answers: Iterable[AuditedAnswer], summary: Summary) -> None:
    """Write the document of `pincite audit --json`, a line for each answer."""
    out.write('{"answers": [')
    for place, answer in enumerate(answers):
        out.write(",\n" if place else "\n")
        out.write(json.dumps(to_document(answer), ensure_ascii=False))
    out.write(f'\n], "summary": {json.dumps(to_document(summary), ensure_ascii=False)}}}\n')


_WRITERS: dict[str, Writer] = {
    ".html": write_html,
    ".md": write_markdown,
    ".json": write_json,
    ".csv": lambda out, answers, _: write_csv(out, audit_rows(answers)),
}
