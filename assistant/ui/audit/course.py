"""An audit in a thread of its own: how far it is can be told meanwhile, and it ends early when it is told to.

Within an answer there is much to wait for where the language model is asked, so it ends between two questions to it.
"""

import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor

from assistant.audit.file import FileAudit
from assistant.judges import Judge, Judgement


class EndedEarly(Exception):
    """Raised in the thread of an audit that was told to end."""


class Course:
    """How far an audit is, and whether it is to end; written by one thread, read by another."""

    def __init__(self) -> None:
        self.asked = 0  # questions to the language model
        self.seconds_each: float | None = None  # an answer, so far
        self._is_to_end = threading.Event()

    def end(self) -> None:
        """Have the audit end before the next question to a judge."""
        self._is_to_end.set()

    def heed(self) -> None:
        """Raise EndedEarly where it is to end."""
        if self._is_to_end.is_set():
            raise EndedEarly

    def ask(self) -> None:
        """Count a question to the language model, unless it is to end."""
        self.heed()
        self.asked += 1

    def begin(self, run: FileAudit) -> Future[None]:
        """Audit what is not audited yet, in a thread of its own."""
        thread = ThreadPoolExecutor(1, "audit")
        running = thread.submit(self._go, run)
        thread.shutdown(wait=False)
        return running

    def _go(self, run: FileAudit) -> None:
        started, before = time.monotonic(), run.done

        def audited(done: int) -> None:
            self.seconds_each = (time.monotonic() - started) / (done - before)
            self.heed()

        self.heed()
        run.run(audited)


class Heeding:
    """A judge that calls `heed`, which may raise, before it judges: each claim by itself, or all together."""

    def __init__(self, judge: Judge, heed: Callable[[], None], *, each: bool = False) -> None:
        self.name, self.threshold = judge.name, judge.threshold
        self._judge, self._heed, self._each = judge, heed, each

    def judge(self, claims: Sequence[str], evidence: Sequence[str]) -> list[Judgement]:
        """The judgements of the judge itself."""
        if not self._each:
            self._heed()
            return self._judge.judge(claims, evidence)
        judgements = []
        for claim, text in zip(claims, evidence, strict=True):
            self._heed()
            judgements += self._judge.judge([claim], [text])
        return judgements
