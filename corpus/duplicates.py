"""Near-duplicate articles (copies of one wire report) by MinHash. Knows texts and ids only.

Two texts are near-duplicates if their Jaccard similarity reaches THRESHOLD: the share of all their runs of four words
that both of them have. It is estimated from MinHash signatures (Broder 1997).
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from corpus.words import WORD

PERMUTATIONS = 128  # values in a signature; the standard error of the similarity is 0.04 at 0.3
SHINGLE_WORDS = 4
BATCH_WORDS = 10_000  # hashed at once; each takes 1 KB of memory while it is
# Measured on the five reports in us-iraq-2024: different reports on one event have 0.00-0.09 in common,
# copies cut to 60 % 0.52-0.66, with 5 % of their words changed 0.55-0.73, with 10 % 0.35-0.57, and cut with
# 5 % changed 0.32-0.48 (15 copies each).
THRESHOLD = 0.3
SEED = 1
MISSES_OVER_EXTRAS = (0.2, 0.8)  # the LSH's weights of false positives and negatives; the former are checked

_SCHEME = "affine32"  # datasketch's permutations; part of what a stored signature means


def signature(text: str) -> bytes:
    """The MinHash signature of `text`: PERMUTATIONS little-endian uint32. Equal texts have equal signatures."""
    from datasketch import MinHash

    minhash = MinHash(num_perm=PERMUTATIONS, seed=SEED, scheme=_SCHEME)
    for batch in _shingles(text):
        minhash.update_batch(batch)
    return bytes(minhash.hashvalues.astype("<u4").tobytes())


def duplicate_groups(signatures: Mapping[str, bytes]) -> dict[str, str]:
    """The smallest id of its group for each article that has a near-duplicate; the others are left out.

    Each member of a group is a near-duplicate of another member, but not of all of them.
    """
    parents = {article: article for article in signatures}
    for one, other in _pairs(signatures):
        first, second = sorted((_root(parents, one), _root(parents, other)))
        parents[second] = first
    groups = {article: _root(parents, article) for article in signatures}
    sizes = Counter(groups.values())
    return {article: group for article, group in groups.items() if sizes[group] > 1}


def _shingles(text: str) -> Iterator[list[bytes]]:
    """Each run of SHINGLEWORDS lower-case words, in batches. A shorter text is one run."""
    words = (match.group().lower() for match in WORD.finditer(text))
    batch = list(islice(words, BATCH_WORDS)) or [text]
    while batch:
        last = max(1, len(batch) - SHINGLE_WORDS + 1)
        yield [" ".join(batch[start : start + SHINGLE_WORDS]).encode() for start in range(last)]
        more = list(islice(words, BATCH_WORDS))
        batch = batch[1 - SHINGLE_WORDS :] + more if more else []


def _pairs(signatures: Mapping[str, bytes]) -> Iterator[tuple[str, str]]:
    """Pairs of near-duplicates: not all of them, but enough to connect each group."""
    from datasketch import LeanMinHash, MinHashLSH

    index = MinHashLSH(threshold=THRESHOLD, num_perm=PERMUTATIONS, weights=MISSES_OVER_EXTRAS)
    first_with: dict[bytes, str] = {}
    for article, packed in signatures.items():
        if packed in first_with:  # equal texts; all against all, a thousand of them would be a million pairs
            yield first_with[packed], article
            continue
        first_with[packed] = article
        values = _values(packed)
        minhash = LeanMinHash(seed=SEED, hashvalues=values, scheme=_SCHEME)
        for candidate in index.query(minhash):
            if np.mean(_values(signatures[candidate]) == values) >= THRESHOLD:
                yield candidate, article
        index.insert(article, minhash)


def _values(packed: bytes) -> NDArray[np.uint32]:
    return np.frombuffer(packed, dtype="<u4")


def _root(parents: dict[str, str], article: str) -> str:
    while parents[article] != article:
        parents[article] = parents[parents[article]]
        article = parents[article]
    return article
