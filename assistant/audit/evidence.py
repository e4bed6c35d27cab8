"""Claims held against evidence: what they cite, or passages that they don't; support and exact facts together."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from assistant.answer import Mismatch, MismatchKind
from assistant.answering.pin import Check
from assistant.audit.misplaced import misplaced_facts
from assistant.audit.passages import Part, around, nearest_sentences
from assistant.audit.quotations import quoted_part
from assistant.audit.sources import ResolvedSource
from assistant.facts.compare import mismatches
from assistant.facts.quotations import is_verbatim
from assistant.judges import EVIDENCE_WORDS, Judge
from corpus import Span


@dataclass(frozen=True, slots=True)
class Evidence:
    """Parts of sources that are read together."""

    parts: tuple[Part, ...]

    @property
    def text(self) -> str:
        """What the verifier reads."""
        return "\n".join(part.text for part in self.parts)

    @property
    def sources(self) -> list[ResolvedSource]:
        """Those that the parts are of, each once."""
        return list({part.source.number: part.source for part in self.parts}.values())

    @property
    def published(self) -> date | None:
        """The day of all of them, None where they have several or none."""
        days = {source.published for source in self.sources}
        return days.pop() if len(days) == 1 else None


@dataclass(frozen=True, slots=True)
class Held:
    """A claim with what it was held against, and what came of it."""

    evidence: Evidence
    check: Check


def quoted_evidence(sources: Iterable[ResolvedSource]) -> Evidence:
    """The sentences that hold each source's quote; all of a source without one, or whose quote does not stand there."""
    parts: list[Part] = []
    for source in sources:
        quoted = quoted_part(source)
        parts += around(source, [quoted.span]) if quoted else [whole(source)]
    return Evidence(tuple(parts))


def whole_evidence(sources: Iterable[ResolvedSource]) -> Evidence:
    """All of each source's text."""
    return Evidence(tuple(map(whole, sources)))


def whole(source: ResolvedSource) -> Part:
    """The source's text from end to end."""
    return Part(source, Span(0, len(source.text)))


def hold(requests: Sequence[tuple[str, Evidence]], verifier: Judge) -> list[Held]:
    """Each claim held against its evidence, all in one batch."""
    if not requests:
        return []
    judgements = verifier.judge([claim for claim, _ in requests], [evidence.text for _, evidence in requests])
    return [
        Held(evidence, Check(_numbers(evidence), judgement, exact_mismatches(claim, evidence)))
        for (claim, evidence), judgement in zip(requests, judgements, strict=True)
    ]


def exact_mismatches(claim: str, evidence: Evidence) -> tuple[Mismatch, ...]:
    """Facts that the evidence's sentences nearest to the claim have otherwise; quotations that stand nowhere in it."""
    read = evidence.text
    if len(read.split()) > EVIDENCE_WORDS:
        read = "\n".join(part.text for part in nearest_sentences(claim, evidence.parts))
    texts = [source.text for source in evidence.sources]
    background = "\n".join(_known(source) for source in evidence.sources)
    found = tuple(
        mismatch
        for mismatch in mismatches(claim, read, background, evidence.published)
        if mismatch.kind is not MismatchKind.QUOTATION
        or not any(is_verbatim(mismatch.claim_says, text) for text in texts)
    )
    return found or misplaced_facts(claim, evidence.parts)


def _known(source: ResolvedSource) -> str:
    """All that is known of a source: what names are looked for in."""
    author = source.article.author if source.article else None
    return "\n".join(filter(None, (source.ref.title, source.ref.publisher, author, source.text)))


def _numbers(evidence: Evidence) -> tuple[int, ...]:
    return tuple(source.number for source in evidence.sources)
