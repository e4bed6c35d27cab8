"""A library's articles, passages with embeddings, and files, in SQLite, which is the truth.

Knows nothing of models, of FAISS, or of who may write. What is read inside `snapshot()` belongs together;
what is written inside `transaction()` is committed together.
"""

import json
import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import astuple
from datetime import date
from pathlib import Path
from sqlite3 import Connection, Row
from typing import Any

import numpy as np

from corpus import Article, Span
from index.database import Database
from index.rows import (
    ArticleRow,
    EmbeddedPassage,
    FileRow,
    Filters,
    Ids,
    KnownArticle,
    Manifest,
    RawPassage,
    StoredPassage,
    checksum,
    decode_spans,
    encode_spans,
)

__all__ = ["FORMAT", "EmbeddedPassage", "FileRow", "Filters", "Ids", "Manifest", "Store", "StoredPassage"]

FORMAT = 1  # goes up when an older Pincite could not read the library
ROWS_A_STATEMENT = 500  # ids in one IN (...); SQLite allows 32,766


class Store:
    """The database of one library folder, which need not be there yet."""

    def __init__(self, folder: Path) -> None:
        self.database = Database(folder / "library.db")

    def snapshot(self) -> AbstractContextManager[Connection]:
        """One unchanging state for everything read inside."""
        return self.database.snapshot()

    def transaction(self) -> AbstractContextManager[Connection]:
        """All of what is written inside, or nothing."""
        return self.database.transaction()

    def create(self, embedder: str, digest: str, dimension: int, passage_settings: str) -> None:
        """Write an empty library."""
        manifest = Manifest(FORMAT, uuid.uuid4().hex, embedder, digest, dimension, passage_settings)
        rows = zip(Manifest.__slots__, astuple(manifest), strict=True)
        self.database.create({**dict(rows), "generation": 0, "groups_stale": 0})

    def manifest(self) -> Manifest | None:
        """What the library was built with; None while nothing was written."""
        with self.snapshot() as connection:
            rows = dict(connection.execute("SELECT key, value FROM meta"))
        return Manifest(*(rows[name] for name in Manifest.__slots__)) if rows else None

    @property
    def generation(self) -> int:
        """Goes up with every change of passages."""
        return self._meta("generation")

    @property
    def groups_are_stale(self) -> bool:
        """Whether articles changed since duplicates were last looked for."""
        return bool(self._meta("groups_stale"))

    @property
    def n_passages(self) -> int:
        """How many passages there are."""
        return self._count("SELECT count(*) FROM passages")

    def keyword(self, match: str, limit: int, filters: Filters) -> list[tuple[int, float]]:
        """Passage ids with their BM25, best first, for a query in FTS5's language; higher is better."""
        where, values = _where(filters)
        # The plus keeps SQLite from looking up every allowed row instead of walking the keyword index.
        clause = f"AND +passages_fts.rowid IN ({_ALLOWED} {where})" if filters else ""
        with self.snapshot() as connection:
            rows = connection.execute(
                f"SELECT rowid, rank FROM passages_fts WHERE passages_fts MATCH ? {clause}"
                " ORDER BY rank, rowid LIMIT ?",
                (match, *values, limit),
            ).fetchall()
        return [(id, -rank) for id, rank in rows]

    def allowed(self, filters: Filters) -> Ids | None:
        """The ids of the passages that pass, ascending; None where nothing is filtered."""
        if not filters:
            return None
        where, values = _where(filters)
        with self.snapshot() as connection:
            rows = connection.execute(f"{_ALLOWED} {where} ORDER BY passages.id", values).fetchall()
        return np.array([id for (id,) in rows], np.int64)

    def passages(self, ids: Sequence[int]) -> list[StoredPassage]:
        """The passages in the order of `ids`; one that was removed since is left out."""
        found: dict[int, StoredPassage] = {}
        ids = [int(id) for id in ids]  # NumPy's integers are blobs to SQLite
        with self.snapshot() as connection:
            rows = list(_in_chunks(connection, _PASSAGE, ids))
            articles = self._articles({row[1] for row in rows})
            dimension = self._meta("dimension")
        for id, article_id, start, end, spans, vectors in rows:
            article, group = articles[article_id]
            matrix = np.frombuffer(vectors, "<f2").astype(np.float32).reshape(-1, dimension)
            found[id] = StoredPassage(id, article, Span(start, end), decode_spans(spans), matrix, group)
        return [found[id] for id in ids if id in found]

    def article(self, id: str) -> Article | None:
        """The article with this id."""
        with self.snapshot():
            return next((article for article, _ in self._articles({id}).values()), None)

    def has_article(self, id: str) -> bool:
        """Whether there is an article with this id."""
        return bool(self._count("SELECT count(*) FROM articles WHERE id = ?", id))

    def article_ids(self) -> list[str]:
        """The ids of all articles, ascending."""
        with self.snapshot() as connection:
            return [id for (id,) in connection.execute("SELECT id FROM articles ORDER BY id")]

    def article_rows(self) -> list[ArticleRow]:
        """All articles without their texts, by title."""
        with self.snapshot() as connection:
            rows = connection.execute(
                "SELECT id, title, publisher, published, source, length(text),"
                " (SELECT count(*) FROM passages WHERE article_id = articles.id), duplicate_group"
                " FROM articles ORDER BY title, id"
            ).fetchall()
        return [
            ArticleRow(id, title, publisher, _date(published), *rest)
            for id, title, publisher, published, *rest in rows
        ]

    def articles_matching(self, match: str) -> set[str]:
        """The ids of the articles with a passage that matches a query in FTS5's language."""
        with self.snapshot() as connection:
            rows = connection.execute(
                "SELECT DISTINCT article_id FROM passages"
                " WHERE id IN (SELECT rowid FROM passages_fts WHERE passages_fts MATCH ?)",
                (match,),
            )
            return {id for (id,) in rows}

    def known_articles(self) -> dict[str, KnownArticle]:
        """What is stored, without the texts."""
        with self.snapshot() as connection:
            rows = connection.execute("SELECT id, digest, origin, file FROM articles")
            return {id: KnownArticle(*rest) for id, *rest in rows}

    def files(self) -> dict[str, FileRow]:
        """The files that were read, by path."""
        with self.snapshot() as connection:
            rows = connection.execute("SELECT path, digest, problems FROM files").fetchall()
        return {path: FileRow(path, digest, _problems(problems)) for path, digest, problems in rows}

    def signatures(self) -> dict[str, bytes]:
        """The MinHash signatures of all articles, by id."""
        with self.snapshot() as connection:
            return dict(connection.execute("SELECT id, signature FROM articles").fetchall())

    def duplicate_groups(self) -> dict[str, str]:
        """The groups of the articles that have a near-duplicate, by article id."""
        with self.snapshot() as connection:
            return dict(
                connection.execute(
                    "SELECT id, duplicate_group FROM articles WHERE duplicate_group IS NOT NULL"
                ).fetchall()
            )

    def passage_ids(self) -> Ids:
        """The ids of all passages, ascending."""
        with self.snapshot() as connection:
            rows = connection.execute("SELECT id FROM passages").fetchall()  # the index on articles covers it
        return np.sort(np.array([id for (id,) in rows], np.int64))

    def embeddings(self, ids: Sequence[int]) -> Iterator[tuple[int, bytes]]:
        """Ids with their vectors' bytes, float32 in little endian, in no particular order."""
        with self.snapshot() as connection:
            yield from _in_chunks(connection, "SELECT id, embedding FROM passages WHERE id IN", ids)

    def raw_passages(self, article_id: str) -> list[RawPassage]:
        """An article's passages in the order in which they were stored."""
        with self.snapshot() as connection:
            rows = connection.execute(
                f"SELECT {', '.join(RawPassage.__slots__)} FROM passages WHERE article_id = ? ORDER BY id",
                (article_id,),
            ).fetchall()
        return [RawPassage(*row) for row in rows]

    def put_article(
        self, article: Article, passages: Iterable[EmbeddedPassage], *, signature: bytes, file: str | None
    ) -> None:
        """Store the article in the place of the one with its id, if there is one, in one transaction.

        The row of its file goes: it comes back with the file's last article, so that a run that is killed in
        between reads the file again.
        """
        published = article.published.isoformat() if article.published else None
        values = (
            article.id,
            file,
            article.origin,
            article.title,
            article.publisher,
            article.author,
            published,
        )
        with self.transaction() as connection:
            self.delete_articles([article.id])
            connection.execute("DELETE FROM files WHERE path = ?", (file,))
            connection.execute(
                "INSERT INTO articles (id, file, origin, title, publisher, author, published, source, digest,"
                " signature, text) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (*values, article.source, article.digest, signature, article.text),
            )
            for passage in passages:
                _put_passage(connection, article, passage)
            _mark_changed(connection)

    def delete_articles(self, ids: Iterable[str]) -> int:
        """Remove the articles with all that belongs to them; how many there were."""
        removed = 0
        with self.transaction() as connection:
            for id in ids:
                connection.execute(
                    "DELETE FROM passages_fts WHERE rowid IN (SELECT id FROM passages WHERE article_id = ?)",
                    (id,),
                )
                removed += connection.execute("DELETE FROM articles WHERE id = ?", (id,)).rowcount
            if removed:
                _mark_changed(connection)
        return removed

    def put_file(self, row: FileRow) -> None:
        """Remember that the file was read to its end."""
        with self.transaction() as connection:
            connection.execute(
                "INSERT OR REPLACE INTO files VALUES (?, ?, ?)",
                (row.path, row.digest, json.dumps(row.problems)),
            )

    def set_file(self, path: str, ids: Iterable[str]) -> None:
        """Say that these articles come from the file."""
        with self.transaction() as connection:
            connection.executemany("UPDATE articles SET file = ? WHERE id = ?", [(path, id) for id in ids])

    def forget_file(self, path: str) -> None:
        """Forget that the file was read; its articles stay."""
        with self.transaction() as connection:
            connection.execute("DELETE FROM files WHERE path = ?", (path,))

    def put_duplicate_groups(self, groups: Mapping[str, str]) -> None:
        """Replace all duplicate groups."""
        with self.transaction() as connection:
            connection.execute("UPDATE articles SET duplicate_group = NULL WHERE duplicate_group IS NOT NULL")
            connection.executemany(
                "UPDATE articles SET duplicate_group = ? WHERE id = ?",
                [(group, id) for id, group in groups.items()],
            )
            connection.execute("UPDATE meta SET value = 0 WHERE key = 'groups_stale'")

    def _articles(self, ids: Iterable[str]) -> dict[str, tuple[Article, str | None]]:
        """Articles with their duplicate groups, by id; within a snapshot."""
        with self.snapshot() as connection:
            rows = _in_chunks(connection, _ARTICLE, sorted(ids))
            return {row[0]: (_article(row), row[-1]) for row in rows}

    def _meta(self, key: str) -> int:
        return self._count("SELECT coalesce(max(value), 0) FROM meta WHERE key = ?", key)

    def _count(self, sql: str, *values: str) -> int:
        with self.snapshot() as connection:
            return int(connection.execute(sql, values).fetchone()[0])


