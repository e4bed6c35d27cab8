"""One row of a file of questions -> `BatchQuestion`, or what is wrong with it."""

import json
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from assistant.audit.formats_lines import Row, kind_of
from corpus.article import one_line
from corpus.errors import InputError, ReadError
from index import Filters

MAX_QUESTION = 2_000  # code points; a prompt has room for about twice as many
SHOWN = 60  # code points of what is wrong, in a message

_FILTERS = tuple(Filters.__slots__)
_NOT_UTF8 = re.compile("[\udc80-\udcff]")


@dataclass(frozen=True, slots=True)
class BatchQuestion:
    """A question as it is asked, which articles may answer it, and what else its row holds.

    `line` is where its row begins, from 1; `carried` are the other columns by their names, as JSON has values.
    """

    id: str
    question: str
    line: int
    filters: Filters = field(default_factory=Filters)
    carried: Mapping[str, Any] = field(default_factory=dict)


def read_row(row: Row, wanted: Collection[str], defaults: Filters) -> BatchQuestion:
    """The question in a row, its id empty where it has none. Raises ReadError, with what is wrong with it."""
    fields = {"question": row.value} if isinstance(row.value, str) else row.value
    if not isinstance(fields, dict):
        raise ReadError(f"it is {kind_of(fields)}; expected an object, or a question in quotation marks")
    _require_utf8(fields)
    names = {str(name).strip().lower(): name for name in fields}
    if isinstance(row.value, str):
        wanted = ("question",)
    asked = next((names[name] for name in wanted if name in names), None)
    if asked is None:
        raise ReadError(
            f"it has no question: its fields are {', '.join(names) or 'none'}; expected {', '.join(wanted)}"
        )
    own = {name: names[name] for name in ("id", *_FILTERS) if name in names and names[name] != asked}
    texts = {name: _text(fields[written], name) for name, written in own.items()}
    return BatchQuestion(
        id=texts.get("id", ""),
        question=_asked(fields[asked]),
        line=row.line,
        filters=_filters(texts, defaults),
        carried={
            str(name): _finite(value)
            for name, value in fields.items()
            if name != asked and name not in own.values()
        },
    )


def _finite(value: object) -> object:
    """The value with null for what JSON has no number for: NaN and the infinities."""
    if isinstance(value, float | list | dict):
        return json.loads(json.dumps(value), parse_constant=lambda name: None)
    return value


def _asked(value: object) -> str:
    question = _text(value, "question")
    if not question:
        raise ReadError("its question is empty")
    if len(question) > MAX_QUESTION:
        raise ReadError(
            f"its question has {len(question):,} characters; expected at most {MAX_QUESTION:,}. Shorten it"
        )
    return question


def _text(value: object, name: str) -> str:
    """A field as one line; empty for None."""
    if isinstance(value, bool | list | dict):
        raise ReadError(f"its {name} is {kind_of(value)}; expected a text")
    return "" if value is None else one_line(str(value))


def _filters(texts: Mapping[str, str], defaults: Filters) -> Filters:
    try:
        return Filters(
            after=_date(texts, "after") or defaults.after,
            before=_date(texts, "before") or defaults.before,
            publisher=texts.get("publisher") or defaults.publisher,
            article=texts.get("article") or defaults.article,
        )
    except InputError as error:
        raise ReadError(str(error)) from error


def _date(texts: Mapping[str, str], name: str) -> date | None:
    text = texts.get(name, "")
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise ReadError(
            f"its {name} is {text[:SHOWN]!r}, no date; expected YYYY-MM-DD, as in 2024-09-27"
        ) from None


def _require_utf8(fields: Mapping[Any, Any]) -> None:
    """Raise ReadError where a field has bytes that are no UTF-8, with what they may mean."""
    for text in (text for pair in fields.items() for text in pair if isinstance(text, str)):
        if found := _NOT_UTF8.search(text):
            start = max(0, found.start() - SHOWN // 2)
            near = text[start : start + SHOWN].encode("utf-8", "surrogateescape")
            said = one_line(near.decode("cp1252", "replace"))
            raise ReadError(
                f"it is not UTF-8, but as Windows-1252 {said!r}. Save the file as UTF-8, and run the same command again"
            )
