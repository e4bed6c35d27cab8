"""`Library`: a folder of articles that can be searched."""

import difflib
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Unpack

import numpy as np

from corpus import Article
from corpus.errors import Cure, EmbedderMismatchError, InputError, LibraryError
from index.embed import DEFAULT_EMBEDDER, Embedder, load_embedder
from index.lock import writer_lock
from index.passages import PASSAGE_SETTINGS
from index.rows import ArticleRow, FilterArguments, Filters, Manifest
from index.search import DEFAULT_HITS, Hit, SearchResult, search
from index.spelling import spelled
from index.store import FORMAT, Store
from index.vectors import Vectors
from index.writing import Changes, ReportProgress, WriteSession

_OWN_FILES = "library.db", *Vectors.own_files


@dataclass(frozen=True, slots=True)
class Stats:
    """How much a library holds; `bytes` on the disk. `embedder` and `dimension` are None while it is empty."""

    articles: int
    passages: int
    files: int
    copies: int  # articles that have a near-duplicate
    bytes: int
    embedder: str | None
    dimension: int | None


class Library:
    """The articles in one folder. Make it with `Library.open`. Several threads may read at the same time.

    A folder that does not exist is an empty library: nothing is written before the first `add`. The next call
    sees what another process has committed.
    """

    def __init__(self, folder: Path, embedder: Embedder | None) -> None:
        self.folder = folder
        self.store = Store(folder)
        self.vectors = Vectors(folder)
        self._embedder = embedder
        self._loading = threading.Lock()

    @classmethod
    def open(cls, folder: str | Path, *, embedder: Embedder | None = None) -> "Library":
        """Open the library in `folder`. Without `embedder`, its own is loaded when it is first needed.

        Raises LibraryError if the folder holds something else, EmbedderMismatchError if the library was built with
        another embedder than `embedder`.
        """
        library = cls(Path(folder).expanduser().absolute(), embedder)
        try:
            library._require_ours()
            manifest = library.store.manifest()
            if manifest is not None:
                _require_readable(manifest)
                if embedder is not None:
                    _require_same_embedder(manifest, embedder)
        except LibraryError:
            library.close()
            raise
        return library

    def close(self) -> None:
        """Close the files."""
        self.store.database.close()

    def __enter__(self) -> "Library":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def embedder(self) -> Embedder:
        """What the library is, or will be, built with. Raises ModelError if it is not on this machine."""
        manifest = self.store.manifest()
        with self._loading:
            if self._embedder is None:
                self._embedder = load_embedder(manifest.embedder if manifest else DEFAULT_EMBEDDER)
            if manifest is not None:
                _require_same_embedder(manifest, self._embedder)
            return self._embedder

    @contextmanager
    def writing(self, progress: ReportProgress | None = None) -> Iterator[WriteSession]:
        """Be the only writer inside. Raises LibraryBusyError if another process is writing."""
        self._require_ours()
        with writer_lock(self.folder):
            self.vectors.begin_writing(self.store)
            session = WriteSession(self.store, self.vectors, lambda: self.embedder, progress)
            yield session
            session.close()

    def add(self, articles: Iterable[Article], *, progress: ReportProgress | None = None) -> Changes:
        """Add articles. Those whose text or metadata changed replace the stored ones; the others are left."""
        with self.writing(progress) as session:
            for done, article in enumerate(articles):
                session.report(done, None, article.title)
                session.put(article)
        return session.changes

    def remove(self, ids: Iterable[str]) -> Changes:
        """Remove articles. If an id is not there, raises LibraryError and removes nothing."""
        wanted = list(ids)
        with self.writing() as session:
            for id in wanted:
                self._require_article(id)
            session.remove(wanted)
        return session.changes

    def search(self, query: str, k: int = DEFAULT_HITS, **filters: Unpack[FilterArguments]) -> list[Hit]:
        """Return the `k` best passages, best first. The keyword arguments are the fields of `Filters`.

        Raises InputError if `k` is less than 1 or `after` is later than `before`, LibraryError if no article has
        the id `article`.
        """
        return self.find(query, k, Filters(**filters)).hits

    def find(self, query: str, k: int, filters: Filters) -> SearchResult:
        """Do what `search` does, and return the query's vector as well, so that nobody embeds it again."""
        if k < 1:
            raise InputError(f"{k} passages were asked for. Ask for at least 1")
        if filters.article is not None:
            self._require_article(filters.article)
        if self.store.manifest() is None:
            return SearchResult([], np.empty(0, np.float32))
        embedder = self.embedder
        with self.vectors.synced(self.store):
            result = search(
                query, k, store=self.store, vectors=self.vectors, embedder=embedder, filters=filters
            )
        self.vectors.end_reading()
        return result

    def spelled(self, question: str, is_word: Callable[[str], bool]) -> str:
        """Return the question with words that neither `is_word` nor the library knows as the library spells them."""
        return spelled(question, self.store, is_word)

    def article(self, id: str) -> Article:
        """Return the article with this id. If there is none, raises LibraryError, which names similar ids."""
        article = self.store.article(id)
        if article is None:
            raise self._unknown(id)
        return article

    def articles(self) -> list[ArticleRow]:
        """Return all articles without their texts, by title."""
        return self.store.article_rows()

    def stats(self) -> Stats:
        """Count what the library holds."""
        with self.store.snapshot():
            manifest = self.store.manifest()
            return Stats(
                articles=len(self.store.article_ids()),
                passages=self.store.n_passages,
                files=len(self.store.files()),
                copies=len(self.store.duplicate_groups()),
                bytes=sum(path.stat().st_size for path in self.folder.glob("*") if path.is_file()),
                embedder=manifest.embedder if manifest else None,
                dimension=manifest.dimension if manifest else None,
            )

    def _require_article(self, id: str) -> None:
        if not self.store.has_article(id):
            raise self._unknown(id)

    def _unknown(self, id: str) -> LibraryError:
        near = difflib.get_close_matches(id, self.store.article_ids(), n=3)
        if near:
            return LibraryError(f"no article '{id}' in {self.folder}. The nearest are: {', '.join(near)}")
        return LibraryError(f"no article '{id}' in {self.folder}. See all", Cure.LIST_ARTICLES)

    def _require_ours(self) -> None:
        """Raise LibraryError if the folder holds something that is not a library."""
        if self.folder.exists() and not self.folder.is_dir():
            raise LibraryError(f"{self.folder} is a file, expected a folder. Name another", Cure.NAME_LIBRARY)
        if not self.folder.is_dir() or self.store.database.path.exists():
            return
        for path in sorted(self.folder.iterdir()):
            if not path.name.startswith((".", *_OWN_FILES)):
                raise LibraryError(
                    f"{self.folder} is not a library: it holds {path.name} and no library.db. "
                    "Name a library, an empty folder or a new one",
                    Cure.NAME_LIBRARY,
                )


