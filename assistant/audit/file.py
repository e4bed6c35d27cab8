"""An audit of a whole file: looked through first, then audited answer by answer; interrupted, it goes on where it was.

What is audited is kept in the user's cache under a name that tells the answers, the library, its state and the judge:
only the very same audit is taken up again.
"""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from assistant.audit.api import audit_each, models
from assistant.audit.figures import Figures
from assistant.audit.found import AuditedAnswer, Summary
from assistant.audit.reading import Problem, read_answers
from assistant.audit.submission import SubmittedAnswer
from assistant.jobs.journal import Journal
from assistant.judges import Judge
from index import Library

READ_BYTES = 1 << 20

ReportDone = Callable[[int], None]  # how many answers are audited by now


@dataclass(frozen=True, slots=True)
class Contents:
    """What a file of answers holds: how many can be read, the rows that cannot, and its SHA-256."""

    answers: int
    problems: tuple[Problem, ...]
    digest: str


def look_through(path: Path, name: str = "") -> Contents:
    """Read a file once without auditing it. Raises InputError where it holds no answer, as `read_answers` does."""
    answers, problems = 0, []
    for found in read_answers(path, name):
        if isinstance(found, Problem):
            problems.append(found)
        else:
            answers += 1
    sha = hashlib.sha256(path.suffix.encode())
    with path.open("rb") as file:
        while block := file.read(READ_BYTES):
            sha.update(block)
    return Contents(answers, tuple(problems), sha.hexdigest())


class FileAudit:
    """The audit of one file; its answers are read back from the disk, so that any number fits in memory."""

    def __init__(
        self, path: Path, contents: Contents, library: Library | None, verifier: Judge, kept: Path
    ) -> None:
        """`kept` is the folder for what is audited so far; nothing is begun before `run`."""
        self._path, self._library, self._verifier = path, library, verifier
        state = f"{library.folder}@{library.store.generation}" if library else "-"
        key = hashlib.sha256("\n".join([contents.digest, state, verifier.name]).encode()).hexdigest()
        self._journal = Journal(kept / f"{key[:32]}.jsonl")

    @property
    def done(self) -> int:
        """How many answers are audited, by an earlier run too."""
        return len(self._journal)

    def run(self, report: ReportDone) -> None:
        """Audit what is not audited yet."""
        for done in self.steps():
            report(done)

    def steps(self) -> Iterator[int]:
        """Audit what is not audited yet, answer by answer: how many are audited by now."""
        answers = (found for found in read_answers(self._path) if isinstance(found, SubmittedAnswer))
        rest = islice(answers, self.done, None)
        for audited in audit_each(rest, self._library, verifier=self._verifier):
            self._journal.append(audited.to_json())
            yield self.done

    def answers(self) -> Iterator[AuditedAnswer]:
        """What is audited, in the file's order."""
        return map(AuditedAnswer.from_json, self._journal)

    def summary(self) -> Summary:
        """The figures of what is audited."""
        figures = Figures()
        for answer in self.answers():
            figures.add(answer)
        return figures.summary(models(self._verifier, self._library))

    def forget(self) -> None:
        """Let go of what is kept; the report is written."""
        self._journal.remove()
