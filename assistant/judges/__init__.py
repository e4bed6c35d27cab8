"""The judges of evidence: does a text answer a question (`Reranker`), does it prove a claim (`Verifier`).

Both are small cross-encoders of our own, in `assistant/weights/`; `assistant/training/` has the commands that made
them, and each folder a model card. `WordOverlap` is the baseline that they are measured beside.
"""

import hashlib
import json
import math
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Protocol

import numpy as np

from assistant.answer import MismatchKind
from assistant.facts.aligned import aligned
from assistant.facts.compare import mismatches, numbers
from assistant.facts.names import words
from assistant.judges.crossencoder import WEIGHTS, CrossEncoder
from corpus.errors import ModelError
from corpus.sentences import split_sentences
from index.embed import Floats1d, Floats2d
from index.keywords import FUNCTION_WORDS

SHIPPED = Path(__file__).parents[1] / "weights"

QUESTION_TOKENS = 160  # of a question and a text together, as in training
CLAIM_TOKENS = 256  # of a claim and its evidence together, as in training
EVIDENCE_WORDS = 150  # of longer evidence, that many words of its sentences nearest to the claim are read
NEAR_WORDS = 30  # and again only so many: in a long text a small model loses sight of what matters

CALIBRATION = "calibration.json"
CHECKED = tuple(dict.fromkeys(kind.signal for kind in MismatchKind if kind.signal))
# What support is decided by; `near` is of the NEAR_WORDS. In long evidence the encoder counts less and the words more,
# and so they do for a long claim. docs/log.md has what was left out, and why.
SIGNALS = (
    "constant", "support", "near support", "near contradiction", "length", "support x length", "overlap x length",
    "overlap x claim length", *CHECKED,
)  # fmt: skip
USUAL_LENGTHS = (50, 12)  # words of evidence and of a claim up to which their length is nought


_OF_THREAD = threading.local()


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the evidence says of a claim: two probabilities in [0, 1], each on its own."""

    support: float
    contradiction: float


class Judge(Protocol):
    """Judges claims by their evidence; the same call gives the same probabilities."""

    name: str
    threshold: float  # of support, from which on a claim counts as supported

    def judge(self, claims: Sequence[str], evidence: Sequence[str]) -> list[Judgement]:
        """A judgement of each claim by the evidence at the same place."""
        ...


class Reranker:
    """How probable it is that a text answers a question, by a cross-encoder."""

    def __init__(self, encoder: CrossEncoder, name: str) -> None:
        self.name = name
        self._encoder = encoder

    @classmethod
    def load(cls, folder: Path = SHIPPED / "reranker") -> "Reranker":
        """The shipped one, or another that `assistant.training.reranker` wrote. Raises ModelError."""
        return cls(CrossEncoder.load(folder, QUESTION_TOKENS), _name(folder))

    def score(self, question: str, texts: Sequence[str]) -> Floats1d:
        """(n,) float32 in [0, 1]: passages or sentences alike."""
        return self._encoder.score([question] * len(texts), texts)[:, 0]


class Verifier:
    """How probable it is that evidence fully supports a claim, and that it contradicts it.

    Support is a logistic regression over a cross-encoder's log-odds, the word overlap, the lengths, and which exact
    checks the claim fails against the evidence: `SIGNALS`, weighted by `calibration.json`. Each is weak where another
    is strong.
    """

    threshold = 0.5  # both classes weighed the same in fitting: assistant/training/calibrate.py

    def __init__(self, encoder: CrossEncoder, name: str, weights: Mapping[str, float]) -> None:
        self.name = name
        self._encoder = encoder
        self._weights = np.array([weights[signal] for signal in SIGNALS], np.float64)

    @classmethod
    def load(cls, folder: Path = SHIPPED / "verifier") -> "Verifier":
        """The shipped one, or another that `assistant.training.verifier` wrote. Raises ModelError."""
        encoder = CrossEncoder.load(folder, CLAIM_TOKENS)
        try:
            weights = json.loads((folder / CALIBRATION).read_text(encoding="utf-8"))
            return cls(encoder, _name(folder, CALIBRATION), weights)
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise ModelError(
                f"{folder / CALIBRATION} cannot be used: {error!r}. Expected a number for each of {', '.join(SIGNALS)}."
                " Install Pincite again, or weigh them: python -m assistant.training.calibrate"
            ) from error

    def score(self, claims: Sequence[str], evidence: Sequence[str]) -> Floats1d:
        """(n,) float32 in [0, 1]: the probability of full support, a claim by the evidence at the same place."""
        return np.array([judgement.support for judgement in self.judge(claims, evidence)], np.float32)

    def judge(self, claims: Sequence[str], evidence: Sequence[str]) -> list[Judgement]:
        """Both probabilities; of evidence over EVIDENCE_WORDS the part nearest to the claim is read."""
        seen, contradicted = observe(self._encoder, claims, evidence)
        supported = 1 / (1 + np.exp(-(seen @ self._weights)))
        return [Judgement(float(s), float(c)) for s, c in zip(supported, contradicted, strict=True)]


def observe(
    encoder: CrossEncoder, claims: Sequence[str], evidence: Sequence[str]
) -> tuple[Floats2d, Floats1d]:
    """(n, len(SIGNALS)) of each claim and the evidence at the same place, and (n,) the probability of contradiction."""
    parts = [nearest_part(claim, text) for claim, text in zip(claims, evidence, strict=True)]
    near = [nearest_part(claim, part, NEAR_WORDS) for claim, part in zip(claims, parts, strict=True)]
    asked = [aligned(claim, part) for claim, part in zip(claims, parts, strict=True)]
    scores = encoder.score(asked, parts)
    nearer = scores.copy()
    shorter = [n for n, part in enumerate(parts) if near[n] != part]
    nearer[shorter] = encoder.score([asked[n] for n in shorter], [near[n] for n in shorter])
    odds = _log_odds(np.hstack([scores[:, :1], nearer]))
    rows = [_signals(claim, part, *row) for claim, part, row in zip(claims, parts, odds, strict=True)]
    return np.array(rows, np.float32).reshape(-1, len(SIGNALS)), scores[:, 1]


def _signals(claim: str, part: str, support: float, near: float, near_contradiction: float) -> list[float]:
    overlap = _overlap(terms(claim), terms(part))
    length, claim_length = (
        max(0.0, math.log((len(text.split()) + 1) / (usual + 1)))
        for text, usual in zip((part, claim), USUAL_LENGTHS, strict=True)
    )
    failed = {mismatch.kind.signal for mismatch in mismatches(claim, part, part)}
    return [
        1.0, support, near, near_contradiction, length, support * length, overlap * length,
        overlap * claim_length, *(float(signal in failed) for signal in CHECKED),
    ]  # fmt: skip


def _log_odds(probabilities: Floats2d) -> Floats2d:
    clipped = np.clip(probabilities.astype(np.float64), 1e-4, 1 - 1e-4)
    return np.asarray(np.log(clipped / (1 - clipped)), np.float64)


class WordOverlap:
    """The share of a claim's content words and numbers that its evidence has, stems compared."""

    name = "word-overlap@1"

    # From this score on a claim counts as supported. See docs/log.md for what it was measured on.
    threshold = 0.6

    def score(self, claims: Sequence[str], evidence: Sequence[str]) -> Floats1d:
        """(n,) float32 in [0, 1], a claim against the evidence at the same place; 0 for a claim without words."""
        return np.array(
            [_overlap(terms(claim), terms(text)) for claim, text in zip(claims, evidence, strict=True)],
            np.float32,
        )

    def judge(self, claims: Sequence[str], evidence: Sequence[str]) -> list[Judgement]:
        """The overlap as support; words alone contradict nothing."""
        return [Judgement(float(score), 0.0) for score in self.score(claims, evidence)]


