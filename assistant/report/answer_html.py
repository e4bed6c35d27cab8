"""One answer as HTML: its text, and beside it each claim, which opens to its findings and the cited passages.

All that comes from an answer or a source is text here, never markup. Answers are numbered by their place from 1:
answer 3 is `a3`, the proof of its second claim `a3c2`.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from markupsafe import Markup

from assistant.answer import Verdict
from assistant.audit.found import AuditedAnswer, AuditedClaim, Finding, FindingKind, Passage, SourceRef
from assistant.report import wording
from assistant.report.highlights import difference, lit
from assistant.report.templates import Macros, render
from corpus import Span
from corpus.article import one_line

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

_PARTS = Macros("report/parts.html")

Pieces = list[tuple[str, tuple[str, ...]]]


class Figure(NamedTuple):
    """A passage in its context, in pieces. `opens` are the lit words, if its article can be opened at them."""

    source: SourceRef
    is_cut: bool  # whether the source has text before it
    pieces: Pieces
    opens: Span | None


class Told(NamedTuple):
    """A finding as it is told under its claim: without what a passage below shows anyway."""

    name: str
    source: SourceRef | None
    ours: str
    theirs: str
    changes: list[tuple[str, str]]  # instead of both sides, if the words by which they differ are shown
    suggestion: str


class Row(NamedTuple):
    """A claim with its proof; `told` are its findings in a few words, as name, our side, their side."""

    number: int
    claim: AuditedClaim
    kinds: list[str]
    written: Pieces
    told: list[tuple[str, str, str]]
    meaning: str
    findings: list[Told]
    passages: list[Figure]


def entry(place: int, title: str, claims: Iterable[AuditedClaim], told: str = "") -> Markup:
    """An answer's line in the index, with the worst verdict of its claims, and what is told of it."""
    return _PARTS.entry(place, title, wording.worst(claims), told)


def audited_entry(place: int, answer: AuditedAnswer) -> Markup:
    """The same with the number of its findings."""
    found = wording.all_findings(answer)
    told = wording.counted(len(found), "finding") if found else ""
    return entry(place, wording.title(answer), answer.claims, told)


def audited_section(place: int, answer: AuditedAnswer, *, opens: bool = False) -> Markup:
    """An answer with all that was found of it; with `opens` as in `section`."""
    about = [f"Answer {place}", one_line(answer.id), *wording.answer_figures(answer)]
    kinds, below = wording.kinds(answer.findings), [_told(None, finding, ()) for finding in answer.findings]
    return section("report/answer.html", place, answer, about, kinds, opens=opens, findings=below)


def section(
    template: str,
    place: int,
    answer: AuditedAnswer,
    about: Sequence[str],
    kinds: Sequence[str],
    row_kinds: Sequence[str] = (),
    *,
    opens: bool = False,
    **below: object,
) -> Markup:
    """An answer's text, sources and claims. `template` is answer.html or extends it; `below` are its further values.

    `about` stands over its title. It is shown if a filter asks for one of its `kinds`; `row_kinds` are kinds of all its
    claims. With `opens` each passage has a button that opens its article, for a page that can do so.
    """
    claims = enumerate(answer.claims, start=1)
    return render(
        template,
        place=place,
        answer=answer,
        about=about,
        kinds=kinds,
        prose=_prose(answer),
        rows=[
            _row(number, answer, claim, row_kinds, opens)
            for number, claim in claims
            if wording.is_held(claim)
        ],
        **below,
    )


def figure(passage: Passage, findings: Iterable[Finding] = (), *, opens: bool = False) -> Figure:
    """The passage with what was compared with the claim lit, and the words that differ lit as faults."""
    layers: dict[str, list[Span]] = {"lit": list(passage.lit), "fault": []}
    for finding in findings:
        if finding.source == passage.source and finding.source_span:
            layers["lit" if finding.kind in _PROOF_THERE else "fault"].append(finding.source_span)
    at = None
    if opens and passage.source.article is not None and passage.lit:
        at = Span(min(span.start for span in passage.lit), max(span.end for span in passage.lit))
    return Figure(passage.source, passage.start > 0, lit(passage.context, passage.start, layers), at)


