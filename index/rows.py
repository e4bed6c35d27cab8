"""What a library's rows hold, as values, and how spans lie in them. Knows nothing of SQL."""

import zlib
from collections.abc import Iterable
from dataclasses import astuple, dataclass
from datetime import date
from typing import TypedDict

import numpy as np
from numpy.typing import NDArray

from corpus import Article, Span
from corpus.errors import InputError
from index.embed import Floats1d, Floats2d

Ids = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a library was built with; decides what can be done with it."""

    format: int
    library_id: str
    embedder: str
    embedder_digest: str
    dimension: int
    passage_settings: str


@dataclass(frozen=True, slots=True)
class Filters:
    """Which articles count: published from `after` to `before` (both included), by `publisher`, with the id `article`.

    The case of the publisher's name does not matter. Raises InputError if `after` is later than `before`.
    """

    after: date | None = None
    before: date | None = None
    publisher: str | None = None
    article: str | None = None

    def __post_init__(self) -> None:
        if self.after and self.before and self.after > self.before:
            raise InputError(f"no day is after {self.after} and before {self.before}. Exchange the two")

    def __bool__(self) -> bool:
        return any(value is not None for value in astuple(self))


class FilterArguments(TypedDict, total=False):
    """The fields of `Filters` as keyword arguments, for functions that users call."""

    after: date | None
    before: date | None
    publisher: str | None
    article: str | None


@dataclass(frozen=True, slots=True)
class FileRow:
    """A file that was read: SHA-256 of its bytes, and its problems as (source, reason)."""

    path: str
    digest: str
    problems: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class KnownArticle:
    """What a writer must know of a stored article to see whether it changed."""

    digest: str
    origin: str
    file: str | None


@dataclass(frozen=True, slots=True)
class ArticleRow:
    """An article without its text; `characters` and `passages` are counts."""

    id: str
    title: str
    publisher: str | None
    published: date | None
    source: str
    characters: int
    passages: int
    duplicate_group: str | None


@dataclass(frozen=True, slots=True, eq=False)
class EmbeddedPassage:
    """A passage to store: `vector` (dimension,) float32, `sentence_vectors` (n_sentences, dimension)."""

    span: Span
    sentences: tuple[Span, ...]
    vector: Floats1d
    sentence_vectors: NDArray[np.float16] | Floats2d


@dataclass(frozen=True, slots=True, eq=False)
class StoredPassage:
    """A passage as stored; spans are in the article's text; `sentence_vectors` (n_sentences, dimension)."""

    id: int
    article: Article
    span: Span
    sentences: tuple[Span, ...]
    sentence_vectors: Floats2d
    duplicate_group: str | None

    @property
    def text(self) -> str:
        """The passage's words."""
        return self.article.quote(self.span)


@dataclass(frozen=True, slots=True, eq=False)
class RawPassage:
    """A passage's row as it lies in the database, for `check`; nothing of it is believed."""

    id: int
    start: int
    end: int
    checksum: int
    embedding: bytes
    sentence_spans: bytes
    sentence_embeddings: bytes

    @property
    def is_intact(self) -> bool:
        """Whether the blobs are the ones that were written."""
        return self.checksum == checksum(self.embedding, self.sentence_spans, self.sentence_embeddings)


def checksum(*blobs: bytes) -> int:
    """CRC-32 of the blobs, one after the other."""
    crc = 0
    for blob in blobs:
        crc = zlib.crc32(blob, crc)
    return crc


def decode_spans(blob: bytes) -> tuple[Span, ...]:
    """Spans from pairs of int32 in little endian. Raises ValueError where they are none."""
    return tuple(Span(start, end) for start, end in np.frombuffer(blob, "<i4").reshape(-1, 2).tolist())


def encode_spans(spans: Iterable[Span]) -> bytes:
    """The inverse of `decode_spans`."""
    return np.array([(span.start, span.end) for span in spans], "<i4").tobytes()
