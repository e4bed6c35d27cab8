"""Audited answers, repaired: marks are corrected or removed, sentences that nothing proves are struck.

Each change is listed with its reason, and so is each claim that is left to a person.
"""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from assistant.answer import Verdict
from assistant.answering.marks import find_marks, marks_like
from assistant.audit.editing import Edit, edited, remarked, tracked
from assistant.audit.found import AuditedAnswer, AuditedClaim, FindingKind, SourceRef
from assistant.documents import InPlace, to_document
from assistant.jobs.files import checked_suffix, whole_file
from assistant.report import wording
from assistant.report.tables import inert
from corpus import Span

# The source of such a finding proves the claim if the claim has a passage of it
_NAMES_PROOF = {
    FindingKind.SUPPORTED_ELSEWHERE,
    FindingKind.QUOTATION_ELSEWHERE,
    FindingKind.UNCITED,
    FindingKind.DANGLING,
}
_NOT_PROVEN = {FindingKind.UNSUPPORTED, FindingKind.CONTRADICTED}


class ChangeKind(StrEnum):
    """What was done about a claim."""

    REPINNED = "repinned"  # its marks now name the sources that prove it
    MARKS_REMOVED = "marks_removed"  # its marks that pointed at nothing
    STRUCK = "struck"  # nothing proves it
    LEFT = "left"  # a person has to decide


