"""`pincite batch`: a file of questions, answered unattended; interrupted, it goes on where it was."""

from contextlib import ExitStack, closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.cli import options, terminal
from assistant.cli.audit import STANDARD_INPUT, audit_file
from assistant.cli.parts import Parts
from assistant.cli.progress import follow_batch, waiting
from assistant.documents import to_document
from assistant.generate.choose import DEFAULT_GENERATOR
from assistant.report.wording import counted, duration
from corpus.errors import InputError

if TYPE_CHECKING:
    from assistant.answering.ask import Assistant
    from assistant.batch.journal import BatchFiles
    from assistant.batch.questions import QuestionFile
    from assistant.batch.run import BatchProgress, FileBatch
    from assistant.batch.summary import BatchSummary
    from index import Library


Questions = Annotated[
    Path,
    typer.Argument(
        metavar="QUESTIONS", help="Questions as .txt, .csv, .tsv, .xlsx or .jsonl; - reads them from stdin."
    ),
]
Output = Annotated[
    Path | None,
    typer.Option(
        "-o",
        "--output",
        metavar="OUT",
        help="Write the answers there: .jsonl, .csv, .xlsx, .md or .html. Without it, JSON Lines on stdout.",
    ),
]
Column = Annotated[
    str | None,
    typer.Option(
        "--column",
        metavar="NAME",
        help="The column of the questions, where it is not called question, query, prompt or q.",
    ),
]
Parallel = Annotated[
    int,
    typer.Option(
        "--parallel",
        metavar="N",
        min=1,
        help="Replies that a model server writes at once; more may change a word, rarely.",
    ),
]
Resume = Annotated[
    bool,
    typer.Option(
        "--resume/--restart", help="Go on with what OUT has, or keep that aside as OUT.1 and begin anew."
    ),
]
Audit = Annotated[
    bool,
    typer.Option("--audit", help="Audit the answers too: figures in the summary, a report beside OUT."),
]


def batch(
    context: typer.Context,
    questions: Questions,
    library: options.LibraryFolder,
    output: Output = None,
    column: Column = None,
    after: options.After = None,
    before: options.Before = None,
    publisher: options.Publisher = None,
    article: options.ArticleId = None,
    model: options.Model = DEFAULT_GENERATOR,
    parallel: Parallel = 1,
    show_unsupported: options.ShowUnsupported = False,
    extract: options.Extract = False,
    resume: Resume = True,
    audit: Audit = False,
    as_json: options.AsJson = False,
) -> None:
    """Answer a file of questions unattended; the same command goes on after a crash."""
    from assistant.batch.questions import QuestionFile
    from index import Filters

    defaults = Filters(after, before, publisher, article)
    places = _places(questions, output, as_json=as_json, audit=audit)
    source = None if questions == STANDARD_INPUT else questions
    how = _How(Parts.of(context), None if extract else model, parallel, show_unsupported)
    with (
        QuestionFile.open(source, column=column, defaults=defaults) as file,
        how.parts.filled_library(library) as opened,
    ):
        if places is None:
            _to_stdout(how, file, opened)
            return
        summary, run = _to_file(how, file, opened, places, restart=not resume, audit=audit)
    if as_json:
        _write_figures(places, summary, run)
    else:
        _tell(places, summary, run)


@dataclass(frozen=True, slots=True)
class _How:
    """What the questions are asked with; `model` is None if answers are extracted."""

    parts: Parts
    model: str | None
    parallel: int
    show_unsupported: bool

    def settings(self) -> dict[str, str]:
        """The flags that an answer depends on."""
        return {
            "--model": self.model or "none (--extract)",
            "--parallel": str(self.parallel),
            "--show-unsupported": "on" if self.show_unsupported else "off",
        }

    def assistant(self, library: "Library") -> "Assistant":
        """Load it."""
        with waiting(f"Loading {self.model or 'the reader'} ..."):
            return self.parts.open_assistant(library, self.model)


