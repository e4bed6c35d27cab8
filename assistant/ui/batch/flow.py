"""A file of questions from the page to its answers, view by view. Knows nothing of Gradio.

What is answered is kept in the user's cache under the file's digest, so that the same file goes on there when it is
dropped again.
"""

from collections.abc import Generator, Sequence
from concurrent.futures import Future
from contextlib import closing
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from assistant.answering.ask import Assistant
from assistant.batch.journal import SUFFIXES, BatchBusyError, BatchFiles, BatchJournal, BatchState
from assistant.batch.questions import BatchQuestion, QuestionFile
from assistant.batch.run import BatchProgress, FileBatch, QuestionsFound, look_through
from assistant.batch.summary import BatchSummary, summarise
from assistant.documents import to_document
from assistant.jobs.follow import in_turn
from assistant.jobs.journal import Journal
from assistant.jobs.turns import Turns
from assistant.report.batch import write_output
from assistant.report.batch_wording import text as summary_text
from assistant.ui import cures, fragments
from assistant.ui.batch import view as render_batch
from assistant.ui.batch.view import PAGE_ROWS, SHOWN_PROBLEMS, BatchPage
from corpus import PinciteError
from corpus.errors import InputError
from index import Library

FORMATS = tuple(SUFFIXES)
_LOADING = "Loading the language model; this happens once."
_BUSY = "Another Pincite on this computer is answering this file. Wait until it is done, and run it again."


class BatchView(NamedTuple):
    """HTML of a page of answers; whether questions are left to be asked, and whether there are answers to set aside.

    `turned_to` is the page that the reader had turned to when it was made, as of `DroppedBatch`.
    """

    html: str
    can_run: bool = False
    can_restart: bool = False
    turned_to: int | None = None


@dataclass(frozen=True, slots=True)
class _Read:
    """What the file holds, and where its answers are kept."""

    found: QuestionsFound
    questions: Sequence[BatchQuestion]
    files: BatchFiles

    def summary(self, journal: BatchJournal) -> BatchSummary:
        return summarise(journal.records(self.questions), len(self.questions), self.found.problems)

    def page(self, journal: BatchJournal, number: int, asking: int | None = None) -> BatchPage:
        first = fragments.first_row(number, PAGE_ROWS, len(self.questions))
        shown = self.questions[first : first + PAGE_ROWS]
        records = {record.id: record for record in journal.records(shown)}
        rows = [(question.question, records.get(question.id)) for question in shown]
        return BatchPage(first, len(self.questions), rows, asking)


