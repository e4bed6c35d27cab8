"""What is under way, on stderr: moving where it is a terminal, else a line or nothing.

What a model writes is shown here, dimmed, and taken away again: it is not checked yet.
"""

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.answer import Answer, AnswerSpan, Citation
from assistant.cli.terminal import note
from assistant.report.wording import counted
from corpus.article import one_line

if TYPE_CHECKING:
    from rich.console import Console

    from assistant.answering.ask import Event
    from index import Progress

LINE_SECONDS = 10.0  # between two lines, where stderr is no terminal


def stderr_console() -> "Console":
    """Rich on stderr."""
    from rich.console import Console

    return Console(stderr=True, highlight=False, markup=False, emoji=False)


def waiting(what: str) -> AbstractContextManager[object]:
    """Something that moves while nothing else is to be seen."""
    return stderr_console().status(what)


@contextmanager
def index_progress(folder: Path) -> Iterator[Callable[["Progress"], None]]:
    """A bar that follows what it is told of indexing into `folder`; one line where stderr is no terminal."""
    from rich import progress as bars

    console = stderr_console()
    if not console.is_terminal:
        note(f"Indexing into {folder} ...")
        yield lambda progress: None
        return
    columns = (
        bars.TextColumn("Indexing"),
        bars.BarColumn(),
        bars.MofNCompleteColumn(),
        bars.TextColumn("files, {task.fields[passages]:,} passages  {task.description}", markup=False),
    )
    with bars.Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("", total=None, passages=0)

        def show(progress: "Progress") -> None:
            bar.update(
                task,
                completed=progress.done_files,
                total=progress.total_files,
                passages=progress.passages,
                description=one_line(Path(progress.current).name),
            )

        yield show


@contextmanager
def counting(label: str, total: int, noun: str, done: int = 0) -> Iterator[Callable[[int], None]]:
    """A bar that is told how many are done, with the time left; a line now and then where stderr is no terminal."""
    from rich import progress as bars

    console = stderr_console()
    if not console.is_terminal:
        yield _Lines(label, total, noun, done).tell
        return
    columns = (
        bars.TextColumn(label),
        bars.BarColumn(),
        bars.MofNCompleteColumn(),
        bars.TextColumn(noun),
        bars.TimeRemainingColumn(elapsed_when_finished=True),
    )
    with bars.Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("", total=total, completed=done)
        yield lambda now: bar.update(task, completed=now)


class _Lines:
    """A line on stderr every LINE_SECONDS: how many are done, and the minutes left at this rate."""

    def __init__(self, label: str, total: int, noun: str, done: int) -> None:
        self._label, self._total, self._noun, self._before = label, total, noun, done
        self._begun = self._told = time.monotonic()

    def tell(self, done: int) -> None:
        """Say so, if it is time again."""
        now = time.monotonic()
        if now - self._told < LINE_SECONDS:
            return
        self._told = now
        left = (now - self._begun) / (done - self._before) * (self._total - done) / 60
        note(f"{self._label}: {done:,} of {self._total:,} {self._noun}, about {left:.0f} min left")


def follow(events: Iterable["Event"]) -> Answer:
    """The answer that the events end with; meanwhile the evidence's size and the reply as it is written."""
    from rich.live import Live
    from rich.spinner import Spinner
    from rich.text import Text

    from assistant.answering.ask import Answered, EvidenceFound, TextDelta

    reply = Text(style="dim")
    with Live(Spinner("dots", reply), console=stderr_console(), transient=True) as live:

        def show(event: "Event") -> Answer | None:
            match event:
                case EvidenceFound():
                    live.console.print(_evidence(event.citations, event.answer_spans))
                case TextDelta(text):
                    reply.append(text)
                case Answered(answer):
                    return answer
            return None

        return next(filter(None, map(show, events)))


def _evidence(citations: Sequence[Citation], words: Sequence[AnswerSpan]) -> str:
    if not citations:
        return "No passage passes the filters."
    articles = len({citation.article.id for citation in citations})
    told = f"Evidence: {counted(len(citations), 'snippet')} from {counted(articles, 'article')}."
    if not words:
        return told
    best = max(words, key=lambda span: span.probability)
    return f"{told} Words that answer: “{one_line(best.text)}” [{best.citation}]"
