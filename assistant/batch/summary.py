"""A batch in figures, counted record by record."""

import math
from array import array
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from assistant.answer import Verdict
from assistant.audit.found import Summary as AuditSummary
from assistant.batch.records import Record
from corpus.rows import Problem

P90 = 0.9


@dataclass(frozen=True, slots=True)
class BatchSummary:
    """The figures of a batch; a figure that is not defined is None.

    `questions` are those that can be asked, `left` those that were not asked yet. `median_seconds` and `p90_seconds`
    are of the work on one question, without the time that it waited. `tokens` were read beyond the
    instructions (`prompt`) and written (`reply`). `verdicts` are of the claims that are shown.
    """

    questions: int
    answered: int
    abstained: int
    failed: int
    left: int
    problems: tuple[Problem, ...]
    verdicts: Mapping[str, int]
    withheld: int
    median_seconds: float | None
    p90_seconds: float | None
    tokens: Mapping[str, int] | None
    models: Mapping[str, str]
    audit: AuditSummary | None = None

    @property
    def done(self) -> int:
        """Questions that were asked."""
        return self.answered + self.abstained + self.failed


def summarise(records: Iterable[Record], questions: int, problems: Sequence[Problem] = ()) -> BatchSummary:
    """The figures of a batch of this many questions."""
    outcomes: Counter[str] = Counter()
    withheld = 0
    verdicts: Counter[Verdict] = Counter()
    tokens: Counter[str] = Counter()
    seconds = array("d")
    models: Mapping[str, str] = {}
    for record in records:
        outcomes[outcome(record)] += 1
        if record.answer is None:
            continue
        verdicts.update(claim.verdict for claim in record.answer.claims)
        withheld += len(record.answer.withheld)
        tokens.update(record.answer.tokens)
        seconds.append(record.answer.timings_ms.get("total", 0.0) / 1000)
        models = record.answer.models
    times = sorted(seconds)
    return BatchSummary(
        questions=questions,
        answered=outcomes["answered"],
        abstained=outcomes["abstained"],
        failed=outcomes["failed"],
        left=questions - outcomes.total(),
        problems=tuple(problems),
        verdicts={verdict.value: verdicts[verdict] for verdict in Verdict},
        withheld=withheld,
        median_seconds=_quantile(times, 0.5),
        p90_seconds=_quantile(times, P90),
        tokens=dict(tokens) if tokens else None,
        models=dict(models),
    )


def outcome(record: Record) -> str:
    """answered, abstained or failed."""
    if record.answer is None:
        return "failed"
    return "abstained" if record.answer.abstained else "answered"


def _quantile(ordered: Sequence[float], share: float) -> float | None:
    """The least of the values that at least this share of them does not exceed."""
    return ordered[max(math.ceil(share * len(ordered)), 1) - 1] if ordered else None
