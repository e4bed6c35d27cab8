"""An answer with its evidence as files, each inside the link that downloads it."""

import io
import json
from base64 import b64encode
from dataclasses import dataclass

from assistant.batch.records import Record
from assistant.batch.summary import summarise
from assistant.documents import to_document
from assistant.report.batch_html import write_html
from assistant.ui.history import Asked
from index import Library


@dataclass(frozen=True, slots=True)
class Download:
    """A file as a `data:` URL."""

    kind: str
    name: str
    url: str


def downloads(asked: Asked, library: Library) -> list[Download]:
    """The answer as a report (a batch of this one question), and all that is kept of it as JSON."""
    record = Record(asked.id, asked.filters, {}, asked.answer.question, asked.answer)
    report = io.StringIO()
    write_html(report, [record], summarise([record], 1), library)
    document = json.dumps(to_document(asked), ensure_ascii=False, indent=2)
    name = f"pincite-{asked.id}"
    return [
        Download("HTML", f"{name}.html", _url("text/html", report.getvalue())),
        Download("JSON", f"{name}.json", _url("application/json", document)),
    ]


def _url(kind: str, text: str) -> str:
    return f"data:{kind};charset=utf-8;base64,{b64encode(text.encode('utf-8', 'backslashreplace')).decode()}"
