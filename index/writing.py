"""Writing to a library: passages are embedded in batches, and each article is committed in one transaction."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from corpus import Article, Span
from corpus.duplicates import duplicate_groups, signature
from corpus.rows import Problem
from index.embed import Embedder, PassageText
from index.passages import PASSAGE_SETTINGS, PassageSpans, split_passages
from index.rows import EmbeddedPassage, FileRow, KnownArticle
from index.store import Store
from index.vectors import Vectors

EMBED_BATCH_PASSAGES = 256  # sorted by length within a batch; larger batches are no faster and hold more text
PENDING_STEPS = 256  # this many articles and files are committed even if their passages do not fill a batch


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is. Without files, `done_files` and `total_files` count articles.

    `total_files` is None if it is not known. `passages` counts those that were embedded so far.
    """

    done_files: int
    total_files: int | None
    passages: int
    current: str


@dataclass(frozen=True, slots=True)
class Changes:
    """What a run did: numbers of articles, and the files or rows that were skipped, with the reasons."""

    added: int = 0
    unchanged: int = 0
    replaced: int = 0
    removed: int = 0
    skipped: tuple[Problem, ...] = ()


ReportProgress = Callable[[Progress], None]


@dataclass(slots=True)
class _Transaction:
    """What is committed together: an article with its passages, or the end of a file, or both.

    At its end a file has its row; `gone` are the ids that it no longer holds, `claimed` those that now belong to it.
    """

    article: Article | None
    passages: Sequence[PassageSpans] = ()
    file: str | None = None
    row: FileRow | None = None
    gone: Sequence[str] = ()
    claimed: Sequence[str] = ()


