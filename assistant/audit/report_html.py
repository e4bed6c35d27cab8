"""An audit as one HTML file that needs nothing else: no script to be read, no network, no other file.

The script only adds filters; a content security policy keeps everything but it and the style sheet from running or
loading. The same audit gives the same bytes.
"""

import shutil
from base64 import b64encode
from collections.abc import Iterable
from hashlib import sha256
from html import escape
from importlib.resources import files
from tempfile import TemporaryFile
from typing import TextIO

from assistant.audit import wording
from assistant.audit.report import AuditedAnswer, Summary
from assistant.audit.report_html_answer import answer_section, index_entry
from assistant.audit.report_html_summary import summary_section

_OPEN_INDEX = 30  # answers; a longer index is closed at first


def write_html(out: TextIO, answers: Iterable[AuditedAnswer], summary: Summary) -> None:
    """Write the report, one answer at a time; those already rendered wait on disk until the index is whole."""
    out.write(_head(summary))
    with TemporaryFile("w+", encoding="utf-8", errors="backslashreplace", newline="") as sections:
        is_open = " open" if summary.answers <= _OPEN_INDEX else ""
        out.write(f'<details class="index"{is_open}><summary>Index of the answers</summary><nav><ol>\n')
        for place, answer in enumerate(answers, start=1):
            out.write(index_entry(place, answer))
            sections.write(answer_section(place, answer))
        out.write("</ol></nav></details></header>\n<main>\n")
        sections.seek(0)
        shutil.copyfileobj(sections, out)
    out.write(f"</main>\n{_foot(summary)}")


def _head(summary: Summary) -> str:
    style, script = _asset("report.css"), _asset("report.js")
    policy = (
        f"default-src 'none'; style-src '{_digest(style)}'; script-src '{_digest(script)}'; base-uri 'none'"
    )
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>Citation audit: {escape(wording.headline(summary))}</title>\n"
        f"<style>{style}</style>\n<script>{script}</script></head>\n"
        '<body><header class="top"><div class="masthead"><h1>Citation audit</h1>'
        '<p class="tools"><button type="button" data-open="true" disabled>Open every claim</button> '
        '<button type="button" data-open="false" disabled>Close</button></p></div>\n'
        f"{summary_section(summary)}"
    )


def _foot(summary: Summary) -> str:
    models = ", ".join(f"{role} {name}" for role, name in sorted(summary.models.items()))
    checked = f"Checked by Pincite with {models}. " if models else "Checked by Pincite. "
    return (
        f"<footer><p>{escape(checked)}Recall and precision as in Gao et al. 2023, “Enabling Large Language Models to "
        "Generate Text with Citations”, section 4.3.</p></footer></body></html>\n"
    )


def _asset(name: str) -> str:
    return files("assistant.audit").joinpath(name).read_text(encoding="utf-8")


def _digest(text: str) -> str:
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}"
