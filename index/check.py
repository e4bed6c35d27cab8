"""Is everything in a library what it claims to be: every offset, quote, digest, vector and keyword row.

Nothing stored is believed: digests and quotes are made anew from the articles' texts. `index.repair` mends
what is found here.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from sqlite3 import Connection, OperationalError

import numpy as np

from corpus import Article, Span
from corpus.duplicates import duplicate_groups
from corpus.errors import LibraryError
from index.library import Library
from index.rows import RawPassage, decode_spans
from index.store import Store
from index.vectors import Vectors

UNIT_LENGTH = 1e-3  # how far a vector's length may be from 1; float16 sentence vectors come within 3e-4
SAME_VALUE = 1e-6  # how far FAISS's numbers may be from SQLite's; they are copies
VECTORS_COMPARED_AT_ONCE = 4096

_WORD = re.compile(r"\w")


class Part(StrEnum):
    """Which part of a library something is wrong with; each is mended in its own way."""

    DATABASE = "database"
    ARTICLE = "article"
    PASSAGES = "passages"
    KEYWORDS = "keyword index"
    VECTORS = "vectors.faiss"
    DUPLICATES = "duplicate groups"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is wrong, and the id of the article where it belongs to one."""

    part: Part
    message: str
    article: str | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """What is wrong, in words, and how many things of each kind there are, if SQLite's file can be read."""

    problems: tuple[str, ...]
    counts: Mapping[str, int]


def check(library: Library) -> Report:
    """Look at everything in the library; it may be read and written meanwhile."""
    found = list(findings(library))
    problems = tuple(f"{finding.part}: {finding.message}" for finding in found)
    if any(finding.part is Part.DATABASE for finding in found):
        return Report(problems, {})
    with library.store.snapshot():
        counts = {"articles": len(library.store.article_ids()), "passages": library.store.n_passages}
    return Report(problems, counts)


def findings(library: Library) -> Iterator[Finding]:
    """All that is wrong. Where the database itself is damaged, that is all that is said."""
    store = library.store
    damaged = list(_database(store))
    yield from damaged
    if damaged or store.manifest() is None:
        return
    yield from _keyword_index(store)
    with store.snapshot() as connection:
        for id in store.article_ids():
            yield from _article(store, connection, id)
        yield from _strangers(connection)
        yield from _vectors(store, Vectors(library.vectors.path))
        if not store.groups_are_stale and store.duplicate_groups() != duplicate_groups(store.signatures()):
            yield Finding(Part.DUPLICATES, "they are not those of the articles' signatures")


def _database(store: Store) -> Iterator[Finding]:
    """SQLite's own opinion. A keyword index that is damaged inside belongs to `_keyword_index`."""
    try:
        rows = [str(row[0]) for row in store.database.statement("PRAGMA integrity_check")]
    except LibraryError as error:
        rows = [str(error)]
    for row in rows:
        if row != "ok" and "passages_fts" not in row:
            yield Finding(Part.DATABASE, row)


def _keyword_index(store: Store) -> Iterator[Finding]:
    try:
        store.database.statement("INSERT INTO passages_fts (passages_fts) VALUES ('integrity-check')")
    except LibraryError as error:
        yield Finding(Part.KEYWORDS, str(error))


def _article(store: Store, connection: Connection, id: str) -> Iterator[Finding]:
    try:
        article = store.article(id)
    except (ValueError, OperationalError):  # a date, or bytes, that cannot be decoded
        article = None
    if article is None or _remade(article) != article:
        yield Finding(Part.ARTICLE, f"{id}: text or metadata are not those of its digest", id)
        return
    passages = store.raw_passages(id)
    dimension = manifest.dimension if (manifest := store.manifest()) else 0
    for passage in passages:
        problem = _passage(article, passage, dimension)
        if problem is not None:
            yield Finding(Part.PASSAGES, f"passage {passage.id} of {id}: {problem}", id)
    for one, other in pairwise(passages):
        if other.start < one.end:
            yield Finding(Part.PASSAGES, f"passages {one.id} and {other.id} of {id} overlap", id)
    for start, end in _gaps(article, passages):
        yield Finding(Part.PASSAGES, f"[{start}, {end}) of {id} is in no passage", id)
    yield from _keyword_rows(connection, article, passages)


def _remade(article: Article) -> Article:
    """The same article made anew from its text and metadata."""
    return Article.create(
        article.text,
        origin=article.origin,
        title=article.title,
        publisher=article.publisher,
        author=article.author,
        published=article.published,
        source=article.source,
    )


