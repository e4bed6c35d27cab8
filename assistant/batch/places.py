"""The files of a batch: the one asked for, and those beside it that carry what is answered so far."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from assistant.jobs.files import checked_suffix
from corpus.errors import Cure, InputError

JOURNAL_SUFFIX = ".jsonl"
SUFFIXES = dict.fromkeys((JOURNAL_SUFFIX, ".csv", ".xlsx", ".md", ".html"))


@dataclass(frozen=True, slots=True)
class Places:
    """Where a batch is written to: `out`, and its `journal`, which for .jsonl is `out` itself."""

    out: Path
    journal: Path

    @classmethod
    def of(cls, out: Path) -> "Places":
        """The files for an output of this name. Raises InputError where its suffix names no format."""
        suffix = checked_suffix(out, SUFFIXES, "file of answers")
        return cls(out, out if suffix == JOURNAL_SUFFIX else out.with_name(out.name + JOURNAL_SUFFIX))

    @property
    def state(self) -> Path:
        """What the answers were made with."""
        return self.out.with_name(f"{self.out.name}.state.json")

    @property
    def cut(self) -> Path:
        """Half-written lines that a crash left in the journal."""
        return self.journal.with_name(f"{self.journal.name}.cut")

    @property
    def audit(self) -> Path:
        """The report of the audit."""
        return self.out.with_name(f"{self.out.stem}.audit.html")

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Be the only batch that writes here. Raises InputError where another one does, or where nobody can."""
        from filelock import FileLock, Timeout

        path = self.out.with_name(f".{self.out.name}.lock")
        lock = FileLock(path)
        try:
            self.out.parent.stat()  # the lock would make the folder
            lock.acquire(timeout=0)
        except Timeout as error:
            raise InputError(
                f"{self.out} is being written by another batch, and only one can. Wait until it is done, or name"
                " another file",
                Cure.NAME_OUTPUT,
            ) from error
        except OSError as error:
            raise InputError(
                f"{self.out} cannot be written: {error.strerror}. Name a file in a folder that exists and that you may"
                " write to",
                Cure.NAME_OUTPUT,
            ) from error
        try:
            yield
        finally:
            path.unlink(missing_ok=True)  # still held: who waits for it notices, and makes a new one
            lock.release()

    def set_aside(self) -> list[Path]:
        """Give the files of an earlier batch a number behind their names, all the same; their new names."""
        files = [
            path for path in dict.fromkeys((self.out, self.journal, self.state, self.audit)) if path.exists()
        ]
        number = next(n for n in count(1) if not any(_numbered(path, n).exists() for path in files))
        return [path.rename(_numbered(path, number)) for path in files]


def _numbered(path: Path, number: int) -> Path:
    return path.with_name(f"{path.name}.{number}")