class DroppedBatch:
    """A file of questions that a reader dropped, asked of a library. The file is read once.

    `turned_to` is the page that the reader has turned to; None follows the run, which looks at it before each view.
    """

    def __init__(self, file: Path, library: Library, kept: Path) -> None:
        """`kept` is the folder for the answers."""
        self.file, self.library, self.kept = file, library, kept
        self.turned_to: int | None = None

    def understood(self) -> str:
        """HTML of what the file holds: how many questions, and each row that cannot be asked."""
        try:
            return render_batch.HTML.understood(self.file.name, self._read.found, SHOWN_PROBLEMS)
        except PinciteError as error:
            return self._trouble(error)

    def page(self, note: str = "") -> BatchView:
        """The answers so far, below their figures and a note, which is HTML.

        A PinciteError becomes a view, except errors of the file, which `understood` tells.
        """
        try:
            read = self._read
        except PinciteError:
            return BatchView("")
        try:
            with BatchJournal.as_it_is(read.files) as journal:
                changed = self._changed(journal)
                summary = read.summary(journal)
                page = read.page(journal, self.turned_to or 0)
                is_whole = len(journal) == len(read.questions)
        except PinciteError as error:
            return BatchView(self._trouble(error), can_restart=True)
        if changed and not note:
            note = fragments.note("error", changed)
        table = render_batch.answers(page, summary.done, summary_text(summary)) if summary.done else ""
        return BatchView(
            note + table,
            can_run=not changed and not is_whole,
            can_restart=bool(changed or summary.done),
            turned_to=self.turned_to,
        )

    def opened(self, row: int) -> str:
        """HTML of the answer to a question; the first question has row 0."""
        try:
            questions = self._read.questions
            row = min(max(row, 0), len(questions) - 1)
            with BatchJournal.as_it_is(self._read.files) as journal:
                record = next(journal.records(questions[row : row + 1]), None)
            return render_batch.opened(row, len(questions), questions[row].question, record)
        except PinciteError as error:
            return self._trouble(error)

    def views(
        self, assistant: Future[Assistant], turns: Turns, *, anew: bool = False
    ) -> Generator[BatchView, None, None]:
        """The answers as they are made, once it is our turn. Closing this stops the generator.

        A PinciteError becomes a view.
        """
        try:
            if not assistant.done():
                yield self.page(fragments.note("working", _LOADING))
            yield from in_turn(turns, self._asking(assistant.result(), anew=anew), self._waiting)
        except BatchBusyError:
            yield self.page(fragments.note("error", _BUSY))
        except PinciteError as error:
            yield self.page(self._trouble(error))

    def written(self, folder: Path) -> list[Path]:
        """The answers as a file of each of FORMATS, in a folder. Raises InputError if nothing is answered."""
        read = self._read
        with BatchJournal.as_it_is(read.files) as journal:
            summary = read.summary(journal)
            if not summary.done:
                raise InputError("Nothing is answered yet. Run the batch, then take the answers with you.")
            files = [folder / read.files.out.with_suffix(suffix).name for suffix in FORMATS]
            for out in files[1:]:
                target = replace(read.files, out=out)
                write_output(target, lambda: journal.records(read.questions), summary, self.library)
            Journal(files[0]).replace(
                lambda: (to_document(record) for record in journal.records(read.questions))
            )
        return files

    def _asking(self, assistant: Assistant, *, anew: bool) -> Generator[BatchView, None, None]:
        read = self._read
        read.files.out.parent.mkdir(parents=True, exist_ok=True)
        with QuestionFile.open(self.file) as file, BatchJournal.open(read.files, restart=anew) as journal:
            if changed := self._changed(journal, assistant):
                raise InputError(changed)
            batch = FileBatch(file, journal, self.library, {})
            left = [n for n, question in enumerate(read.questions) if not journal.has_answer(question)]
            with closing(batch.steps(assistant)) as steps:
                for progress in chain([BatchProgress()], steps):
                    yield self._so_far(journal, left, progress)
            batch.settle()
        if left and self.turned_to is None:
            self.turned_to = left[-1] // PAGE_ROWS  # where the reader has followed it to
        yield self.page()

    def _waiting(self, before: int) -> BatchView:
        told = fragments.waiting_line(before, "batch", "batches", "answered")
        return self.page(fragments.note("working", told))

    def _so_far(self, journal: BatchJournal, left: Sequence[int], progress: BatchProgress) -> BatchView:
        """The answers while more are made; `left` are the rows that had none when the run began."""
        asked, total = progress.done, len(self._read.questions)
        under_way = left[max(asked - 1, 0)] // PAGE_ROWS if left else 0
        if self.turned_to == under_way:
            self.turned_to = None  # follow the run again
        number = under_way if self.turned_to is None else self.turned_to
        page = self._read.page(journal, number, left[asked] if asked < len(left) else None)
        done = total - len(left) + asked
        table = render_batch.answers(page, done, render_batch.progress(progress, done, total))
        return BatchView(table, can_run=done < total, can_restart=done > 0, turned_to=self.turned_to)

    def _changed(self, journal: BatchJournal, assistant: Assistant | None = None) -> str:
        """What to say if the answers were made with something other than a run would use now."""
        then = journal.state
        if then is None:
            return ""
        now = BatchState.of(self.library, {}, assistant.models() if assistant else None)
        told = ["the articles have changed since"] if then.library != now.library else []
        told += replace(then, library=now.library).differences(now)
        return render_batch.changed(told, journal.files.out.parent) if told else ""

    def _trouble(self, error: PinciteError) -> str:
        """HTML of an error; the page calls the file by its name alone."""
        return fragments.note("error", cures.told(error).replace(str(self.file), self.file.name))

    @cached_property
    def _read(self) -> _Read:
        with QuestionFile.open(self.file) as file:
            folder = self.kept / file.digest()[:16]
            files = BatchFiles.of(folder / f"{self.file.stem}.answers.jsonl")
            return _Read(look_through(file), tuple(file.questions()), files)
