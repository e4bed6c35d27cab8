"""The sources of an answer, found: by what they bring along, else in the library by id, URL or title.

A title is compared as it is, then without case and punctuation, then by likeness. A source that brings its whole text
is checked against that, and needs no library.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from functools import cached_property
from urllib.parse import parse_qsl, urlencode, urlsplit

from assistant.audit.found import SourceRef
from assistant.audit.submission import Source
from assistant.facts.quotations import is_verbatim
from assistant.facts.text import Text, once, read
from corpus import Article
from corpus.duplicates import duplicate_groups, signature
from corpus.words import WORD
from index import Hit, Library
from index.rows import ArticleRow

NEAR_TITLE = 0.85  # from this likeness on two titles are one; chosen by hand
LEAST_TITLE_WORDS = 4  # a title of so many words may be cut, or have a publisher's name behind it

_TRACKING = re.compile(r"utm_\w+|fbclid|gclid|ref")


@dataclass(frozen=True, slots=True)
class ResolvedSource:
    """A source of an answer, with the text that it is checked against.

    `text` is the source's own, else its article's, else its quote, else "": nothing of it can be read. `is_gone` says
    that the library has no article with the id that the answer gives.
    """

    source: Source
    ref: SourceRef
    text: str
    article: Article | None = None
    is_gone: bool = False

    @property
    def number(self) -> int:
        """What its marks say."""
        return self.source.number

    @property
    def published(self) -> date | None:
        """The day that its relative dates are counted from."""
        return self.article.published if self.article else self.source.published

    @property
    def known(self) -> str:
        """All that is known of it: what the names of a claim are looked for in."""
        author = self.article.author if self.article else None
        return "\n".join(filter(None, (self.ref.title, self.ref.publisher, author, self.text)))

    @property
    def has_only_quote(self) -> bool:
        """Whether there is nothing that its quote could be checked against."""
        return self.article is None and self.source.text is None


class SourceFinder:
    """Finds what answers cite in a library, which may be None."""

    def __init__(self, library: Library | None) -> None:
        self.library = library

    def resolve(self, source: Source) -> ResolvedSource:
        """The source with its text and what the library knows of it."""
        if source.text:
            return ResolvedSource(source, _ref(source), source.text)
        by_id = self._read(source.article) if source.article else None
        article = by_id or self._by_url(source) or self._by_title(source)
        is_gone = self.library is not None and source.article is not None and by_id is None
        if article is None:
            return ResolvedSource(source, _ref(source), source.quote or "", is_gone=is_gone)
        return ResolvedSource(source, article_ref(article, source.number), article.text, article, is_gone)

    def search(self, query: str, k: int) -> Sequence[Hit]:
        """The k best passages of the library; none without one."""
        return self.library.search(query, k) if self.library else ()

    def unlisted(self, article: Article) -> ResolvedSource:
        """An article of the library that the answer does not list."""
        return ResolvedSource(Source(number=0), article_ref(article, None), article.text, article)

    def independent(self, sources: Sequence[ResolvedSource]) -> int:
        """How many of the sources are no near-copies of each other; those without a text are not counted."""
        texts = {_key(source): source.text for source in sources if source.text}
        if len(texts) < 2:
            return len(texts)
        known = {key: self._groups.get(key, key) for key in texts}
        if all(source.article for source in sources if source.text):
            return len(set(known.values()))
        found = duplicate_groups({key: _signature(read(text)) for key, text in texts.items()})
        return len({found.get(key, known[key]) for key in texts})

    def _read(self, id: str) -> Article | None:
        return self.library.store.article(id) if self.library else None

    @cached_property
    def _groups(self) -> dict[str, str]:
        return self.library.store.duplicate_groups() if self.library else {}

    def _by_url(self, source: Source) -> Article | None:
        if not source.url:
            return None
        rows = self._catalogue.by_url.get(plain_url(source.url), [])
        return self._read(rows[0].id) if len(rows) == 1 else None  # one URL of several articles names none

    def _by_title(self, source: Source) -> Article | None:
        if not source.title:
            return None
        articles = [self._read(row.id) for row in self._catalogue.titled(source.title)]
        return min(filter(None, articles), key=lambda article: _unlikeness(source, article), default=None)

    @cached_property
    def _catalogue(self) -> "_Catalogue":
        return _Catalogue(self.library.articles() if self.library else [])


def article_ref(article: Article, number: int | None) -> SourceRef:
    """An article of the library as a report names it."""
    published = article.published.isoformat() if article.published else None
    return SourceRef(number, article.id, article.title, article.publisher, published, article.source)


def plain_url(url: str) -> str:
    """A URL without what may differ between two links to one page: scheme, "www.", fragment, tracking, last slash.

    >>> plain_url("https://www.Example.org/a/?utm_source=x#top")
    'example.org/a'
    """
    try:
        parts = urlsplit(url.strip())
    except ValueError:  # brackets that hold no address
        return url.strip()
    query = urlencode([pair for pair in parse_qsl(parts.query) if not _TRACKING.fullmatch(pair[0])])
    host = parts.netloc.lower().removeprefix("www.")
    return f"{host}{parts.path.rstrip('/')}{'?' if query else ''}{query}"


class _Catalogue:
    """The articles of a library by URL and by title."""

    def __init__(self, rows: Iterable[ArticleRow]) -> None:
        self.by_url: dict[str, list[ArticleRow]] = defaultdict(list)
        self._by_words: dict[tuple[str, ...], list[ArticleRow]] = defaultdict(list)
        self._with_word: dict[str, set[tuple[str, ...]]] = defaultdict(set)
        for row in rows:
            self.by_url[plain_url(row.source)].append(row)
            words = _title_words(row.title)
            self._by_words[words].append(row)
            for word in words:
                self._with_word[word].add(words)

    def titled(self, title: str) -> list[ArticleRow]:
        """The articles with this title; without one those with the title that is most like it."""
        words = _title_words(title)
        rows = self._by_words.get(words, [])
        if rows:
            return [row for row in rows if row.title == title] or rows
        likeness = {other: _likeness(words, other) for other in self._sharing(words)}
        best = max(likeness, key=lambda other: (likeness[other], other), default=None)
        return self._by_words[best] if best and likeness[best] >= NEAR_TITLE else []

    def _sharing(self, words: tuple[str, ...]) -> set[tuple[str, ...]]:
        """The titles with one of the three rarest words of this one."""
        titles = sorted((len(self._with_word[word]), word) for word in set(words) if word in self._with_word)
        return {title for _, word in titles[:3] for title in self._with_word[word]}


def _title_words(title: str) -> tuple[str, ...]:
    return tuple(WORD.findall(title.casefold()))


def _likeness(one: tuple[str, ...], other: tuple[str, ...]) -> float:
    """In [0, 1]; 1 where one title begins with the other; 0 where they have different numbers."""
    shorter, longer = sorted((one, other), key=len)
    if len(shorter) >= LEAST_TITLE_WORDS and longer[: len(shorter)] == shorter:
        return 1.0
    if {word for word in one if word.isdigit()} != {word for word in other if word.isdigit()}:
        return 0.0
    return SequenceMatcher(None, " ".join(one), " ".join(other), autojunk=False).ratio()


def _unlikeness(source: Source, article: Article) -> tuple[bool, bool, bool, str]:
    """What orders articles of one title, the likeliest first."""
    return (
        not (source.quote and is_verbatim(source.quote, article.text)),
        source.published != article.published,
        (source.publisher or "").casefold() != (article.publisher or "").casefold(),
        article.id,
    )


def _ref(source: Source) -> SourceRef:
    title = source.title or source.url or source.article or f"Source {source.number}"
    published = source.published.isoformat() if source.published else None
    return SourceRef(source.number, None, title, source.publisher, published, source.url)


def _key(source: ResolvedSource) -> str:
    """The same for the same text: the article's id, or the text itself."""
    return source.article.id if source.article else source.text


@once
def _signature(text: Text) -> bytes:
    return signature(text.written)
