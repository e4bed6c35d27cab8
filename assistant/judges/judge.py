"""What judges a claim by its evidence: the protocol, and the share of words that trained judges are measured beside."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

import numpy as np

from assistant.answer import Mismatch
from assistant.facts.text import read
from index.embed import Floats1d


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the evidence says of a claim: two probabilities in [0, 1], each on its own."""

    support: float
    contradiction: float


class Judge(Protocol):
    """Judges claims by their evidence; the same call gives the same probabilities."""

    name: str
    threshold: float  # a claim with this support or more counts as supported

    def judge(self, claims: Sequence[str], evidence: Sequence[str]) -> list[Judgement]:
        """A judgement of each claim by the evidence at the same index."""
        ...


@runtime_checkable
class Explains(Protocol):
    """A judge that can tell what the evidence says instead."""

    def differences(self, claim: str, evidence: str) -> Sequence[Mismatch]:
        """What the evidence has in the place of words of a claim that it does not support."""
        ...


def differences(judge: Judge, claim: str, evidence: str) -> Sequence[Mismatch]:
    """The same, of any judge: nothing if it cannot tell."""
    return judge.differences(claim, evidence) if isinstance(judge, Explains) else ()


class WordOverlap:
    """The share of a claim's content words and numbers that its evidence has, stems compared."""

    name = "word-overlap@1"
    threshold = 0.6  # docs/log.md has what it was measured on

    def score(self, claims: Sequence[str], evidence: Sequence[str]) -> Floats1d:
        """(n,) float32 in [0, 1], each claim against the evidence at the same index; 0 for a claim without words."""
        return np.array([overlap(*pair) for pair in zip(claims, evidence, strict=True)], np.float32)

    def judge(self, claims: Sequence[str], evidence: Sequence[str]) -> list[Judgement]:
        """The overlap as support; words alone contradict nothing."""
        return [Judgement(float(score), 0.0) for score in self.score(claims, evidence)]


def overlap(claim: str, evidence: str) -> float:
    """The share of the claim's terms that the evidence has, in [0, 1]; 0 for a claim without terms."""
    wanted = read(claim).terms
    return len(wanted & read(evidence).terms) / len(wanted) if wanted else 0.0
