"""A report as one HTML file that needs nothing else: no network, no other file, and no script to be read.

The script only adds filters. A content security policy keeps everything but it and the style sheet from running or
loading.
"""

from base64 import b64encode
from collections.abc import Iterable, Iterator
from functools import partial
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryFile
from typing import TextIO

from markupsafe import Markup

from assistant.report.templates import stream

PALETTE = Path(__file__).with_name("palette.css")  # the colours of reports and of the page
_PIECE = 2**16  # characters of rendered answers that are copied at a time


def write_page(
    out: TextIO,
    name: str,
    headline: str,
    top: Markup,
    answers: Iterable[tuple[Markup, Markup]],
    number: int,
    foot: str,
) -> None:
    """Write a page of `number` answers, one at a time: each has an entry of the index, and a section.

    The index stands before the sections, so these wait in a file until it is whole.
    """
    style, script = asset("palette.css") + asset("report.css"), asset("report.js") + asset("report_file.js")
    with TemporaryFile("w+", encoding="utf-8", errors="backslashreplace", newline="") as waiting:

        def entries() -> Iterator[Markup]:
            for entry, section in answers:
                waiting.write(section)
                yield entry

        def sections() -> Iterator[Markup]:
            waiting.seek(0)
            yield from map(Markup, iter(partial(waiting.read, _PIECE), ""))

        page = stream(
            "report/page.html",
            name=name,
            headline=headline,
            style=Markup(style),
            script=Markup(script),
            style_hash=_hash(style),
            script_hash=_hash(script),
            top=top,
            number=number,
            entries=entries(),
            sections=sections(),
            foot=foot,
        )
        for piece in page:
            out.write(piece)


def asset(name: str) -> str:
    """A style sheet or a script of reports, as text."""
    return Path(__file__).with_name(name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}"
