"""How far a batch is, on stderr: one line that moves where it is a terminal, else a line now and then."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from assistant.batch.run import BatchProgress
from assistant.cli.progress import LINE_SECONDS, stderr_console
from assistant.cli.terminal import note


@contextmanager
def batch_progress(total: int, before: int) -> Iterator[Callable[[BatchProgress], None]]:
    """What is told of a run over the questions that are left of `total`; `before` were answered by earlier runs."""
    console = stderr_console()
    if not console.is_terminal:
        told = time.monotonic()

        def tell(progress: BatchProgress) -> None:
            nonlocal told
            if time.monotonic() - told >= LINE_SECONDS:
                told = time.monotonic()
                note(line(progress, total, before))

        yield tell
        return
    from rich import progress as bars

    columns = (bars.BarColumn(bar_width=24), bars.TextColumn("{task.description}", markup=False))
    with bars.Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task(f"{before:,} of {total:,} done", total=total, completed=before)
        yield lambda progress: bar.update(
            task, completed=before + progress.done, description=line(progress, total, before)
        )


def line(progress: BatchProgress, total: int, before: int) -> str:
    """Done, what came of it in this run, rate and time left.

    >>> line(BatchProgress(answered=20, abstained=3, failed=1, seconds=240.0), total=200, before=50)
    '74 of 200 done: 20 answered, 3 abstained, 1 failed; 6.0 a minute, 21 min left'
    """
    left = total - before - progress.done
    minutes = left / progress.per_minute if progress.per_minute else 0.0
    return (
        f"{before + progress.done:,} of {total:,} done: {progress.answered:,} answered,"
        f" {progress.abstained:,} abstained, {progress.failed:,} failed; {progress.per_minute:.1f} a minute,"
        f" {duration(60 * minutes)} left"
    )


def duration(seconds: float) -> str:
    """`40 s`, `12 min`, `3.5 h`.

    >>> duration(40), duration(720), duration(12_600)
    ('40 s', '12 min', '3.5 h')
    """
    if seconds < 100:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 6000 else f"{seconds / 3600:.1f} h"