_ALLOWED = "SELECT passages.id FROM passages JOIN articles ON articles.id = passages.article_id"
_PASSAGE = "SELECT id, article_id, start, end, sentence_spans, sentence_embeddings FROM passages WHERE id IN"
_ARTICLE = (
    "SELECT id, title, text, publisher, author, published, source, origin, digest, duplicate_group"
    " FROM articles WHERE id IN"
)


def _put_passage(connection: Connection, article: Article, passage: EmbeddedPassage) -> None:
    blobs = (
        np.asarray(passage.vector, "<f4").tobytes(),
        encode_spans(passage.sentences),
        np.asarray(passage.sentence_vectors, "<f2").tobytes(),
    )
    row = connection.execute(
        "INSERT INTO passages (article_id, start, end, checksum, embedding, sentence_spans,"
        " sentence_embeddings) VALUES (?, ?, ?, ?, ?, ?, ?)",
        (article.id, passage.span.start, passage.span.end, checksum(*blobs), *blobs),
    ).lastrowid
    connection.execute(
        "INSERT INTO passages_fts (rowid, title, text) VALUES (?, ?, ?)",
        (row, article.title, article.quote(passage.span)),
    )


def _mark_changed(connection: Connection) -> None:
    connection.execute("UPDATE meta SET value = value + 1 WHERE key = 'generation'")
    connection.execute("UPDATE meta SET value = 1 WHERE key = 'groups_stale'")


