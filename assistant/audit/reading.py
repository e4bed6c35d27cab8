"""Files of answers, ours or anyone else's -> `SubmittedAnswer`s, one by one; what is broken is a `Problem`.

Rows, of JSON Lines and of tables, are read as they come, so that a file of any length takes little memory.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import BinaryIO

from assistant.answering.marks import find_marks
from assistant.audit.formats_lines import (
    Header,
    Problem,
    Row,
    begins_json,
    decoded,
    has_more_lines,
    head_of,
    json_documents,
    json_lines,
    kind_of,
    lines_of,
    read_header,
    table_rows,
)
from assistant.audit.formats_pasted import read_pasted
from assistant.audit.formats_rows import (
    ANSWER_FIELDS,
    QUESTION_FIELDS,
    SOURCES_FIELDS,
    as_written,
    lower_names,
    read_row,
)
from assistant.audit.submission import SubmittedAnswer
from corpus.encoding import decode
from corpus.errors import InputError, ReadError

__all__ = ["EXPECTED", "Problem", "read_answers"]

EXPECTED = """Expected one of:
- JSON Lines: {"question": "Who did it?", "answer": "Ann did [1].", "sources": [{"number": 1, "title": "A title"}]}
- CSV with the columns question, answer, sources; in a cell of sources, one a line: [1] A title, https://...
- Markdown or text: Ann did [1]. Below it a line "Sources:", and below that the entries: [1] A title, https://...
- what `pincite ask --json` or `pincite batch` wrote"""

MAX_SHOWN = 80  # code points of a first line in a message

_JSON_SUFFIXES = (".json", ".jsonl", ".ndjson")
_TABLE_SUFFIXES = (".csv", ".tsv")
_TEXT_SUFFIXES = (".md", ".markdown")

_Found = Row | Problem | SubmittedAnswer


def read_answers(path: Path, name: str = "") -> Iterator[SubmittedAnswer | Problem]:
    """The answers of a file, each with an id of its own; and its broken rows.

    Raises InputError where it cannot be read, or holds no answer at all; `name` is what a message calls it, if not by
    its path.
    """
    name = name or str(path)
    used: Counter[str] = Counter()
    first_problem = None
    with _opened(path, name) as stream:
        for row in _found(stream, name, path.suffix.lower()):
            found = _answer(row) if isinstance(row, Row) else row
            if isinstance(found, Problem):
                first_problem = first_problem or found
                yield found
            else:
                yield replace(found, id=_unique(found.id, used))
    if not used:
        reason = f"line {first_problem.line}: {first_problem.message}" if first_problem else "it has no rows"
        raise InputError(f"{name} holds no answer that can be read: {reason}.\n{EXPECTED}")


def _opened(path: Path, name: str) -> BinaryIO:
    try:
        return path.open("rb")
    except OSError as error:
        raise InputError(
            f"cannot read {name}: {error.strerror}. Name a file of answers.\n{EXPECTED}"
        ) from error


def _unique(id: str, used: Counter[str]) -> str:
    """The id, with a number behind it where an answer before has it."""
    name = id
    while name in used:
        used[id] += 1
        name = f"{id}-{used[id]}"
    used[name] += 1
    return name


def _answer(row: Row) -> SubmittedAnswer | Problem:
    if not isinstance(row.value, dict):
        return Problem(row.line, f"it is {kind_of(row.value)}; expected an object")
    try:
        return read_row(lower_names(row.value), str(row.place))
    except ReadError as error:
        return Problem(row.line, str(error))


def _found(stream: BinaryIO, name: str, suffix: str) -> Iterator[_Found]:
    """What the contents hold; their first line that is not blank tells of which kind they are."""
    lines = _lines(stream, name)
    head = list(head_of(lines))
    first = _text(head[-1], name)
    everything = chain(head, lines)
    if begins_json(first) and has_more_lines(first):
        return json_documents(_text(b"".join(everything), name))
    if begins_json(first):
        return json_lines(map(decoded, everything))
    header = None if suffix in _TEXT_SUFFIXES else read_header(first, ANSWER_FIELDS)
    if header and (suffix in _TABLE_SUFFIXES or _is_surely(header)):
        return table_rows(map(decoded, lines), header, len(head))
    if suffix in (*_JSON_SUFFIXES, *_TABLE_SUFFIXES):
        kind = "JSON" if suffix in _JSON_SUFFIXES else f"table with a column {', '.join(ANSWER_FIELDS)}"
        raise InputError(f"{name} is no {kind}: it begins with {_shown(first)}.\n{EXPECTED}")
    return iter([_pasted(_text(b"".join(everything), name), name)])


def _lines(stream: BinaryIO, name: str) -> Iterator[bytes]:
    try:
        yield from lines_of(stream)
    except ReadError as error:
        raise _unreadable(name, error) from error


def _text(content: bytes, name: str) -> str:
    try:
        return decode(content)
    except ReadError as error:
        raise _unreadable(name, error) from error


def _unreadable(name: str, error: ReadError) -> InputError:
    return InputError(f"cannot read {name}: {error}.\n{EXPECTED}")


def _is_surely(header: Header) -> bool:
    """Whether it is a table's although no suffix says so: it has a column for the question, sources or id too."""
    return not {"id", *QUESTION_FIELDS, *SOURCES_FIELDS}.isdisjoint(header.names)


def _pasted(text: str, name: str) -> SubmittedAnswer:
    pasted = read_pasted(as_written(text))
    if not pasted.text:
        raise InputError(f"{name} has a list of sources, but no answer above it.\n{EXPECTED}")
    if not pasted.sources and not find_marks(pasted.text, frozenset()):
        seen = f"it has neither marks, such as [1], nor a list of sources; it begins with {_shown(text)}"
        raise InputError(f"{name} is no answer: {seen}.\n{EXPECTED}")
    return SubmittedAnswer("1", pasted.text, pasted.sources, pasted.question)


def _shown(text: str) -> str:
    first = text.strip().split("\n")[0]
    return repr(first if len(first) <= MAX_SHOWN else first[:MAX_SHOWN] + "…")
