"""Answers from the page to the report on them, view by view. Knows nothing of Gradio."""

from collections.abc import Callable, Generator
from concurrent.futures import Future, wait
from contextlib import ExitStack
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from pathlib import Path

from assistant.answering.ask import Assistant
from assistant.audit.file import Contents, FileAudit, look_through
from assistant.audit.found import Summary
from assistant.generate.protocol import Generator as LanguageModel
from assistant.jobs.turns import LOOK_SECONDS, Turns
from assistant.judges import Judge, Verifier
from assistant.judges.cascade import Cascade, GeneratorJudge
from assistant.report.audit_file import write_report
from assistant.report.repairs import write_fixes
from assistant.ui import cures, fragments
from assistant.ui.audit import view as render_audit
from assistant.ui.audit.course import Course, Heeding
from assistant.ui.audit.view import Page
from corpus import PinciteError
from corpus.errors import InputError
from index import Library

REPORTS = (".html", ".md", ".json", ".csv")
FIXES = (".md", ".jsonl")
PAGE_ANSWERS = 25  # of a longer report; each may have dozens of claims, all of which the browser lays out
PASTED = "pasted.txt"
PASTED_NAME = "the pasted text"

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
        return cls(file, PASTED_NAME, folder)


class Audit:
    """An audit of one submission: what is audited so far can be shown and written at any time."""

    def __init__(
        self, submission: Submission, contents: Contents, run: FileAudit, course: Course, judges: str
    ) -> None:
        """`judges` says in words who judges; `course` is what they heed."""
        self.submission, self.contents = submission, contents
        self._run, self._course, self._judges = run, course, judges
        self._summed_up: tuple[int, Summary] | None = None

    @property
    def done(self) -> int:
        """How many answers are audited."""
        return self._run.done

    def steps(self, turn: ExitStack) -> Generator[str, None, None]:
        """HTML of how far it is, now and then; closed, it ends soon, and nobody waits for it.

        `turn` is closed when nothing of it runs any more.
        """
        running = self._course.begin(self._run)
        ends = turn.pop_all()
        running.add_done_callback(lambda _: ends.close())
        try:
            while not running.done():
                yield self._progress()
                wait([running], LOOK_SECONDS)
            running.result()
        finally:
            self._course.end()

    def status(self) -> str:
        """HTML of what was handed in, what cannot be read of it, and whether all of it is audited."""
        name, contents = self.submission.name, self.contents
        return render_audit.finished(name, self.done, contents.answers, contents.problems, self._judges)

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

    def _progress(self) -> str:
        done, total, pace = self.done, self.contents.answers, self._course.seconds_each
        left = pace * (total - done) if pace else None
        return render_audit.working(self.submission.name, done, total, left, self._judges, self._course.asked)

    def _summary(self) -> Summary:
        if self._summed_up is None or self._summed_up[0] != self.done:
            self._summed_up = self.done, self._run.summary()
        return self._summed_up[1]


@dataclass(frozen=True, slots=True)
class View:
    """HTML of how far an audit is, and the audit once it has begun."""

    status: str
    audit: Audit | None = None


class Desk:
    """Where answers are audited against one library, one submission at a time.

    `turns` is the line in which all wait who audit against it; `assistant` may still be loading.
    """

    def __init__(
        self,
        library: Library,
        assistant: Future[Assistant],
        turns: Turns,
        open_verifier: OpenVerifier = shipped_verifier,
    ) -> None:
        self._library, self._assistant = library, assistant
        self._turns, self._open_verifier = turns, open_verifier

    def views(
        self, submit: Callable[[], Submission], *, thorough: bool = False
    ) -> Generator[View, None, None]:
        """The audit as it goes on; closing it ends it soon. A PinciteError becomes a view.

        `thorough` asks the assistant's language model too, where the verifier is unsure.
        """
        audit: Audit | None = None
        try:
            submission = submit()
            yield _working(f"Reading {submission.name}")
            contents = look_through(submission.file, submission.name)
            while thorough and not self._assistant.done():
                yield _working("Loading the language model; this happens once")
                wait([self._assistant], LOOK_SECONDS)
            model = self._assistant.result().generator if thorough else None
            with ExitStack() as turn:
                for before in turn.enter_context(self._turns.place()).waits():
                    yield _working(fragments.line(before, "audit", "audits", "made"))
                yield _working("Loading the verifier")
                audit = self._begun(submission, contents, model)
                for status in audit.steps(turn):
                    yield View(status, audit)
            yield View(audit.status(), audit)
        except PinciteError as error:
            yield View(fragments.note("error", cures.told(error)), audit)

    def _begun(self, submission: Submission, contents: Contents, model: LanguageModel | None) -> Audit:
        course = Course()
        judge: Judge = Heeding(self._open_verifier(), course.heed)
        if model:
            judge = Cascade(judge, Heeding(GeneratorJudge(model), course.ask, each=True))
        held = self._library if self._library.store.n_passages else None  # as in `pincite audit`
        run = FileAudit(submission.file, contents, held, judge, submission.folder)
        return Audit(submission, contents, run, course, render_audit.judges(model.name if model else None))


def _working(told: str) -> View:
    return View(fragments.note("working", told))
