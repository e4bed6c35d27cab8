"""One article as HTML with a quote lit; its text stays exactly the stored text."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape

from corpus import Article, Span

_URL = re.compile(r"https?://\S+")


@dataclass(frozen=True, slots=True, order=True)
class Neighbour:
    """Another place of the article that the same answer has to do with, by its number there."""

    span: Span
    number: int


def closed() -> str:
    """The source pane before anything is opened."""
    return '<aside class="source"><p class="hint">The article behind each sentence opens here.</p></aside>'


def opened(article: Article, span: Span, neighbours: Iterable[Neighbour] = ()) -> str:
    """The article with the text at `span` in a `<mark>`, and its neighbours, which open in their turn.

    Raises ValueError where the span lies outside.
    """
    article.quote(span)
    publisher = f'<p class="publisher">{escape(article.publisher)}</p>' if article.publisher else ""
    return (
        f'<aside class="source" aria-label="Source">{publisher}<h2>{escape(article.title)}</h2>'
        f'<p class="byline">{_credits(article)}</p><div class="text" tabindex="0">'
        f"{_text(article, span, neighbours)}</div>"
        '<p class="back"><a href="#ask">Back to the answer</a></p></aside>'
    )


def _text(article: Article, span: Span, neighbours: Iterable[Neighbour]) -> str:
    pieces, done = [], 0
    for place in _apart(article, span, neighbours):
        start, end = place.span.start, place.span.end
        words = escape(article.quote(place.span))
        pieces.append(escape(article.text[done:start]))
        pieces.append(f"<mark>{words}</mark>" if place.span == span else _neighbour(article, place, words))
        done = end
    return "".join(pieces) + escape(article.text[done:])


def _apart(article: Article, span: Span, neighbours: Iterable[Neighbour]) -> Sequence[Neighbour]:
    """The lit place and those neighbours inside the text that overlap neither it nor one before them, in order."""
    kept = [Neighbour(span, 0)]
    for place in sorted(neighbours):
        inside = 0 <= place.span.start < place.span.end <= len(article.text)
        if inside and not any(place.span.overlaps(other.span) or place.span == other.span for other in kept):
            kept.append(place)
    return sorted(kept)


def _neighbour(article: Article, place: Neighbour, words: str) -> str:
    return (
        f'<span class="neighbour" role="button" tabindex="0" data-article="{escape(article.id)}"'
        f' data-start="{place.span.start}" data-end="{place.span.end}" data-number="{place.number}">{words}</span>'
    )


def unavailable(message: str) -> str:
    """The source pane where an article cannot be shown."""
    return f'<aside class="source"><p class="note" role="status">{escape(message)}</p></aside>'


def byline(publisher: str | None, published: date | None) -> str:
    """Publisher and date as they follow a title."""
    return "".join(f" · {escape(part)}" for part in (publisher, _day(published)) if part)


def _credits(article: Article) -> str:
    author = f"By {escape(article.author)}" if article.author else ""
    return " · ".join(
        part for part in (author, escape(_day(article.published)), _link(article.source)) if part
    )


def _day(published: date | None) -> str:
    return f"{published.day} {published:%B %Y}" if published else ""


def _link(source: str) -> str:
    """A web address as a link, which tells the site nothing of this page; anything else as text."""
    if not _URL.fullmatch(source):
        return escape(source)
    return f'<a href="{escape(source)}" target="_blank" rel="noopener noreferrer">{escape(source)}</a>'
