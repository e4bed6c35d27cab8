"""Files of answers, ours or anyone else's -> `SubmittedAnswer`s, one by one; what cannot be read is a `Problem`.

Rows, of JSON Lines and of tables, are read as they come, so that a file of any length takes little memory.
"""

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from assistant.answer import Answer
from assistant.answering.marks import find_marks
from assistant.audit.pasted import read_pasted, split_sources
from assistant.audit.source_list import UNNUMBERED, Labelled, numbered, read_entries
from assistant.audit.submission import Source, SubmittedAnswer
from assistant.documents import from_document
from corpus import Span
from corpus.article import one_line
from corpus.encoding import decode
from corpus.errors import InputError, ReadError
from corpus.metadata import Metadata
from corpus.rows import JSON_SUFFIXES, TABLE_SUFFIXES, Kind, Problem, Row, RowFile, kind_of

EXPECTED = """Expected one of:
- JSON Lines: {"question": "Who did it?", "answer": "Ann did [1].", "sources": [{"number": 1, "title": "A title"}]}
- CSV with the columns question, answer, sources; in a cell of sources, one a line: [1] A title, https://...
- Markdown or text: Ann did [1]. Below it a line "Sources:", and below that the entries: [1] A title, https://...
- answers that Pincite wrote as JSON, one or a batch of them"""

MAX_SHOWN = 80  # code points of a first line in a message
MAX_TITLE = 300  # code points of a text that can be the title of a source

ANSWER_FIELDS = ("answer", "text", "response", "output")
QUESTION_FIELDS = ("question", "query", "prompt")
TEXTS_FIELDS = ("contexts", "documents", "docs")  # a plain text in these is the text of a source
SOURCES_FIELDS = ("sources", "citations", "references", *TEXTS_FIELDS)  # in the others its title or URL

_OWN_FIELDS = {"text", "abstained", "claims", "citations"}
_TITLE_FIELDS = ("title", "headline", "name")
_TEXT_FIELDS = ("text", "content", "body", "page_content", "passage")
_QUOTE_FIELDS = ("quote", "snippet", "excerpt", "cited_text", "quotation")
_ADDRESS_FIELDS = ("url", "link", "source", "article", "article_id")
_SOURCE_FIELDS = {*_TITLE_FIELDS, *_TEXT_FIELDS, *_QUOTE_FIELDS, *_ADDRESS_FIELDS}
_SURROGATE = re.compile("[\ud800-\udfff]")
_MARKDOWN = (".md", ".markdown")

_Fields = Mapping[str, Any]  # names in lower case


def read_answers(path: Path, name: str = "") -> Iterator[SubmittedAnswer | Problem]:
    """The answers of a file, each with an id of its own, and a problem for each row that cannot be read.

    `name` is what messages call the file; its path if not given. Raises InputError if the file cannot be read or holds
    no answer at all.
    """
    name = name or str(path)
    used: Counter[str] = Counter()
    first_problem = None
    for found in _found(path, name):
        if isinstance(found, Problem):
            first_problem = first_problem or found
            yield found
        else:
            yield replace(found, id=_unique(found.id, used))
    if not used:
        reason = f"line {first_problem.line}: {first_problem.reason}" if first_problem else "it has no rows"
        raise InputError(f"{name} holds no answer that can be read: {reason}.\n{EXPECTED}")


def _found(path: Path, name: str) -> Iterator[SubmittedAnswer | Problem]:
    try:
        with path.open("rb") as file:
            yield from _read(
                RowFile(file, name, path.suffix, ANSWER_FIELDS, text_of=_text_of_line, within="answers")
            )
    except OSError as error:
        raise InputError(
            f"cannot read {name}: {error.strerror}. Name a file of answers.\n{EXPECTED}"
        ) from error
    except ReadError as error:
        raise InputError(f"cannot read {name}: {error}.\n{EXPECTED}") from error