def _prose(answer: AuditedAnswer) -> Iterator[tuple[Pieces, int, Verdict]]:
    """The answer's text as it was written: pieces, and the number and verdict of the claim; 0 if it is none."""
    done = 0
    for number, claim in enumerate(answer.claims, start=1):
        span = Span(max(claim.span.start, done), max(claim.span.end, done))
        yield [(answer.text[done : span.start], ())], 0, claim.verdict
        yield _written(answer, span, claim), number if wording.is_held(claim) else 0, claim.verdict
        done = span.end
    yield [(answer.text[done:], ())], 0, Verdict.SUPPORTED


def _row(
    number: int, answer: AuditedAnswer, claim: AuditedClaim, row_kinds: Sequence[str], opens: bool
) -> Row:
    told = [_in_short(finding) for finding in claim.findings if finding.kind.value != claim.verdict.value]
    return Row(
        number=number,
        claim=claim,
        kinds=[*row_kinds, *wording.kinds(claim.findings)],
        written=_written(answer, claim.span, claim),
        told=list(dict.fromkeys(told)),
        meaning=_meaning(claim),
        findings=[_told(claim, finding, claim.passages) for finding in claim.findings],
        passages=[figure(passage, claim.findings, opens=opens) for passage in claim.passages],
    )


def _written(answer: AuditedAnswer, span: Span, claim: AuditedClaim) -> Pieces:
    """The claim with its marks, as far as `span` goes, with the words lit in which something was found."""
    faults = [finding.claim_span for finding in claim.findings if finding.kind not in _OF_THE_CLAIM]
    return lit(answer.text[span.start : span.end], span.start, {"fault": faults})


def _in_short(finding: Finding) -> tuple[str, str, str]:
    name = wording.NAME[finding.kind]
    ours, theirs = wording.says(None, finding)
    if finding.kind in _OF_THE_CLAIM or not ours or not theirs or max(len(ours), len(theirs)) > _SHORT:
        return name, "", ""
    return name, ours, theirs


def _meaning(claim: AuditedClaim) -> str:
    told = [f"{wording.MEANING[claim.verdict]}."] if claim.needs_citation else []
    read = [passage for passage in claim.passages if passage.source.number in claim.citations]
    if len(read) > 1 and claim.independent:
        told.append(_independence(len(read), claim.independent))
    if claim.suggested and set(claim.suggested) != set(claim.citations):
        told.append(f"It should cite {wording.marks(claim.suggested)}.")
    return " ".join(told)


def _independence(sources: int, independent: int) -> str:
    if sources == independent:
        return f"Its {sources} sources are independent of each other."
    return f"Its {sources} sources count as {independent}: the others are copies."


def _told(claim: AuditedClaim | None, finding: Finding, passages: Sequence[Passage]) -> Told:
    shown = {passage.source for passage in passages}
    is_named = finding.source and (len(shown) > 1 or finding.source not in shown)
    ours, theirs = wording.says(claim, finding)
    if _is_shown(finding, passages):
        ours, theirs = "", ""
    changes = difference(ours, theirs) if ours and theirs and _is_quote(finding) else []
    if changes:
        ours, theirs = "", ""
    name, source = wording.NAME[finding.kind], finding.source if is_named else None
    return Told(name, source, ours, theirs, changes, finding.suggestion)


def _is_shown(finding: Finding, passages: Sequence[Passage]) -> bool:
    """Whether a passage shows all that the finding says."""
    is_proof = finding.kind in _PROOF_THERE and not _is_stale_quote(finding)
    return is_proof and any(_holds(passage, finding) for passage in passages)


def _is_quote(finding: Finding) -> bool:
    """Whether both sides are versions of one quote, so that the words by which they differ tell more."""
    return finding.kind is FindingKind.QUOTATION_DIFFERS or _is_stale_quote(finding)


def _is_stale_quote(finding: Finding) -> bool:
    """Whether a quote has changed in its source; the quote is longer than the mark that the finding stands at."""
    return finding.kind is FindingKind.STALE and len(finding.claim_says) > len(finding.claim_span)


def _holds(passage: Passage, finding: Finding) -> bool:
    """Whether the passage shows what the finding says of the source."""
    context = Span(passage.start, passage.start + len(passage.context))
    there = finding.source_span
    return finding.source == passage.source and there is not None and context.contains(there)
