"""A file of questions and the files of its answers: looked through first, then asked, then put in order."""

from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from dataclasses import dataclass

from assistant.answering.ask import Assistant
from assistant.batch.journal import BatchJournal
from assistant.batch.questions import BatchQuestion, Problem, QuestionFile
from assistant.batch.records import Record
from assistant.batch.run import BatchProgress, batch_steps, run_batch
from assistant.batch.state import BatchState
from assistant.batch.summary import BatchSummary, summarise
from index import Library


@dataclass(frozen=True, slots=True)
class Contents:
    """What a file of questions holds: how many can be asked, and the rows that cannot."""

    questions: int
    problems: tuple[Problem, ...]


def look_through(file: Iterable[BatchQuestion | Problem]) -> Contents:
    """Read a file once without asking anything. Raises InputError where it holds no question."""
    questions, problems = 0, []
    for found in file:
        if isinstance(found, Problem):
            problems.append(found)
        else:
            questions += 1
    return Contents(questions, tuple(problems))


class FileBatch:
    """The questions of one file and what came of them."""

    def __init__(
        self, file: QuestionFile, journal: BatchJournal, library: Library, settings: Mapping[str, str]
    ) -> None:
        """Raises InputError where the journal is of something else, or has answers that nobody asks for now."""
        self.contents = look_through(file)
        self._file, self._journal, self._library, self._settings = file, journal, library, settings
        journal.require_same(BatchState.of(library, settings))
        journal.require_asked(file.questions())

    @property
    def left(self) -> int:
        """How many questions have no answer yet; those that failed count."""
        return sum(1 for _ in self._left())

    def ask(
        self,
        assistant: Assistant,
        *,
        show_unsupported: bool = False,
        writers: int = 1,
        report: Callable[[BatchProgress], None] | None = None,
    ) -> BatchProgress:
        """Ask what is left, and keep each answer. Raises InputError as `BatchJournal` does."""
        self._journal.require_same(BatchState.of(self._library, self._settings, assistant.models()))
        try:
            return run_batch(
                assistant,
                self._left(),
                self._journal.append,
                show_unsupported=show_unsupported,
                writers=writers,
                report=report,
            )
        except KeyboardInterrupt:
            self._journal.reread()  # it may have come between the line and the note of it
            raise

    def steps(self, assistant: Assistant) -> Generator[BatchProgress, None, None]:
        """The same step by step; closing it stops the generator, and what is answered is kept."""
        self._journal.require_same(BatchState.of(self._library, self._settings, assistant.models()))
        return batch_steps(assistant, self._left(), self._journal.append)

    def settle(self) -> None:
        """Put the journal into the file's order."""
        self._journal.settle(self._file.questions)

    def records(self) -> Iterator[Record]:
        """What came of the questions, in the file's order."""
        return self._journal.records(self._file.questions())

    def summary(self) -> BatchSummary:
        """The figures so far."""
        return summarise(self.records(), self.contents.questions, self.contents.problems)

    def _left(self) -> Iterator[BatchQuestion]:
        return (question for question in self._file.questions() if not self._journal.has_answer(question))