def _read(rows: RowFile) -> Iterator[SubmittedAnswer | Problem]:
    if rows.suffix in JSON_SUFFIXES and not rows.first.lstrip().startswith(("{", "[")):
        raise InputError(f"{rows.name} is no JSON: it begins with {_shown(rows.first)}.\n{EXPECTED}")
    if _is_pasted(rows):
        yield _pasted(rows.text(), rows.name)
    else:
        yield from (_answer(row, rows.name) for row in rows)


def _text_of_line(content: bytes) -> str:
    """Text in any encoding; what cannot be decoded is replaced, so that its row tells what is wrong with it."""
    try:
        return decode(content)
    except ReadError:  # a blank line too
        return content.decode("utf-8", "replace")


def _is_pasted(rows: RowFile) -> bool:
    """Whether it is one answer as text. A first line that names a column may be its beginning too.

    So only the suffix, or a second column that is known, makes a table of it; Markdown never is one.
    """
    if rows.kind is Kind.TABLE and rows.suffix not in TABLE_SUFFIXES:
        is_table = not {"id", *QUESTION_FIELDS, *SOURCES_FIELDS}.isdisjoint(rows.header)
        return rows.suffix in _MARKDOWN or not is_table
    return rows.kind is Kind.TEXT


def _pasted(text: str, name: str) -> SubmittedAnswer:
    pasted = read_pasted(_as_written(text))
    if not pasted.text:
        raise InputError(f"{name} has a list of sources, but no answer above it.\n{EXPECTED}")
    if not pasted.sources and not find_marks(pasted.text, frozenset()):
        seen = f"it has neither marks, such as [1], nor a list of sources; it begins with {_shown(text)}"
        raise InputError(f"{name} is no answer: {seen}.\n{EXPECTED}")
    return pasted


def _answer(row: Row | Problem, name: str) -> SubmittedAnswer | Problem:
    if isinstance(row, Problem):
        return row
    try:
        if not isinstance(row.value, dict):
            raise ReadError(f"it is {kind_of(row.value)}; expected an object")
        return _submitted(_lower_names(row.value), str(row.number))
    except ReadError as error:
        return Problem(name, str(error), row.line)


def _unique(id: str, used: Counter[str]) -> str:
    """The id, with a number behind it if an answer before has it."""
    unique = id
    while unique in used:
        used[id] += 1
        unique = f"{id}-{used[id]}"
    used[unique] += 1
    return unique


def _shown(text: str) -> str:
    first = text.strip().split("\n")[0]
    return repr(first if len(first) <= MAX_SHOWN else first[:MAX_SHOWN] + "…")


def _submitted(row: _Fields, id: str) -> SubmittedAnswer:
    """The answer in a row; `id` is for a row without one. Raises ReadError if no answer in it can be read."""
    given = row.get("id")
    own_id = one_line(str(given)) if isinstance(given, str | int) else ""
    if row.keys() >= _OWN_FIELDS:
        return SubmittedAnswer.of(_own_answer(row), own_id or id)
    answer = _answer_text(row)
    text, listed = split_sources(answer)
    name, given = next(((name, row[name]) for name in SOURCES_FIELDS if row.get(name)), ("sources", None))
    found = list(_sources(given, are_texts=name in TEXTS_FIELDS)) if given else listed
    question = next((row[name] for name in QUESTION_FIELDS if isinstance(row.get(name), str)), "")
    return SubmittedAnswer(own_id or id, text, numbered(found), question.strip() or None)


def _as_written(text: str) -> str:
    """The text with `\\n` line ends; halves of characters, which no file can hold, are replaced."""
    return _SURROGATE.sub("\ufffd", text.replace("\r\n", "\n"))


def _lower_names(row: Mapping[Any, Any]) -> dict[str, Any]:
    """A row with the names of its fields in lower case."""
    return {str(name).strip().lower(): value for name, value in row.items()}