def _require_readable(manifest: Manifest) -> None:
    if manifest.format > FORMAT:
        raise LibraryError(
            f"the library has format {manifest.format}, this Pincite reads up to {FORMAT}. Update Pincite."
        )
    if manifest.passage_settings != PASSAGE_SETTINGS:
        raise LibraryError(
            f"index was built with passages '{manifest.passage_settings}', "
            f"this Pincite makes '{PASSAGE_SETTINGS}'. Rebuild it",
            Cure.INDEX_ELSEWHERE,
        )


def _require_same_embedder(manifest: Manifest, embedder: Embedder) -> None:
    if (manifest.embedder, manifest.dimension) != (embedder.name, embedder.dimension):
        raise EmbedderMismatchError(
            f"index was built with '{manifest.embedder}' ({manifest.dimension} dimensions), "
            f"but '{embedder.name}' ({embedder.dimension}) was asked for. Rebuild it",
            Cure.INDEX_ELSEWHERE,
        )
    if manifest.embedder_digest != embedder.digest:
        raise EmbedderMismatchError(
            f"index was built with '{manifest.embedder}' of SHA-256 {manifest.embedder_digest[:12]}, "
            f"but the one here has {embedder.digest[:12]}. Put the old one back, or give this up. Rebuild it",
            Cure.INDEX_ELSEWHERE,
        )
