"""An answer that was handed in for audit, ours or anyone's, with the sources that it lists."""

from dataclasses import dataclass
from datetime import date

from assistant.answer import Answer, Citation
from corpus import Span


@dataclass(frozen=True, slots=True)
class Source:
    """What an answer says about the source with this number. Everything but the number may be missing.

    `text` is the whole source, if the answer brings it along; then no library is needed to check it. `quote` is what
    the answer quotes from the source, and `span` where that stands in the article's text. `digest` is the article's
    digest when the answer was written.
    """

    number: int
    title: str | None = None
    url: str | None = None
    article: str | None = None  # its id in the library
    publisher: str | None = None
    published: date | None = None
    text: str | None = None
    quote: str | None = None
    span: Span | None = None
    digest: str | None = None

    @classmethod
    def of(cls, citation: Citation) -> "Source":
        """A source that an answer of our own cites."""
        article = citation.article
        return cls(
            number=citation.number,
            title=article.title,
            url=article.source,
            article=article.id,
            publisher=article.publisher,
            published=article.published,
            quote=citation.quote,
            span=citation.span,
            digest=article.digest,
        )


@dataclass(frozen=True, slots=True)
class SubmittedAnswer:
    """An answer with marks, and its sources in the order in which it lists them."""

    id: str
    text: str
    sources: tuple[Source, ...]
    question: str | None = None

    @classmethod
    def of(cls, answer: Answer, id: str) -> "SubmittedAnswer":
        """An answer of our own, with its citations as sources."""
        return cls(id, answer.text, tuple(map(Source.of, answer.citations)), answer.question)
