"""One article as HTML, with a quote lit. Its text stays exactly the stored text."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from markupsafe import Markup

from assistant.report.templates import Macros
from corpus import Article, Span

HTML = Macros("ui/article.html")
_URL = re.compile(r"https?://\S+")


@dataclass(frozen=True, slots=True, order=True)
class Neighbour:
    """Another span of the article that the same answer cites or read, and its number there."""

    span: Span
    number: int


def opened(article: Article, span: Span | None = None, neighbours: Iterable[Neighbour] = ()) -> Markup:
    """The article, the text at `span` in a `<mark>`; neighbours can be pressed to light them instead.

    Raises ValueError if the span is outside of the text.
    """
    kept = [] if span is None else [Neighbour(span, 0)]
    for place in sorted(neighbours):
        inside = 0 <= place.span.start < place.span.end <= len(article.text)
        if inside and not any(place.span.overlaps(other.span) or place.span == other.span for other in kept):
            kept.append(place)
    return HTML.opened(article, list(_pieces(article, kept)), span, bool(_URL.fullmatch(article.source)))


def _pieces(article: Article, places: Iterable[Neighbour]) -> Iterator[tuple[str, Neighbour | None]]:
    """The whole text in parts: each place, and what is between the places."""
    done = 0
    for place in sorted(places):
        yield article.text[done : place.span.start], None
        yield article.quote(place.span), place
        done = place.span.end
    yield article.text[done:], None
