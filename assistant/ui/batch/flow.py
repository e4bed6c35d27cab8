"""A file of questions from the page to its answers, view by view. Knows nothing of Gradio.

What is answered is kept in the user's cache under the file's digest: the same file dropped again goes on where it was.
It is read from a copy, so that it can be read while it is written.
"""

import asyncio
import threading
from collections.abc import AsyncGenerator, Generator, Iterator, Sequence
from concurrent.futures import Future
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from shutil import copyfile
from tempfile import TemporaryDirectory

from filelock import Timeout

from assistant.answering.ask import Assistant
from assistant.batch.file_batch import FileBatch, look_through
from assistant.batch.journal import BatchJournal
from assistant.batch.places import SUFFIXES, Places
from assistant.batch.questions import BatchQuestion, QuestionFile
from assistant.batch.run import BatchProgress
from assistant.batch.state import BatchState
from assistant.batch.summary import summarise
from assistant.jobs.turns import Place, Turns
from assistant.report.batch_file import write_output
from assistant.report.batch_wording import text as summary_text
from assistant.ui import cures, fragments
from assistant.ui.batch import view as render_batch
from assistant.ui.batch.view import PAGE_ROWS, Page
from corpus import PinciteError
from corpus.errors import InputError
from index import Library

FORMATS = tuple(SUFFIXES)
_LOADING = "Loading the language model; this happens once."


@dataclass(slots=True)
class Reading:
    """Which page the reader has turned to; None is the one under way. A run looks at it before each view."""

    page: int | None = None


@dataclass(frozen=True, slots=True)
class View:
    """HTML of a page of answers; whether questions are left that can be asked, and answers that can be set aside."""

    html: str
    can_run: bool = False
    can_restart: bool = False


@dataclass(frozen=True, slots=True)
class Batch:
    """A file of questions over a library; `kept` is the folder for what is answered."""

    file: Path
    library: Library
    kept: Path

    def understood(self) -> str:
        """HTML of what the file holds: how many questions, and each row that cannot be asked."""
        try:
            with QuestionFile.open(self.file) as file:
                contents = look_through(file)
        except PinciteError as error:
            return self._trouble(error)
        return render_batch.understood(self.file.name, contents)

    def page(self, number: int = 0, note: str = "") -> View:
        """What is kept of this file, under its figures and a note, which is HTML.

        A PinciteError becomes a view; one of the file is left to `understood`.
        """
        try:
            with QuestionFile.open(self.file) as file:
                contents, questions = look_through(file), tuple(file.questions())
        except PinciteError:
            return View("")
        try:
            with self._reading() as journal:
                changed = self._changed(journal.places)
                summary = summarise(journal.records(questions), len(questions), contents.problems)
                page = _page(questions, journal, number)
                is_whole = len(journal) == len(questions)
        except PinciteError as error:
            return View(self._trouble(error), can_restart=True)
        if changed and not note:
            note = fragments.note("error", changed)
        table = render_batch.answers(page, summary.done, summary_text(summary)) if summary.done else ""
        return View(
            note + table,
            can_run=not changed and not is_whole,
            can_restart=bool(changed or summary.done),
        )

    def opened(self, row: int) -> str:
        """HTML of what came of the question at a place, from 0."""
        try:
            with QuestionFile.open(self.file) as file:
                questions = tuple(file.questions())
            row = min(max(row, 0), len(questions) - 1)
            with self._reading() as journal:
                record = next(journal.records(questions[row : row + 1]), None)
            return render_batch.opened(row, len(questions), questions[row].question, record)
        except PinciteError as error:
            return self._trouble(error)

    def views(
        self, assistant: Future[Assistant], turns: Turns, reading: Reading, *, anew: bool = False
    ) -> Generator[View, None, None]:
        """The answers as they come, when it is their turn; closing it stops the generator.

        A PinciteError becomes a view.
        """
        try:
            if not assistant.done():
                yield self.page(note=fragments.note("working", _LOADING))
            loaded = assistant.result()
            with turns.place() as place:
                yield from self._waiting(place, reading)
                yield from self._asking(loaded, reading, anew=anew)
        except PinciteError as error:
            yield self.page(reading.page or 0, self._trouble(error))

    def written(self, folder: Path) -> list[Path]:
        """The answers as a file of each of FORMATS, in a folder. Raises InputError where nothing is answered."""
        with QuestionFile.open(self.file) as file, self._reading() as journal:
            contents, questions = look_through(file), tuple(file.questions())
            summary = summarise(journal.records(questions), len(questions), contents.problems)
            if not summary.done:
                raise InputError("Nothing is answered yet. Run the batch, then take the answers with you.")
            files = [folder / journal.places.out.with_suffix(suffix).name for suffix in FORMATS]
            for out in files[1:]:
                places = replace(journal.places, out=out)
                write_output(places, lambda: journal.records(questions), summary, self.library)
            copyfile(journal.places.journal, files[0])  # the first of FORMATS is the journal's own
        return files

    def _waiting(self, place: Place, reading: Reading) -> Iterator[View]:
        shown: tuple[int, int] | None = None
        view = View("")
        for before in place.waits():
            now = before, reading.page or 0
            if now != shown:
                shown = now
                told = fragments.line(before, "batch", "batches", "answered")
                view = self.page(now[1], fragments.note("working", told))
            yield view

    def _asking(self, assistant: Assistant, reading: Reading, *, anew: bool) -> Generator[View, None, None]:
        self._places.out.parent.mkdir(parents=True, exist_ok=True)
        with QuestionFile.open(self.file) as file, self._writing(anew=anew) as journal:
            if changed := self._changed(self._places, assistant):
                raise InputError(changed)
            batch = FileBatch(file, journal, self.library, {})
            # While `steps` reads the file on, nobody else may.
            run = _Run(tuple(file.questions()), journal, reading)
            yield run.view(BatchProgress())
            with closing(batch.steps(assistant)) as steps:
                for progress in steps:
                    yield run.view(progress)
            batch.settle()
        yield self.page(run.page)

    @contextmanager
    def _writing(self, *, anew: bool) -> Iterator[BatchJournal]:
        try:
            with BatchJournal.open(self._places, restart=anew) as journal:
                yield journal
        except InputError as error:
            if isinstance(error.__cause__, Timeout):
                raise InputError(
                    "Another Pincite on this computer is answering this file. Wait until it is done, and run it again."
                ) from error
            raise

    @contextmanager
    def _reading(self) -> Iterator[BatchJournal]:
        with TemporaryDirectory(prefix="pincite-batch-") as folder:
            copy = Places.of(Path(folder, self._places.out.name))
            if self._places.state.exists():
                copyfile(self._places.state, copy.state)
                if self._places.journal.exists():
                    copyfile(self._places.journal, copy.journal)
            with BatchJournal.open(copy) as journal:
                yield journal

    def _changed(self, places: Places, assistant: Assistant | None = None) -> str:
        """What to say where the answers were made with something else than a run would use now."""
        if not places.state.exists():
            return ""
        now = BatchState.of(self.library, {}, assistant.models() if assistant else None)
        then = BatchState.read(places.state)
        told = ["the articles have changed since"] if then.library != now.library else []
        told += replace(then, library=now.library).differences(now)
        return render_batch.changed(told, self._places.out.parent) if told else ""

    def _trouble(self, error: PinciteError) -> str:
        """HTML of a message, with what the page calls things."""
        return fragments.note("error", cures.told(error).replace(str(self.file), self.file.name))

    @property
    def _places(self) -> Places:
        with QuestionFile.open(self.file) as file:
            folder = self.kept / file.digest()[:16]
        return Places.of(folder / f"{self.file.stem}.answers.jsonl")


