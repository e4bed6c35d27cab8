"""HTML -> an article: its text without menus and advertisements, and the metadata of the page."""

import re

from corpus.article import Article
from corpus.encoding import decode
from corpus.metadata import Metadata, make_article, parse_date
from corpus.parsing import parsing

DECLARATION_BYTES = 2_048  # a page declares its encoding in its first 1,024 bytes (WHATWG HTML, 4.2.5.4)

_CHARSET = re.compile(rb"(?:charset|encoding)\s*=\s*[\"']?([\w-]+)", re.IGNORECASE)
_LATIN = frozenset({"iso-8859-1", "latin-1", "latin1", "ascii", "us-ascii"})  # browsers read these as cp1252


def read_html(content: bytes, origin: str) -> Article:
    """The article in a web page."""
    html = decode(content, declared=_declared_encoding(content))
    with parsing("HTML", "trafilatura", "htmldate", "courlan", "justext", "charset_normalizer"):
        text, metadata = _extract(html)
    return make_article(text, origin, metadata)


def _extract(html: str) -> tuple[str, Metadata]:
    from trafilatura import bare_extraction, html2txt
    from trafilatura.settings import Document

    page = bare_extraction(
        html,
        with_metadata=True,
        include_comments=False,
        date_extraction_params={"extensive_search": False, "original_date": True, "outputformat": "%Y-%m-%d"},
    )
    if not isinstance(page, Document) or not page.text:
        return html2txt(html), Metadata()  # too short or too odd for an article: all visible text
    author = (page.author or "").replace("; ", ", ") or None
    return page.text, Metadata(page.title, page.sitename, author, parse_date(page.date), page.url)


def _declared_encoding(content: bytes) -> str | None:
    match = _CHARSET.search(content[:DECLARATION_BYTES])
    name = match.group(1).decode("ascii", "replace").lower() if match else None
    return "cp1252" if name in _LATIN else name
