"""Answers from the page to the report on them, view by view. Knows nothing of Gradio."""

import time
from collections.abc import AsyncGenerator, Callable, Generator, Sequence
from concurrent.futures import Future
from contextlib import aclosing
from dataclasses import dataclass
from functools import cache
from itertools import islice
from pathlib import Path
from threading import Event
from typing import NamedTuple

from assistant.answering.ask import Assistant
from assistant.audit.file import AnswersFound, FileAudit, look_through
from assistant.audit.found import Summary
from assistant.generate.protocol import Generator as LanguageModel
from assistant.jobs.files import whole_file
from assistant.jobs.follow import Stopped, follow, in_turn
from assistant.jobs.turns import Turns
from assistant.judges import Judge, Judgement, Verifier
from assistant.judges.cascade import Cascade, GeneratorJudge
from assistant.report.audit import write_report
from assistant.report.repairs import write_fixes
from assistant.report.wording import duration
from assistant.ui import cures, fragments
from assistant.ui.audit.view import HTML, report
from corpus import PinciteError
from corpus.errors import InputError
from index import Library

REPORTS = (".html", ".md", ".json", ".csv")
FIXES = (".md", ".jsonl")
PAGE_ANSWERS = 25  # of a longer report; each may have dozens of claims, all of which the browser lays out
SHOWN_PROBLEMS = 50
PASTED = "pasted.txt"
PASTED_NAME = "the pasted text"

OpenVerifier = Callable[[], Judge]


shipped_verifier = cache(Verifier.load)  # loaded once


@dataclass(frozen=True, slots=True)
class Submission:
    """What was handed in: a file, its name on the page, and a folder of its own for all that is made from it."""

    file: Path
    name: str
    folder: Path

    @classmethod
    def of(cls, pasted: str, dropped: str | None, folder: Path) -> "Submission":
        """The dropped file, else the pasted text. Raises InputError if there is neither."""
        folder.mkdir(parents=True, exist_ok=True)
        if dropped:
            return cls(Path(dropped), Path(dropped).name, folder)
        if not pasted.strip():
            raise InputError(
                "There is nothing to audit yet. Paste an answer with its sources, or drop a file."
            )
        file = folder / PASTED
        with whole_file(file) as out:
            out.write(pasted)
        return cls(file, PASTED_NAME, folder)


class StoppableJudge:
    """A judge that raises Stopped when it is asked after `stop` was set, and counts how often it was asked.

    With `each` it judges the claims one by one, else all together.
    """

    def __init__(self, judge: Judge, stop: Event, *, each: bool = False) -> None:
        self.name, self.threshold = judge.name, judge.threshold
        self.asked = 0
        self._judge, self._stop, self._each = judge, stop, each

    def judge(self, claims: Sequence[str], evidence: Sequence[str]) -> list[Judgement]:
        """The judgements of the judge itself."""
        size = 1 if self._each else max(len(claims), 1)
        found: list[Judgement] = []
        for start in range(0, len(claims), size):
            if self._stop.is_set():
                raise Stopped
            self.asked += 1
            found += self._judge.judge(claims[start : start + size], evidence[start : start + size])
        return found


