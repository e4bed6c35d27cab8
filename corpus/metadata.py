"""The metadata of an article (title, publisher, author, date, source): from named fields, or guessed from its text."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from pathlib import PurePath

from corpus.article import Article, normalise, one_line
from corpus.errors import ReadError
from corpus.sentences import is_wrapped, split_sentences

MAX_HEADLINE = 120  # code points of a first line that is still a title
MAX_MADE_TITLE = 80  # code points of a title made from the first sentence
HEAD = 4_000  # code points at the start, and at the end, that are searched for a title, a date, a byline
EDGE_LINES = 8  # lines at the start and at the end where a date or a byline may stand

TEXT_FIELDS = ("text", "body", "content")
_FIELDS = {
    "title": ("title", "headline"),
    "publisher": ("publisher", "site", "sitename", "site_name"),
    "author": ("author", "authors", "byline", "creator"),
    "published": ("published", "date", "published_at", "publication_date", "pubdate"),
    "source": ("url", "source", "link"),
}

_MONTH = re.compile(r"\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)", re.IGNORECASE)
_ISO_DATE = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
_DATE_LABEL = re.compile(
    r"^(?:first |last )?(?:published|updated|posted|date)\s*(?:on\b)?:?\s*", re.IGNORECASE
)
_NAME = r"[^\W\d_a-z][\w.’'-]*"
_BYLINE = re.compile(
    rf"(?:Author|Authors|Written by):\s*(?P<label>\S.{{0,80}})|"
    rf"(?:By|BY)\s+(?P<by>{_NAME}(?:,?\s+(?:{_NAME}|and|de|van|von|bin|al|el|der|la|di|da|&)){{1,9}})(?:\s*[|,–—].{{0,60}})?"
)
_BAR = re.compile(r"\s+[|•·]\s+")  # between the parts of a byline
_SENTENCE_END = re.compile(r"[.!?:;,…]['\"”’)\]]*$")


@dataclass(frozen=True, slots=True)
class Metadata:
    """What is known of an article besides its text; a field that is not known is None."""

    title: str | None = None
    publisher: str | None = None
    author: str | None = None
    published: date | None = None
    source: str | None = None

    @classmethod
    def from_fields(cls, fields: Mapping[str, object]) -> "Metadata":
        """The metadata in a row or a front matter. Names count in any case; `url` counts before `source` and `link`."""
        known = {str(name).strip().lower(): _scalar(value) for name, value in fields.items()}
        found = {field: _first(known, names) for field, names in _FIELDS.items()}
        return cls(**{**found, "published": parse_date(found["published"])})  # type: ignore[arg-type]


def make_article(text: str, origin: str, metadata: Metadata) -> Article:
    """An article; its title is guessed if `metadata` has none. Raises ReadError if `text` is blank."""
    normalised = normalise(text)
    if not normalised:
        raise ReadError("it holds no text")
    title = one_line(metadata.title) or guess_title(normalised, origin)
    return Article.create(normalised, origin=origin, **{**asdict(metadata), "title": title})


def guess_metadata(text: str) -> Metadata:
    """Date and author, if they stand in lines of their own near the start or end of `text`."""
    head = _edge_lines(text[:HEAD].splitlines())
    tail = _edge_lines(reversed(text[-HEAD:].splitlines()))
    dates = map(_date_line, head)
    authors = map(_byline, (*head, *tail))
    return Metadata(published=next(filter(None, dates), None), author=next(filter(None, authors), None))


def with_guesses(metadata: Metadata, text: str) -> Metadata:
    """`metadata`; a missing date or author is guessed from the text."""
    guess = guess_metadata(text)
    return replace(
        metadata, author=metadata.author or guess.author, published=metadata.published or guess.published
    )


def guess_title(text: str, origin: str) -> str:
    """The first line if it reads like a headline, else the beginning of the text, else the name of the file."""
    wrapped = is_wrapped(text[:HEAD].split("\n\n", 1)[0].splitlines())
    lines = [
        line for line in _edge_lines(text[:HEAD].splitlines()) if not _date_line(line) and not _byline(line)
    ]
    first = lines[0].lstrip("# ") if lines else ""
    if not wrapped and len(lines) > 1 and _is_headline(first):
        return first
    sentences = (text[span.start : span.end] for span in split_sentences(text[:HEAD]))
    opening = next((sentence for sentence in sentences if re.search(r"\w", sentence)), None)
    return _cut(one_line(opening)) if opening else PurePath(origin).stem


def parse_date(value: object) -> date | None:
    """The day that `value` names, or None if in doubt: digits need the year first, or else the month needs its name."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    text = one_line(str(value or ""))
    if iso := _ISO_DATE.match(text):
        return day_of(*map(int, iso.groups()))
    if len(text) > MAX_MADE_TITLE or not _MONTH.search(text) or not re.search(r"\b\d{4}\b", text):
        return None
    return _named_date(text)


def day_of(year: int, month: int, day: int) -> date | None:
    """The day; None if the calendar does not have it."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _named_date(text: str) -> date | None:
    from dateutil import parser

    # Read twice with other defaults: what is missing in the text differs.
    defaults = (datetime(1996, 1, 1), datetime(2000, 2, 2))
    try:
        days = {parser.parse(text, default=default, ignoretz=True).date() for default in defaults}
    except (ValueError, OverflowError):
        return None
    return days.pop() if len(days) == 1 else None


def _scalar(value: object) -> object:
    """A field as text can show it: a person by name, a list by its members.

    Deeper values become None; aliases in YAML can make them endless.
    """
    if isinstance(value, list):
        return ", ".join(str(name) for name in map(_name, value) if name) or None
    return _name(value)


def _name(value: object) -> object:
    value = value.get("name") if isinstance(value, dict) else value
    return value if isinstance(value, str | int | float | date) else None


def _first(known: Mapping[str, object], names: tuple[str, ...]) -> str | None:
    values = (one_line(str(known[name])) for name in names if known.get(name) is not None)
    return next(filter(None, values), None)


def _is_headline(line: str) -> bool:
    visible = re.search(r"\w", line) and not _SENTENCE_END.search(line)
    return bool(visible) and len(line) <= MAX_HEADLINE


def _date_line(line: str) -> date | None:
    parts = (_DATE_LABEL.sub("", part) for part in _BAR.split(line))
    return next(filter(None, map(parse_date, parts)), None)


def _edge_lines(lines: Iterable[str]) -> list[str]:
    visible = (line.strip() for line in lines)
    return [line for line in visible if line][:EDGE_LINES]


def _byline(line: str) -> str | None:
    match = _BYLINE.fullmatch(line)
    return (match["label"] or match["by"]).strip() if match else None


def _cut(title: str) -> str:
    if len(title) <= MAX_MADE_TITLE:
        return title
    head = title[:MAX_MADE_TITLE]
    return (head.rsplit(" ", 1)[0] if " " in head else head[:-1]).rstrip(" ,;:–—-") + "…"
