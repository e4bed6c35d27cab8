"""An article and a position in it. Knows nothing of files or models."""

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from datetime import date

# Every line end that Unicode knows (annex 14), form feed between pages included.
_LINE_END = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
# C0 and C1 control characters without tab and newline, the byte order mark, and lone surrogates.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufeff\ud800-\udfff]")


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range `[start, end)` in code points.

    Raises ValueError unless `0 <= start <= end`.
    """

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"not a span: [{self.start}, {self.end})")

    def __len__(self) -> int:
        return self.end - self.start

    def __bool__(self) -> bool:
        return True  # an empty span is still a position

    def contains(self, other: "Span") -> bool:
        """Whether all of `other` lies inside this span."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: "Span") -> bool:
        """Whether the spans share at least one code point."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Article:
    """One article; its text never changes once it is made. Make it with `Article.create`.

    `origin` is where it was read from: the absolute path of a file, followed by `#row` if the file holds several
    articles. `id` depends on `origin` alone; `digest` (SHA-256, hexadecimal) changes with the text or the metadata.
    `source` is what a reader is shown: a URL if the metadata has one, else the origin.
    """

    id: str
    title: str
    text: str
    publisher: str | None
    author: str | None
    published: date | None
    source: str
    origin: str
    digest: str

    @classmethod
    def create(
        cls,
        text: str,
        *,
        origin: str,
        title: str,
        publisher: str | None = None,
        author: str | None = None,
        published: date | None = None,
        source: str | None = None,
    ) -> "Article":
        """An article with its text normalised and its id derived from `origin`.

        >>> article = Article.create("Caf\\u0065\\u0301.\\r\\n", origin="a.txt", title="A")
        >>> article.text, article.id
        ('Café.', 'a-18b7cb09')
        """
        fields = {
            "title": one_line(title),
            "text": normalise(text),
            "publisher": one_line(publisher) or None,
            "author": one_line(author) or None,
            "published": published,
            "source": one_line(source) or origin,
        }
        digest = hashlib.sha256("\x00".join(str(value) for value in fields.values()).encode()).hexdigest()
        return cls(id=article_id(origin), origin=origin, digest=digest, **fields)  # type: ignore[arg-type]

    def quote(self, span: Span) -> str:
        """The text at `span`, unchanged. Raises ValueError if the span ends after the text."""
        if span.end > len(self.text):
            length = len(self.text)
            raise ValueError(f"[{span.start}, {span.end}) is outside of {self.id}: {length} code points")
        return self.text[span.start : span.end]


def normalise(text: str) -> str:
    """The text in Unicode's NFC form, with `\\n` line ends, without control characters and outer white space.

    Normalising twice gives the same as once.
    """
    return unicodedata.normalize("NFC", _CONTROL.sub("", _LINE_END.sub("\n", text))).strip()


def one_line(text: str | None) -> str:
    """The text as one line with single blanks; empty for None."""
    return " ".join(normalise(text or "").split())


def article_id(origin: str) -> str:
    """A short readable id: the last part of `origin` as a slug, and the first 8 digits of its SHA-256."""
    stem = re.sub(r"\.\w{1,5}$", "", re.split(r"[/\\]", origin)[-1])
    slug = re.sub(r"[^a-z0-9]+", "-", stem.lower()).strip("-")[:40].strip("-") or "article"
    return f"{slug}-{hashlib.sha256(origin.encode()).hexdigest()[:8]}"
