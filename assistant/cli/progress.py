"""What is under way, on stderr: moving where it is a terminal, else a line or nothing.

What a model writes is shown here, dimmed, and taken away again: it is not checked yet.
"""

import time
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.answer import Answer, AnswerSpan, Citation
from assistant.cli.terminal import note
from assistant.report.wording import counted, duration
from corpus.article import one_line

if TYPE_CHECKING:
    from rich.console import Console

    from assistant.answering.events import Event
    from assistant.batch.run import BatchProgress
    from index import Progress

LINE_SECONDS = 10.0  # between two lines, if stderr is no terminal


def stderr_console() -> "Console":
    """Rich on stderr."""
    from rich.console import Console

    return Console(stderr=True, highlight=False, markup=False, emoji=False)


def waiting(what: str) -> AbstractContextManager[object]:
    """Something that moves while nothing else is to be seen."""
    return stderr_console().status(what)


@contextmanager
def bar(
    text: str, total: int | None = None, done: int = 0
) -> Iterator[Callable[[int, int | None, str], None]]:
    """A bar with a text beside it; it is told how many are done, of how many if that is known, and the text.

    Where stderr is no terminal, the text is a line of its own now and then.
    """
    from rich import progress as bars

    console = stderr_console()
    if not console.is_terminal:
        said = time.monotonic()

        def say(done: int, total: int | None, text: str) -> None:
            nonlocal said
            if time.monotonic() - said >= LINE_SECONDS:
                said = time.monotonic()
                note(text)

        yield say
        return
    columns = (bars.BarColumn(bar_width=24), bars.TextColumn("{task.description}", markup=False))
    with bars.Progress(*columns, console=console, transient=True) as moving:
        task = moving.add_task(text, total=total, completed=done)
        yield lambda done, total, text: moving.update(task, completed=done, total=total, description=text)


def index_line(progress: "Progress") -> str:
    """How far indexing is: files, passages, and the file that is read."""
    of = f"/{progress.total_files:,}" if progress.total_files else ""
    name = one_line(Path(progress.current).name)
    return f"Indexing: {progress.done_files:,}{of} files, {progress.passages:,} passages  {name}"


def follow_batch(
    steps: Generator["BatchProgress", None, None], total: int, before: int = 0
) -> "BatchProgress":
    """Show a run over the questions that are left of `total`, and return how it ended.

    `before` questions were answered by earlier runs.
    """
    from assistant.batch.run import BatchProgress

    progress = BatchProgress()
    with bar(f"{before:,} of {total:,} done", total, before) as tell, closing(steps):
        for progress in steps:
            tell(before + progress.done, total, batch_line(progress, total, before))
    return progress


def batch_line(progress: "BatchProgress", total: int, before: int) -> str:
    """Done, what came of it in this run, rate and time left.

    >>> from assistant.batch.run import BatchProgress
    >>> batch_line(BatchProgress(answered=20, abstained=3, failed=1, seconds=240.0), total=200, before=50)
    '74 of 200 done: 20 answered, 3 abstained, 1 failed; 6.0 a minute, 21 min left'
    """
    left = total - before - progress.done
    minutes = left / progress.per_minute if progress.per_minute else 0.0
    return (
        f"{before + progress.done:,} of {total:,} done: {progress}; {progress.per_minute:.1f} a minute,"
        f" {duration(60 * minutes)} left"
    )


def follow(events: Iterable["Event"]) -> Answer:
    """The answer that the events end with; meanwhile the evidence's size and the reply as it is written."""
    from rich.live import Live
    from rich.spinner import Spinner
    from rich.text import Text

    from assistant.answering.events import Answered, EvidenceFound, TextDelta

    reply = Text(style="dim")
    with Live(Spinner("dots", reply), console=stderr_console(), transient=True) as live:

        def show(event: "Event") -> Answer | None:
            match event:
                case EvidenceFound():
                    live.console.print(_evidence(event.citations, event.answer_spans), soft_wrap=True)
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
    title = next(citation.article.title for citation in citations if citation.number == best.citation)
    return f"{told} Words that answer: “{one_line(best.text)}”, in “{one_line(title)}”"
