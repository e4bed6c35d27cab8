"""Is everything in a library what it claims to be, and rebuilding what is not.

`check` compares every offset, quote, digest, vector and keyword row. It believes nothing that is stored: digests
and quotes are made again from the articles' texts. `repair` rebuilds everything from the texts, and the vector
index from the stored vectors.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain, pairwise
from sqlite3 import Connection, OperationalError

import numpy as np

from corpus import Article, Span
from corpus.duplicates import duplicate_groups, signature
from corpus.errors import Cure, LibraryError
from corpus.metadata import Metadata
from index.database import KEYWORD_TABLE
from index.library import Library
from index.lock import writer_lock
from index.passages import split_passages
from index.rows import RawPassage, decode_spans
from index.store import Store
from index.writing import embed_in_batches

UNIT_LENGTH = 1e-3  # how far a vector's length may be from 1; float16 sentence vectors come within 3e-4

_WORD = re.compile(r"\w")


class Area(StrEnum):
    """The part of a library in which something is wrong; each is repaired in its own way."""

    DATABASE = "database"
    ARTICLE = "article"
    PASSAGES = "passages"
    KEYWORDS = "keyword index"
    VECTORS = "vectors"
    DUPLICATES = "duplicate groups"


@dataclass(frozen=True, slots=True)
class Damage:
    """Something that is wrong. `article` is an id if the damage is limited to one article."""

    area: Area
    message: str
    article: str | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """What is wrong, in words, and how many articles and passages there are.

    `counts` is empty if SQLite cannot read its own file.
    """

    problems: tuple[str, ...]
    counts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Repairs:
    """What was done, in words; empty if nothing was wrong."""

    actions: tuple[str, ...]


def check(library: Library) -> Report:
    """Check everything in the library. Other processes may read and write it meanwhile."""
    found = list(_damage(library))
    names = {Area.VECTORS: library.vectors.name}
    problems = tuple(f"{names.get(one.area, one.area)}: {one.message}" for one in found)
    if any(one.area is Area.DATABASE for one in found):
        return Report(problems, {})
    with library.store.snapshot():
        counts = {"articles": len(library.store.article_ids()), "passages": library.store.n_passages}
    return Report(problems, counts)


def repair(library: Library) -> Repairs:
    """Repair what `check` finds. Afterwards it finds nothing.

    If an article's text is not the one that was read, the article is removed, so that indexing its file again
    brings it back. Raises LibraryError if SQLite cannot read its own file, LibraryBusyError if another process is
    writing.
    """
    with writer_lock(library.folder):
        return Repairs(tuple(_repair(library, list(_damage(library)))))


def _damage(library: Library) -> Iterator[Damage]:
    """Find all damage. If the database itself is damaged, nothing behind it is looked at."""
    store = library.store
    damaged = list(_database(store))
    yield from damaged
    if damaged or store.manifest() is None:
        return
    yield from _keyword_index(store)
    with store.snapshot() as connection:
        for id in store.article_ids():
            yield from _article(store, connection, id)
        yield from _orphans(connection)
        for problem in library.vectors.problems(store):
            yield Damage(Area.VECTORS, problem)
        if not store.groups_are_stale and store.duplicate_groups() != duplicate_groups(store.signatures()):
            yield Damage(Area.DUPLICATES, "they are not those of the articles' signatures")


def _database(store: Store) -> Iterator[Damage]:
    """Ask SQLite. What it says of the keyword index is left to `_keyword_index`."""
    try:
        rows = [str(row[0]) for row in store.database.statement("PRAGMA integrity_check")]
    except LibraryError as error:
        rows = [str(error)]
    for row in rows:
        if row != "ok" and "passages_fts" not in row:
            yield Damage(Area.DATABASE, row)


def _keyword_index(store: Store) -> Iterator[Damage]:
    try:
        store.database.statement("INSERT INTO passages_fts (passages_fts) VALUES ('integrity-check')")
    except LibraryError as error:
        yield Damage(Area.KEYWORDS, str(error))


def _article(store: Store, connection: Connection, id: str) -> Iterator[Damage]:
    try:
        article = store.article(id)
    except (ValueError, OperationalError):  # a date, or bytes, that cannot be decoded
        article = None
    if article is None or _made_again(article) != article:
        yield Damage(Area.ARTICLE, f"{id}: text or metadata are not those of its digest", id)
        return
    passages = store.raw_passages(id)
    dimension = manifest.dimension if (manifest := store.manifest()) else 0
    for passage in passages:
        problem = _passage(article, passage, dimension)
        if problem is not None:
            yield Damage(Area.PASSAGES, f"passage {passage.id} of {id}: {problem}", id)
    for one, other in pairwise(passages):
        if other.start < one.end:
            yield Damage(Area.PASSAGES, f"passages {one.id} and {other.id} of {id} overlap", id)
    for start, end in _gaps(article, passages):
        yield Damage(Area.PASSAGES, f"[{start}, {end}) of {id} is in no passage", id)
    yield from _keyword_rows(connection, article, passages)


def _made_again(article: Article) -> Article:
    """Make the article again from its text and metadata, with a new id and digest."""
    about = {name: getattr(article, name) for name in ("origin", *Metadata.__slots__)}
    return Article.create(article.text, **about)


def _passage(article: Article, passage: RawPassage, dimension: int) -> str | None:
    """Return what is wrong with a passage, None if nothing is."""
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
    """Yield (start, end) of the stretches with words in them before, between and after the passages."""
    ends = [0, *(passage.end for passage in passages)]
    starts = [*(passage.start for passage in passages), len(article.text)]
    for end, start in zip(ends, starts, strict=True):
        if _WORD.search(article.text, end, start):  # the sign of a heading is no word
            yield end, start


def _blob(blob: bytes, kind: str, shape: tuple[int, int]) -> str | None:
    """Return what is wrong with the bytes of vectors, None if nothing is. `kind` is a NumPy dtype."""
    expected = shape[0] * shape[1] * np.dtype(kind).itemsize
    if len(blob) != expected:
        return f"its vectors have {len(blob)} bytes, expected {expected}"
    lengths = np.linalg.norm(np.frombuffer(blob, kind).astype(np.float32).reshape(shape), axis=1)
    if not np.all(np.abs(lengths - 1) <= UNIT_LENGTH):  # false for NaN, too
        return "a vector does not have length 1"
    return None


def _keyword_rows(connection: Connection, article: Article, passages: list[RawPassage]) -> Iterator[Damage]:
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
            message = f"passage {passage.id} of {article.id} stands there otherwise"
            yield Damage(Area.KEYWORDS, message, article.id)


def _orphans(connection: Connection) -> Iterator[Damage]:
    """Find passages without an article, and keyword rows without a passage."""
    for (id,) in connection.execute(
        "SELECT id FROM passages WHERE article_id NOT IN (SELECT id FROM articles)"
    ).fetchall():
        yield Damage(Area.PASSAGES, f"passage {id} belongs to no article")
    [count] = connection.execute(
        "SELECT count(*) FROM passages_fts WHERE rowid NOT IN (SELECT id FROM passages)"
    ).fetchone()
    if count:
        yield Damage(Area.KEYWORDS, f"{count} rows belong to no passage")


def _repair(library: Library, found: list[Damage]) -> Iterator[str]:
    """Repair the damage; yield what was done, in words."""
    store = library.store
    if any(damage.area is Area.DATABASE for damage in found):
        yield _repair_database(store)
        found = list(_damage(library))
    if any(damage.area is Area.KEYWORDS for damage in found):
        yield _rebuild_keyword_index(store)
    if any(damage.area is Area.PASSAGES and damage.article is None for damage in found):
        yield _remove_orphans(store)
    lost = set(_ids(found, Area.ARTICLE))
    yield from (_remove_article(store, id) for id in sorted(lost))
    yield from (_split_again(library, id) for id in sorted(set(_ids(found, Area.PASSAGES)) - lost))
    if found and store.manifest() is not None:
        store.put_duplicate_groups(duplicate_groups(store.signatures()))
        if any(damage.area is Area.DUPLICATES for damage in found):
            yield "grouped the duplicates again"
        library.vectors.rebuild(store)
        yield f"rebuilt {library.vectors.name} from the {len(library.vectors)} stored vectors"


def _ids(found: Iterable[Damage], area: Area) -> list[str]:
    return [damage.article for damage in found if damage.area is area and damage.article is not None]


def _repair_database(store: Store) -> str:
    store.database.statement("REINDEX")
    [result, *_] = store.database.statement("PRAGMA integrity_check")
    if result != ("ok",):
        raise LibraryError(
            f"{store.database.path} is damaged where it cannot be rebuilt: {result[0]}. Put back a copy of "
            "the folder, or move it away and index again",
            Cure.INDEX_AGAIN,
        )
    return "rebuilt the database's own indexes"


def _rebuild_keyword_index(store: Store) -> str:
    """Make a new table, because rows cannot be deleted from one that is damaged inside."""
    with store.transaction() as connection:
        connection.execute("DROP TABLE passages_fts")
        connection.execute(KEYWORD_TABLE)
        connection.execute(
            "INSERT INTO passages_fts (rowid, title, text)"
            " SELECT passages.id, title, substr(text, start + 1, end - start)"
            " FROM passages JOIN articles ON articles.id = passages.article_id ORDER BY passages.id"
        )
    return f"rebuilt the keyword index from {store.n_passages} passages"


def _remove_orphans(store: Store) -> str:
    with store.transaction() as connection:
        removed = connection.execute(
            "DELETE FROM passages WHERE article_id NOT IN (SELECT id FROM articles)"
        ).rowcount
    return f"removed {removed} passages that belong to no article"


def _remove_article(store: Store, id: str) -> str:
    known = store.known_articles()[id]
    with store.transaction():
        store.delete_articles([id])
        if known.file is not None:
            store.forget_file(known.file)
    again = f"Index {known.file} again" if known.file else "Add it again"
    return f"removed {id}, whose text is not the one that was read. {again} to bring it back"


def _split_again(library: Library, id: str) -> str:
    """Make the article's passages, sentences and vectors again from its text."""
    article, known = library.article(id), library.store.known_articles()[id]
    passages = [(article, passage) for passage in split_passages(article, library.embedder)]
    embedded = chain.from_iterable(embed_in_batches(passages, library.embedder))
    files = library.store.files()
    with library.store.transaction():
        library.store.put_article(article, embedded, signature=signature(article.text), file=known.file)
        if known.file in files:
            library.store.put_file(files[known.file])
    return f"split {id} again and embedded its {len(passages)} passages"
