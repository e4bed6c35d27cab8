"""Judges of evidence: how well does a text prove a claim.

`WordOverlap` is the baseline that every better verifier is measured beside, and stands in for one until then.
"""

from collections.abc import Sequence

import numpy as np

from assistant.checks import numbers, words
from index.embed import Floats1d
from index.keywords import FUNCTION_WORDS


class WordOverlap:
    """The share of a claim's content words and numbers that its evidence has, stems compared."""

    name = "word-overlap@1"

    # From this score on a claim counts as supported. See docs/log.md for what it was measured on.
    threshold = 0.6

    def __init__(self) -> None:
        import snowballstemmer

        self._stemmer = snowballstemmer.stemmer("english")

    def score(self, claims: Sequence[str], evidence: Sequence[str]) -> Floats1d:
        """(n,) float32 in [0, 1], a claim against the evidence at the same place; 0 for a claim without words."""
        return np.array(
            [self._score(claim, text) for claim, text in zip(claims, evidence, strict=True)], np.float32
        )

    def _score(self, claim: str, evidence: str) -> float:
        wanted = self._terms(claim)
        return len(wanted & self._terms(evidence)) / len(wanted) if wanted else 0.0

    def _terms(self, text: str) -> set[str]:
        content = [
            word.lower()
            for word in words(text)
            if (word.isupper() or word.lower() not in FUNCTION_WORDS) and not numbers(word)
        ]
        return {*self._stemmer.stemWords(content), *numbers(text)}