@dataclass(frozen=True, slots=True)
class Change:
    """What was done about a claim, which stands at `span` of the answer as it was submitted.

    `before` and `after` are the numbers of its marks; a struck claim has none.
    """

    span: InPlace[Span]
    kind: ChangeKind
    claim: str
    before: tuple[int, ...]
    after: tuple[int, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class Repair:
    """A repaired answer: `text` has the changes made, `tracked` shows them in Markdown.

    `sources` are those of the answer, then the articles of the library that its new marks name.
    """

    id: str
    question: str | None
    text: str
    tracked: str
    sources: tuple[SourceRef, ...]
    changes: tuple[Change, ...]


def repaired(answer: AuditedAnswer) -> Repair:
    """Repair an answer: claims cite what proves them, dangling marks and claims that nothing proves are taken out."""
    listed = _listed(answer)
    numbers = frozenset(source.number for source in answer.sources if source.number is not None)
    marks = find_marks(answer.text, numbers)
    sample = answer.text[marks[0].span.start : marks[0].span.end] if marks else "[1]"
    edits: list[Edit] = []
    changes: list[Change] = []
    for claim in filter(wording.is_held, answer.claims):
        change = _change(claim, listed)
        if change is None:
            continue
        changes.append(change)
        if change.kind is ChangeKind.STRUCK:
            edits.append(Edit(claim.span, sentence=True))
        elif change.kind is not ChangeKind.LEFT:
            own = [mark for mark in marks if claim.span.contains(mark.span)]
            new = marks_like(sample, change.after) if change.after else ""
            edits += remarked(answer.text, claim.span, own, new)
    return Repair(
        id=answer.id,
        question=answer.question,
        text=edited(answer.text, edits),
        tracked=tracked(answer.text, edits),
        sources=tuple(listed),
        changes=tuple(changes),
    )


def write_fixes(path: Path, answers: Iterable[AuditedAnswer]) -> None:
    """Write the repaired answers, each with a list of its changes. `answers` are read once, one by one.

    Raises InputError if the suffix is neither .md nor .jsonl, or `path` cannot be written.
    """
    write = _WRITERS[checked_suffix(path, _WRITERS, "file of repaired answers")]
    with whole_file(path) as file:
        for place, answer in enumerate(answers, start=1):
            file.write(write(place, repaired(answer)))


def check_fixes_path(path: Path) -> None:
    """Raise InputError if `write_fixes` knows no format for the name. Call it before a long audit."""
    checked_suffix(path, _WRITERS, "file of repaired answers")


def _listed(answer: AuditedAnswer) -> list[SourceRef]:
    """The answer's sources, then the articles that prove a claim though the answer does not list them, numbered on."""
    listed = list(answer.sources)
    taken = [source.number or 0 for source in listed]
    taken += [number for claim in answer.claims for number in claim.citations]
    for claim in answer.claims:
        elsewhere = None if claim.suggested else _elsewhere(claim)
        if elsewhere and _number(elsewhere, listed) is None:
            taken.append(max(taken, default=0) + 1)
            listed.append(replace(elsewhere, number=taken[-1]))
    return listed


def _elsewhere(claim: AuditedClaim) -> SourceRef | None:
    """The source that proves the claim, if the answer does not list it."""
    shown = [passage.source for passage in claim.passages]
    found = (finding.source for finding in claim.findings if finding.kind in _NAMES_PROOF)
    return next((source for source in found if source in shown and source.number is None), None)


def _number(source: SourceRef, listed: Sequence[SourceRef]) -> int | None:
    return next((other.number for other in listed if replace(other, number=None) == source), None)


def _change(claim: AuditedClaim, listed: Sequence[SourceRef]) -> Change | None:
    """What to do about a claim; None if nothing was found."""
    proving = claim.suggested
    if not proving and (elsewhere := _elsewhere(claim)):
        proving = tuple(number for number in [_number(elsewhere, listed)] if number is not None)
    pointing = tuple(n for n in claim.citations if any(source.number == n for source in listed))
    if proving and sorted(proving) != sorted(claim.citations):
        kind, after = ChangeKind.REPINNED, proving
    elif _is_unproven(claim):
        kind, after = ChangeKind.STRUCK, ()
    elif pointing != claim.citations:
        kind, after = ChangeKind.MARKS_REMOVED, pointing
    elif claim.findings or (claim.needs_citation and claim.verdict is not Verdict.SUPPORTED):
        kind, after = ChangeKind.LEFT, claim.citations
    else:
        return None
    return Change(claim.span, kind, claim.text, claim.citations, after, _reason(claim, kind, after))


def _is_unproven(claim: AuditedClaim) -> bool:
    """True if the audit looked for proof and found none. A claim that is partly supported is not unproven."""
    if not claim.needs_citation or claim.verdict in (Verdict.SUPPORTED, Verdict.PARTLY):
        return False
    if claim.verdict in (Verdict.UNSUPPORTED, Verdict.CONTRADICTED):
        return True
    return any(finding.kind in _NOT_PROVEN for finding in claim.findings)


def _reason(claim: AuditedClaim, kind: ChangeKind, after: tuple[int, ...]) -> str:
    """What was found, and for a claim that is left what to do about it."""
    tell = wording.with_suggestion if kind is ChangeKind.LEFT else wording.finding_line
    proof = f"proven by {wording.marks(after)}"
    otherwise = proof if kind is ChangeKind.REPINNED else f"{wording.MEANING[claim.verdict]}."
    return "; ".join(tell(claim, finding) for finding in claim.findings) or otherwise


def _markdown(place: int, repair: Repair) -> str:
    heading = inert(repair.question) or f"Answer {inert(repair.id)}"
    blocks = [f"## {place}. {heading}", repair.tracked]
    if repair.sources:
        blocks.append("\n".join(f"- {inert(wording.source_line(source))}" for source in repair.sources))
    lines = [_line(change) for change in repair.changes]
    blocks.append("\n".join(["### Changes", "", *(lines or ["None."])]))
    return ("" if place == 1 else "\n") + "\n\n".join(blocks) + "\n"


def _json_line(place: int, repair: Repair) -> str:
    """The repaired answer as one line, which can be audited again."""
    shown = {name: value for name, value in to_document(repair).items() if name != "tracked"}
    document = {"answer" if name == "text" else name: value for name, value in shown.items()}
    return json.dumps(document, ensure_ascii=False) + "\n"


def _line(change: Change) -> str:
    before, after = wording.marks(change.before) or "no mark", wording.marks(change.after) or "no mark"
    marks = f" ({before} → {after})" if change.kind in _OF_MARKS else ""
    return f"- **{_DONE[change.kind]}**{marks}: {inert(change.claim)}\n  - {inert(change.reason)}"


_DONE = {
    ChangeKind.REPINNED: "Pinned anew",
    ChangeKind.MARKS_REMOVED: "Marks removed",
    ChangeKind.STRUCK: "Struck",
    ChangeKind.LEFT: "Left for you",
}
_OF_MARKS = {ChangeKind.REPINNED, ChangeKind.MARKS_REMOVED}
_WRITERS: dict[str, Callable[[int, Repair], str]] = {
    ".md": _markdown,
    ".jsonl": _json_line,
}
