"""An audit's report as a file, in the format that its name asks for."""

import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TextIO, TypeAlias

from assistant.audit.found import AuditedAnswer, Summary
from assistant.jobs.files import checked_suffix, whole_file
from assistant.report.audit_csv import write_csv
from assistant.report.audit_html import write_html
from assistant.report.audit_markdown import write_markdown

Writer: TypeAlias = Callable[[TextIO, Iterable[AuditedAnswer], Summary], None]


def write_report(path: Path, answers: Iterable[AuditedAnswer], summary: Summary) -> None:
    """Write the report; `answers` are read once, one by one. What was at `path` stays until the new one is whole.

    Raises InputError where the suffix is none of .html, .md, .json and .csv, or `path` cannot be written.
    """
    suffix = checked_suffix(path, _WRITERS, "report")
    encoding = (
        "utf-8-sig" if suffix == ".csv" else "utf-8"
    )  # spreadsheets take a CSV without a mark for Latin-1
    with whole_file(path, encoding) as file:
        _WRITERS[suffix](file, answers, summary)


def check_report_path(path: Path) -> None:
    """Raise InputError where `write_report` knows no format for the name; to be said before a long audit."""
    checked_suffix(path, _WRITERS, "report")


def write_json(out: TextIO, answers: Iterable[AuditedAnswer], summary: Summary) -> None:
    """The document of `pincite audit --json`, an answer a line."""
    out.write('{"answers": [')
    for place, answer in enumerate(answers):
        out.write(",\n" if place else "\n")
        out.write(json.dumps(answer.to_json(), ensure_ascii=False))
    out.write(f'\n], "summary": {json.dumps(summary.to_json(), ensure_ascii=False)}}}\n')


_WRITERS: dict[str, Writer] = {
    ".html": write_html,
    ".md": write_markdown,
    ".json": write_json,
    ".csv": lambda out, answers, _: write_csv(out, answers),
}