class Audit:
    """An audit of one submission: what is audited so far can be shown and written at any time."""

    def __init__(
        self,
        submission: Submission,
        found: AnswersFound,
        library: Library | None,
        verifier: Judge,
        model: StoppableJudge | None,
    ) -> None:
        """Prepare it; `model` is the language model that is asked if `verifier` is unsure."""
        self.submission, self.found = submission, found
        judge = Cascade(verifier, model) if model else verifier
        self._run = FileAudit(submission.file, found, library, judge, submission.folder)
        self._model = model
        self._seconds_each: float | None = None  # for one answer, so far
        self._summed_up: tuple[int, Summary] | None = None

    @property
    def done(self) -> int:
        """How many answers are audited."""
        return self._run.done

    def steps(self) -> Generator["Audit", None, None]:
        """Audit what is left, answer by answer. Yields itself before the first one and after each."""
        begun, before = time.monotonic(), self.done
        yield self
        for done in self._run.steps():
            self._seconds_each = (time.monotonic() - begun) / (done - before)
            yield self

    def progress(self) -> str:
        """HTML of how far it is."""
        done, total, pace, model = self.done, self.found.answers, self._seconds_each, self._model
        left = duration(pace * (total - done)) if pace and done < total else ""
        name, asked = (model.name, model.asked) if model else ("", 0)
        return HTML.working(self.submission.name, done, total, left, name, asked)

    def status(self) -> str:
        """HTML of what was handed in, which rows of it cannot be read, and whether all of it is audited."""
        name, found, model = self.submission.name, self.found, self._model.name if self._model else ""
        return HTML.finished(name, self.done, found.answers, found.problems, model, SHOWN_PROBLEMS)

    def report(self, page: int = 0) -> str:
        """HTML of the report; `page` counts from 0, PAGE_ANSWERS each. Empty if nothing is audited."""
        if not self.done:
            return ""
        first = fragments.first_row(page, PAGE_ANSWERS, self.done)
        answers = islice(self._run.answers(), first, first + PAGE_ANSWERS)
        return report(answers, first, PAGE_ANSWERS, self._summary())

    def files(self) -> list[Path]:
        """Write the report in each of REPORTS and the repaired answers in each of FIXES; nothing if none is audited.

        Raises InputError if they cannot be written.
        """
        if not self.done:
            return []
        stem = self.submission.file.stem
        reports = [self.submission.folder / f"{stem}-audit{suffix}" for suffix in REPORTS]
        fixes = [self.submission.folder / f"{stem}-repaired{suffix}" for suffix in FIXES]
        for path in reports:
            write_report(path, self._run.answers(), self._summary())
        for path in fixes:
            write_fixes(path, self._run.answers())
        return reports + fixes

    def _summary(self) -> Summary:
        if self._summed_up is None or self._summed_up[0] != self.done:
            self._summed_up = self.done, self._run.summary()
        return self._summed_up[1]


class AuditView(NamedTuple):
    """HTML of how far an audit is, and the audit once it has begun."""

    status: str
    audit: Audit | None = None


@dataclass(frozen=True, slots=True)
class AuditDesk:
    """Where answers are audited against one library, one submission at a time.

    `turns` is the line for all who audit against it; `assistant` may still be loading; `open_verifier` is called when
    the first audit begins.
    """

    library: Library
    assistant: Future[Assistant]
    turns: Turns
    open_verifier: OpenVerifier = shipped_verifier

    def filled_library(self) -> Library | None:
        """The library, None if it holds nothing: then answers are checked by what they bring along."""
        return self.library if self.library.store.n_passages else None

    async def views(
        self, submit: Callable[[], Submission], *, thorough: bool = False
    ) -> AsyncGenerator[AuditView, None]:
        """The audit as it goes on. Closing this ends it soon, and does not wait. A PinciteError becomes a view.

        `thorough` asks the assistant's language model too if the verifier is unsure.
        """
        audit: Audit | None = None
        stop = Event()
        try:
            submission = submit()
            yield _working(f"Reading {submission.name}")
            auditing = self._steps(submission, thorough, stop)
            async with aclosing(follow(auditing, stop, again=True)) as states:
                async for state in states:
                    if isinstance(state, Audit):
                        audit, state = state, AuditView(state.progress(), state)
                    yield state
            if audit:
                yield AuditView(audit.status(), audit)
        except PinciteError as error:
            yield AuditView(fragments.note("error", cures.told(error)), audit)

    def _steps(
        self, submission: Submission, thorough: bool, stop: Event
    ) -> Generator[AuditView | Audit, None, None]:
        found = look_through(submission.file, submission.name)
        if thorough and not self.assistant.done():
            yield _working("Loading the language model; this happens once")
        model = self.assistant.result().generator if thorough else None
        yield from in_turn(self.turns, self._auditing(submission, found, model, stop), _waiting)

    def _auditing(
        self, submission: Submission, found: AnswersFound, model: LanguageModel | None, stop: Event
    ) -> Generator[AuditView | Audit, None, None]:
        yield _working("Loading the verifier")
        verifier = StoppableJudge(self.open_verifier(), stop)
        asked = StoppableJudge(GeneratorJudge(model), stop, each=True) if model else None
        yield from Audit(submission, found, self.filled_library(), verifier, asked).steps()


def _waiting(before: int) -> AuditView:
    return _working(fragments.waiting_line(before, "audit", "audits", "made"))


def _working(told: str) -> AuditView:
    return AuditView(fragments.note("working", told))
