"""What an answer is: claims, citations, verdicts; to JSON and back without loss.

Knows nothing of how an answer is made. Positions in `Claim` and `Mark` are code points of `Answer.text`;
positions in `Citation` are code points of the article's stored text.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from corpus import Article, Span


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
    span: Span
    quote: str


@dataclass(frozen=True, slots=True)
class Claim:
    """One sentence of an answer, with its marks in its span but not in its `text`.

    `citations` are the numbers that its marks name, in order of appearance, dangling ones included. `score`
    is the verifier's probability of support in [0, 1], `None` where nothing was checked.
    """

    text: str
    span: Span
    verdict: Verdict
    score: float | None
    citations: tuple[int, ...]
    mismatches: tuple[Mismatch, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """A question, its answer, and everything that is needed to check it.

    `withheld` are claims that were written but not shown, because nothing supports them. Where `abstained`,
    `nearest` holds the passages that come nearest; its citations are numbered from 1 on their own.
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
    models: Mapping[str, str] = field(default_factory=dict)
    tokens: Mapping[str, int] = field(default_factory=dict)
    timings_ms: Mapping[str, float] = field(default_factory=dict, compare=False)

    def citation(self, number: int) -> Citation | None:
        """The citation with this number, None where a mark points at nothing."""
        return next((citation for citation in self.citations if citation.number == number), None)

    def to_json(self) -> dict[str, Any]:
        """The document that `pincite ask --json` prints."""
        return {
            "question": self.question,
            "text": self.text,
            "abstained": self.abstained,
            "claims": [_claim_to_json(claim) for claim in self.claims],
            "citations": [citation_to_json(citation) for citation in self.citations],
            "withheld": [_claim_to_json(claim) for claim in self.withheld],
            "nearest": [citation_to_json(citation) for citation in self.nearest],
            "models": dict(self.models),
            "tokens": dict(self.tokens),
            "timings_ms": dict(self.timings_ms),
        }

    @classmethod
    def from_json(cls, document: Mapping[str, Any]) -> "Answer":
        """The answer that `to_json` wrote; raises KeyError, TypeError or ValueError where it is not one."""
        return cls(
            question=document["question"],
            text=document["text"],
            abstained=document["abstained"],
            claims=tuple(map(_claim_from_json, document["claims"])),
            citations=tuple(map(citation_from_json, document["citations"])),
            withheld=tuple(map(_claim_from_json, document["withheld"])),
            nearest=tuple(map(citation_from_json, document["nearest"])),
            models=dict(document["models"]),
            tokens=dict(document.get("tokens", {})),
            timings_ms=dict(document["timings_ms"]),
        )


def article_to_json(article: ArticleInfo) -> dict[str, Any]:
    """The `article` object of the command line's contract."""
    return {
        "id": article.id,
        "title": article.title,
        "publisher": article.publisher,
        "author": article.author,
        "published": article.published.isoformat() if article.published else None,
        "source": article.source,
        "digest": article.digest,
    }


def citation_to_json(citation: Citation) -> dict[str, Any]:
    """The `citation` object of the command line's contract."""
    return {
        "number": citation.number,
        "article": article_to_json(citation.article),
        "start": citation.span.start,
        "end": citation.span.end,
        "quote": citation.quote,
    }


def article_from_json(document: Mapping[str, Any]) -> ArticleInfo:
    """What `article_to_json` wrote."""
    article = dict(document)
    published = article.pop("published")
    return ArticleInfo(published=date.fromisoformat(published) if published else None, **article)


def citation_from_json(document: Mapping[str, Any]) -> Citation:
    """What `citation_to_json` wrote."""
    span = Span(document["start"], document["end"])
    return Citation(document["number"], article_from_json(document["article"]), span, document["quote"])


def _claim_to_json(claim: Claim) -> dict[str, Any]:
    return {
        "text": claim.text,
        "start": claim.span.start,
        "end": claim.span.end,
        "verdict": claim.verdict.value,
        "score": claim.score,
        "citations": list(claim.citations),
        "mismatches": [
            {"kind": m.kind.value, "claim_says": m.claim_says, "source_says": m.source_says}
            for m in claim.mismatches
        ],
    }


def _claim_from_json(document: Mapping[str, Any]) -> Claim:
    return Claim(
        text=document["text"],
        span=Span(document["start"], document["end"]),
        verdict=Verdict(document["verdict"]),
        score=document["score"],
        citations=tuple(document["citations"]),
        mismatches=tuple(
            Mismatch(MismatchKind(m["kind"]), m["claim_says"], m["source_says"])
            for m in document["mismatches"]
        ),
    )
