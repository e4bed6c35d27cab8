"""Answers from the page to the report on them, view by view. Knows nothing of Gradio."""

import time
from collections.abc import Callable, Generator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from pathlib import Path

from assistant.audit.fixing import write_fixes
from assistant.audit.report import Summary
from assistant.audit.run import Contents, FileAudit, look_through
from assistant.audit.writing import write_report
from assistant.judges import Judge, Verifier
from assistant.ui import render_audit
from assistant.ui.render_audit import Page
from corpus import PinciteError
from corpus.errors import InputError
from index import Library

REPORTS = (".html", ".md", ".json", ".csv")
FIXES = (".md", ".jsonl")
PAGE_ANSWERS = 25  # of a longer report; each may have dozens of claims, all of which the browser lays out
PASTED = "pasted.txt"

OpenVerifier = Callable[[], Judge]


@lru_cache(maxsize=1)
def shipped_verifier() -> Judge:
    """The verifier that ships with Pincite, loaded when it is first asked for. Raises ModelError."""
    return Verifier.load()


@dataclass(frozen=True, slots=True)
class Submission:
    """What was handed in: a file, what the page calls it, and a folder of its own for all that comes of it."""

    file: Path
    name: str
    folder: Path

    @classmethod
    def of(cls, pasted: str, dropped: str | None, folder: Path) -> "Submission":
        """The dropped file, else the pasted text. Raises InputError where there is neither."""
        folder.mkdir(parents=True, exist_ok=True)
        if dropped:
            return cls(Path(dropped), Path(dropped).name, folder)
        if not pasted.strip():
            raise InputError(
                "There is nothing to audit yet. Paste an answer with its sources, or drop a file."
            )
        file = folder / PASTED
        file.write_text(pasted, encoding="utf-8", errors="backslashreplace")
        return cls(file, "The pasted text", folder)


class Audit:
    """An audit of one submission: what is audited so far can be shown and written at any time."""

    def __init__(self, submission: Submission, contents: Contents, run: FileAudit) -> None:
        self.submission, self.contents = submission, contents
        self._run = run
        self._summed_up: tuple[int, Summary] | None = None

    @property
    def done(self) -> int:
        """How many answers are audited."""
        return self._run.done

    def steps(self) -> Generator[str, None, None]:
        """HTML of how far it is, answer by answer."""
        started, before, total = time.monotonic(), self.done, self.contents.answers
        yield render_audit.working(self.submission.name, before, total, None)
        for done in self._run.steps():
            left = (time.monotonic() - started) / (done - before) * (total - done)
            yield render_audit.working(self.submission.name, done, total, left)

    def status(self) -> str:
        """HTML of what was handed in, what cannot be read of it, and whether all of it is audited."""
        name, contents = self.submission.name, self.contents
        return render_audit.finished(name, self.done, contents.answers, contents.problems)

    def report(self, page: int = 0) -> str:
        """HTML of the report; `page` counts from 0, PAGE_ANSWERS each. Empty where nothing is audited."""
        if not self.done:
            return ""
        shown = Page(min(max(page, 0), (self.done - 1) // PAGE_ANSWERS), PAGE_ANSWERS)
        answers = list(islice(self._run.answers(), shown.first, shown.first + shown.size))
        return render_audit.report(answers, shown, self._summary())

    def files(self) -> tuple[list[Path], list[Path]]:
        """The report in each of REPORTS, the repaired answers in each of FIXES. Raises InputError."""
        stem = self.submission.file.stem
        reports = [self.submission.folder / f"{stem}-audit{suffix}" for suffix in REPORTS]
        fixes = [self.submission.folder / f"{stem}-repaired{suffix}" for suffix in FIXES]
        for path in reports:
            write_report(path, self._run.answers(), self._summary())
        for path in fixes:
            write_fixes(path, self._run.answers())
        return reports, fixes

    def _summary(self) -> Summary:
        if self._summed_up is None or self._summed_up[0] != self.done:
            self._summed_up = self.done, self._run.summary()
        return self._summed_up[1]


@dataclass(frozen=True, slots=True)
class View:
    """HTML of how far an audit is, and the audit once it has begun."""

    status: str
    audit: Audit | None = None


def views(
    submit: Callable[[], Submission], library: Library, open_verifier: OpenVerifier
) -> Generator[View, None, None]:
    """The audit as it goes on; closing it stops it after the answer under way. A PinciteError becomes a view."""
    try:
        submission = submit()
        yield View(render_audit.note("working", f"Reading {submission.name}"))
        contents = _looked_through(submission)
        yield View(render_audit.note("working", "Loading the verifier"))
        held = library if library.store.n_passages else None  # as in `pincite audit`
        run = FileAudit(submission.file, contents, held, open_verifier(), submission.folder)
        audit = Audit(submission, contents, run)
        for status in audit.steps():
            yield View(status, audit)
        yield View(audit.status(), audit)
    except PinciteError as error:
        yield View(render_audit.note("error", str(error)))


def _looked_through(submission: Submission) -> Contents:
    """As `look_through`, with the file named in messages as the page calls it."""
    try:
        return look_through(submission.file)
    except InputError as error:
        raise InputError(str(error).replace(str(submission.file), submission.name)) from error
