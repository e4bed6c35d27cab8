"""What is lit in an answer and in its sources, by which words both differ, and what is told of a finding.

Texts are given in pieces, for a template to mark.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from itertools import pairwise
from typing import NamedTuple

from assistant.audit.found import AuditedAnswer, AuditedClaim, Finding, FindingKind, Passage, SourceRef
from assistant.report import wording
from corpus import Span
from corpus.words import WORD_WITH_BLANKS

# These tell something of the whole claim, so no words in it are lit
_OF_THE_CLAIM = {
    FindingKind.UNCITED,
    FindingKind.UNSUPPORTED,
    FindingKind.CONTRADICTED,
    FindingKind.SUPPORTED_ELSEWHERE,
    FindingKind.STALE,
}
# Nothing in the source is wrong here: its words are lit as proof, not as a fault
_PROOF_THERE = _OF_THE_CLAIM | {FindingKind.DANGLING, FindingKind.QUOTATION_ELSEWHERE}
_SHORT = 36  # characters; the line of a claim tells what both sides say if neither is longer

Pieces = list[tuple[str, tuple[str, ...]]]


class Told(NamedTuple):
    """A finding as it is told under its claim: without what a passage below shows anyway."""

    finding: Finding
    source: SourceRef | None
    ours: str
    theirs: str
    changes: list[tuple[str, str]]  # instead of both sides, if the words by which they differ are shown


def prose(answer: AuditedAnswer) -> Iterator[tuple[Pieces, int]]:
    """The answer's text as it was written, in pieces, each with the number of the claim; 0 if it is none."""
    done = 0
    for number, claim in enumerate(answer.claims, start=1):
        span = Span(max(claim.span.start, done), max(claim.span.end, done))
        yield [(answer.text[done : span.start], ())], 0
        yield written(answer, claim, span), number if wording.is_held(claim) else 0
        done = span.end
    yield [(answer.text[done:], ())], 0


def written(answer: AuditedAnswer, claim: AuditedClaim, span: Span) -> Pieces:
    """The claim with its marks, as far as `span` goes, with the words lit in which something was found."""
    faults = [finding.claim_span for finding in claim.findings if finding.kind not in _OF_THE_CLAIM]
    return lit(answer.text[span.start : span.end], span.start, {"fault": faults})


def context(passage: Passage, findings: Iterable[Finding]) -> Pieces:
    """The passage with what was compared with the claim lit, and the words that differ lit as faults."""
    layers: dict[str, list[Span]] = {"lit": list(passage.lit), "fault": []}
    for finding in findings:
        if finding.source == passage.source and finding.source_span:
            layers["lit" if finding.kind in _PROOF_THERE else "fault"].append(finding.source_span)
    return lit(passage.context, passage.start, layers)


def in_short(claim: AuditedClaim) -> list[tuple[str, str, str]]:
    """Its findings in a few words, as name, our side, their side, without what the verdict says; each once."""
    told = [_in_short(finding) for finding in claim.findings if finding.kind.value != claim.verdict.value]
    return list(dict.fromkeys(told))


def _in_short(finding: Finding) -> tuple[str, str, str]:
    name = wording.NAME[finding.kind]
    ours, theirs = wording.says(None, finding)
    if finding.kind in _OF_THE_CLAIM or not ours or not theirs or max(len(ours), len(theirs)) > _SHORT:
        return name, "", ""
    return name, ours, theirs


def told(claim: AuditedClaim | None, findings: Iterable[Finding]) -> list[Told]:
    """What is told of the findings on a claim, or, without one, on the answer as a whole."""
    return [_told(claim, finding) for finding in findings]


def _told(claim: AuditedClaim | None, finding: Finding) -> Told:
    passages = claim.passages if claim else ()
    shown = {passage.source for passage in passages}
    source = finding.source if len(shown) > 1 or finding.source not in shown else None
    ours, theirs = wording.says(claim, finding)
    # Of a stale source the quote, if it has one, which is longer than the mark that the finding stands at
    is_stale_quote = finding.kind is FindingKind.STALE and len(finding.claim_says) > len(finding.claim_span)
    is_proof = finding.kind in _PROOF_THERE and not is_stale_quote
    if is_proof and any(_holds(passage, finding) for passage in passages):
        return Told(finding, source, "", "", [])
    if ours and theirs and (is_stale_quote or finding.kind is FindingKind.QUOTATION_DIFFERS):
        return Told(finding, source, "", "", difference(ours, theirs))
    return Told(finding, source, ours, theirs, [])


def _holds(passage: Passage, finding: Finding) -> bool:
    """Whether the passage shows what the finding says of the source."""
    shown = Span(passage.start, passage.start + len(passage.context))
    there = finding.source_span
    return finding.source == passage.source and there is not None and shown.contains(there)


def lit(text: str, start: int, layers: Mapping[str, Sequence[Span]]) -> Pieces:
    """The text in pieces, each with the names of the layers that have a span there. Spans may overlap.

    `text` begins at `start` of the text that the spans are positions of; spans outside of it are left out.

    >>> lit("abcd", 10, {"lit": [Span(11, 13)], "fault": [Span(12, 99)]})
    [('a', ()), ('b', ('lit',)), ('c', ('lit', 'fault')), ('d', ('fault',))]
    """
    spans = [span for layer in layers.values() for span in layer]
    ends = (min(max(end - start, 0), len(text)) for span in spans for end in (span.start, span.end))
    pieces = []
    for left, right in pairwise(sorted({0, len(text), *ends})):
        here = Span(start + left, start + right)
        names = tuple(name for name, layer in layers.items() if any(span.contains(here) for span in layer))
        pieces.append((text[left:right], names))
    return pieces


def difference(before: str, after: str) -> list[tuple[str, str]]:
    """How `before` becomes `after`, word by word: pieces of text, each with `del`, `ins` or nothing.

    >>> difference("we will go", "we shall go")
    [('we ', ''), ('will', 'del'), (' ', ''), ('shall', 'ins'), (' ', ''), ('go', '')]
    """
    old, new = WORD_WITH_BLANKS.findall(before), WORD_WITH_BLANKS.findall(after)
    matcher = SequenceMatcher(None, [w.strip() for w in old], [w.strip() for w in new], autojunk=False)
    pieces = []
    for change, i, end_i, j, end_j in matcher.get_opcodes():
        if change == "equal":
            pieces += [(max(both, key=len), "") for both in zip(old[i:end_i], new[j:end_j], strict=True)]
            continue
        gone, come = _changed("del", old[i:end_i]), _changed("ins", new[j:end_j])
        is_tight = bool(come) and len(gone) == 1  # nothing between them
        pieces += [*gone, *([(" ", "")] if is_tight else []), *come]
    return pieces


def _changed(tag: str, words: Sequence[str]) -> list[tuple[str, str]]:
    """The words as one piece, and the white space behind them as another."""
    text = "".join(words)
    body = text.rstrip()
    return [piece for piece in ((body, tag), (text[len(body) :], "")) if piece[0]]