async def apart(views: Generator[View, None, None]) -> AsyncGenerator[View, None]:
    """The views, made in a thread of their own, so that closing this waits for nothing.

    What is under way then comes to its end in that thread: the answer is kept, and the turn given up.
    """
    loop, made = asyncio.get_running_loop(), asyncio.Queue[View | Exception | None]()
    left = threading.Event()

    def give(what: View | Exception | None) -> None:
        with suppress(RuntimeError):  # the loop has ended, and whoever waited in it
            loop.call_soon_threadsafe(made.put_nowait, what)

    def make() -> None:
        try:
            with closing(views):
                for view in views:
                    give(view)
                    if left.is_set():
                        break
            give(None)
        except Exception as error:  # noqa: BLE001  it is raised again where the views are asked for
            give(error)

    threading.Thread(target=make, name="batch", daemon=True).start()
    try:
        while (what := await made.get()) is not None:
            if isinstance(what, Exception):
                raise what
            yield what
    finally:
        left.set()


def _page(
    questions: Sequence[BatchQuestion], journal: BatchJournal, number: int, asking: int | None = None
) -> Page:
    first = min(max(number, 0), (len(questions) - 1) // PAGE_ROWS) * PAGE_ROWS
    shown = questions[first : first + PAGE_ROWS]
    records = {record.id: record for record in journal.records(shown)}
    rows = [(question.question, records.get(question.id)) for question in shown]
    return Page(first, len(questions), rows, asking)


@dataclass(slots=True)
class _Run:
    """The questions of a run, and the page that is shown of them."""

    questions: Sequence[BatchQuestion]
    journal: BatchJournal
    reading: Reading
    left: Sequence[int] = field(init=False)  # places, from 0
    page: int = 0

    def __post_init__(self) -> None:
        self.left = [n for n, question in enumerate(self.questions) if not self.journal.has_answer(question)]

    def view(self, progress: BatchProgress) -> View:
        asked, total = progress.done, len(self.questions)
        if self.left:
            self._turn(self.left[max(asked - 1, 0)] // PAGE_ROWS)
        asking = self.left[asked] if asked < len(self.left) else None
        done = total - len(self.left) + asked
        told = render_batch.progress(progress, done, total)
        shown = _page(self.questions, self.journal, self.page, asking)
        return View(render_batch.answers(shown, done, told), can_run=done < total, can_restart=done > 0)

    def _turn(self, under_way: int) -> None:
        """To the page that the reader has turned to; once that is the one under way, it is followed again."""
        if self.reading.page == under_way:
            self.reading.page = None
        self.page = under_way if self.reading.page is None else self.reading.page
