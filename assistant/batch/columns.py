"""Columns of a table of questions: their names, and what to say where none holds the questions."""

import re
from collections.abc import Collection, Iterable

from corpus.errors import Cure, InputError

EXPECTED = """Expected one of:
- text (.txt): one question a line
- a table (.csv, .tsv, .xlsx) with a header and a column question; columns id, after, before, publisher, article count
- JSON Lines (.jsonl): {"question": "Who did it?", "after": "2024-01-01"}"""

MAX_SHOWN = 60  # code points of a cell in a message
MOST_SHOWN = 12  # cells

_NUMBERED = re.compile(r" \(\d+\)$")


def named(cells: Iterable[str]) -> tuple[str, ...]:
    """Names of columns, each once: one without is called by its place, one that there was before gets a number.

    >>> named(["q", "", "note", "note"])
    ('q', 'column 2', 'note', 'note (2)')
    """
    names: list[str] = []
    for place, cell in enumerate(cells, start=1):
        name = cell.strip() or f"column {place}"
        before = sum(_NUMBERED.sub("", other) == name for other in names)
        names.append(f"{name} ({before + 1})" if before else name)
    return tuple(names)


def no_column(name: str, cells: Iterable[str], wanted: Collection[str]) -> InputError:
    """What to say of a table in whose first row, `cells`, none of the `wanted` names stands."""
    seen = [repr(cell.strip()[:MAX_SHOWN]) for cell in cells]
    more = ["..."] if len(seen) > MOST_SHOWN else []
    return InputError(
        f"{name} has no column {', '.join(wanted)}; its first row is {', '.join(seen[:MOST_SHOWN] + more)}."
        f" Questions without a header: name the file .txt. Name the column of the questions.\n{EXPECTED}",
        Cure.NAME_COLUMN,
    )
