"""What the verifier decides by: a cross-encoder's probabilities, shares of words, lengths, and failed exact checks."""

import math
from collections.abc import Sequence

import numpy as np

from assistant.answer import MismatchKind
from assistant.facts.aligned import aligned
from assistant.facts.compare import mismatches
from assistant.facts.nearest import nearest_part
from assistant.facts.text import read
from assistant.judges.crossencoder import CrossEncoder
from assistant.judges.judge import overlap
from index.embed import Floats1d, Floats2d

EVIDENCE_WORDS = 150  # of longer evidence, that many words of its sentences nearest to the claim are read
NEAR_WORDS = 30  # and again only so many: in a long text a small model loses sight of what matters

CHECKED = tuple(dict.fromkeys(kind.signal for kind in MismatchKind if kind.signal))
# What support is decided by; `near` is of the NEAR_WORDS. In long evidence the encoder counts less and the words more,
# and the same holds for a long claim. docs/log.md has what was left out, and why.
SIGNALS = (
    "constant", "support", "near support", "near contradiction", "length", "support x length", "overlap x length",
    "overlap x claim length", *CHECKED,
)  # fmt: skip
USUAL_LENGTHS = (50, 12)  # words of evidence and of a claim; lengths below these count as zero


def observe(
    encoder: CrossEncoder, claims: Sequence[str], evidence: Sequence[str]
) -> tuple[Floats2d, Floats1d]:
    """(n, len(SIGNALS)) of each claim and the evidence at the same index, and (n,) the probability of contradiction."""
    parts = [nearest_part(claim, text, EVIDENCE_WORDS) for claim, text in zip(claims, evidence, strict=True)]
    near = [nearest_part(claim, part, NEAR_WORDS) for claim, part in zip(claims, parts, strict=True)]
    asked = [aligned(read(claim), read(part)) for claim, part in zip(claims, parts, strict=True)]
    scores = encoder.score(asked, parts)
    nearer = scores.copy()
    shorter = [n for n, part in enumerate(parts) if near[n] != part]
    nearer[shorter] = encoder.score([asked[n] for n in shorter], [near[n] for n in shorter])
    odds = _log_odds(np.hstack([scores[:, :1], nearer]))
    rows = [_signals(claim, part, *row) for claim, part, row in zip(claims, parts, odds, strict=True)]
    return np.array(rows, np.float32).reshape(-1, len(SIGNALS)), scores[:, 1]


def _signals(claim: str, part: str, support: float, near: float, near_contradiction: float) -> list[float]:
    shared = overlap(claim, part)
    length, claim_length = (
        max(0.0, math.log((read(text).length + 1) / (usual + 1)))
        for text, usual in zip((part, claim), USUAL_LENGTHS, strict=True)
    )
    failed = {mismatch.kind.signal for mismatch in mismatches(claim, part, part)}
    return [
        1.0, support, near, near_contradiction, length, support * length, shared * length,
        shared * claim_length, *(float(signal in failed) for signal in CHECKED),
    ]  # fmt: skip


def _log_odds(probabilities: Floats2d) -> Floats2d:
    clipped = np.clip(probabilities.astype(np.float64), 1e-4, 1 - 1e-4)
    return np.asarray(np.log(clipped / (1 - clipped)), np.float64)
