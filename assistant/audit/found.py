"""What an audit finds: findings by claim, claims by answer, the figures of all; to JSON and back without loss.

Positions in a claim are code points of the answer's text, positions in a source those of the source's whole text.
Knows nothing of how anything is found.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from enum import StrEnum
from typing import Any

from assistant.answer import Verdict
from corpus import Span


class FindingKind(StrEnum):
    """What can be wrong with a claim, or with an answer's list of sources."""

    DANGLING = "dangling"  # a mark that points at nothing
    UNCITED = "uncited"  # a claim that needs a mark and has none
    UNUSED_SOURCE = "unused_source"  # listed, and no mark points at it
    QUOTATION_DIFFERS = "quotation_differs"
    QUOTATION_ELSEWHERE = "quotation_elsewhere"  # word for word, in another source or article
    QUOTATION_STITCHED = "quotation_stitched"  # from several places, with nothing to show it
    QUOTATION_NOT_FOUND = "quotation_not_found"
    NUMBER = "number"
    DATE = "date"
    NAME = "name"
    NEGATION = "negation"
    UNSUPPORTED = "unsupported"
    CONTRADICTED = "contradicted"
    SUPPORTED_ELSEWHERE = "supported_elsewhere"
    STALE = "stale"  # the cited article changed, or is gone


@dataclass(frozen=True, slots=True)
class SourceRef:
    """A source of an answer, or an article of the library that it does not list: then `number` is None."""

    number: int | None
    article: str | None  # its id, where it is in the library
    title: str
    publisher: str | None = None
    published: str | None = None  # YYYY-MM-DD
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault: where on both sides, what each side says, what to do.

    `claim_says` is what the answer has at `claim_span`, without marks within it. Of a quote that is given with a
    source, which the answer's text does not have, `claim_span` is the mark. `source_says` is as it is written there,
    empty where the source is silent: then `source_span` is None.
    """

    kind: FindingKind
    claim_span: Span
    source: SourceRef | None
    source_span: Span | None
    claim_says: str
    source_says: str
    suggestion: str


@dataclass(frozen=True, slots=True)
class Passage:
    """A source's passage that a claim was held against, in its context.

    `context` begins at `start` of the source's text; `lit`, the sentences that prove the claim or come nearest to
    it, are positions of the source's text too, and lie within the context.
    """

    source: SourceRef
    start: int
    context: str
    lit: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class AuditedClaim:
    """A sentence of an answer with what was found; `text` is without its marks, `span` with them.

    `score` is the probability in [0, 1] that what it cites supports it, None where nothing was checked. A claim with
    `needs_citation` False (a heading, a question, "the sources do not say") counts in no ratio. `citations` are the
    numbers of its marks, `suggested` those that it should have: the same where they prove it. `independent` are the
    cited sources that are no copies of each other. `proven` says that all cited sources together prove it, whatever
    else is wrong; `precise` counts the citations that it needs: recall and precision are made of these.
    """

    text: str
    span: Span
    verdict: Verdict
    score: float | None
    citations: tuple[int, ...]
    findings: tuple[Finding, ...] = ()
    passages: tuple[Passage, ...] = ()
    needs_citation: bool = True
    suggested: tuple[int, ...] = ()
    independent: int = 0
    proven: bool = False
    precise: int = 0


@dataclass(frozen=True, slots=True)
class AuditedAnswer:
    """An answer with its claims in order. `findings` are of the answer as a whole (sources that no mark names).

    `quotations` counts the passages in quotation marks and the quotes given for citations, `exact_quotations` those
    that stand word for word in their source. `recall` and `precision` are as in Gao et al. 2023, "Enabling Large
    Language Models to Generate Text with Citations" (section 4.3), None where there is nothing to divide by.
    """

    id: str
    question: str | None
    text: str
    sources: tuple[SourceRef, ...]
    claims: tuple[AuditedClaim, ...]
    findings: tuple[Finding, ...]
    recall: float | None
    precision: float | None
    quotations: int
    exact_quotations: int

    def to_json(self) -> dict[str, Any]:
        """One of the `answers` of `pincite audit --json`."""
        document = asdict(self)
        document["claims"] = [_claim_to_json(claim) for claim in self.claims]
        document["findings"] = [_finding_to_json(finding) for finding in self.findings]
        return document

    @classmethod
    def from_json(cls, document: Mapping[str, Any]) -> "AuditedAnswer":
        """The answer that `to_json` wrote; raises KeyError, TypeError or ValueError where it is not one."""
        values = {field.name: document[field.name] for field in fields(cls)}
        values["sources"] = tuple(SourceRef(**source) for source in document["sources"])
        values["claims"] = tuple(map(_claim_from_json, document["claims"]))
        values["findings"] = tuple(map(_finding_from_json, document["findings"]))
        return cls(**values)


@dataclass(frozen=True, slots=True)
class Summary:
    """The figures of a whole audit; a ratio with nothing under it is None.

    `recall` and `precision` are means over all claims and over all citations, not over answers.
    """

    answers: int
    claims: int  # that need a citation
    verdicts: Mapping[str, int]  # of those claims
    findings: Mapping[str, int]
    recall: float | None
    precision: float | None
    supported: float | None  # share of the claims
    quotations: int
    exact_quotations: float | None  # share of the quotations
    dangling: int
    uncited: int
    models: Mapping[str, str]

    def to_json(self) -> dict[str, Any]:
        """The `summary` of `pincite audit --json`."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class AuditReport:
    """All answers of an audit in their order, and the figures of all."""

    answers: tuple[AuditedAnswer, ...]
    summary: Summary

    def to_json(self) -> dict[str, Any]:
        """The document that `pincite audit --json` prints."""
        return {"answers": [answer.to_json() for answer in self.answers], "summary": self.summary.to_json()}

    @classmethod
    def from_json(cls, document: Mapping[str, Any]) -> "AuditReport":
        """The report that `to_json` wrote."""
        answers = tuple(map(AuditedAnswer.from_json, document["answers"]))
        return cls(answers, Summary(**document["summary"]))


