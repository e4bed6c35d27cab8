"""The answers of a batch in the format that its file's name asks for, written from its journal."""

from collections.abc import Callable, Iterable

from assistant.audit.found import AuditedAnswer
from assistant.batch.journal import BatchFiles
from assistant.batch.records import Record
from assistant.batch.summary import BatchSummary
from assistant.jobs.files import whole_file
from assistant.report.batch_html import write_html
from assistant.report.batch_markdown import write_markdown
from assistant.report.batch_table import write_csv, write_xlsx
from index import Library


def write_output(
    files: BatchFiles,
    records: Callable[[], Iterable[Record]],
    summary: BatchSummary,
    library: Library | None = None,
    audited: Iterable[AuditedAnswer] | None = None,
) -> None:
    """Write `files.out`, unless the journal is that already; what was there stays until the new one is whole.

    `library` gives the passages of .html their context, `audited` the verdicts. Raises InputError where it cannot be
    written.
    """
    match files.out.suffix.lower():
        case ".csv":
            write_csv(files.out, records)
        case ".xlsx":
            write_xlsx(files.out, records, summary)
        case ".md":
            with whole_file(files.out) as file:
                write_markdown(file, records(), summary)
        case ".html":
            with whole_file(files.out) as file:
                write_html(file, records(), summary, library, audited)