def _places(questions: Path, output: Path | None, *, as_json: bool, audit: bool) -> "BatchFiles | None":
    """Where to write; None for stdout. Raises InputError where that does not go together."""
    from assistant.batch.journal import BatchFiles

    if output is None:
        if as_json or audit:
            flag, cure = ("--json", "leave it out") if as_json else ("--audit", "pipe them: pincite audit -")
            raise InputError(f"{flag} needs a file of answers, and they go to stdout. Add -o OUT, or {cure}")
        return None
    places = BatchFiles.of(output)
    if questions.resolve() in (places.out.resolve(), places.journal.resolve()):
        raise InputError(f"{questions} is the file of questions and would be written over. Name another: -o")
    return places


def _to_stdout(how: _How, file: "QuestionFile", library: "Library") -> None:
    from assistant.batch.run import batch_steps, look_through

    found = look_through(file)
    terminal.note_problems(file.name, found.problems, "asked")
    with closing(how.assistant(library)) as assistant:
        steps = batch_steps(
            assistant,
            file.questions(),
            lambda record: terminal.write_json(to_document(record), indent=None),
            show_unsupported=how.show_unsupported,
            writers=how.parallel,
        )
        follow_batch(steps, found.questions)


def _to_file(
    how: _How, file: "QuestionFile", library: "Library", places: "BatchFiles", *, restart: bool, audit: bool
) -> "tuple[BatchSummary, BatchProgress]":
    from assistant.audit.file import look_through
    from assistant.batch.journal import BatchJournal
    from assistant.batch.run import BatchProgress, FileBatch
    from assistant.report.audit import write_report
    from assistant.report.batch import write_output

    with ExitStack() as stack:
        journal = stack.enter_context(BatchJournal.open(places, restart=restart))
        batch = FileBatch(file, journal, library, how.settings())
        terminal.note_problems(file.name, batch.found.problems, "asked")
        assistant = stack.enter_context(closing(how.assistant(library))) if batch.left else None
        asked = _ask(how, batch, assistant, places) if assistant else BatchProgress()
        batch.settle()
        summary = batch.summary()
        if not audit:
            write_output(places, batch.records, summary, library)
            return summary, asked
        verifier = assistant.verifier if assistant else stack.enter_context(how.parts.open_verifier(None))
        run = audit_file(places.journal, look_through(places.journal), library, verifier)
        summary = replace(summary, audit=run.summary())
        write_report(places.audit, run.answers(), run.summary())
        write_output(places, batch.records, summary, library, run.answers())
        run.forget()
        return summary, asked


def _write_figures(places: "BatchFiles", summary: "BatchSummary", run: "BatchProgress") -> None:
    problems = [{"line": problem.line, "message": problem.reason} for problem in summary.problems]
    figures = {"done": summary.done, **to_document(summary), "problems": problems}
    terminal.write_json({"output": str(places.out), "run": run.to_json(), **figures})


def _tell(places: "BatchFiles", summary: "BatchSummary", run: "BatchProgress") -> None:
    from assistant.report import batch_wording as wording

    terminal.write(wording.text(summary))
    terminal.note(f"Answers: {places.out}" + (f"\nAudit: {places.audit}" if summary.audit else ""))
    if run.done:
        asked = counted(run.done, "question")
        terminal.note(f"This run: {asked} in {duration(run.seconds)}, {run.per_minute:.1f} a minute.")
    if summary.failed:
        terminal.note("The same command tries again what failed.")


def _ask(how: _How, batch: "FileBatch", assistant: "Assistant", places: "BatchFiles") -> "BatchProgress":
    total, left = batch.found.questions, batch.left
    if left < total:
        terminal.note(f"Going on after {total - left:,} of {counted(total, 'question')} from before.")
    try:
        steps = batch.steps(assistant, show_unsupported=how.show_unsupported, writers=how.parallel)
        return follow_batch(steps, total, total - left)
    except KeyboardInterrupt:
        terminal.note(
            f"Interrupted: {total - batch.left:,} of {counted(total, 'answer')} are kept in {places.journal}."
            " The same command goes on there."
        )
        raise
