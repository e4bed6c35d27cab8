"""A file of questions from the page to its answers, view by view. Knows nothing of Gradio.

What is answered is kept in the user's cache under the file's digest: the same file dropped again goes on where it was.
"""

from collections.abc import Generator, Iterator
from concurrent.futures import Future
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from shutil import copyfile

from assistant.ask import Assistant
from assistant.batch.file_batch import FileBatch, look_through
from assistant.batch.journal import BatchJournal
from assistant.batch.outputs import write_output
from assistant.batch.places import SUFFIXES, Places
from assistant.batch.questions import QuestionFile
from assistant.batch.records import Record
from assistant.batch.wording import text as summary_text
from assistant.ui import render_batch
from corpus import PinciteError
from corpus.errors import InputError
from index import Library

FORMATS = tuple(SUFFIXES)


@dataclass(frozen=True, slots=True)
class View:
    """HTML of the answers, and the records that its rows stand for, in their order."""

    html: str
    records: tuple[Record, ...] = ()


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
            return render_batch.note("error", str(error))
        return render_batch.understood(self.file.name, contents)

    def before(self) -> View:
        """What an earlier run left of this file; nothing where there was none, or where it is under way."""
        try:
            with self._open() as batch:
                records = tuple(batch.records())
                told = summary_text(batch.summary()) if records else ""
                return View(render_batch.answers(records, batch.contents.questions, told), records)
        except PinciteError as error:
            return View(render_batch.note("error", str(error)))

    def views(self, assistant: Future[Assistant], *, anew: bool = False) -> Generator[View, None, None]:
        """The answers as they come; closing it stops the generator. A PinciteError becomes a view."""
        try:
            if not assistant.done():
                yield View(render_batch.note("working", "Loading the language model; this happens once"))
            yield from self._asking(assistant.result(), anew)
        except PinciteError as error:
            yield View(render_batch.note("error", str(error)))

    def written(self, suffix: str, folder: Path) -> Path:
        """The answers as a file of one of FORMATS in a folder. Raises InputError where nothing is answered."""
        with self._open() as batch:
            if next(batch.records(), None) is None:
                raise InputError("Nothing is answered yet. Run the batch, then take the answers with you.")
            out = folder / self._places.out.with_suffix(suffix).name
            write_output(replace(self._places, out=out), batch.records, batch.summary(), self.library)
        return out if out.exists() else Path(copyfile(self._places.journal, out))

    def _asking(self, assistant: Assistant, anew: bool) -> Generator[View, None, None]:
        with self._open(anew=anew) as batch:
            total = batch.contents.questions
            records = tuple(batch.records())
            yield View(render_batch.answers(records, total, ""), records)
            with closing(batch.steps(assistant)) as steps:
                for progress in steps:
                    records = tuple(batch.records())
                    told = render_batch.progress(progress, batch.left)
                    yield View(render_batch.answers(records, total, told), records)
            batch.settle()
            records = tuple(batch.records())
            yield View(render_batch.answers(records, total, summary_text(batch.summary())), records)

    @contextmanager
    def _open(self, *, anew: bool = False) -> Iterator[FileBatch]:
        self._places.out.parent.mkdir(parents=True, exist_ok=True)
        with (
            QuestionFile.open(self.file) as file,
            BatchJournal.open(self._places, restart=anew) as journal,
        ):
            yield FileBatch(file, journal, self.library, {})

    @property
    def _places(self) -> Places:
        with QuestionFile.open(self.file) as file:
            folder = self.kept / file.digest()[:16]
        return Places.of(folder / f"{self.file.stem}.answers.jsonl")
