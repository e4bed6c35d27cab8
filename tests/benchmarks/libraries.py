"""Libraries to measure: of given articles, in a folder that is kept or a temporary one; and of made ones."""

import shutil
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus import Article, Span
from corpus.errors import InputError
from index import Changes, Library, Progress, index_paths
from index.embed import Embedder, Floats2d
from index.passages import PASSAGE_SETTINGS
from index.rows import EmbeddedPassage
from index.store import Store
from tests.benchmarks.report import PROGRESS_SECONDS, tell

VOCABULARY_WORDS = 20_000
ZIPF_SHIFT = 2.7  # Mandelbrot's: a word's frequency is 1 / (rank + 2.7)
SENTENCES, SENTENCE_WORDS = 5, 20  # of a made passage: the size of a passage of SQuAD
ARTICLE_PASSAGES = 50  # of a made article


@contextmanager
def library_of(
    articles: Sequence[Article], folder: Path | None = None, embedder: Embedder | None = None
) -> Iterator[Library]:
    """A library of exactly these articles; in `folder` it stays, and only what it lacks is embedded.

    Raises InputError where the folder has other articles.
    """
    with _opened(folder, embedder) as library:
        strange = set(library.store.article_ids()) - {article.id for article in articles}
        if strange:
            raise InputError(
                f"{library.folder} has {len(strange):,} articles that this data has not, as {min(strange)}."
                " Name another folder: --library FOLDER"
            )
        library.add(articles, progress=Told())
        yield library


@contextmanager
def library_from(
    paths: Iterable[Path], folder: Path | None = None, embedder: Embedder | None = None
) -> Iterator[Library]:
    """A library of the articles in files and folders; what cannot be read is told on stderr."""
    with _opened(folder, embedder) as library:
        changes: Changes = index_paths(library, paths, progress=Told())
        for problem in changes.skipped:
            tell(f"skipped {problem.source}: {problem.reason}")
        yield library


@contextmanager
def copy_without(library: Library, ids: Sequence[str]) -> Iterator[Library]:
    """A temporary copy of the library from which these articles are removed."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "library"
        library.store.database.statement("PRAGMA wal_checkpoint(TRUNCATE)")
        shutil.copytree(library.folder, copy)
        with Library.open(copy, embedder=library.embedder) as smaller:
            smaller.remove(ids)
            yield smaller


class Told:
    """Tells a library's progress on stderr, not too often."""

    def __init__(self) -> None:
        self._last = 0.0

    def __call__(self, progress: Progress) -> None:
        if time.monotonic() - self._last >= PROGRESS_SECONDS:
            self._last = time.monotonic()
            tell(f"library: {progress.done_files:,} done, {progress.passages:,} passages embedded")


def make_library(folder: Path, passages: int, embedder: Embedder, seed: int = 0) -> Library:
    """A library with so many passages of made words (by Zipf's law) and random unit vectors."""
    random = np.random.default_rng(seed)
    folder.mkdir(parents=True)
    store = Store(folder)
    store.create(embedder.name, embedder.digest, embedder.dimension, PASSAGE_SETTINGS)
    words = _vocabulary(random)
    odds = 1 / (np.arange(VOCABULARY_WORDS) + ZIPF_SHIFT)
    odds /= odds.sum()
    for first in range(0, passages, ARTICLE_PASSAGES):
        count = min(ARTICLE_PASSAGES, passages - first)
        drawn = random.choice(words, (count, SENTENCES, SENTENCE_WORDS), p=odds)
        _put_made(store, first, drawn, embedder.dimension, random)
    store.database.close()
    return Library.open(folder, embedder=embedder)


def _put_made(
    store: Store, first: int, drawn: NDArray[np.str_], dimension: int, random: np.random.Generator
) -> None:
    sentences = [" ".join(words) + "." for passage in drawn for words in passage]
    article = Article.create(" ".join(sentences), origin=f"made#{first}", title=f"Made {first}")
    ends = np.cumsum([len(sentence) + 1 for sentence in sentences]) - 1
    spans = [Span(int(end) - len(sentence), int(end)) for sentence, end in zip(sentences, ends, strict=True)]
    vectors = _unit_rows(random, len(drawn) * (SENTENCES + 1), dimension).reshape(
        len(drawn), SENTENCES + 1, -1
    )
    passages = [
        EmbeddedPassage(Span(inside[0].start, inside[-1].end), inside, vectors[n, 0], vectors[n, 1:])
        for n in range(len(drawn))
        if (inside := tuple(spans[n * SENTENCES : (n + 1) * SENTENCES]))
    ]
    store.put_article(article, passages, signature=b"", file=None)


def _vocabulary(random: np.random.Generator) -> NDArray[np.str_]:
    letters = np.array(list("abcdefghijklmnopqrstuvwxyz"))
    return np.array(
        ["".join(random.choice(letters, random.integers(3, 10))) for _ in range(VOCABULARY_WORDS)]
    )


def _unit_rows(random: np.random.Generator, rows: int, dimension: int) -> Floats2d:
    matrix = random.standard_normal((rows, dimension), np.float32)
    return np.asarray(matrix / np.linalg.norm(matrix, axis=1, keepdims=True), np.float32)


@contextmanager
def _opened(folder: Path | None, embedder: Embedder | None) -> Iterator[Library]:
    with (
        tempfile.TemporaryDirectory() as temporary,
        Library.open(folder or Path(temporary) / "library", embedder=embedder) as library,
    ):
        yield library
