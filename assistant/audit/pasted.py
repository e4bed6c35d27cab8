"""An answer as it is pasted from a chat -> its question, its text with marks, and its sources."""

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.answering.marks import find_marks
from assistant.audit.source_list import (
    Labelled,
    goes_on,
    label_number,
    list_end,
    numbered,
    read_entries,
    read_entry,
)
from assistant.audit.submission import Source, SubmittedAnswer

_LIST_TITLE = re.compile(
    r"[ \t]*(?:#{1,6}[ \t]*)?(?:\*\*|__)?"
    r"(?:sources?(?: used| cited| list)?|references?|citations?|footnotes?|bibliography|works cited|list of sources)"
    r"[ \t]*:?(?:\*\*|__)?:?[ \t]*(?P<rest>\[\^?\d.*)?",
    re.IGNORECASE,
)
_HEADING = re.compile(r"[ \t]*#{1,6}[ \t]")
_DEFINITION = re.compile(r" {0,3}(?P<label>\[\^?[^\]\s]{1,40}\]):[ \t]*(?P<rest>.*)")
_ENTRY_IN_LINE = re.compile(r"[;,]?\s*(?=\[\^?\d{1,3}\])")
_BRACKETED = re.compile(r"[ \t]{0,3}(?P<label>\[\^?\d{1,3}\]|【\d{1,3}】|[⁰¹²³⁴⁵⁶⁷⁸⁹]+)[ \t]+\S")
_COUNTED = re.compile(r"[ \t]{0,3}(?P<label>\d{1,3}[.)])[ \t]+(?=.*https?://)")
_RULE = re.compile(r"[ \t]*(?:[-*_][ \t]*){3,}")

_QUESTION_HEADING = re.compile(r"\s*#{1,6}[ \t]+(?P<question>[^\n]+\?)[ \t*]*(?:\n|\Z)")
_QUESTION = re.compile(
    r"\s*(?:#{1,6}[ \t]+)?(?:\*\*)?(?:question|prompt|query|user|you said|q)(?:\*\*)?:(?:\*\*)?"
    r"\s*(?P<question>[^\n]+)(?:\n|\Z)",
    re.IGNORECASE,
)
_ANSWER_LABEL = re.compile(
    r"\s*(?:#{1,6}[ \t]+answer[ \t]*\n"
    r"|(?:\*\*)?(?:answer|response|assistant|chatgpt said|a)(?:\*\*)?:(?:\*\*)?)",
    re.IGNORECASE,
)


def read_pasted(text: str) -> SubmittedAnswer:
    """The answer as it was written, its sources and its question. `text` has `\\n` line ends."""
    answer, found = split_sources(text)
    question = _QUESTION.match(answer) or _QUESTION_HEADING.match(answer)
    if question:
        answer = answer[question.end() :]
        label = _ANSWER_LABEL.match(answer)
        answer = answer[label.end() :] if label else answer
    asked = question["question"].strip(" *") if question else None
    return SubmittedAnswer("1", answer.strip(), numbered(found), asked)


def split_sources(text: str) -> tuple[str, list[Labelled]]:
    """An answer without its list of sources, and the entries of the list; the text unchanged if it has no list.

    A list stands below a title such as `Sources:`. Or it consists of definitions, `[1]: https://…`. Or it is the end of
    the text: entries with numbers, if marks above name some of them, or if all entries have URLs.
    """
    lines, defined = _without_definitions(text.split("\n"))
    lines, listed = _without_list(lines, drop_title=bool(defined))
    if not (defined or listed):
        lines, listed = _without_last_entries(lines)
    found = _merged(defined, listed)
    if not found:
        return text, []
    while lines and (not lines[-1].strip() or _RULE.fullmatch(lines[-1])):
        lines.pop()
    return "\n".join(lines), found


def _without_definitions(lines: Sequence[str]) -> tuple[list[str], list[Labelled]]:
    """The lines without the definitions of sources, and the definitions, each with the lines that continue it."""
    rest: list[str] = []
    definitions: list[tuple[str, list[str]]] = []
    open_line = open_entry = False
    for line in lines:
        if found := _DEFINITION.fullmatch(line):
            definitions.append((found["label"], [found["rest"]]))
            open_line = open_entry = True
        elif line.strip() and (open_line or (open_entry and line[0] in " \t")):
            definitions[-1][1].append(line)
        else:
            rest.append(line)
            open_line = False
            open_entry = open_entry and not line.strip()
    return rest, [(label, read_entry("\n".join(entry))) for label, entry in definitions]


def _without_list(lines: Sequence[str], *, drop_title: bool) -> tuple[list[str], list[Labelled]]:
    """The lines without the last list that has a title, and the entries of that list.

    With `drop_title`, a title with nothing below it is taken out too: definitions stood there.
    """
    for title in reversed(range(len(lines))):
        found = _LIST_TITLE.fullmatch(lines[title])
        if not found:
            continue
        headings = (n for n in range(title + 1, len(lines)) if _HEADING.match(lines[n]))
        end = next(headings, len(lines))
        end = title + 1 + list_end(lines[title + 1 : end])
        in_line = [entry for entry in _ENTRY_IN_LINE.split(found["rest"] or "") if entry]
        entries = read_entries([*in_line, *lines[title + 1 : end]])
        if entries or (drop_title and not any(map(str.strip, lines[title + 1 : end]))):
            return [*lines[:title], *lines[end:]], entries
    return list(lines), []


def _without_last_entries(lines: Sequence[str]) -> tuple[list[str], list[Labelled]]:
    """The same for a list without a title: entries that follow each other."""
    for first in range(1, len(lines)):
        if lines[first - 1].strip() and not _RULE.fullmatch(lines[first - 1]):
            continue
        for kind in (_BRACKETED, _COUNTED):
            end = _list_end(lines, first, kind)
            labels = [label_number(found["label"]) for found in map(kind.match, lines[first:end]) if found]
            if labels and (kind is _COUNTED or _names_any(lines[:first], labels)):
                return [*lines[:first], *lines[end:]], read_entries(lines[first:end])
    return list(lines), []


def _list_end(lines: Sequence[str], first: int, kind: re.Pattern[str]) -> int:
    """The end of the entries with rising numbers that begin at `first`, with the lines that continue them."""
    last = -1
    for n in range(first, len(lines)):
        found, line = kind.match(lines[n]), lines[n]
        number = label_number(found["label"]) if found else None
        if number is not None and number > last:
            last = number
        elif number is not None or last < 0 or (line.strip() and not goes_on(lines[n - 1], line)):
            return n
    return len(lines)


def _names_any(lines: Sequence[str], labels: Sequence[int | None]) -> bool:
    """Whether a mark in the lines names the number of one of the labels."""
    known = frozenset(label for label in labels if label is not None)
    marks = find_marks("\n".join(lines), known)
    return any(known.intersection(mark.numbers) for mark in marks)


def _merged(defined: Sequence[Labelled], listed: Sequence[Labelled]) -> list[Labelled]:
    """The definitions, completed by entries of a list with the same numbers, then its other numbered entries."""
    if not defined:
        return list(listed)
    told = {label_number(label): source for label, source in listed if label_number(label) is not None}
    merged = []
    for label, source in defined:
        more = told.pop(label_number(label), source)
        merged.append((label, _completed(source, more)))
    return [*merged, *((number, source) for number, source in told.items())]


def _completed(source: Source, more: Source) -> Source:
    fields = ("title", "url", "publisher", "published", "quote")
    return replace(source, **{name: getattr(source, name) or getattr(more, name) for name in fields})
