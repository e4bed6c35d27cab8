"""What an audit finds: findings by claim, claims by answer, the figures of all.

Positions in a claim are code points of the answer's text, positions in a source those of the source's whole text.
Knows nothing of how anything is found.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from assistant.answer import Verdict
from assistant.documents import InPlace
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
    span: InPlace[Span]
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


@dataclass(frozen=True, slots=True)
class AuditReport:
    """All answers of an audit in their order, and the figures of all."""

    answers: tuple[AuditedAnswer, ...]
    summary: Summary
