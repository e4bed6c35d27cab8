"""A file of questions under way: looked through first, then asked, several questions at once, then put in order."""

import time
from collections import Counter
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from itertools import tee

from assistant.answering.ask import Assistant
from assistant.answering.events import Inquiry
from assistant.batch.journal import BatchJournal, BatchState
from assistant.batch.questions import BatchQuestion, QuestionFile
from assistant.batch.records import Record
from assistant.batch.summary import BatchSummary, outcome, summarise
from corpus.rows import Problem
from index import Library


@dataclass(frozen=True, slots=True)
class QuestionsFound:
    """What a file of questions holds: how many can be asked, and the rows that cannot."""

    questions: int
    problems: tuple[Problem, ...]


def look_through(file: Iterable[BatchQuestion | Problem]) -> QuestionsFound:
    """Read a file once without asking anything. Raises InputError if it holds no question."""
    questions, problems = 0, []
    for found in file:
        if isinstance(found, Problem):
            problems.append(found)
        else:
            questions += 1
    return QuestionsFound(questions, tuple(problems))


@dataclass(frozen=True, slots=True)
class BatchProgress:
    """How far a run is: the questions that it asked by their outcome, after so many seconds."""

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

    def __str__(self) -> str:
        """`20 answered, 3 abstained, 1 failed`."""
        return f"{self.answered:,} answered, {self.abstained:,} abstained, {self.failed:,} failed"

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
    keep: Callable[[Record], object],
    *,
    show_unsupported: bool = False,
    writers: int = 1,
) -> Generator[BatchProgress, None, None]:
    """Ask the questions, and keep what came of each, in their order. Yields how far it is after each of them.

    A question that cannot be answered is kept with its error. Closing this stops the generator. Raises what `keep`
    raises; `writers` as in `Assistant.ask_each`.
    """
    begun = time.monotonic()
    counts: Counter[str] = Counter()
    asked, ahead = tee(questions)
    inquiries = (Inquiry(question.question, question.filters, show_unsupported) for question in ahead)
    with closing(assistant.ask_each(inquiries, writers=writers)) as results:
        for result, question in zip(results, asked, strict=False):
            record = Record.of(question, result)
            keep(record)
            counts[outcome(record)] += 1
            yield BatchProgress(**counts, seconds=time.monotonic() - begun)


class FileBatch:
    """The questions of one file and what came of them."""

    def __init__(
        self, file: QuestionFile, journal: BatchJournal, library: Library, settings: Mapping[str, str]
    ) -> None:
        """Raises InputError if the journal is of something else, or has answers to questions that are not asked now."""
        self.found = look_through(file)
        self._file, self._journal, self._library, self._settings = file, journal, library, settings
        journal.require_same(BatchState.of(library, settings))
        journal.require_asked(file.questions())

    @property
    def left(self) -> int:
        """How many questions have no answer yet; those that failed count."""
        return sum(1 for _ in self._left())

    def steps(
        self, assistant: Assistant, *, show_unsupported: bool = False, writers: int = 1
    ) -> Generator[BatchProgress, None, None]:
        """Ask what is left, and keep each answer, as `batch_steps` does. Raises InputError as `BatchJournal` does."""
        self._journal.require_same(BatchState.of(self._library, self._settings, assistant.models()))
        yield from batch_steps(
            assistant, self._left(), self._journal.append, show_unsupported=show_unsupported, writers=writers
        )

    def settle(self) -> None:
        """Put the journal into the file's order."""
        self._journal.settle(self._file.questions)

    def records(self) -> Iterator[Record]:
        """What came of the questions, in the file's order."""
        return self._journal.records(self._file.questions())

    def summary(self) -> BatchSummary:
        """The figures so far."""
        return summarise(self.records(), self.found.questions, self.found.problems)

    def _left(self) -> Iterator[BatchQuestion]:
        return (question for question in self._file.questions() if not self._journal.has_answer(question))
