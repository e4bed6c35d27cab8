"""The lists of words that the checks look up, as they stand in `lists.toml`."""

import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

LISTS: dict[str, Any] = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))


@cache
def listed(name: str) -> frozenset[str]:
    """The words of a list."""
    return frozenset(str(LISTS[name]).split())


def rows(name: str) -> list[str]:
    """The lines of a list, in its order."""
    return str(LISTS[name]).strip().splitlines()


def sides(name: str) -> Iterator[tuple[list[str], list[str]]]:
    """The words of each side of a row, and those of its other side: a row `won | lost` gives two."""
    for row in rows(name):
        one, other = (side.split() for side in row.split("|"))
        yield from ((one, other), (other, one))


def values(name: str) -> dict[str, float]:
    """The words of a list whose rows begin with what they stand for as a number; `a+dozen` is two words."""
    numbered = (row.split() for row in rows(name))
    return {word.replace("+", " "): float(number) for number, *words in numbered for word in words}
