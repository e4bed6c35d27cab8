"""One article as HTML with a quote lit; its text stays exactly the stored text."""

import re
from datetime import date
from html import escape

from corpus import Article, Span

_URL = re.compile(r"https?://\S+")


def closed() -> str:
    """The source pane before anything is opened."""
    return '<aside class="source"><p class="hint">The article behind each sentence opens here.</p></aside>'


def opened(article: Article, span: Span) -> str:
    """The article with the text at `span` in a `<mark>`. Raises ValueError where the span lies outside."""
    quote, text = article.quote(span), article.text
    before, after = text[: span.start], text[span.end :]
    publisher = f'<p class="publisher">{escape(article.publisher)}</p>' if article.publisher else ""
    return (
        f'<aside class="source" aria-label="Source">{publisher}<h2>{escape(article.title)}</h2>'
        f'<p class="byline">{_credits(article)}</p><div class="text" tabindex="0">'
        f"{escape(before)}<mark>{escape(quote)}</mark>{escape(after)}</div>"
        '<p class="back"><a href="#ask">Back to the answer</a></p></aside>'
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
