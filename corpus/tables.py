"""JSON Lines or a table -> articles, one a row. A row that cannot be read is a problem; the rest is read."""

import io
from collections.abc import Iterator, Mapping

from corpus.article import Article, one_line
from corpus.encoding import decode
from corpus.errors import ReadError
from corpus.metadata import TEXT_FIELDS, Metadata, make_article
from corpus.rows import Problem, Row, RowFile, kind_of


def read_rows(content: bytes, origin: str, suffix: str) -> Iterator[Article | Problem]:
    """The articles in a file of rows, and the rows that are none.

    Raises ReadError if there are no rows, or no column holds the texts.
    """
    text = decode(content).replace("\r\n", "\n").replace("\r", "\n")
    lines: dict[str, int] = {}  # the key of a row -> its line
    number = 0
    for number, row in enumerate(RowFile(io.BytesIO(text.encode()), origin, suffix, TEXT_FIELDS), start=1):
        try:
            key, article = _article(row, number, origin)
            if key in lines:
                raise ReadError(f"its id {key!r} was used in line {lines[key]}. Give each row its own id")
        except ReadError as error:
            yield Problem(f"{origin}#{number}", f"line {row.line}: {error}")
        else:
            lines[key] = row.line
            yield article
    if not number:
        raise ReadError("it holds no rows")


def _article(row: Row | Problem, number: int, origin: str) -> tuple[str, Article]:
    """The key of a row within its file (its id, else its URL, else its number), and its article."""
    if isinstance(row, Problem):
        raise ReadError(row.reason)
    if not isinstance(row.value, Mapping):
        raise ReadError(f"it is {kind_of(row.value)}; expected an object")
    fields = {str(name).strip().lower(): value for name, value in row.value.items()}
    text = next((fields[name] for name in TEXT_FIELDS if fields.get(name)), None)
    if not isinstance(text, str):
        raise ReadError(f"it has no text; one of its fields must be named {', '.join(TEXT_FIELDS)}")
    named = (one_line(str(fields[name])) for name in ("id", "url") if fields.get(name) is not None)
    key = next(filter(None, named), str(number))
    return key, make_article(text, f"{origin}#{key}", Metadata.from_fields(fields))
