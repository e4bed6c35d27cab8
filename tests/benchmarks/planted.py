"""Audited answers held against the faults that were planted in them. Knows nothing of how an audit finds anything.

A set is a folder with `answers.jsonl`, which the audit reads, and `faults.jsonl`, a line an answer:

  {"id": "...", "kind": "number" or null, "where": "the words at fault" or null, "why": "..."}

`kind` is null for a clean answer, `where` for a fault that lies in the answer's list of sources.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.audit.found import AuditedAnswer, Finding, FindingKind
from assistant.report.wording import is_held
from corpus import Span
from corpus.errors import InputError
from tests.benchmarks import report

EXPECTED = '{"id", "kind", "where", "why"} a line'
KINDS = ("planted", "found", "typed", "pinned", "found share", "typed share", "other kinds")


@dataclass(frozen=True, slots=True)
class Fault:
    """What was planted in the answer with this id: nothing where `kind` is None."""

    id: str
    kind: FindingKind | None
    where: str | None
    why: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an audit made of one answer.

    `at_fault` are the findings of the claims that the fault lies in, `false_alarms` all others. `clean` are the
    claims that nothing is wrong with and that need a citation, `alarmed` how many of them have a finding.
    """

    fault: Fault
    answer: AuditedAnswer
    at_fault: tuple[Finding, ...]
    false_alarms: tuple[Finding, ...]
    clean: int
    alarmed: int

    @property
    def found(self) -> bool:
        """Whether anything was found where the fault is."""
        return bool(self.at_fault)

    @property
    def typed(self) -> bool:
        """Whether something of the fault's kind was."""
        return any(finding.kind == self.fault.kind for finding in self.at_fault)

    @property
    def pinned(self) -> bool:
        """Whether a finding of its kind points at the words at fault, and not only at their claim."""
        place = _place(self.answer.text, self.fault.where)
        hits = (finding.claim_span for finding in self.at_fault if finding.kind == self.fault.kind)
        return any(place is None or place.overlaps(span) for span in hits)

    def to_json(self) -> dict[str, Any]:
        """One line of what was planted and what was found."""
        return {
            "id": self.fault.id,
            "planted": self.fault.kind,
            "where": self.fault.where,
            "found": self.found,
            "typed": self.typed,
            "at_fault": [_written(finding) for finding in self.at_fault],
            "false_alarms": [_written(finding) for finding in self.false_alarms],
            "claims": [
                {"text": claim.text, "verdict": claim.verdict, "score": claim.score}
                for claim in self.answer.claims
            ],
        }


def read_faults(path: Path) -> dict[str, Fault]:
    """The faults by their answers' ids. Raises InputError for another format."""
    try:
        rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        faults = [
            Fault(row["id"], FindingKind(row["kind"]) if row["kind"] else None, row["where"], row["why"])
            for row in rows
        ]
    except OSError as error:
        raise InputError(f"cannot read {path}: {error.strerror}. Expected there: {EXPECTED}") from error
    except (KeyError, TypeError, ValueError) as error:
        raise InputError(f"{path} is of another format: {error!r}. Expected: {EXPECTED}") from error
    return {fault.id: fault for fault in faults}


def outcome(answer: AuditedAnswer, fault: Fault) -> Outcome:
    """The findings of one answer, sorted by whether they are at the fault."""
    place = _place(answer.text, fault.where)
    of_sources = fault.kind is not None and place is None
    faulty = [claim for claim in answer.claims if place and claim.span.overlaps(place)]
    clean = [claim for claim in answer.claims if claim not in faulty]
    alarms = [finding for claim in clean for finding in claim.findings]
    return Outcome(
        fault=fault,
        answer=answer,
        at_fault=answer.findings if of_sources else tuple(f for claim in faulty for f in claim.findings),
        false_alarms=tuple(alarms) if of_sources else (*alarms, *answer.findings),
        clean=sum(map(is_held, clean)),
        alarmed=sum(is_held(claim) for claim in clean if claim.findings),
    )


def outcomes(audited: Iterable[AuditedAnswer], faults: Mapping[str, Fault]) -> Iterator[Outcome]:
    """Those of all answers. Raises InputError for an answer that the faults do not know."""
    for answer in audited:
        if answer.id not in faults:
            raise InputError(
                f"the faults have no answer {answer.id!r}. Expected: every answer's id. Add it with a null kind"
            )
        yield outcome(answer, faults[answer.id])


def by_kind(found: Sequence[Outcome]) -> report.Table:
    """A row a kind of fault: how many there are, and how many were found, typed rightly, and pinned to their words."""
    kinds = [kind for kind in FindingKind if any(one.fault.kind == kind for one in found)]
    rows = [_row(kind.value, [one for one in found if one.fault.kind == kind]) for kind in kinds]
    planted = [one for one in found if one.fault.kind is not None]
    return report.Table("Planted faults", ("kind", *KINDS), (*rows, _row("all", planted)))


def alarms(found: Sequence[Outcome]) -> report.Table:
    """How many clean answers, and clean claims, something was found in."""
    clean = [one for one in found if one.fault.kind is None]
    planted = [one for one in found if one.fault.kind is not None]
    rows = (
        _share("clean answers", sum(bool(one.false_alarms) for one in clean), len(clean)),
        _share("claims of clean answers", *_alarmed(clean)),
        _share("clean claims of the others", *_alarmed(planted)),
    )
    return report.Table("False alarms", ("in", "count", "of", "share"), rows)


def misses(found: Sequence[Outcome]) -> Iterator[str]:
    """What went wrong, to read: faults that were not found or not typed rightly, and false alarms."""
    for one in found:
        if one.fault.kind is not None and not one.typed:
            kinds = ", ".join(finding.kind for finding in one.at_fault) or "nothing"
            yield f"{one.fault.id}: {one.fault.kind} in {one.fault.where!r}, found: {kinds}"
        for finding in one.false_alarms:
            yield f"{one.fault.id}: false alarm, {json.dumps(_written(finding), ensure_ascii=False)}"


def _place(text: str, where: str | None) -> Span | None:
    """Where the words stand in the text. Raises InputError where they don't."""
    if where is None:
        return None
    start = text.find(where)
    if start < 0:
        raise InputError(f"the words {where!r} do not stand in {text!r}. Write them as the answer does")
    return Span(start, start + len(where))


def _row(name: str, found: Sequence[Outcome]) -> tuple[report.Cell, ...]:
    others = [sum(f.kind != one.fault.kind for f in one.at_fault) for one in found]
    return (
        name,
        len(found),
        sum(one.found for one in found),
        sum(one.typed for one in found),
        sum(one.pinned for one in found),
        report.mean(one.found for one in found),
        report.mean(one.typed for one in found),
        report.mean(others),
    )


def _alarmed(found: Sequence[Outcome]) -> tuple[int, int]:
    return sum(one.alarmed for one in found), sum(one.clean for one in found)


def _share(name: str, count: int, of: int) -> tuple[report.Cell, ...]:
    return name, count, of, count / of if of else None


def _written(finding: Finding) -> dict[str, str]:
    return {
        "kind": finding.kind,
        "claim_says": finding.claim_says,
        "source_says": finding.source_says,
        "suggestion": finding.suggestion,
    }
