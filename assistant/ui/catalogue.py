"""The articles of a library as a list: searched, sorted, a page at a time; removed, and put back. No Gradio here."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from corpus import Article
from index import Library
from index.keywords import match_prefix
from index.rows import ArticleRow

PAGE_ROWS = 50


class Order(StrEnum):
    """What a list is sorted by."""

    TITLE = "title"
    PUBLISHER = "publisher"
    PUBLISHED = "published"
    LENGTH = "length"
    COPIES = "copies"


@dataclass(frozen=True, slots=True)
class Query:
    """What is asked for: all of these words, in the title, the publisher or the text; one group of copies; a page."""

    words: str = ""
    order: Order = Order.TITLE
    descending: bool = False
    group: str | None = None
    page: int = 0

    @classmethod
    def from_json(cls, document: Mapping[str, Any]) -> "Query":
        """What the page sent; what is none of ours counts as not given."""
        order = document.get("order")
        group, page = document.get("group"), document.get("page")
        return cls(
            words=str(document.get("words") or ""),
            order=Order(order) if order in list(Order) else Order.TITLE,
            descending=bool(document.get("descending")),
            group=str(group) if group else None,
            page=page if isinstance(page, int) and page > 0 else 0,
        )


@dataclass(frozen=True, slots=True)
class Listing:
    """A page of what fits a query; `copies` are the sizes of the groups of all, `pages` is at least 1."""

    query: Query
    rows: tuple[ArticleRow, ...]
    first: int  # the place of the first row among those that fit, from 0
    fitting: int
    total: int
    copies: Mapping[str, int]

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return max(-(-self.fitting // PAGE_ROWS), 1)


@dataclass(frozen=True, slots=True)
class Undo:
    """How to take a change back: which articles to take out, and which to put in their former state."""

    out: tuple[str, ...] = ()
    back: tuple[Article, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.out or self.back)


def listing(library: Library, query: Query) -> Listing:
    """The page of the library that the query asks for; a page beyond the last is the last."""
    rows = library.articles()
    copies = Counter(row.duplicate_group for row in rows if row.duplicate_group)
    fitting = _fitting(library, rows, query)
    fitting.sort(key=_sort_key(query.order, copies), reverse=query.descending)
    page = min(query.page, max(len(fitting) - 1, 0) // PAGE_ROWS)
    first = page * PAGE_ROWS
    return Listing(query, tuple(fitting[first : first + PAGE_ROWS]), first, len(fitting), len(rows), copies)


def remove(library: Library, ids: Iterable[str]) -> Undo:
    """Remove those of the articles that are there. Raises LibraryError, LibraryBusyError."""
    found = [library.store.article(id) for id in dict.fromkeys(ids)]
    articles = tuple(article for article in found if article is not None)
    if articles:
        library.remove([article.id for article in articles])
    return Undo(back=articles)


def take_back(library: Library, change: Undo) -> None:
    """Undo a change; what has gone by itself since stays gone. Raises LibraryError, LibraryBusyError, ModelError."""
    out = [id for id in change.out if library.store.has_article(id)]
    if out:
        library.remove(out)
    if change.back:
        library.add(change.back)


def _fitting(library: Library, rows: Iterable[ArticleRow], query: Query) -> list[ArticleRow]:
    left = [row for row in rows if query.group is None or row.duplicate_group == query.group]
    for word in query.words.casefold().split():
        match = match_prefix(word)
        matching = library.store.articles_matching(match) if match else frozenset[str]()
        left = [
            row for row in left if row.id in matching or word in f"{row.title} {row.publisher}".casefold()
        ]
    return left


def _sort_key(order: Order, copies: Mapping[str, int]) -> Callable[[ArticleRow], Any]:
    """What rows are sorted by; what is not known comes first, as the least."""
    keys: dict[Order, Callable[[ArticleRow], Any]] = {
        Order.TITLE: lambda row: row.title.casefold(),
        Order.PUBLISHER: lambda row: (row.publisher or "").casefold(),
        Order.PUBLISHED: lambda row: row.published.isoformat() if row.published else "",
        Order.LENGTH: lambda row: row.characters,
        Order.COPIES: lambda row: (copies.get(row.duplicate_group or "", 0), row.duplicate_group or ""),
    }
    return keys[order]
