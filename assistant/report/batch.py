"""The answers of a batch, in the format that the name of their file asks for: CSV, Excel, Markdown or HTML."""

from collections.abc import Callable, Iterable

from assistant.audit.found import AuditedAnswer
from assistant.batch.journal import BatchFiles
from assistant.batch.records import Record
from assistant.batch.summary import BatchSummary
from assistant.jobs.files import whole_file
from assistant.report.batch_html import write_html
from assistant.report.batch_markdown import write_markdown
from assistant.report.batch_table import batch_rows, batch_sheets
from assistant.report.tables import CSV_ENCODING, write_csv, write_xlsx
from index import Library


def write_output(
    files: BatchFiles,
    records: Callable[[], Iterable[Record]],
    summary: BatchSummary,
    library: Library | None = None,
    audited: Iterable[AuditedAnswer] | None = None,
) -> None:
    """Write `files.out`, unless it is the journal itself. What was there stays until the new one is whole.

    For .html `library` gives passages their context, and `audited` has the verdicts of an audit. Raises InputError if
    the file cannot be written.
    """
    match files.out.suffix.lower():
        case ".csv":
            with whole_file(files.out, CSV_ENCODING) as file:
                write_csv(file, batch_rows(records))
        case ".xlsx":
            write_xlsx(files.out, batch_sheets(records, summary))
        case ".md":
            with whole_file(files.out) as file:
                write_markdown(file, records(), summary)
        case ".html":
            with whole_file(files.out) as file:
                write_html(file, records(), summary, library, audited)
