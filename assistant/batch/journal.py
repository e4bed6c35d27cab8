"""The answers of a batch as they are kept: appended one by one, each on the disk before the next, found again by id.

While a batch is under way the order is that in which questions were answered; `settle` puts them into that of the file.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import BinaryIO

from assistant.batch.places import Places
from assistant.batch.question_rows import BatchQuestion
from assistant.batch.records import Record
from assistant.batch.state import BatchState
from assistant.jobs.files import whole_file
from assistant.jobs.journal import Journal
from corpus.errors import Cure, InputError
from index import Filters


@dataclass(frozen=True, slots=True)
class _Entry:
    """Where a question's last line begins, what it asks (a digest), and whether it was answered."""

    offset: int
    asked: bytes
    is_answered: bool


class BatchJournal:
    """Answers by the ids of their questions; make it with `BatchJournal.open`."""

    def __init__(self, places: Places) -> None:
        """Raises InputError where the files are not those of a batch."""
        self.places = places
        self._state = _read_state(places)
        self._entries: dict[str, _Entry] = {}
        self._end = 0
        self.reread()
        self._lines = Journal(places.journal)

    @classmethod
    @contextmanager
    def open(cls, places: Places, *, restart: bool = False) -> "Iterator[BatchJournal]":
        """The journal for `places`, nobody else writing to it; with `restart` a new one, the old files kept aside."""
        with places.locked():
            if restart:
                places.set_aside()
            yield cls(places)

    @property
    def is_new(self) -> bool:
        """Whether nothing was begun here yet."""
        return self._state is None

    def __len__(self) -> int:
        """How many questions are answered."""
        return sum(entry.is_answered for entry in self._entries.values())

    def has_answer(self, question: BatchQuestion) -> bool:
        """Whether it need not be asked again: a failed one is."""
        entry = self._entries.get(question.id)
        return entry is not None and entry.is_answered and entry.asked == _asked(question)

    def require_same(self, now: BatchState) -> None:
        """Raise InputError where the answers were made with something else than `now`; note `now` for a new batch."""
        if self._state is None:
            if now.models:
                self._state = now
                now.write(self.places.state)
            return
        if told := self._state.differences(now):
            raise InputError(
                f"{self.places.out} was begun with something else: {'; '.join(told)}. Its {len(self):,} answers would"
                " not fit the rest. Put that back, name another file, or begin anew, which keeps the old file as"
                f" {self.places.out.name}.1",
                Cure.BEGIN_ANEW,
            )

    def require_asked(self, questions: Iterable[BatchQuestion]) -> None:
        """Raise InputError where an answer would be lost, because its question is asked no more."""
        left = {id for id, entry in self._entries.items() if entry.is_answered}
        for question in questions:
            if self.has_answer(question):
                left.discard(question.id)
        if left:
            with self.places.journal.open("rb") as file:
                lost = next(_read(file, entry) for id, entry in self._entries.items() if id in left)
            raise InputError(
                f"{self.places.out} has {len(left):,} of its {len(self):,} answers to questions that are not in the"
                f" file now, such as {lost.question!r} (id {lost.id!r}). Put them back, name another file, or"
                f" begin anew, which keeps the old file as {self.places.out.name}.1",
                Cure.BEGIN_ANEW,
            )

    def append(self, record: Record) -> None:
        """Keep what came of a question. Raises InputError where it cannot be written; what was kept before stays."""
        self._lines.append(record.to_json())
        self._note(record, self.places.journal.stat().st_size - self._end)

    def records(self, questions: Iterable[BatchQuestion]) -> Iterator[Record]:
        """What came of the questions, in their order, without those that were not asked yet."""
        if not self._entries:
            return
        with self.places.journal.open("rb") as file:
            for question in questions:
                entry = self._entries.get(question.id)
                if entry and entry.asked == _asked(question):
                    yield replace(_read(file, entry), carried=question.carried)

    def settle(self, questions: Callable[[], Iterable[BatchQuestion]]) -> None:
        """Put the lines into the questions' order, once each, unless they are; at no time is a line missing.

        Raises InputError where that cannot be written; then they stay as they are.
        """
        if not self._entries:
            return
        with self.places.journal.open("rb") as file:
            pairs = zip_longest(map(_line, self.records(questions())), file)
            if all(line == there for line, there in pairs):
                return
        with whole_file(self.places.journal) as new:
            new.writelines(_line(record).decode() for record in self.records(questions()))
        self.reread()

    def reread(self) -> None:
        """Note all lines anew; what follows the last line end is kept aside, for it is going to be cut off."""
        self._entries, self._end = {}, 0
        if not self.places.journal.exists():
            return
        with self.places.journal.open("rb") as file:
            for number, line in enumerate(file, start=1):
                if line.endswith(b"\n"):
                    self._note(self._record(line, number), len(line))
                else:
                    with self.places.cut.open("ab") as cut:
                        cut.write(line + b"\n")

    def _record(self, line: bytes, number: int) -> Record:
        try:
            return Record.from_json(json.loads(line))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise InputError(
                f"{self.places.journal}, line {number} is nothing that a batch wrote: {error!r}. Take the line"
                " out and its question is asked again; or begin anew",
                Cure.BEGIN_ANEW,
            ) from error

    def _note(self, record: Record, length: int) -> None:
        self._entries[record.id] = _Entry(self._end, _asked(record), record.answer is not None)
        self._end += length


def _asked(of: BatchQuestion | Record) -> bytes:
    asked: tuple[str, Filters] = (of.question, of.filters)
    return hashlib.sha256(repr(asked).encode()).digest()[:16]


def _read(file: BinaryIO, entry: _Entry) -> Record:
    file.seek(entry.offset)
    return Record.from_json(json.loads(file.readline()))


def _line(record: Record) -> bytes:
    text = json.dumps(record.to_json(), ensure_ascii=False) + "\n"
    return text.encode("utf-8", "backslashreplace")


def _read_state(places: Places) -> BatchState | None:
    """What the batch was begun with; None for a new one. Raises InputError where other files would be overwritten."""
    if places.state.exists():
        return BatchState.read(places.state)
    for path in (places.journal, places.out):
        if path.exists():
            raise InputError(
                f"{path} is there already, but {places.state.name}, which tells what a batch was made with, is not."
                f" Move it away, name another file, or begin anew, which keeps it as {path.name}.1",
                Cure.BEGIN_ANEW,
            )
    return None
