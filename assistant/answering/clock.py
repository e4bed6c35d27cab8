"""How long the stages of an answer take."""

import time
from collections.abc import Iterator
from contextlib import contextmanager


class Clock:
    """Milliseconds by stage, and their sum. Time spent waiting for other questions is not counted."""

    def __init__(self) -> None:
        self._stages: dict[str, float] = {}

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Time what is done inside; a stage that comes again adds up."""
        start = time.perf_counter()
        try:
            yield
        finally:
            spent = (time.perf_counter() - start) * 1000
            self._stages[name] = round(self._stages.get(name, 0.0) + spent, 1)

    def read(self) -> dict[str, float]:
        """The stages so far, and `total`."""
        return {**self._stages, "total": round(sum(self._stages.values()), 1)}