def _passage(article: Article, passage: RawPassage, dimension: int) -> str | None:
    """What is wrong with a passage, None if nothing is."""
    if not passage.is_intact:
        return "its vectors or sentences are not those of its checksum"
    if not 0 <= passage.start < passage.end <= len(article.text):
        return f"[{passage.start}, {passage.end}) is outside of the text, {len(article.text)} code points"
    try:
        sentences = decode_spans(passage.sentence_spans)
    except ValueError:
        return "its sentences are no spans"
    whole = Span(passage.start, passage.end)
    if not all(whole.contains(span) for span in sentences):
        return "a sentence is outside of it"
    if any(other.start < one.end for one, other in pairwise(sentences)):
        return "its sentences overlap or are out of order"
    return _blob(passage.embedding, "<f4", (1, dimension)) or _blob(
        passage.sentence_embeddings, "<f2", (len(sentences), dimension)
    )


def _gaps(article: Article, passages: list[RawPassage]) -> Iterator[tuple[int, int]]:
    """Where words of the text lie before, between and after the passages."""
    ends = [0, *(passage.end for passage in passages)]
    starts = [*(passage.start for passage in passages), len(article.text)]
    for end, start in zip(ends, starts, strict=True):
        if _WORD.search(article.text, end, start):  # the sign of a heading is no word
            yield end, start


def _blob(blob: bytes, kind: str, shape: tuple[int, int]) -> str | None:
    """What is wrong with vectors' bytes, None if nothing is."""
    expected = shape[0] * shape[1] * np.dtype(kind).itemsize
    if len(blob) != expected:
        return f"its vectors have {len(blob)} bytes, expected {expected}"
    lengths = np.linalg.norm(np.frombuffer(blob, kind).astype(np.float32).reshape(shape), axis=1)
    if not np.all(np.abs(lengths - 1) <= UNIT_LENGTH):  # false for NaN, too
        return "a vector does not have length 1"
    return None


def _keyword_rows(connection: Connection, article: Article, passages: list[RawPassage]) -> Iterator[Finding]:
    rows = {
        id: (title, text)
        for id, title, text in connection.execute(
            "SELECT rowid, title, text FROM passages_fts"
            " WHERE rowid IN (SELECT id FROM passages WHERE article_id = ?)",
            (article.id,),
        )
    }
    for passage in passages:
        if rows.get(passage.id) != (article.title, article.text[passage.start : passage.end]):
            yield Finding(
                Part.KEYWORDS, f"passage {passage.id} of {article.id} stands there otherwise", article.id
            )


def _strangers(connection: Connection) -> Iterator[Finding]:
    """Rows that belong to nothing."""
    for (id,) in connection.execute(
        "SELECT id FROM passages WHERE article_id NOT IN (SELECT id FROM articles)"
    ).fetchall():
        yield Finding(Part.PASSAGES, f"passage {id} belongs to no article")
    [count] = connection.execute(
        "SELECT count(*) FROM passages_fts WHERE rowid NOT IN (SELECT id FROM passages)"
    ).fetchone()
    if count:
        yield Finding(Part.KEYWORDS, f"{count} rows belong to no passage")


def _vectors(store: Store, vectors: Vectors) -> Iterator[Finding]:
    """Compare what a reader would load from the file with what SQLite holds; inside a snapshot."""
    try:
        vectors.sync(store)
    except LibraryError as error:
        yield Finding(Part.VECTORS, str(error))
        return
    ids = store.passage_ids()
    if not np.array_equal(np.sort(vectors.ids()), ids):
        yield Finding(Part.VECTORS, f"{len(vectors)} vectors, expected those of {len(ids)} passages")
        return
    for first in range(0, len(ids), VECTORS_COMPARED_AT_ONCE):
        chunk = ids[first : first + VECTORS_COMPARED_AT_ONCE]
        stored = dict(store.embeddings(chunk.tolist()))
        for id, vector in zip(chunk.tolist(), vectors.get(chunk), strict=True):
            same_length = len(stored[id]) == vector.nbytes  # another one is found with its passage
            if same_length and not np.allclose(
                vector, np.frombuffer(stored[id], "<f4"), rtol=0, atol=SAME_VALUE
            ):
                yield Finding(Part.VECTORS, f"the vector of passage {id} is not the stored one")