def _where(filters: Filters) -> tuple[str, list[str]]:
    conditions = {
        "articles.published >= ?": filters.after and filters.after.isoformat(),
        "articles.published <= ?": filters.before and filters.before.isoformat(),
        "casefold(articles.publisher) = ?": filters.publisher and filters.publisher.casefold(),
        "articles.id = ?": filters.article,
    }
    given = {condition: value for condition, value in conditions.items() if value is not None}
    return f"WHERE {' AND '.join(given)}" if given else "", [str(value) for value in given.values()]


def _in_chunks(connection: Connection, sql: str, ids: Sequence[int] | Sequence[str]) -> Iterator[Any]:
    for first in range(0, len(ids), ROWS_A_STATEMENT):
        chunk = list(ids[first : first + ROWS_A_STATEMENT])
        yield from connection.execute(f"{sql} ({', '.join('?' * len(chunk))})", chunk).fetchall()


def _article(row: Row) -> Article:
    id, title, text, publisher, author, published, source, origin, digest, _ = row
    return Article(
        id=id,
        title=title,
        text=text,
        publisher=publisher,
        author=author,
        published=_date(published),
        source=source,
        origin=origin,
        digest=digest,
    )


def _date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _problems(text: str) -> tuple[tuple[str, str], ...]:
    return tuple((source, reason) for source, reason in json.loads(text))
