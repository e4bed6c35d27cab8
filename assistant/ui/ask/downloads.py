"""An answer with its evidence as files, each inside the link that downloads it."""

import io
import json
from base64 import b64encode

from assistant.batch.records import Record
from assistant.batch.summary import summarise
from assistant.documents import to_document
from assistant.report.batch_html import write_html
from assistant.ui.history import Asked
from index import Library


def downloads(asked: Asked, library: Library) -> dict[str, str]:
    """The answer as a report (a batch of this one question), and all that is kept of it as JSON, as `data:` URLs."""
    record = Record(asked.id, asked.filters, {}, asked.answer.question, asked.answer)
    report = io.StringIO()
    write_html(report, [record], summarise([record], 1), library)
    document = json.dumps(to_document(asked), ensure_ascii=False, indent=2)
    return {"HTML": _url("text/html", report.getvalue()), "JSON": _url("application/json", document)}


def _url(kind: str, text: str) -> str:
    return f"data:{kind};charset=utf-8;base64,{b64encode(text.encode('utf-8', 'backslashreplace')).decode()}"
