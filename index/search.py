"""Hybrid search: dense and keyword candidates, fused, filtered, copies collapsed.

The fused score of a passage is `cosine + KEYWORD_WEIGHT * bm25 / max(bm25)`: a convex combination in the sense
of Bruch et al. 2023 ("An Analysis of Fusion Functions for Hybrid Retrieval", section 4), which there and here
does better than reciprocal rank fusion.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from index.embed import Embedder, Floats1d
from index.keywords import match_query
from index.store import Filters, Store, StoredPassage
from index.vectors import Vectors

DEFAULT_HITS = 10
CANDIDATES = 100  # passages taken from each side before they are fused

# Weight of the keyword side. 500 questions over 36 SQuAD articles, right passage first: 0 -> .69, 0.2 -> .81,
# 0.4 -> .84, 0.8 -> .83 (reciprocal ranks .81); Cranfield nDCG@10: .435, .472, .476, .471 (.471).
KEYWORD_WEIGHT = 0.4

SHINGLE_WORDS = 4
COPY_JACCARD = 0.6  # two passages that share this much of their word shingles are one report, printed twice


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that was found. `score` is the fused score, at most `1 + KEYWORD_WEIGHT`.

    `cosine` is in [-1, 1]; `keyword` is BM25 as a share of the best candidate's, in [0, 1]. `copies` are the
    ids of other articles in which nearly the same passage stands.
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
    """The `k` best passages. Passages with the same score are in the order of their ids."""
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
    """The first `k` hits of which none is a copy of a better one; each names the articles of copies met so far.

    Copies have nearly the same score, so the rest of the candidates need not be read for them.
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
