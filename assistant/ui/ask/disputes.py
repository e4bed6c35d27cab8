"""Where another article gives another figure than the one that an answer cites.

Only nearly the same sentence with another number or date counts, in both directions: "in January 2020" does not differ
from "on 5 January 2020", nor does "900 soldiers in Syria" from "2,500 in Iraq". Which of the two is right, or whether
each was at its time, is for the reader to say: both are shown with their dates.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answer import Answer, Citation, Claim, MismatchKind, Verdict
from assistant.facts.compare import mismatches
from assistant.facts.text import read

FIGURES = (MismatchKind.NUMBER, MismatchKind.DATE)
# Shares of the words, stems compared and figures left out, that a claim and the other sentence must have in common.
# Chosen by hand; docs/log.md says how often what is then shown was right.
OF_CLAIM = 0.75
OF_OTHER = 0.6


@dataclass(frozen=True, slots=True)
class Dispute:
    """A claim's figure and another article's; `cited` and `other` are numbers of the evidence."""

    cited: int
    other: int
    claim_says: str
    other_says: str


def disputes(answer: Answer, evidence: Sequence[Citation]) -> tuple[Dispute, ...]:
    """The figures of supported claims that evidence from other articles gives differently."""
    found: list[Dispute] = []
    for claim in answer.claims:
        own = [citation for number in claim.citations if (citation := answer.citation(number))]
        if claim.verdict is not Verdict.SUPPORTED or not own:
            continue
        articles = {citation.article.id for citation in own}
        others = [citation for citation in evidence if citation.article.id not in articles]
        found += filter(None, (_dispute(claim, own, other) for other in others))
    return tuple(found)


def _dispute(claim: Claim, own: Sequence[Citation], other: Citation) -> Dispute | None:
    """The one figure of the claim that the other passage lacks, beside the one of the passage that the claim lacks."""
    ours = "\n".join([claim.text, *(citation.quote for citation in own)])
    background = f"{other.article.title}\n{other.quote}"
    told = mismatches(claim.text, other.quote, background, other.article.published)
    if len(told) != 1 or told[0].kind not in FIGURES or not _is_about_the_same(claim.text, ours, other):
        return None
    back = [
        mismatch.claim_says
        for mismatch in mismatches(other.quote, ours, ours, own[0].article.published)
        if mismatch.kind == told[0].kind
    ]
    return Dispute(own[0].number, other.number, told[0].claim_says, back[0]) if len(back) == 1 else None


def _is_about_the_same(claim: str, ours: str, other: Citation) -> bool:
    said, there = _words(claim), _words(other.quote)
    if not said or not there:
        return False
    return len(said & there) >= OF_CLAIM * len(said) and len(there & _words(ours)) >= OF_OTHER * len(there)


def _words(text: str) -> frozenset[str]:
    return read(text).terms - read(text).numbers.keys()
