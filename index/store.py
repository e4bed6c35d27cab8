"""The articles, passages with embeddings, and files of a library, in SQLite. What is stored here is the truth.

This file knows nothing of models, of the vector index, or of who may write. Everything that is read inside one
`snapshot()` belongs together; everything that is written inside one `transaction()` is committed together.
"""

import json
import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import astuple
from datetime import date
from pathlib import Path
from sqlite3 import Connection, Row
from typing import Any

import numpy as np

from corpus import Article, Span
from corpus.rows import Problem
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

FORMAT = 1  # is raised if an older Pincite could no longer read the library
ROWS_A_STATEMENT = 500  # ids in one IN (...); SQLite allows 32,766


class Store:
    """The database of one library folder. Nothing is written before `create`."""

    def __init__(self, folder: Path) -> None:
        self.database = Database(folder / "library.db")
        self.snapshot, self.transaction = self.database.snapshot, self.database.transaction

    def create(self, embedder: str, digest: str, dimension: int, passage_settings: str) -> None:
        """Write an empty library. `digest` is the SHA-256 of the embedder's weights."""
        manifest = Manifest(FORMAT, uuid.uuid4().hex, embedder, digest, dimension, passage_settings)
        rows = zip(Manifest.__slots__, astuple(manifest), strict=True)
        self.database.create({**dict(rows), "generation": 0, "groups_stale": 0})

    def manifest(self) -> Manifest | None:
        """Return what the library was built with, None if it is not written yet."""
        rows = dict(self._rows("SELECT key, value FROM meta"))
        return Manifest(*(rows[name] for name in Manifest.__slots__)) if rows else None

    @property
    def generation(self) -> int:
        """A number that goes up each time passages are added or removed."""
        return self._meta("generation")

    @property
    def groups_are_stale(self) -> bool:
        """Whether articles changed after the duplicates were last grouped."""
        return bool(self._meta("groups_stale"))

    @property
    def n_passages(self) -> int:
        """The number of passages."""
        return self._count("SELECT count(*) FROM passages")

    def keyword(self, match: str, limit: int, filters: Filters) -> list[tuple[int, float]]:
        """Return (passage id, BM25 >= 0) of the `limit` best, best first. `match` is a query in FTS5's syntax."""
        where, values = _where(filters)
        # Because of the plus, SQLite walks the keyword index and does not look up every allowed row.
        clause = f"AND +passages_fts.rowid IN ({_ALLOWED} {where})" if filters else ""
        rows = self._rows(
            f"SELECT rowid, rank FROM passages_fts WHERE passages_fts MATCH ? {clause} ORDER BY rank, rowid LIMIT ?",
            (match, *values, limit),
        )
        return [(id, -rank) for id, rank in rows]

    def allowed(self, filters: Filters) -> Ids | None:
        """Return the ids of the passages that pass the filters, ascending. None means that all do."""
        if not filters:
            return None
        where, values = _where(filters)
        rows = self._rows(f"{_ALLOWED} {where} ORDER BY passages.id", values)
        return np.array([id for (id,) in rows], np.int64)

    def passages(self, ids: Sequence[int]) -> list[StoredPassage]:
        """Return the passages in the order of `ids`. An id that is no longer there is left out."""
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
        """Return the article with this id, None if there is none."""
        with self.snapshot():
            return next((article for article, _ in self._articles({id}).values()), None)

    def has_article(self, id: str) -> bool:
        """Return True if there is an article with this id."""
        return bool(self._count("SELECT count(*) FROM articles WHERE id = ?", id))

    def article_ids(self) -> list[str]:
        """Return the ids of all articles, ascending."""
        return [id for (id,) in self._rows("SELECT id FROM articles ORDER BY id")]

    def article_rows(self) -> list[ArticleRow]:
        """Return all articles without their texts, by title."""
        rows = self._rows(
            "SELECT id, title, publisher, published, source, length(text),"
            " (SELECT count(*) FROM passages WHERE article_id = articles.id), duplicate_group"
            " FROM articles ORDER BY title, id"
        )
        return [
            ArticleRow(id, title, publisher, _date(published), *rest)
            for id, title, publisher, published, *rest in rows
        ]

    def articles_matching(self, match: str) -> set[str]:
        """Return the ids of the articles in which a passage matches a query in FTS5's syntax."""
        rows = self._rows(
            "SELECT DISTINCT article_id FROM passages"
            " WHERE id IN (SELECT rowid FROM passages_fts WHERE passages_fts MATCH ?)",
            (match,),
        )
        return {id for (id,) in rows}

    def known_articles(self) -> dict[str, KnownArticle]:
        """Return what a writer must know of each article, by id."""
        rows = self._rows("SELECT id, digest, origin, file FROM articles")
        return {id: KnownArticle(*rest) for id, *rest in rows}

    def files(self) -> dict[str, FileRow]:
        """Return the files that were read, by path."""
        rows = self._rows("SELECT path, digest, problems FROM files")
        return {
            path: FileRow(path, digest, tuple(Problem(*problem) for problem in json.loads(problems)))
            for path, digest, problems in rows
        }

    def signatures(self) -> dict[str, bytes]:
        """Return the MinHash signatures of all articles, by id."""
        return dict(self._rows("SELECT id, signature FROM articles"))

    def duplicate_groups(self) -> dict[str, str]:
        """Return the groups of the articles that have a near-duplicate, by article id."""
        return dict(self._rows("SELECT id, duplicate_group FROM articles WHERE duplicate_group IS NOT NULL"))

    def passage_ids(self) -> Ids:
        """Return the ids of all passages, ascending."""
        with self.snapshot() as connection:
            # Answered from the index on article_id alone
            rows = connection.execute("SELECT id FROM passages").fetchall()
        return np.sort(np.array([id for (id,) in rows], np.int64))

    def embeddings(self, ids: Sequence[int]) -> Iterator[tuple[int, bytes]]:
        """Yield (id, bytes of its vector) in no particular order. The bytes are float32, little endian."""
        with self.snapshot() as connection:
            yield from _in_chunks(connection, "SELECT id, embedding FROM passages WHERE id IN", ids)

    def raw_passages(self, article_id: str) -> list[RawPassage]:
        """Return the rows of an article's passages in the order in which they were stored."""
        columns = ", ".join(RawPassage.__slots__)
        rows = self._rows(f"SELECT {columns} FROM passages WHERE article_id = ? ORDER BY id", (article_id,))
        return [RawPassage(*row) for row in rows]

    def put_article(
        self, article: Article, passages: Iterable[EmbeddedPassage], *, signature: bytes, file: str | None
    ) -> None:
        """Store the article in one transaction. It replaces the article with its id, if there is one.

        The row of its file is deleted. The writer puts it back after the file's last article, so that a run that
        is killed in between reads the file again.
        """
        row = {
            **{name: getattr(article, name) for name in Article.__slots__},
            "published": article.published.isoformat() if article.published else None,
            "file": file,
            "signature": signature,
        }
        with self.transaction() as connection:
            self.delete_articles([article.id])
            self.forget_file(file)
            _insert(connection, "articles", row)
            for passage in passages:
                _put_passage(connection, article, passage)
            _mark_changed(connection)

    def delete_articles(self, ids: Iterable[str]) -> int:
        """Remove the articles with their passages. Return how many of them were there."""
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
        """Record that the file was read to its end."""
        with self.transaction() as connection:
            problems = json.dumps([(problem.source, problem.reason) for problem in row.problems])
            connection.execute(
                "INSERT OR REPLACE INTO files VALUES (?, ?, ?)", (row.path, row.digest, problems)
            )

    def set_file(self, path: str, ids: Iterable[str]) -> None:
        """Record that these articles come from the file."""
        with self.transaction() as connection:
            connection.executemany("UPDATE articles SET file = ? WHERE id = ?", [(path, id) for id in ids])

    def forget_file(self, path: str | None) -> None:
        """Delete the record that the file was read. Its articles stay."""
        with self.transaction() as connection:
            connection.execute("DELETE FROM files WHERE path = ?", (path,))

    def put_duplicate_groups(self, groups: Mapping[str, str]) -> None:
        """Replace all duplicate groups. `groups` maps article ids to groups."""
        with self.transaction() as connection:
            connection.execute("UPDATE articles SET duplicate_group = NULL WHERE duplicate_group IS NOT NULL")
            connection.executemany(
                "UPDATE articles SET duplicate_group = ? WHERE id = ?",
                [(group, id) for id, group in groups.items()],
            )
            connection.execute("UPDATE meta SET value = 0 WHERE key = 'groups_stale'")

    def _articles(self, ids: Iterable[str]) -> dict[str, tuple[Article, str | None]]:
        """Return (article, duplicate group) by id."""
        with self.snapshot() as connection:
            rows = _in_chunks(connection, _ARTICLE, sorted(ids))
            return {row[0]: (_article(row), row[-1]) for row in rows}

    def _meta(self, key: str) -> int:
        return self._count("SELECT coalesce(max(value), 0) FROM meta WHERE key = ?", key)

    def _count(self, sql: str, *values: str) -> int:
        [(count,)] = self._rows(sql, values)
        return int(count)

    def _rows(self, sql: str, values: Sequence[str | int] = ()) -> list[Any]:
        with self.snapshot() as connection:
            return connection.execute(sql, values).fetchall()


