"""Word documents and e-books -> articles, as Markdown without links and pictures."""

import io
import re
import zipfile
from xml.etree import ElementTree

from corpus.article import Article
from corpus.errors import ReadError
from corpus.metadata import Metadata, make_article, with_guesses
from corpus.parsing import parsing
from corpus.plain import first_heading

MAX_UNPACKED_BYTES = 500_000_000  # of all members; a zip bomb unpacks to far more

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # the container of .doc, and of a .docx with a password
_IMAGE = re.compile(r"!\[[^\[\]]*\]\([^)\s]*(?:\s\"[^\"]*\")?\)")
_LINK = re.compile(r"\[([^\[\]]*)\]\([^)\s]*(?:\s\"[^\"]*\")?\)")
# The block of metadata that markitdown puts before an e-book's text, its fields always in this order.
_EPUB_HEADER = re.compile(
    r"(?:\*\*(?:Title|Authors|Language|Publisher|Date):\*\* [^\n]*\n+)*"
    r"(?:\*\*Description:\*\* (?:.*?\n(?=\*\*Identifier:)|.*?\n\n))?(?:\*\*Identifier:\*\* [^\n]*)?",
    re.DOTALL,
)
_EPUB_FIELD = re.compile(r"^\*\*(\w+):\*\* (.*)$", re.MULTILINE)
_CORE = {
    "title": "{http://purl.org/dc/elements/1.1/}title",
    "author": "{http://purl.org/dc/elements/1.1/}creator",
    "published": "{http://purl.org/dc/terms/}created",
}


def read_docx(content: bytes, origin: str) -> Article:
    """The article in a Word document; title, author and date from its core properties."""
    if content.startswith(_OLE):
        raise ReadError("it is locked with a password, or an old .doc. Save it as .docx without a password")
    with parsing("a Word document", "mammoth", "markitdown", "bs4"):
        markdown = _markdown(content, "DocxConverter")
        fields = _core_properties(content)
    text = _plain(markdown)
    metadata = Metadata.from_fields({"title": first_heading(text), **fields})
    return make_article(text, origin, with_guesses(metadata, text.strip()))


def read_epub(content: bytes, origin: str) -> Article:
    """The article in an e-book: its chapters, one after the other."""
    with parsing("an e-book (EPUB)", "markitdown", "bs4"):
        markdown = _markdown(content, "EpubConverter")
    end = _EPUB_HEADER.match(markdown).end()  # type: ignore[union-attr]  # it matches ""
    fields = {match[1].lower(): match[2] for match in _EPUB_FIELD.finditer(markdown, 0, end)}
    text = _plain(markdown[end:])
    return make_article(text, origin, Metadata.from_fields({"title": first_heading(text), **fields}))


def _markdown(content: bytes, converter: str) -> str:
    from markitdown import StreamInfo, converters

    _check_size(content)
    return str(getattr(converters, converter)().convert(io.BytesIO(content), StreamInfo()).markdown)


def _check_size(content: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        unpacked = sum(member.file_size for member in archive.infolist())
    if unpacked > MAX_UNPACKED_BYTES:
        raise ReadError(f"it unpacks to {unpacked} bytes; at most {MAX_UNPACKED_BYTES} are read")


def _core_properties(content: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if "docProps/core.xml" not in archive.namelist():
            return {}
        root = ElementTree.fromstring(archive.read("docProps/core.xml"))
    return {field: value for field, tag in _CORE.items() if (value := root.findtext(tag))}


def _plain(markdown: str) -> str:
    """Markdown without pictures, targets of links, bold marks and escapes, which would end up in quotes."""
    text = _LINK.sub(r"\1", _IMAGE.sub("", markdown)).replace("**", "")
    return re.sub(r"\\([*_])", r"\1", text)
