"""One JSON object or table row -> `SubmittedAnswer`: our own document, or the fields that other systems name."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from assistant.answer import Answer
from assistant.audit.formats_entries import Labelled, numbered, read_entries
from assistant.audit.formats_entry import UNNUMBERED
from assistant.audit.formats_lines import kind_of
from assistant.audit.formats_pasted import split_sources
from assistant.audit.submission import Source, SubmittedAnswer
from corpus import Span
from corpus.article import one_line
from corpus.errors import ReadError
from corpus.metadata import Metadata

ANSWER_FIELDS = ("answer", "text", "response", "output")
QUESTION_FIELDS = ("question", "query", "prompt")
SOURCES_FIELDS = ("sources", "citations", "references", "contexts", "documents", "docs")
TEXTS_FIELDS = (
    "contexts",
    "documents",
    "docs",
)  # there a mere text is the source's, elsewhere its title or URL
MAX_TITLE = 300  # code points of such a title

_OWN_FIELDS = {"text", "abstained", "claims", "citations"}
_TITLE_FIELDS = ("title", "headline", "name")
_TEXT_FIELDS = ("text", "content", "body", "page_content", "passage")
_QUOTE_FIELDS = ("quote", "snippet", "excerpt", "cited_text", "quotation")
_SOURCE_FIELDS = {
    *_TITLE_FIELDS,
    *_TEXT_FIELDS,
    *_QUOTE_FIELDS,
    "url",
    "link",
    "source",
    "article",
    "article_id",
}
_SURROGATE = re.compile("[\ud800-\udfff]")

Row = Mapping[str, Any]  # field names in lower case


def read_row(row: Row, id: str) -> SubmittedAnswer:
    """The answer in a row; `id` is for a row that has none. Raises ReadError, with the reason, where it is broken."""
    given = row.get("id")
    own_id = one_line(str(given)) if isinstance(given, str | int) else ""
    if row.keys() >= _OWN_FIELDS:
        return SubmittedAnswer.of(_own_answer(row), own_id or id)
    answer = _answer(row)
    text, listed = split_sources(answer)
    name, given = next(((name, row[name]) for name in SOURCES_FIELDS if row.get(name)), ("sources", None))
    found = list(_sources(given, are_texts=name in TEXTS_FIELDS)) if given else listed
    question = next((row[name] for name in QUESTION_FIELDS if isinstance(row.get(name), str)), "")
    return SubmittedAnswer(own_id or id, text, numbered(found), question.strip() or None)


def as_written(text: str) -> str:
    """The text but for line ends of two characters, and halves of characters, which no file can hold."""
    return _SURROGATE.sub("\ufffd", text.replace("\r\n", "\n"))


def lower_names(row: Mapping[Any, Any]) -> dict[str, Any]:
    """A row with its field names as `read_row` takes them."""
    return {str(name).strip().lower(): value for name, value in row.items()}


def _own_answer(row: Row) -> Answer:
    try:
        return Answer.from_json(row)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        reason = one_line(f"{type(error).__name__}: {error}")
        raise ReadError(f"it has the fields of `pincite ask --json`, but it is none ({reason})") from error


def _answer(row: Row) -> str:
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
    return as_written(row[name])


def _sources(given: object, *, are_texts: bool) -> Iterator[Labelled]:
    """Each source with its label; `given` is a list, an object by number, or the text of a table's cell."""
    if isinstance(given, str):
        parsed = _parsed(given)
        if parsed is None:
            yield from read_entries(as_written(given).split("\n"))
            return
        given = parsed
    members: Iterable[tuple[object, object]]
    if isinstance(given, list):
        members = [(None, member) for member in given]
    elif isinstance(given, dict):
        members = [(None, given)] if _SOURCE_FIELDS & lower_names(given).keys() else given.items()
    else:
        raise ReadError(f"its sources are {kind_of(given)}; expected a list")
    for place, (label, member) in enumerate(members, start=1):
        if isinstance(member, str):
            own_label, source = _from_text(as_written(member), is_text=are_texts)
        elif isinstance(member, dict):
            own_label, source = _from_object(lower_names(member))
        else:
            raise ReadError(f"its source {place} is {kind_of(member)}; expected an object or a text")
        yield own_label if label is None else label, source


def _parsed(cell: str) -> object:
    """The JSON in a cell; None where it is none."""
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


def _from_object(given: Row) -> Labelled:
    article = given.get("article")
    inner = lower_names(article) if isinstance(article, dict) else {}
    nested = given.get("metadata")
    known = {**inner, **(lower_names(nested) if isinstance(nested, dict) else {}), **given}
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


def _text(fields: Row, *names: str) -> str | None:
    values = (fields[name] for name in names if isinstance(fields.get(name), str))
    return next((as_written(value) for value in values if value.strip()), None)


def _span(fields: Row) -> Span | None:
    start, end = fields.get("start"), fields.get("end")
    if isinstance(start, int) and isinstance(end, int) and 0 <= start <= end:
        return Span(start, end)
    return None
