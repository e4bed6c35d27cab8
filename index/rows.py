"""The rows of a library as values, and how spans are stored in them. This file knows nothing of SQL."""

import zlib
from collections.abc import Iterable
from dataclasses import astuple, dataclass
from datetime import date
from typing import TypedDict

import numpy as np
from numpy.typing import NDArray

from corpus import Article, Span
from corpus.errors import InputError
from corpus.rows import Problem
from index.embed import Floats1d, Floats2d

Ids = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a library was built with. It decides whether this Pincite can read and extend the library."""

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
    """A file that was read: the SHA-256 of its bytes, and what of it could not be read."""

    path: str
    digest: str
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class KnownArticle:
    """What a writer needs to see whether a stored article changed. `file` is the file that it came from."""

    digest: str
    origin: str
    file: str | None


@dataclass(frozen=True, slots=True)
class ArticleRow:
    """An article without its text. `characters` and `passages` are counts."""

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
    """A passage to be stored: `vector` is (dimension,), `sentence_vectors` (n_sentences, dimension)."""

    span: Span
    sentences: tuple[Span, ...]
    vector: Floats1d
    sentence_vectors: NDArray[np.float16] | Floats2d


@dataclass(frozen=True, slots=True, eq=False)
class StoredPassage:
    """A stored passage. The spans are in the article's text; `sentence_vectors` is (n_sentences, dimension)."""

    id: int
    article: Article
    span: Span
    sentences: tuple[Span, ...]
    sentence_vectors: Floats2d
    duplicate_group: str | None

    @property
    def text(self) -> str:
        """The passage's text."""
        return self.article.quote(self.span)


@dataclass(frozen=True, slots=True, eq=False)
class RawPassage:
    """The row of a passage as it is in the database, for `check`, which trusts none of it."""

    id: int
    start: int
    end: int
    checksum: int
    embedding: bytes
    sentence_spans: bytes
    sentence_embeddings: bytes

    @property
    def is_intact(self) -> bool:
        """True if the blobs are those that were written."""
        return self.checksum == checksum(self.embedding, self.sentence_spans, self.sentence_embeddings)


def checksum(*blobs: bytes) -> int:
    """Return the CRC-32 of the blobs, joined in order."""
    return zlib.crc32(b"".join(blobs))


def decode_spans(blob: bytes) -> tuple[Span, ...]:
    """Read spans from pairs of int32, little endian. Raises ValueError if the bytes are not spans."""
    return tuple(Span(start, end) for start, end in np.frombuffer(blob, "<i4").reshape(-1, 2).tolist())


def encode_spans(spans: Iterable[Span]) -> bytes:
    """Write spans as `decode_spans` reads them."""
    return np.array([(span.start, span.end) for span in spans], "<i4").tobytes()
