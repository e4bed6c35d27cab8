"""`pincite audit`: answers, ours or anyone else's, held against their sources."""

import shutil
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.cli import options, terminal
from assistant.cli.parts import Parts
from assistant.cli.progress import bar
from assistant.generate.choose import DEFAULT_GENERATOR
from assistant.jobs.files import cache_folder
from assistant.report.wording import counted, duration

if TYPE_CHECKING:
    from assistant.audit.file import AnswersFound, FileAudit
    from assistant.audit.found import Summary
    from assistant.judges import Judge
    from index import Library

BELOW = 1  # exit code where a figure is under its `--fail-under`
FIGURES = ("recall", "precision", "supported", "exact_quotations")
STANDARD_INPUT = Path("-")

Answers = Annotated[
    Path, typer.Argument(metavar="ANSWERS", help="JSON Lines, CSV, Markdown or text; - is standard input.")
]
Report = Annotated[
    Path | None,
    typer.Option(
        "-o", "--output", metavar="REPORT", help="Write the report there: .html, .md, .json or .csv."
    ),
]
Fixes = Annotated[
    Path | None,
    typer.Option("--fix", metavar="FILE", help="Write the answers repaired, changes tracked: .md or .jsonl."),
]
Floors = Annotated[
    str,
    typer.Option(
        "--fail-under",
        metavar="NAME=SHARE,...",
        help=f"Exit with 1 where a figure is lower: {', '.join(FIGURES)}.",
    ),
]
Thorough = Annotated[
    bool, typer.Option("--thorough", help="Ask the generator too about what the verifier is unsure of.")
]


def parse_floors(text: str) -> dict[str, float]:
    """`recall=0.9,supported=0.95` -> the least that each figure may be, in [0, 1]."""
    floors = {}
    for part in filter(None, (part.strip() for part in text.split(","))):
        name, _, value = (side.strip() for side in part.partition("="))
        try:
            floors[name] = float(value)
        except ValueError:
            floors[name] = -1.0
        if name not in FIGURES or not 0 <= floors[name] <= 1:
            raise typer.BadParameter(
                f"'{part}' is no bound; expected {', '.join(FIGURES)} with a number from 0 to 1, as in"
                " recall=0.9,supported=0.95."
            )
    return floors


def audit(
    context: typer.Context,
    answers: Answers,
    library: options.LibraryFolder,
    output: Report = None,
    fix: Fixes = None,
    fail_under: Floors = "",
    thorough: Thorough = False,
    model: options.Model = DEFAULT_GENERATOR,
    as_json: options.AsJson = False,
) -> None:
    """Check answers, ours or anyone else's, claim by claim against their sources."""
    from assistant.audit.file import look_through
    from assistant.report.audit import check_report_path, write_report
    from assistant.report.repairs import check_fixes_path, write_fixes

    floors = parse_floors(fail_under)
    if output:
        check_report_path(output)
    if fix:
        check_fixes_path(fix)
    parts = Parts.of(context)
    with ExitStack() as stack:
        file = stack.enter_context(_as_file(answers))
        name = "standard input" if answers == STANDARD_INPUT else str(answers)
        contents = look_through(file, name)
        terminal.note_problems(name, contents.problems, "read")
        opened = stack.enter_context(_library(parts, library, context))
        verifier = stack.enter_context(parts.open_verifier(model if thorough else None))
        run = audit_file(file, contents, opened, verifier)
        summary = run.summary()
        if output:
            write_report(output, run.answers(), summary)
        if fix:
            write_fixes(fix, run.answers())
        _show(run, summary, output, as_json)
        run.forget()
    _require(floors, summary)


@contextmanager
def _as_file(path: Path) -> Iterator[Path]:
    """The file; of standard input a copy, because it is read twice."""
    if path != STANDARD_INPUT:
        yield path
        return
    with tempfile.NamedTemporaryFile() as copy:
        shutil.copyfileobj(sys.stdin.buffer, copy)
        copy.flush()
        yield Path(copy.name)


@contextmanager
def _library(parts: Parts, folder: Path, context: typer.Context) -> "Iterator[Library | None]":
    """The library; None where the default one was never made: then answers are checked by what they bring along."""
    told_by = context.get_parameter_source("library")
    if told_by and told_by.name == "COMMANDLINE":
        with parts.filled_library(folder) as opened:
            yield opened
        return
    with parts.open_library(folder) as opened:
        if opened.store.n_passages:
            yield opened
            return
    terminal.note(f"There is no library in {folder}: only what the answers bring along is checked.")
    yield None


def audit_file(
    file: Path, found: "AnswersFound", library: "Library | None", verifier: "Judge"
) -> "FileAudit":
    """The audit of a file, done. Interrupted, it goes on there the next time."""
    from assistant.audit.file import FileAudit

    run = FileAudit(file, found, library, verifier, cache_folder() / "audits")
    before, total, begun = run.done, found.answers, time.monotonic()
    if before:
        terminal.note(f"Going on after {before:,} of {counted(total, 'answer')} from before.")
    try:
        with bar("Auditing", total, before) as tell:
            for done in run.steps():
                left = (time.monotonic() - begun) / (done - before) * (total - done)
                tell(done, total, f"Auditing: {done:,} of {total:,} answers, about {duration(left)} left")
    except KeyboardInterrupt:
        terminal.note(f"Interrupted after {run.done:,} of {total:,}; the same command goes on there.")
        raise
    return run


def _show(run: "FileAudit", summary: "Summary", output: Path | None, as_json: bool) -> None:
    """The whole on stdout; where a report was written, the figures alone."""
    from assistant.report.audit import write_json
    from assistant.report.audit_markdown import write_markdown

    with terminal.results() as out:
        if as_json:
            write_json(out, run.answers(), summary)
        else:
            write_markdown(out, () if output else run.answers(), summary)
    if output and not as_json:
        terminal.note(f"Report: {output}")


def _require(floors: Mapping[str, float], summary: "Summary") -> None:
    """Exit with BELOW where a figure is under its floor; one that is not defined is not."""
    low = [
        f"{name} {found:.3f} is under {floor:g}"
        for name, floor in floors.items()
        if (found := getattr(summary, name)) is not None and found < floor
    ]
    if low:
        terminal.note(f"pincite: {'; '.join(low)}")
        raise typer.Exit(BELOW)
