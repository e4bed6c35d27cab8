"""Hybrid search: the best passages by vectors and by keywords, with one score, without copies.

The score of a passage is `cosine + KEYWORD_WEIGHT * bm25 / max(bm25)`: a convex combination in the sense of Bruch
et al. 2023 ("An Analysis of Fusion Functions for Hybrid Retrieval", section 4). There and here it ranks better
than reciprocal rank fusion.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from index.embed import Embedder, Floats1d
from index.keywords import match_query
from index.rows import Filters, StoredPassage
from index.store import Store
from index.vectors import Vectors

DEFAULT_HITS = 10
CANDIDATES = 100  # passages taken from vector search and as many from keyword search

# Weight of keyword search. 500 questions over 36 SQuAD articles, right passage first: 0 -> .69, 0.2 -> .81,
# 0.4 -> .84, 0.8 -> .83 (reciprocal ranks .81); Cranfield nDCG@10: .435, .472, .476, .471 (.471).
KEYWORD_WEIGHT = 0.4

SHINGLE_WORDS = 4  # words in a row that are compared to find copies
COPY_JACCARD = 0.6  # two passages that share this part of their shingles are the same report, printed twice


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that was found. `score` is `cosine + KEYWORD_WEIGHT * keyword`.

    `cosine` is in [-1, 1]. `keyword` is BM25 divided by the best candidate's, in [0, 1]. `copies` are the ids of
    other articles that contain nearly the same passage.
    """

    passage: StoredPassage
    score: float
    cosine: float
    keyword: float
    copies: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SearchResult:
    """The best passages for a question, best first, and the question's vector, of length 0 if nothing was searched."""

    hits: list[Hit]
    question: Floats1d


def search(
    query: str, k: int, *, store: Store, vectors: Vectors, embedder: Embedder, filters: Filters
) -> SearchResult:
    """Find the `k` >= 1 best passages. Equal scores are ordered by passage id."""
    [question] = embedder.embed([query])
    allowed = store.allowed(filters)
    cosines = dict(
        zip(*(side.tolist() for side in vectors.search(question, CANDIDATES, allowed)), strict=True)
    )
    match = match_query(query)
    keywords = dict(store.keyword(match, CANDIDATES, filters)) if match else {}
    only_keyword = np.array(sorted(keywords.keys() - cosines.keys()), np.int64)
    cosines.update(zip(only_keyword.tolist(), (vectors.get(only_keyword) @ question).tolist(), strict=True))
    best = max(keywords.values(), default=0.0) or 1.0
    shares = {id_: keywords.get(id_, 0.0) / best for id_ in cosines}
    fused = {id_: cosine + KEYWORD_WEIGHT * shares[id_] for id_, cosine in cosines.items()}
    ranking = sorted(fused, key=lambda id_: (-fused[id_], id_))
    found = (
        Hit(passage, fused[passage.id], cosines[passage.id], shares[passage.id])
        for chunk in range(0, len(ranking), k)
        for passage in store.passages(ranking[chunk : chunk + k])
    )
    return SearchResult(_collapse(found, k), question)


def _collapse(hits: Iterable[Hit], k: int) -> list[Hit]:
    """Return the first `k` hits that are not copies of a better one. Each names the articles of its copies.

    Copies have nearly the same score, so reading stops at the first hit that is not a copy once `k` are found.
    """
    kept: list[Hit] = []
    copies: list[list[str]] = []
    shingles: list[NDArray[np.int64]] = []
    for hit in hits:
        words = _shingles(hit.passage.text)
        original = next(
            (n for n, other in enumerate(shingles) if _jaccard(words, other) >= COPY_JACCARD), None
        )
        if original is not None:
            copies[original].append(hit.passage.article.id)
        elif len(kept) < k:
            kept.append(hit)
            copies.append([])
            shingles.append(words)
        else:
            break
    return [replace(hit, copies=_others(hit, articles)) for hit, articles in zip(kept, copies, strict=True)]


def _others(hit: Hit, articles: list[str]) -> tuple[str, ...]:
    return tuple(article for article in dict.fromkeys(articles) if article != hit.passage.article.id)


def _shingles(text: str) -> NDArray[np.int64]:
    words = re.findall(r"\w+", text.lower())
    runs = {tuple(words[n : n + SHINGLE_WORDS]) for n in range(max(len(words) - SHINGLE_WORDS + 1, 1))}
    return np.unique(np.fromiter(map(hash, runs), np.int64, len(runs)))


def _jaccard(one: NDArray[np.int64], other: NDArray[np.int64]) -> float:
    shared = len(np.intersect1d(one, other, assume_unique=True))
    return shared / max(len(one) + len(other) - shared, 1)
