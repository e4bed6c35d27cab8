"""What an answer is: claims, citations, verdicts.

Knows nothing of how an answer is made. `documents.to_document` makes of it what `pincite ask --json` prints.
Positions in `Claim` and `Mark` are code points of `Answer.text`; positions in `Citation` and `SearchHit` are code
points of the article's stored text.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from assistant.documents import InPlace
from corpus import Article, Span

if TYPE_CHECKING:
    from index import Hit


class Verdict(StrEnum):
    """What the check of one claim against the snippets that it cites came to."""

    SUPPORTED = "supported"
    PARTLY = "partly"
    UNSUPPORTED = "unsupported"
    CONTRADICTED = "contradicted"
    UNCITED = "uncited"  # a sentence without a mark
    DANGLING = "dangling"  # a mark that points at nothing


class MismatchKind(StrEnum):
    """A kind of fact in which a claim and its source can differ, and all that the other rooms must know of it.

    The order of the members is the order of the verifier's signals. To add a kind: one line here, its check in
    `assistant/facts`, and the check's place in `facts/compare.py`. A new signal needs a new calibration
    (`python -m assistant.training.calibrate`); a kind without a signal needs none.
    """

    finding: str  # the value of the audit's `FindingKind`
    signal: str | None  # the verifier's signal that it switches on

    def __new__(cls, name: str, finding: str = "", signal: str | None = None) -> "MismatchKind":
        """A member of the table below; called with its name alone, as a JSON document has it, the same member."""
        kind = str.__new__(cls, name)
        kind._value_, kind.finding, kind.signal = name, finding, signal
        return kind

    NUMBER = "number", "number", "number"
    DATE = "date", "date", "date"
    NAME = "name", "name", "name"
    NEGATION = "negation", "negation", "negation"
    QUOTATION = "quotation", "quotation_differs", "quotation"
    OPPOSITE = "opposite", "contradicted", "negation"  # too rare in training data for a signal of its own
    QUANTIFIER = "quantifier", "negation", None
    WORD = "word", "contradicted", None  # any other word that the evidence has another one for


@dataclass(frozen=True, slots=True)
class Mismatch:
    """One exact fact in which claim and source differ: both sides as they are written."""

    kind: MismatchKind
    claim_says: str
    source_says: str


@dataclass(frozen=True, slots=True)
class ArticleInfo:
    """What a reader needs to know of a cited article."""

    id: str
    title: str
    publisher: str | None
    author: str | None
    published: date | None
    source: str
    digest: str | None = None  # of the article as it was cited; None in answers of before it was kept

    @classmethod
    def of(cls, article: Article) -> "ArticleInfo":
        """The same of a whole article."""
        return cls(
            article.id,
            article.title,
            article.publisher,
            article.author,
            article.published,
            article.source,
            article.digest,
        )


@dataclass(frozen=True, slots=True)
class Citation:
    """An article, a range in its text, and the quote: `quote == article.text[span.start:span.end]`."""

    number: int
    article: ArticleInfo
    span: InPlace[Span]
    quote: str


@dataclass(frozen=True, slots=True)
class AnswerSpan:
    """Words of a quote that answer the question, as the reader sees it.

    `citation` is the number of the citation. `text` is the article's text at `span`, which lies within the quote.
    `probability` is that these very words answer, in [0, 1].
    """

    citation: int
    span: InPlace[Span]
    text: str
    probability: float


@dataclass(frozen=True, slots=True)
class Claim:
    """One sentence of an answer, with its marks in its span but not in its `text`.

    `citations` are the numbers that its marks name, in order of appearance, dangling ones included. `score`
    is the verifier's probability of support in [0, 1], `None` where nothing was checked.
    """

    text: str
    span: InPlace[Span]
    verdict: Verdict
    score: float | None
    citations: tuple[int, ...]
    mismatches: tuple[Mismatch, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """A question, its answer, and everything that is needed to check it.

    `withheld` are claims that were written but not shown, because nothing supports them. Where `abstained`,
    `nearest` holds the passages that come nearest; its citations are numbered from 1 on their own.
    `answer_spans` are the words of the citations that answer, at most one place a citation. `unanswered` are the
    questions within the question on which the articles are silent, if they answer others; `text` names them too.
    `read_as` is the question with its typing errors mended, None if it has none.
    `models` maps a role to `name@sha`. `tokens` is what the generator read beyond the instructions (`prompt`) and
    wrote (`reply`), empty where it was not asked. `timings_ms` maps a stage to milliseconds and is not part of
    equality.
    """

    question: str
    text: str
    abstained: bool
    claims: tuple[Claim, ...]
    citations: tuple[Citation, ...]
    withheld: tuple[Claim, ...] = ()
    nearest: tuple[Citation, ...] = ()
    answer_spans: tuple[AnswerSpan, ...] = ()
    unanswered: tuple[str, ...] = ()
    read_as: str | None = None
    models: Mapping[str, str] = field(default_factory=dict)
    tokens: Mapping[str, int] = field(default_factory=dict)
    timings_ms: Mapping[str, float] = field(default_factory=dict, compare=False)

    def citation(self, number: int) -> Citation | None:
        """The citation with this number, None where a mark points at nothing."""
        return next((citation for citation in self.citations if citation.number == number), None)


@dataclass(frozen=True, slots=True)
class SearchHit:
    """A passage that a search found; the scores are those of `index.Hit`, `text` is the article's text at `span`."""

    score: float
    cosine: float
    keyword: float
    span: InPlace[Span]
    text: str
    article: ArticleInfo
    copies: tuple[str, ...]

    @classmethod
    def of(cls, hit: "Hit") -> "SearchHit":
        """A hit without its vectors, and with no more of its article than a reader needs."""
        passage = hit.passage
        article = ArticleInfo.of(passage.article)
        return cls(hit.score, hit.cosine, hit.keyword, passage.span, passage.text, article, hit.copies)
