"""A batch under way: questions to the assistant, several at once, and what came of each to whoever keeps it."""

import time
from collections import Counter
from collections.abc import Callable, Generator, Iterable
from contextlib import closing
from dataclasses import dataclass
from itertools import tee

from assistant.answering.ask import Assistant, Inquiry
from assistant.batch.question_rows import BatchQuestion
from assistant.batch.records import Record
from assistant.batch.summary import outcome


@dataclass(frozen=True, slots=True)
class BatchProgress:
    """How far a run is: questions that it asked and what came of them, after so many seconds."""

    answered: int = 0
    abstained: int = 0
    failed: int = 0
    seconds: float = 0.0

    @property
    def done(self) -> int:
        """Questions that it asked."""
        return self.answered + self.abstained + self.failed

    @property
    def per_minute(self) -> float:
        """Questions a minute since it began."""
        return 60 * self.done / self.seconds if self.seconds else 0.0

    def to_json(self) -> dict[str, float]:
        """The `run` of `pincite batch --json`."""
        return {
            "questions": self.done,
            "seconds": round(self.seconds, 1),
            "per_minute": round(self.per_minute, 2),
        }


def batch_steps(
    assistant: Assistant,
    questions: Iterable[BatchQuestion],
    keep: Callable[[Record], None],
    *,
    show_unsupported: bool = False,
    writers: int = 1,
) -> Generator[BatchProgress, None, None]:
    """Ask the questions and keep what came of each, in their order; how far it is after each of them.

    A question that cannot be answered is kept with its error. Closing the iterator stops the generator. Raises what
    `keep` raises; `writers` as in `Assistant.ask_each`.
    """
    begun = time.monotonic()
    counts: Counter[str] = Counter()
    asked, ahead = tee(questions)
    inquiries = (Inquiry(question.question, question.filters, show_unsupported) for question in ahead)
    with closing(assistant.ask_each(inquiries, writers=writers)) as outcomes:
        for result, question in zip(outcomes, asked, strict=False):
            record = Record.of(question, result)
            keep(record)
            counts[outcome(record)] += 1
            seconds = time.monotonic() - begun
            yield BatchProgress(counts["answered"], counts["abstained"], counts["failed"], seconds)


def run_batch(
    assistant: Assistant,
    questions: Iterable[BatchQuestion],
    keep: Callable[[Record], None],
    *,
    show_unsupported: bool = False,
    writers: int = 1,
    report: Callable[[BatchProgress], None] | None = None,
) -> BatchProgress:
    """All the steps, each reported; how far it is at the end."""
    progress = BatchProgress()
    steps = batch_steps(assistant, questions, keep, show_unsupported=show_unsupported, writers=writers)
    with closing(steps):
        for progress in steps:
            if report:
                report(progress)
    return progress
