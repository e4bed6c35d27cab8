"""From an article to passages: runs of whole sentences that the embedder can read at once.

Passages do not overlap and cover the whole article. Each sentence belongs to exactly one passage. A sentence that
is longer than a passage may be is cut at white space.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from corpus import Article, Span
from corpus.sentences import split_sentences
from index.embed import Embedder

PASSAGE_TOKENS = 200  # a passage's text has at most this many tokens
SPECIAL_TOKENS = 4  # reserved for the tokens that the model puts around title and text
TITLE_TOKENS = 40  # reserved for the title within the embedder's limit
LEAST_TOKENS = 8  # a passage may have this many, however small the embedder's limit is
TOKEN_CHARACTERS = 10  # more characters a token on average is no language: a long run is one unknown token

# Recorded in the manifest of a library, because passages made with different settings cannot be mixed.
PASSAGE_SETTINGS = f"sentences/{PASSAGE_TOKENS}"


@dataclass(frozen=True, slots=True)
class PassageSpans:
    """Where a passage and its sentences are in the article's text."""

    span: Span
    sentences: tuple[Span, ...]


def split_passages(article: Article, embedder: Embedder) -> list[PassageSpans]:
    """Cut the article into passages, in order. The embedder counts the tokens.

    A paragraph that fits into one passage is not divided: the passage before it ends early instead.
    """
    limit = min(PASSAGE_TOKENS, embedder.max_tokens - SPECIAL_TOKENS - TITLE_TOKENS)
    limit = max(limit, LEAST_TOKENS)
    sentences = split_sentences(article.text)
    counts = embedder.count_tokens([article.quote(span) for span in sentences])
    pieces: list[tuple[Span, int]] = []
    for span, count in zip(sentences, counts, strict=True):
        pieces.extend(
            [(span, count)] if _fits(span, count, limit) else _cut(article.text, span, limit, embedder)
        )
    return [
        PassageSpans(Span(window[0].start, window[-1].end), tuple(window))
        for window in _windows(article.text, pieces, limit)
    ]


def _windows(text: str, pieces: list[tuple[Span, int]], limit: int) -> Iterator[list[Span]]:
    window: list[Span] = []
    used = 0
    for paragraph in _paragraphs(text, pieces):
        if window and used + sum(count for _, count in paragraph) > limit:
            yield window
            window, used = [], 0
        for piece, count in paragraph:
            if window and used + count > limit:
                yield window
                window, used = [], 0
            window.append(piece)
            used += count
    if window:
        yield window


def _paragraphs(text: str, pieces: list[tuple[Span, int]]) -> Iterator[list[tuple[Span, int]]]:
    paragraph: list[tuple[Span, int]] = []
    for piece, count in pieces:
        if paragraph and "\n" in text[paragraph[-1][0].end : piece.start]:
            yield paragraph
            paragraph = []
        paragraph.append((piece, count))
    if paragraph:
        yield paragraph


def _cut(text: str, span: Span, limit: int, embedder: Embedder) -> Iterator[tuple[Span, int]]:
    """Halve the span at the white space nearest to its middle until each part fits."""
    [count] = embedder.count_tokens([text[span.start : span.end]])
    if _fits(span, count, limit) or len(span) < 2:
        yield span, count
        return
    middle = (span.start + span.end) // 2
    left, right = text.rfind(" ", span.start + 1, middle), text.find(" ", middle, span.end - 1)
    spaces = [offset for offset in (left, right) if offset > 0]
    at = min(spaces, key=lambda offset: abs(offset - middle), default=middle)
    yield from _cut(text, Span(span.start, at), limit, embedder)
    rest = at + 1 if text[at] == " " else at
    yield from _cut(text, Span(rest, span.end), limit, embedder)


def _fits(span: Span, count: int, limit: int) -> bool:
    return count <= limit and len(span) <= limit * TOKEN_CHARACTERS
