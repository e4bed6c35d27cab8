"""The files of a batch: the output, the journal of its answers, and the state in which it was begun."""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from importlib.metadata import version
from itertools import count, tee
from pathlib import Path

from assistant.batch.questions import BatchQuestion
from assistant.batch.records import Record
from assistant.documents import from_document, to_document
from assistant.jobs.files import checked_suffix, whole_file
from assistant.jobs.journal import Journal
from corpus.errors import Cure, InputError
from index import Filters, Library

JOURNAL_SUFFIX = ".jsonl"
SUFFIXES = dict.fromkeys((JOURNAL_SUFFIX, ".csv", ".xlsx", ".md", ".html"))


@dataclass(frozen=True, slots=True)
class BatchFiles:
    """The output `out`, and the files beside it. For .jsonl the journal is `out` itself."""

    out: Path
    journal: Path

    @classmethod
    def of(cls, out: Path) -> "BatchFiles":
        """The files for an output of this name. Raises InputError if its suffix names no format."""
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
        """Keep other batches from writing here. Raises BatchBusyError, and InputError if nobody can write here."""
        from filelock import FileLock, Timeout

        path = self.out.with_name(f".{self.out.name}.lock")
        lock = FileLock(path)
        try:
            self.out.parent.stat()  # otherwise the lock would make the folder
            lock.acquire(timeout=0)
        except Timeout as error:
            raise BatchBusyError(
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
            path.unlink(missing_ok=True)  # still locked: whoever waits for it notices, and makes a new one
            lock.release()

    def set_aside(self) -> None:
        """Rename the files of an earlier batch: all get the same number behind their names."""
        files = [
            path for path in dict.fromkeys((self.out, self.journal, self.state, self.audit)) if path.exists()
        ]
        number = next(n for n in count(1) if not any(_numbered(path, n).exists() for path in files))
        for path in files:
            path.rename(_numbered(path, number))


class BatchBusyError(InputError):
    """Another batch is writing to the same file."""


@dataclass(frozen=True, slots=True)
class BatchState:
    """Everything beside the questions that decides an answer: name -> value, in words.

    `library` says which library, and in which state; `models` is role -> `name@sha`.
    """

    pincite: str
    library: Mapping[str, str]
    settings: Mapping[str, str]
    models: Mapping[str, str]

    @classmethod
    def of(
        cls, library: Library, settings: Mapping[str, str], models: Mapping[str, str] | None = None
    ) -> "BatchState":
        """The state of a run; without `models` while they are not loaded."""
        manifest = library.store.manifest()
        id, generation = (manifest.library_id, library.store.generation) if manifest else ("none", 0)
        found = {"id": id, "generation": str(generation)}
        return cls(version("pincite"), found, settings, models or {})

    def differences(self, now: "BatchState") -> list[str]:
        """What has changed, each with both values; models are compared only if both states have them."""
        told = _changed("Pincite's version", self.pincite, now.pincite)
        if self.library.get("id") != now.library.get("id"):
            told.append("the library is another one")
        else:
            told += _changed(
                "the library's generation", self.library.get("generation"), now.library.get("generation")
            )
        for name in sorted(self.settings.keys() | now.settings.keys()):
            told += _changed(name, self.settings.get(name), now.settings.get(name))
        if self.models and now.models:
            for role in sorted(self.models.keys() | now.models.keys()):
                told += _changed(f"the {role}", self.models.get(role), now.models.get(role))
        return told

    def write(self, path: Path) -> None:
        """Write it to `path`. Raises InputError if that fails."""
        with whole_file(path) as file:
            file.write(json.dumps(to_document(self), ensure_ascii=False, indent=2) + "\n")

    @classmethod
    def read(cls, files: BatchFiles) -> "BatchState | None":
        """The state that was written; None for a new batch.

        Raises InputError if it is damaged, or if there are files that no batch has written.
        """
        if not files.state.exists():
            for path in (files.journal, files.out):
                if path.exists():
                    raise InputError(
                        f"{path} is there already, but {files.state.name}, which tells what a batch was made with, is"
                        f" not. Move it away, name another file, or begin anew, which keeps it as {path.name}.1",
                        Cure.BEGIN_ANEW,
                    )
            return None
        try:
            return from_document(cls, json.loads(files.state.read_text(encoding="utf-8")))
        except (OSError, ValueError, InputError) as error:
            raise InputError(
                f"{files.state} cannot be read: {error}. It tells what the answers beside it were made with. Put it"
                " back, or begin anew",
                Cure.BEGIN_ANEW,
            ) from error


@dataclass(frozen=True, slots=True)
class _Entry:
    """The number of a question's last document, what it asks (a digest), and whether it was answered."""

    number: int
    asked: bytes
    is_answered: bool


class BatchJournal:
    """The answers of a batch, found by the ids of their questions. Make it with `open` or `as_it_is`.

    While a batch is under way they are in the order in which they were given; `settle` puts them in the file's order.
    """

    def __init__(self, files: BatchFiles, journal: Journal) -> None:
        """Raises InputError if the files are not those of a batch."""
        self.files = files
        self.state = BatchState.read(files)
        self._journal = journal
        self._note_all()

    @classmethod
    @contextmanager
    def open(cls, files: BatchFiles, *, restart: bool = False) -> "Iterator[BatchJournal]":
        """Open it for writing, while nobody else can. With `restart` it is a new one; the old files are set aside."""
        with files.locked():
            if restart:
                files.set_aside()
            yield cls(files, Journal(files.journal, cut=files.cut))

    @classmethod
    @contextmanager
    def as_it_is(cls, files: BatchFiles) -> "Iterator[BatchJournal]":
        """Open it for reading, as it is now; somebody else may write to it meanwhile."""
        with Journal.as_it_is(files.journal) as journal:
            yield cls(files, journal)

    def __len__(self) -> int:
        """How many questions are answered."""
        return sum(entry.is_answered for entry in self._entries.values())

    def has_answer(self, question: BatchQuestion) -> bool:
        """Whether the question was answered; one that failed was not, and is asked again."""
        entry = self._entries.get(question.id)
        return entry is not None and entry.is_answered and entry.asked == _asked(question)

    def require_same(self, now: BatchState) -> None:
        """Raise InputError if the answers were made with something other than `now`. A new batch keeps `now`."""
        if self.state is None:
            if now.models:
                self.state = now
                now.write(self.files.state)
            return
        if told := self.state.differences(now):
            raise self._refused(
                f"was begun with something else: {'; '.join(told)}. Its {len(self):,} answers would not fit the rest."
                " Put that back"
            )

    def require_asked(self, questions: Iterable[BatchQuestion]) -> None:
        """Raise InputError if an answer would be lost, because its question is not in the file any more."""
        asked = {question.id for question in questions if self.has_answer(question)}
        left = [entry for id, entry in self._entries.items() if entry.is_answered and id not in asked]
        if left:
            lost = from_document(Record, next(self._journal.at([left[0].number])))
            raise self._refused(
                f"has {len(left):,} of its {len(self):,} answers to questions that are not in the file now, such as"
                f" {lost.question!r} (id {lost.id!r}). Put them back"
            )

    def _refused(self, told: str) -> InputError:
        out = self.files.out
        keeps = f"name another file, or begin anew, which keeps the old file as {out.name}.1"
        return InputError(f"{out} {told}, {keeps}", Cure.BEGIN_ANEW)

    def append(self, record: Record) -> None:
        """Keep what came of a question. Raises InputError if it cannot be written; what was kept before stays."""
        try:
            self._journal.append(to_document(record))
            self._note(record, len(self._journal) - 1)
        except KeyboardInterrupt:  # perhaps the line is written but not noted
            self._journal.reread()
            self._note_all()
            raise

    def records(self, questions: Iterable[BatchQuestion]) -> Iterator[Record]:
        """What came of the questions, in their order; those that were not asked yet are left out."""
        found = (
            (question, entry.number)
            for question in questions
            if (entry := self._entries.get(question.id)) and entry.asked == _asked(question)
        )
        asked, numbers = tee(found)
        documents = self._journal.at(number for _, number in numbers)
        for (question, _), document in zip(asked, documents, strict=True):
            yield replace(from_document(Record, document), columns=question.carried)

    def settle(self, questions: Callable[[], Iterable[BatchQuestion]]) -> None:
        """Put the documents into the questions' order, once each. Raises InputError if they cannot be written."""
        if self._entries:
            self._journal.replace(lambda: (to_document(record) for record in self.records(questions())))
            self._note_all()

    def _note_all(self) -> None:
        self._entries: dict[str, _Entry] = {}
        documents = iter(self._journal)
        for number in range(len(self._journal)):
            try:
                self._note(from_document(Record, next(documents)), number)
            except (ValueError, InputError) as error:
                raise InputError(
                    f"{self.files.journal}, line {number + 1} is nothing that a batch wrote: {error}. Take the line"
                    " out and its question is asked again; or begin anew",
                    Cure.BEGIN_ANEW,
                ) from error

    def _note(self, record: Record, number: int) -> None:
        self._entries[record.id] = _Entry(number, _asked(record), record.answer is not None)


def _asked(of: BatchQuestion | Record) -> bytes:
    asked: tuple[str, Filters] = (of.question, of.filters)
    return hashlib.sha256(repr(asked).encode()).digest()[:16]


def _changed(name: str, was: str | None, now: str | None) -> list[str]:
    return [] if was == now else [f"{name} was {was or 'not set'}, now it is {now or 'not set'}"]


def _numbered(path: Path, number: int) -> Path:
    return path.with_name(f"{path.name}.{number}")
