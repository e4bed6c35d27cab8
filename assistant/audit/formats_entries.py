"""A list of sources, line by line -> its entries, each with its label, and a number for each."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import count, pairwise

from assistant.audit.formats_entry import read_entry
from assistant.audit.submission import Source

MAX_NUMBER = 999  # what a mark can name; larger ids are a database's

Labelled = tuple[
    object, Source
]  # what an entry is labelled with, None without, and its source without a number

_LABEL = (
    r"\[\^?\d{1,3}\]:?|\d{1,3}[.)](?=\s)|\(\d{1,3}\)|【\d{1,3}】|<sup>\d{1,3}</sup>|[⁰¹²³⁴⁵⁶⁷⁸⁹]+|\^\d{1,3}"
)
_START = re.compile(rf"(?P<indent>[ \t]*)(?P<bullet>[-*+•–][ \t]+)?(?P<label>{_LABEL})?[ \t]*")
_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_ONLY_URL = re.compile(r"<?https?://\S+")
_QUOTATION = re.compile(r"[>“\"«]")


def read_entries(lines: Sequence[str]) -> list[Labelled]:
    """The entries of a list in order; entries that tell nothing are left out.

    The first line says what an entry begins with: a number, a bullet, or just a new line.
    """
    entries: list[tuple[str | None, list[str]]] = []
    visible = [line for line in lines if line.strip()]
    first = _start(visible[0]) if visible else None
    for line in visible:
        start = _start(line)
        if first and (not entries or _begins(first, start, entries[-1][1])):
            entries.append((start["label"], [line[start.end() :]]))
        else:
            entries[-1][1].append(line)
    found = [(label, read_entry("\n".join(entry))) for label, entry in entries]
    return [(label, source) for label, source in found if source.title or source.url or source.quote]


def list_end(lines: Sequence[str]) -> int:
    """Where a list of numbered or bulleted entries ends: at a paragraph that is no entry and goes on with none."""
    visible = [line for line in lines if line.strip()]
    first = _start(visible[0]) if visible else None
    if not first or not (first["label"] or first["bullet"]):
        return len(lines)
    for n, (before, line) in enumerate(pairwise(["", *lines])):
        if line.strip() and not (goes_on(before, line) or _begins(first, _start(line), [])):
            return n
    return len(lines)


def goes_on(before: str, line: str) -> bool:
    """Whether a line goes on with an entry: it is indented, a quotation, an address, or below a line of text."""
    return bool(before.strip()) or line.startswith((" ", "\t", ">", "“", '"', "http"))


def numbered(found: Sequence[Labelled]) -> tuple[Source, ...]:
    """The sources with the numbers that their labels name; the others get the first numbers that are free."""
    given = [label_number(label) for label, _ in found]
    free = (number for number in count(1) if number not in given)
    return tuple(
        replace(source, number=next(free) if number is None else number)
        for number, (_, source) in zip(given, found, strict=True)
    )


def label_number(label: object) -> int | None:
    """The number in `3`, `"3"`, `"[3]"` or `"³"`; None where it is none that a mark could name."""
    if isinstance(label, str):
        digits = label.translate(_RAISED).removeprefix("<sup>").removesuffix("</sup>").strip("[]()【】^.: ")
        return int(digits) if re.fullmatch(r"[0-9]{1,3}", digits) else None
    if isinstance(label, int) and not isinstance(label, bool):
        return label if 0 <= label <= MAX_NUMBER else None
    return None


def _start(line: str) -> re.Match[str]:
    start = _START.match(line)
    assert start is not None
    return start


def _begins(first: re.Match[str], start: re.Match[str], entry: Sequence[str]) -> bool:
    """Whether a line begins an entry, in a list whose first line is `first`, or goes on with the `entry` so far."""
    if len(start["indent"]) > len(first["indent"]) + 1:
        return False
    if first["label"]:
        return bool(start["label"])
    if first["bullet"]:
        return bool(start["bullet"])
    rest = start.string[start.end() :]
    is_more = _QUOTATION.match(rest) or (_ONLY_URL.fullmatch(rest) and not any(map(_has_url, entry)))
    return not is_more


def _has_url(line: str) -> bool:
    return "://" in line
