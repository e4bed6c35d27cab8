"""What a benchmark shows: tables on stdout, the same as JSON, how far it is on stderr."""

import argparse
import json
import os
import platform
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

import numpy as np

from corpus.errors import PinciteError

PROGRESS_SECONDS = 5.0  # between two lines on stderr

Cell = str | float | None
Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Table:
    """One table; the first column names the rows. None stands for what is not defined."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]

    def to_json(self) -> dict[str, Any]:
        """The rows as objects."""
        return {
            "title": self.title,
            "rows": [dict(zip(self.columns, row, strict=True)) for row in self.rows],
        }

    def __str__(self) -> str:
        lines = [self.columns, *(tuple(map(_written, row)) for row in self.rows)]
        widths = [max(len(line[n]) for line in lines) for n in range(len(self.columns))]
        padded = [
            "  ".join([line[0].ljust(widths[0]), *map(str.rjust, line[1:], widths[1:])]).rstrip()
            for line in lines
        ]
        return "\n".join([self.title, *padded])

    def to_markdown(self) -> str:
        """The title in bold and the table as GitHub reads it, the first column left, the others right."""
        rules = (":--", *["--:"] * (len(self.columns) - 1))
        lines = [self.columns, rules, *(tuple(map(_written, row)) for row in self.rows)]
        return "\n".join([f"**{self.title}**", "", *(f"| {' | '.join(line)} |" for line in lines)])


def _written(cell: Cell) -> str:
    if cell is None:
        return "-"
    if isinstance(cell, float):
        return f"{cell:.3f}" if abs(cell) < 10 else f"{cell:,.1f}" if abs(cell) < 1000 else f"{cell:,.0f}"
    return f"{cell:,}" if isinstance(cell, int) else cell


def mean(values: Iterable[float | None]) -> float | None:
    """The mean of what is defined; None where nothing is."""
    defined = [value for value in values if value is not None]
    return float(np.mean(defined)) if defined else None


def percentile(values: Iterable[float | None], percent: float) -> float | None:
    """A percentile of what is defined, linear between neighbours; None where nothing is."""
    defined = [value for value in values if value is not None]
    return float(np.percentile(defined, percent)) if defined else None


def parser(description: str | None) -> argparse.ArgumentParser:
    """A parser whose help is the script's docstring, as it is written there."""
    made = argparse.ArgumentParser(
        description=description, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    made.add_argument("--json", type=Path, metavar="FILE", help="write tables and details there too")
    return made


def show(options: argparse.Namespace, tables: Sequence[Table], details: Sequence[Any] = ()) -> None:
    """Print the tables, and write them where `--json` says."""
    print("\n\n".join(map(str, tables)))
    write(options, tables, details)


def write(options: argparse.Namespace, tables: Sequence[Table], details: Sequence[Any] = ()) -> None:
    """Write the tables where `--json` says, if it does."""
    if options.json is not None:
        document = {
            "arguments": {name: _plain(value) for name, value in vars(options).items()},
            "finished": datetime.now().astimezone().isoformat(timespec="seconds"),
            "machine": {
                "cpus": os.cpu_count(),
                "platform": platform.platform(),
                "python": platform.python_version(),
            },
            "tables": [table.to_json() for table in tables],
            "details": list(details),
        }
        options.json.write_text(json.dumps(document, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def progress(items: Sequence[Item], label: str) -> Iterator[Item]:
    """The items, with a line on stderr now and then and at the end."""
    start = told = time.monotonic()
    for done, item in enumerate(items):
        if time.monotonic() - told >= PROGRESS_SECONDS:
            told = time.monotonic()
            tell(f"{label}: {done:,} of {len(items):,}, {told - start:.0f} s")
        yield item
    tell(f"{label}: {len(items):,} in {time.monotonic() - start:.1f} s")


def tell(line: str) -> None:
    """A line on stderr."""
    print(line, file=sys.stderr, flush=True)


def run(main: Callable[[], None]) -> None:
    """Run a script; what the user can cure is one line on stderr and exit code 2."""
    try:
        main()
    except PinciteError as error:
        tell(f"error: {error}")
        sys.exit(2)


def _plain(value: object) -> object:
    return str(value) if isinstance(value, Path) else value