def _own_answer(row: _Fields) -> Answer:
    try:
        return from_document(Answer, row)
    except InputError as error:
        raise ReadError(
            f"it has the fields of an answer that Pincite wrote, but is damaged: {one_line(str(error))}"
        ) from error


def _answer_text(row: _Fields) -> str:
    name = next((name for name in ANSWER_FIELDS if row.get(name) is not None), None)
    if name is None and row.get("error"):
        raise ReadError(f"it has no answer, but an error: {one_line(str(row['error']))}")
    if name is None:
        seen = ", ".join(row) or "none"
        raise ReadError(
            f"it has no answer: its fields are {seen}; one must be named {', '.join(ANSWER_FIELDS)}"
        )
    if not isinstance(row[name], str):
        raise ReadError(f"its {name} is {kind_of(row[name])}; expected a text")
    if not row[name].strip():
        raise ReadError(f"its {name} is empty")
    return _as_written(row[name])


def _sources(given: object, *, are_texts: bool) -> Iterator[Labelled]:
    """Each source with its label; `given` is a list, an object by number, or the text of a table's cell."""
    if isinstance(given, str):
        parsed = _parsed(given)
        if parsed is None:
            yield from read_entries(_as_written(given).split("\n"))
            return
        given = parsed
    members: Iterable[tuple[object, object]]
    if isinstance(given, list):
        members = [(None, member) for member in given]
    elif isinstance(given, dict):
        members = [(None, given)] if _SOURCE_FIELDS & _lower_names(given).keys() else given.items()
    else:
        raise ReadError(f"its sources are {kind_of(given)}; expected a list")
    for place, (label, member) in enumerate(members, start=1):
        if isinstance(member, str):
            own_label, source = _from_text(_as_written(member), is_text=are_texts)
        elif isinstance(member, dict):
            own_label, source = _from_object(_lower_names(member))
        else:
            raise ReadError(f"its source {place} is {kind_of(member)}; expected an object or a text")
        yield own_label if label is None else label, source


def _parsed(cell: str) -> object:
    """The JSON in a cell; None if it is something else."""
    if not cell.lstrip().startswith(("[", "{")):
        return None
    try:
        return json.loads(cell)
    except (ValueError, RecursionError):
        return None


def _from_text(text: str, *, is_text: bool) -> Labelled:
    if is_text or len(text) > MAX_TITLE:
        return None, Source(UNNUMBERED, text=text)
    entries = read_entries([text])
    return entries[0] if entries else (None, Source(UNNUMBERED))


def _from_object(given: _Fields) -> Labelled:
    article = given.get("article")
    inner = _lower_names(article) if isinstance(article, dict) else {}
    nested = given.get("metadata")
    known = {**inner, **(_lower_names(nested) if isinstance(nested, dict) else {}), **given}
    metadata = Metadata.from_fields(known)
    title, url = metadata.title or _text(known, "name"), metadata.source
    is_address = bool(url) and bool(known.get("url") or known.get("link") or inner or "/" in (url or ""))
    source = Source(
        UNNUMBERED,
        title=title if title or is_address else url,
        url=url if is_address else None,
        article=_text(inner, "id") if inner else _text(known, "article", "article_id"),
        publisher=metadata.publisher or (url if title and not is_address else None),
        published=metadata.published,
        text=_text(known, *_TEXT_FIELDS),
        quote=_text(known, *_QUOTE_FIELDS),
        span=_span(known),
        digest=_text(known, "digest"),
    )
    return given.get("number", given.get("id")), source


def _text(fields: _Fields, *names: str) -> str | None:
    values = (fields[name] for name in names if isinstance(fields.get(name), str))
    return next((_as_written(value) for value in values if value.strip()), None)


def _span(fields: _Fields) -> Span | None:
    start, end = fields.get("start"), fields.get("end")
    if isinstance(start, int) and isinstance(end, int) and 0 <= start <= end:
        return Span(start, end)
    return None
