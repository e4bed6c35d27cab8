"""An audit of a whole file: looked through first, then audited answer by answer. After an interruption it goes on.

What is audited is kept in the user's cache. The name of that file depends on the answers, the library, its state and
the judge, so that only the very same audit goes on there.
"""

import hashlib
from collections.abc import Generator, Iterator
from contextlib import closing
from dataclasses import dataclass
from importlib.metadata import version
from itertools import islice
from pathlib import Path

from assistant.audit.api import audit_each, models
from assistant.audit.figures import Figures
from assistant.audit.found import AuditedAnswer, Summary
from assistant.audit.reading import read_answers
from assistant.audit.submission import SubmittedAnswer
from assistant.documents import from_document, to_document
from assistant.jobs.journal import Journal
from assistant.judges import Judge
from corpus.rows import Problem
from index import Library


@dataclass(frozen=True, slots=True)
class AnswersFound:
    """What a file of answers holds: how many can be read, the rows that cannot, and its SHA-256."""

    answers: int
    problems: tuple[Problem, ...]
    digest: str


def look_through(path: Path, name: str = "") -> AnswersFound:
    """Read a file once without auditing it. Raises InputError if it holds no answer, as `read_answers` does."""
    answers, problems = 0, []
    for found in read_answers(path, name):
        if isinstance(found, Problem):
            problems.append(found)
        else:
            answers += 1
    with path.open("rb") as file:
        sha = hashlib.file_digest(file, lambda: hashlib.sha256(path.suffix.encode()))
    return AnswersFound(answers, tuple(problems), sha.hexdigest())


class FileAudit:
    """The audit of one file. Its answers are read back from the disk, so that any number of them fits in memory."""

    def __init__(
        self, path: Path, found: AnswersFound, library: Library | None, verifier: Judge, folder: Path
    ) -> None:
        """Prepare it; `folder` is for what is audited so far."""
        self._path, self._library, self._verifier = path, library, verifier
        state = f"{library.folder}@{library.store.generation}" if library else "-"
        key = hashlib.sha256(
            "\n".join([version("pincite"), found.digest, state, verifier.name]).encode()
        ).hexdigest()
        self._journal = Journal(folder / f"{key[:32]}.jsonl")

    @property
    def done(self) -> int:
        """How many answers are audited, those of earlier runs included."""
        return len(self._journal)

    def steps(self) -> Generator[int, None, None]:
        """Audit the rest, answer by answer. Yields after each how many are audited."""
        answers = (found for found in read_answers(self._path) if isinstance(found, SubmittedAnswer))
        rest = islice(answers, self.done, None)
        with closing(audit_each(rest, self._library, verifier=self._verifier)) as audited:
            for answer in audited:
                self._journal.append(to_document(answer))
                yield self.done

    def answers(self) -> Iterator[AuditedAnswer]:
        """What is audited, in the file's order."""
        return (from_document(AuditedAnswer, document) for document in self._journal)

    def summary(self) -> Summary:
        """The figures of what is audited."""
        return Figures(self.answers()).summary(models(self._verifier, self._library))

    def forget(self) -> None:
        """Remove what is kept, once the report is written."""
        self._journal.remove()