class WriteSession:
    """Collects articles, embeds them and commits them in order. `Library.writing` makes it and holds the lock.

    What was committed stays, whatever happens later. `embedder` is called only if something must be embedded.
    """

    def __init__(
        self,
        store: Store,
        vectors: Vectors,
        embedder: Callable[[], Embedder],
        progress: ReportProgress | None = None,
    ) -> None:
        self._store = store
        self._vectors = vectors
        self._embedder = embedder
        self._progress = progress
        self._known = store.known_articles()
        self._of_file: dict[str, set[str]] = {}
        for id, known in self._known.items():
            if known.file is not None:
                self._of_file.setdefault(known.file, set()).add(id)
        self._steps: list[_Transaction] = []
        self._last_report: tuple[int, int | None, str] = (0, None, "")
        self._embedded = 0
        self._counts: Counter[str] = Counter()
        self._skipped: list[Problem] = []

    @property
    def changes(self) -> Changes:
        """What the session has done so far."""
        return Changes(**self._counts, skipped=tuple(self._skipped))

    def report(self, done: int, total: int | None, current: str) -> None:
        """Report that `done` of `total` files or articles are finished and `current` is next."""
        self._last_report = (done, total, current)
        if self._progress is not None:
            self._progress(Progress(done, total, self._embedded, current))

    def skip(self, *problems: Problem) -> None:
        """Record files or rows that cannot be used."""
        self._skipped.extend(problems)

    def files(self) -> dict[str, FileRow]:
        """Return the files that were read to their ends, by path."""
        return self._store.files()

    def keep_file(self, path: str) -> None:
        """Count the articles of a file that did not change as unchanged."""
        self._counts["unchanged"] += len(self._of_file.get(path, ()))

    def put(self, article: Article, file: str | None = None) -> None:
        """Add the article, or replace the one with its id. If the same article is stored, only count it."""
        known = self._known.get(article.id)
        if known is not None and known.origin != article.origin:
            self.skip(Problem(article.origin, f"its id '{article.id}' is that of {known.origin}. Rename one"))
        elif known is not None and known.digest == article.digest:
            self._counts["unchanged"] += 1
        else:
            if known is not None and file is None:
                file = known.file  # the next run that finds this file reads it again
            self._counts["replaced" if known else "added"] += 1
            self._known[article.id] = KnownArticle(article.digest, article.origin, file)
            self._push(_Transaction(article, split_passages(article, self._embedder()), file))

    def fail_file(self, row: FileRow) -> None:
        """Record why the file could not be read, and keep the articles that it had."""
        self._push(_Transaction(None, file=row.path, row=row))

    def finish_file(self, row: FileRow, articles: Iterable[Article]) -> None:
        """Record that the file was read to its end and holds these articles and no others."""
        before = self._of_file.get(row.path, set())
        now = {article.id for article in articles if self._known[article.id].origin == article.origin}
        gone = sorted(before - now)
        claimed = sorted(id for id in now if self._known[id].file != row.path)
        for id in gone:
            del self._known[id]
        self._counts["removed"] += len(gone)
        last = self._steps[-1] if self._steps else None
        if last and last.file == row.path and last.row is None:
            last.row, last.gone, last.claimed = row, gone, claimed
        else:
            self._push(_Transaction(None, (), row.path, row, gone, claimed))

    def remove_file(self, path: str) -> None:
        """Remove the articles of a file that no longer exists."""
        self.flush()
        with self._store.transaction():
            self._counts["removed"] += self._store.delete_articles(self._of_file.pop(path, ()))
            self._store.forget_file(path)

    def remove(self, ids: Iterable[str]) -> None:
        """Remove articles. The next run that finds their files reads these again."""
        self.flush()
        for id in ids:
            with self._store.transaction():
                self._counts["removed"] += self._store.delete_articles([id])
                known = self._known.pop(id, None)
                if known is not None and known.file is not None:
                    self._store.forget_file(known.file)

    def flush(self) -> None:
        """Embed and commit everything that was collected."""
        steps, self._steps = self._steps, []
        if not steps:
            return
        if self._store.manifest() is None:
            embedder = self._embedder()
            self._store.create(embedder.name, embedder.digest, embedder.dimension, PASSAGE_SETTINGS)
        embedded = self._embed(steps)
        for step in steps:
            self._commit(step, [next(embedded) for _ in step.passages])

    def close(self) -> None:
        """Flush, group the duplicates if articles changed, and finish the vector index."""
        self.flush()
        if self._store.manifest() is None:
            return
        if self._store.groups_are_stale:
            self._store.put_duplicate_groups(duplicate_groups(self._store.signatures()))
        self._vectors.end_writing(self._store)

    def _push(self, step: _Transaction) -> None:
        self._steps.append(step)
        waiting = sum(len(step.passages) for step in self._steps)
        if waiting >= EMBED_BATCH_PASSAGES or len(self._steps) >= PENDING_STEPS:
            self.flush()

    def _embed(self, steps: Sequence[_Transaction]) -> Iterator[EmbeddedPassage]:
        """Yield all passages of the steps, in order, embedded in batches."""
        waiting = [(step.article, passage) for step in steps if step.article for passage in step.passages]
        if not waiting:
            return
        for batch in embed_in_batches(waiting, self._embedder()):
            self._embedded += len(batch)
            self.report(*self._last_report)
            yield from batch

    def _commit(self, step: _Transaction, passages: Sequence[EmbeddedPassage]) -> None:
        with self._store.transaction():
            if step.article is not None:
                fingerprint = signature(step.article.text)
                self._store.put_article(step.article, passages, signature=fingerprint, file=step.file)
            if step.row is not None:
                self._store.set_file(step.row.path, step.claimed)
                self._store.delete_articles(step.gone)
                self._store.put_file(step.row)


def embed_in_batches(
    passages: Sequence[tuple[Article, PassageSpans]], embedder: Embedder
) -> Iterator[list[EmbeddedPassage]]:
    """Yield the passages with their vectors, in order, in lists of at most EMBED_BATCH_PASSAGES."""
    for first in range(0, len(passages), EMBED_BATCH_PASSAGES):
        batch = passages[first : first + EMBED_BATCH_PASSAGES]
        results = embedder.embed_passages([_text(article, passage) for article, passage in batch])
        yield [
            EmbeddedPassage(passage.span, passage.sentences, vector, sentences.astype(np.float16))
            for (_, passage), (vector, sentences) in zip(batch, results, strict=True)
        ]


def _text(article: Article, passage: PassageSpans) -> PassageText:
    """Return what the embedder reads of a passage. The sentence spans count from the passage's beginning."""
    start = passage.span.start
    sentences = tuple(Span(span.start - start, span.end - start) for span in passage.sentences)
    return PassageText(article.title, article.quote(passage.span), sentences)