def _overlap(wanted: frozenset[str], there: frozenset[str]) -> float:
    return len(wanted & there) / len(wanted) if wanted else 0.0


def terms(text: str) -> frozenset[str]:
    """The stems of a text's content words, and its numbers as figures."""
    content = [
        word.lower()
        for word in words(text)
        if (word.isupper() or word.lower() not in FUNCTION_WORDS) and not numbers(word)
    ]
    return frozenset([*map(_stem, content), *numbers(text)])


@lru_cache(maxsize=65_536)  # words come again and again, and the stemmer is slow
def _stem(word: str) -> str:
    import snowballstemmer

    if not hasattr(_OF_THREAD, "stemmer"):
        _OF_THREAD.stemmer = snowballstemmer.stemmer("english")  # it keeps the word that it is at
    return str(_OF_THREAD.stemmer.stemWord(word))


def _name(folder: Path, *others: str) -> str:
    """`name@sha` over everything that decides the scores."""
    contents = b"".join((folder / file).read_bytes() for file in (WEIGHTS, *others))
    return f"{folder.name}@{hashlib.sha256(contents).hexdigest()[:12]}"


def nearest_part(claim: str, evidence: str, most_words: int = EVIDENCE_WORDS) -> str:
    """The sentences of long evidence that together have most of the claim's terms, in their order.

    Those that add terms not yet had come first, then those with most of them, until `most_words` is reached: proof
    that is scattered over a page is read in one piece.
    """
    if len(evidence.split()) <= most_words:
        return evidence
    sentences = _sentences(evidence)
    wanted = terms(claim)
    had = [sentence.terms & wanted for sentence in sentences]
    chosen: list[int] = []
    missing, room = wanted, most_words
    left = set(range(len(sentences)))
    while left and room > 0:
        best = min(left, key=lambda n: (-len(had[n] & missing), -len(had[n]), n))
        left.remove(best)
        if chosen and sentences[best].words > room:
            continue
        chosen.append(best)
        missing -= had[best]
        room -= sentences[best].words
    return " ".join(sentences[n].text for n in sorted(chosen))


@dataclass(frozen=True, slots=True)
class _Sentence:
    text: str
    words: int
    terms: frozenset[str]


@lru_cache(maxsize=64)  # one page is held against many claims
def _sentences(text: str) -> tuple[_Sentence, ...]:
    pieces = [text[span.start : span.end] for span in split_sentences(text)]
    return tuple(_Sentence(piece, len(piece.split()), terms(piece)) for piece in pieces)
