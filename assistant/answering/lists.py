"""The words by which questions and answers are told apart, as they stand in `lists.toml`."""

import tomllib
from pathlib import Path

LISTS: dict[str, str] = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))


def listed(name: str) -> list[str]:
    """The entries of a list; `according+to` is two words."""
    return [entry.replace("+", " ") for entry in LISTS[name].split()]


def one_of(*names: str) -> str:
    """A pattern for any entry of the lists, without groups."""
    entries = (entry.replace(" ", r"\s+") for name in names for entry in listed(name))
    return f"(?:{'|'.join(entries)})"
