"""PDF -> an article: the lines of its pages are joined to paragraphs."""

import re
from collections.abc import Mapping
from datetime import date

from corpus.article import Article
from corpus.errors import ReadError
from corpus.metadata import Metadata, day_of, make_article, with_guesses
from corpus.parsing import parsing
from corpus.words import COMPOUND

SHORT_LINE = 0.75  # of the page's long lines; a shorter line ends a paragraph or is a heading
FIRST_YEAR = 1990  # PDF is of 1993; an earlier creation date is a clock that was not set

_PAGE_NUMBER = re.compile(r"(?:page\s+)?[-–—\s]*\d{1,4}[-–—\s]*(?:(?:of|/)\s*\d{1,4})?", re.IGNORECASE)
_BULLET = re.compile(r"(?:[-*+•–—]|\(?\d{1,2}[.)])\s")
_SENTENCE_END = re.compile(r"[.!?:…][\"'”’)\]]*$")
# pdfium writes a hyphen at a line's end as U+0002 or U+FFFE, and joins the lines. _BREAK stands for them all.
_BREAK = "\x02"
_SOFT_HYPHENS = re.compile("[\xad\x02\ufffe]")
_BROKEN_WORD = re.compile(rf"(\w+){_BREAK}(\w+)")
_JUNK_TITLE = re.compile(
    r"untitled.*|microsoft \w+ -.*|.*\.(?:docx?|pdf|indd|rtf|odt|tex|dvi)|\W*", re.IGNORECASE
)
_JUNK_AUTHOR = re.compile(r"admin.*|users?|owner|author|unknown|anonymous|default.*|root|\W*", re.IGNORECASE)


def read_pdf(content: bytes, origin: str) -> Article:
    """The article in a PDF. Raises ReadError if it is locked, damaged, or holds only images."""
    with parsing("a PDF", "pypdfium2"):
        pages, fields = _open(content)
    text = join_pages(pages)
    if not text.strip():
        raise ReadError(
            f"its {len(pages)} pages hold no text, only images. Make them searchable first: ocrmypdf IN OUT"
        )
    return make_article(text, origin, with_guesses(_metadata(fields), text))


def join_pages(pages: list[str]) -> str:
    """The text of all pages: each paragraph on one line, with a blank line between them."""
    paragraphs: list[list[str]] = []
    open_paragraph = False
    for line in (line for page in pages for line in _page_lines(page)):
        if open_paragraph and line.strip() and not _BULLET.match(line):
            paragraphs[-1].append(line.strip())
        elif line.strip():
            paragraphs.append([line.strip()])
        open_paragraph = line.endswith(" ")
    return _mend("\n\n".join(map(_join, paragraphs)))


def _open(content: bytes) -> tuple[list[str], dict[str, str]]:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise ReadError("it is locked with a password. Save a copy without one") from error
        raise
    with document:
        pages = [_page_text(document[number]) for number in range(len(document))]
        return pages, document.get_metadata_dict()


def _page_text(page: "pypdfium2.PdfPage") -> str:  # type: ignore[name-defined]  # noqa: F821
    textpage = page.get_textpage()
    text: str = textpage.get_text_bounded()
    textpage.close()
    page.close()
    return text.replace("\r\n", "\n")


def _page_lines(page: str) -> list[str]:
    """The lines of a page without its number. A blank at the end of a line says that the next one continues it."""
    lines = [_SOFT_HYPHENS.sub(_BREAK, line).strip() for line in page.strip().split("\n")]
    for edge in (0, -1):
        if lines and _PAGE_NUMBER.fullmatch(lines[edge]):
            del lines[edge]
    lengths = sorted(len(part) for line in lines for part in line.split(_BREAK) if part)
    full = SHORT_LINE * lengths[int(0.9 * (len(lengths) - 1))] if lengths else 0
    return [
        line + " " if _printed(line) >= full and _goes_on(line, last=number == len(lines) - 1) else line
        for number, line in enumerate(lines)
    ]


def _printed(line: str) -> int:
    """The length of the last printed line in lines that pdfium joined."""
    return len(line) - 1 - line.rstrip(_BREAK).rfind(_BREAK)


def _goes_on(line: str, *, last: bool) -> bool:
    """Whether the next line continues a full line: always within a page, at its end only within a sentence."""
    return bool(line) and not (last and _SENTENCE_END.search(line))


def _join(lines: list[str]) -> str:
    """The lines of one paragraph as one line; a word that was hyphenated gets a _BREAK in it."""
    joined = lines[:1]
    for line in lines[1:]:
        if re.search(rf"\w[-{_BREAK}]$", joined[-1]) and line[0].isalnum():
            joined[-1] = joined[-1][:-1] + (_BREAK if line[0].islower() else "-")
            joined.append(line)
        else:
            joined.append(f" {line}")
    return "".join(joined)


def _mend(text: str) -> str:
    """The text with its hyphenated words whole, with or without a hyphen, whichever the rest of the text suggests."""
    words = set(COMPOUND.findall(_BROKEN_WORD.sub(" ", text.lower())))

    def whole(match: re.Match[str]) -> str:
        parts = match.group(1).lower(), match.group(2).lower()
        compound = "-".join(parts) in words or all(part in words for part in parts)
        hyphen = "-" if not "".join(parts).isalpha() or (compound and "".join(parts) not in words) else ""
        return hyphen.join(match.groups())

    return _BROKEN_WORD.sub(whole, text).replace(_BREAK, "-")


def _metadata(fields: Mapping[str, str]) -> Metadata:
    title, author = fields.get("Title", "").strip(), fields.get("Author", "").strip()
    return Metadata(
        title=None if _JUNK_TITLE.fullmatch(title) else title,
        author=None if _JUNK_AUTHOR.fullmatch(author) else author,
        published=_pdf_date(fields.get("CreationDate", "")),
    )


def _pdf_date(value: str) -> date | None:
    """The day of a PDF date, `D:YYYYMMDD...` (ISO 32000-1, 7.9.4)."""
    match = re.match(r"(?:D:)?(\d{4})(\d{2})(\d{2})", value)
    return day_of(*map(int, match.groups())) if match and int(match[1]) >= FIRST_YEAR else None
