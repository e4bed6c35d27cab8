"""A report as one HTML file that needs nothing else: no script to be read, no network, no other file.

The script only adds filters; a content security policy keeps everything but it and the style sheet from running or
loading.
"""

import shutil
from base64 import b64encode
from collections.abc import Iterable
from hashlib import sha256
from html import escape
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryFile
from typing import TextIO

TOOLS = (
    '<p class="tools"><button type="button" data-open="true" disabled>Open every claim</button> '
    '<button type="button" data-open="false" disabled>Close</button></p>'
)

PALETTE = Path(__file__).with_name("palette.css")  # the colours of reports and of the page

INDEX_END = "</ol></nav></details>"

_OPEN_INDEX = 30  # answers; a longer index is closed at first


def write_page(
    out: TextIO,
    name: str,
    headline: str,
    top: str,
    sections: Iterable[tuple[str, str]],
    number: int,
    foot: str,
) -> None:
    """Write a page of so many answers, one at a time: each a line of the index and a section, as HTML.

    `name` and `headline` are text, `top` and `foot` HTML. What is rendered waits on disk until the index is whole.
    """
    out.write(_head(name, headline, top))
    with TemporaryFile("w+", encoding="utf-8", errors="backslashreplace", newline="") as rendered:
        out.write(index_head(number))
        for entry, section in sections:
            out.write(entry)
            rendered.write(section)
        out.write(f"{INDEX_END}</header>\n<main>\n")
        rendered.seek(0)
        shutil.copyfileobj(rendered, out)
    out.write(f"</main>\n<footer>{foot}</footer></body></html>\n")


def index_head(number: int) -> str:
    """What stands before the lines of an index of so many answers; INDEX_END stands behind them."""
    is_open = " open" if number <= _OPEN_INDEX else ""
    return f'<details class="index"{is_open}><summary>Index of the answers</summary><nav><ol>\n'


def _head(name: str, headline: str, top: str) -> str:
    style = PALETTE.read_text(encoding="utf-8") + asset("report.css")
    script = asset("report.js") + asset("report_file.js")
    policy = (
        f"default-src 'none'; style-src '{_digest(style)}'; script-src '{_digest(script)}'; base-uri 'none'"
    )
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(name)}: {escape(headline)}</title>\n"
        f"<style>{style}</style>\n<script>{script}</script></head>\n"
        f'<body><header class="top"><div class="masthead"><h1>{escape(name)}</h1>{TOOLS}</div>\n{top}'
    )


def asset(name: str) -> str:
    """A style sheet or a script of reports, as text."""
    return files("assistant.report").joinpath(name).read_text(encoding="utf-8")


def _digest(text: str) -> str:
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}"
