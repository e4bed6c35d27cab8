"""The SQLite file of a library: schema, connections, transactions. This file does not know what the rows mean.

Each thread has its own connection. Until the file is written, readers get an empty database in memory, so that
reading a library that does not exist yet creates no file.
"""

import sqlite3
import threading
import weakref
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import Cure, LibraryError
from index.keywords import TOKENIZER

BUSY_SECONDS = 30  # a lock is held for milliseconds; only a process that hangs holds it for this long

KEYWORD_TABLE = f"CREATE VIRTUAL TABLE passages_fts USING fts5 (title, text, tokenize = '{TOKENIZER}')"
SCHEMA = (*Path(__file__).with_name("schema.sql").read_text(encoding="utf-8").split(";\n"), KEYWORD_TABLE)


@dataclass(slots=True, weakref_slot=True, eq=False)
class _ThreadConnection:
    """The connection of one thread, closed as soon as the thread ends: a server may start one for each request."""

    connection: sqlite3.Connection
    is_empty: bool

    def __del__(self) -> None:
        self.connection.close()


class Database:
    """Connections to one file, which need not exist yet. Raises LibraryError if the file is not a library."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._local = threading.local()
        self._open: weakref.WeakSet[_ThreadConnection] = weakref.WeakSet()

    def snapshot(self) -> AbstractContextManager[sqlite3.Connection]:
        """Inside, everything is read from one state. Within a snapshot or transaction, it joins that one."""
        return self._begin("BEGIN")

    def transaction(self) -> AbstractContextManager[sqlite3.Connection]:
        """Commit everything that is written inside, or nothing. Within a transaction, it joins that one."""
        return self._begin("BEGIN IMMEDIATE")

    def statement(self, sql: str) -> list[tuple[object, ...]]:
        """Run one statement outside of any transaction and return its rows."""
        with self._explained():
            return self._connection().execute(sql).fetchall()

    def create(self, meta: Mapping[str, str | int]) -> None:
        """Write the schema and the first rows of `meta` in one transaction."""
        with self._explained():
            connection = self._replace(self._open_file(), is_empty=False)
            connection.execute("PRAGMA journal_mode = WAL")
        with self.transaction():
            for statement in SCHEMA:
                connection.execute(statement)
            connection.executemany("INSERT INTO meta VALUES (?, ?)", meta.items())

    def close(self) -> None:
        """Close the connections of all threads."""
        for held in list(self._open):
            held.connection.close()
        self._local = threading.local()

    @contextmanager
    def _begin(self, statement: str) -> Iterator[sqlite3.Connection]:
        with self._explained():
            connection = self._connection()
            if connection.in_transaction:
                yield connection
                return
            connection.execute(statement)
            try:
                yield connection
                connection.execute("COMMIT")
            finally:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")

    def _connection(self) -> sqlite3.Connection:
        """Return this thread's connection: to the file, or to an empty database while there is no file."""
        held: _ThreadConnection | None = getattr(self._local, "held", None)
        if held is not None and (
            held.connection.in_transaction or not held.is_empty or not self.path.exists()
        ):
            return held.connection
        if self.path.exists():
            connection = self._open_file()
            if self._has_library(connection):
                return self._replace(connection, is_empty=False)
            connection.close()  # a writer is about to fill it, or was killed before it could
        return held.connection if held is not None else self._replace(_empty(), is_empty=True)

    def _open_file(self) -> sqlite3.Connection:
        connection = _configured(self.path)
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")
        return connection

    def _has_library(self, connection: sqlite3.Connection) -> bool:
        tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}
        if tables and not {"meta", "articles", "passages"} <= tables:
            raise LibraryError(
                f"{self.path} is a SQLite file, but not a Pincite library. Name another folder",
                Cure.NAME_LIBRARY,
            )
        return bool(tables)

    def _replace(self, connection: sqlite3.Connection, *, is_empty: bool) -> sqlite3.Connection:
        self._local.held = _ThreadConnection(connection, is_empty)
        self._open.add(self._local.held)
        return connection

    @contextmanager
    def _explained(self) -> Iterator[None]:
        """Turn SQLite's errors that a user can cure into LibraryError. The others are bugs and pass through."""
        try:
            yield
        except sqlite3.DatabaseError as error:
            name = getattr(error, "sqlite_errorname", "")
            for kind, advice in _ADVICE.items():
                if name.startswith(kind):
                    message = f"{self.path}: {error} ({name}). {advice}"
                    raise LibraryError(message, _CURES.get(kind)) from error
            raise


_REBUILD = "Put back a copy of the folder, or move it away and index again"
_ADVICE = {  # for SQLite's errors by the beginning of their names
    "SQLITE_CORRUPT_VTAB": "The keyword index is damaged. Rebuild it",
    "SQLITE_CORRUPT": f"The library is damaged. {_REBUILD}",
    "SQLITE_NOTADB": f"Expected a Pincite library. {_REBUILD}",
    "SQLITE_FULL": "Make room on the disk, then run the same command again; what is stored is safe.",
    "SQLITE_READONLY": "Expected a folder that may be written. Change its permissions or name another folder.",
    "SQLITE_CANTOPEN": "Expected a folder that may be read and written. Change its permissions or name another.",
    "SQLITE_IOERR": "The disk failed. Check it, then check the library",
    "SQLITE_BUSY": f"Another program has locked it for {BUSY_SECONDS} s. End that one, then try again.",
}
_CURES = {
    "SQLITE_CORRUPT_VTAB": Cure.REPAIR_LIBRARY,
    "SQLITE_CORRUPT": Cure.INDEX_AGAIN,
    "SQLITE_NOTADB": Cure.INDEX_AGAIN,
    "SQLITE_IOERR": Cure.CHECK_LIBRARY,
}


def _configured(path: Path | str) -> sqlite3.Connection:
    # The thread that closes the library closes all connections; SQLite is built for use by several threads.
    connection = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False)
    connection.create_function("casefold", 1, _casefold, deterministic=True)
    return connection


def _casefold(text: str | None) -> str | None:
    return text.casefold() if text is not None else None


def _empty() -> sqlite3.Connection:
    connection = _configured(":memory:")
    for statement in SCHEMA:
        connection.execute(statement)
    return connection