def _claim_to_json(claim: AuditedClaim) -> dict[str, Any]:
    return {
        "text": claim.text,
        "start": claim.span.start,
        "end": claim.span.end,
        "verdict": claim.verdict.value,
        "score": claim.score,
        "citations": list(claim.citations),
        "findings": [_finding_to_json(finding) for finding in claim.findings],
        "passages": [_passage_to_json(passage) for passage in claim.passages],
        "needs_citation": claim.needs_citation,
        "suggested": list(claim.suggested),
        "independent": claim.independent,
        "proven": claim.proven,
        "precise": claim.precise,
    }


def _claim_from_json(document: Mapping[str, Any]) -> AuditedClaim:
    return AuditedClaim(
        text=document["text"],
        span=Span(document["start"], document["end"]),
        verdict=Verdict(document["verdict"]),
        score=document["score"],
        citations=tuple(document["citations"]),
        findings=tuple(map(_finding_from_json, document["findings"])),
        passages=tuple(map(_passage_from_json, document["passages"])),
        needs_citation=document["needs_citation"],
        suggested=tuple(document["suggested"]),
        independent=document["independent"],
        proven=document["proven"],
        precise=document["precise"],
    )


def _finding_to_json(finding: Finding) -> dict[str, Any]:
    return {
        "kind": finding.kind.value,
        "claim_span": _span_to_json(finding.claim_span),
        "source": asdict(finding.source) if finding.source else None,
        "source_span": _span_to_json(finding.source_span) if finding.source_span else None,
        "claim_says": finding.claim_says,
        "source_says": finding.source_says,
        "suggestion": finding.suggestion,
    }


def _finding_from_json(document: Mapping[str, Any]) -> Finding:
    return Finding(
        kind=FindingKind(document["kind"]),
        claim_span=Span(*document["claim_span"]),
        source=SourceRef(**document["source"]) if document["source"] else None,
        source_span=Span(*document["source_span"]) if document["source_span"] else None,
        claim_says=document["claim_says"],
        source_says=document["source_says"],
        suggestion=document["suggestion"],
    )


def _passage_to_json(passage: Passage) -> dict[str, Any]:
    return {
        "source": asdict(passage.source),
        "start": passage.start,
        "context": passage.context,
        "lit": [_span_to_json(span) for span in passage.lit],
    }


def _passage_from_json(document: Mapping[str, Any]) -> Passage:
    return Passage(
        source=SourceRef(**document["source"]),
        start=document["start"],
        context=document["context"],
        lit=tuple(Span(*span) for span in document["lit"]),
    )


def _span_to_json(span: Span) -> list[int]:
    return [span.start, span.end]
