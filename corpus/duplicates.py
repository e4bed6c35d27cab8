"""Near-duplicate articles (copies of one wire report) by MinHash. Knows texts and ids only.

Two texts are near-duplicates where the share of their word 4-shingles that they have in common (Jaccard
similarity, estimated from MinHash signatures; Broder 1997) reaches THRESHOLD.
"""

import re
from collections.abc import Iterator, Mapping

import numpy as np
from numpy.typing import NDArray

PERMUTATIONS = 128  # values in a signature; the standard error of the similarity is 0.04 at 0.3
SHINGLE_WORDS = 4
THRESHOLD = 0.3
SEED = 1

_WORD = re.compile(r"\w+")


def signature(text: str) -> bytes:
    """The MinHash signature of `text`, PERMUTATIONS little-endian uint32; equal texts have equal signatures."""
    from datasketch import MinHash

    minhash = MinHash(num_perm=PERMUTATIONS, seed=SEED)
    minhash.update_batch(_shingles(text))
    return minhash.hashvalues.astype("<u4").tobytes()


def duplicate_groups(signatures: Mapping[str, bytes]) -> dict[str, str]:
    """Article id -> the smallest id among its near-duplicates and theirs; only for articles that have any."""
    parents = {article: article for article in signatures}
    for one, other in _pairs(signatures):
        first, second = sorted((_root(parents, one), _root(parents, other)))
        parents[second] = first
    groups = {article: _root(parents, article) for article in signatures}
    grouped = set(parents)
    counts: dict[str, int] = {}
    for group in groups.values():
        counts[group] = counts.get(group, 0) + 1
    return {article: group for article, group in groups.items() if counts[group] > 1 and article in grouped}