_ALLOWED = "SELECT passages.id FROM passages JOIN articles ON articles.id = passages.article_id"
_PASSAGE = "SELECT id, article_id, start, end, sentence_spans, sentence_embeddings FROM passages WHERE id IN"
_ARTICLE = f"SELECT {', '.join(Article.__slots__)}, duplicate_group FROM articles WHERE id IN"


def _put_passage(connection: Connection, article: Article, passage: EmbeddedPassage) -> None:
    blobs = {
        "embedding": np.asarray(passage.vector, "<f4").tobytes(),
        "sentence_spans": encode_spans(passage.sentences),
        "sentence_embeddings": np.asarray(passage.sentence_vectors, "<f2").tobytes(),
    }
    span = {"start": passage.span.start, "end": passage.span.end}
    row = {"article_id": article.id, **span, "checksum": checksum(*blobs.values()), **blobs}
    id = _insert(connection, "passages", row)
    _insert(
        connection,
        "passages_fts",
        {"rowid": id, "title": article.title, "text": article.quote(passage.span)},
    )


def _insert(connection: Connection, table: str, row: Mapping[str, object]) -> int | None:
    """Insert a row of these columns and return its id."""
    marks = ", ".join("?" * len(row))
    sql = f"INSERT INTO {table} ({', '.join(row)}) VALUES ({marks})"
    return connection.execute(sql, tuple(row.values())).lastrowid


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
    about = dict(zip(Article.__slots__, row, strict=False))
    return Article(**{**about, "published": _date(about["published"])})


def _date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
