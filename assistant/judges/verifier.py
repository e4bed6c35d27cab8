"""Does evidence prove a claim."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from assistant.answer import Mismatch
from assistant.facts.nearest import nearest_part
from assistant.judges.crossencoder import SHIPPED, CrossEncoder, name_of
from assistant.judges.gaps import differs, filled, gaps, kind_of, with_gap
from assistant.judges.judge import Judgement
from assistant.judges.signals import NEAR_WORDS, SIGNALS, observe
from corpus.errors import ModelError
from index.embed import Floats1d

CLAIM_TOKENS = 256  # of a claim and its evidence together, as in training
CALIBRATION = "calibration.json"


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
            return cls(encoder, name_of(folder, CALIBRATION), weights)
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise ModelError(
                f"{folder / CALIBRATION} cannot be used: {error!r}. Expected a number for each of {', '.join(SIGNALS)}."
                " Install Pincite again, or weigh them: python -m assistant.training.calibrate"
            ) from error

    def score(self, claims: Sequence[str], evidence: Sequence[str]) -> Floats1d:
        """(n,) float32 in [0, 1]: the probability of full support, a claim by the evidence at the same place."""
        return np.array([judgement.support for judgement in self.judge(claims, evidence)], np.float32)

    def judge(self, claims: Sequence[str], evidence: Sequence[str]) -> list[Judgement]:
        """Both probabilities; of long evidence the part nearest to the claim is read."""
        seen, contradicted = observe(self._encoder, claims, evidence)
        supported = 1 / (1 + np.exp(-(seen @ self._weights)))
        return [Judgement(float(s), float(c)) for s, c in zip(supported, contradicted, strict=True)]

    def differences(self, claim: str, evidence: str) -> list[Mismatch]:
        """What the evidence has in the place of a word, name, number or date of the claim.

        For claims that it does not support: of those that it does, a paraphrase would be a difference too.
        """
        part = nearest_part(claim, evidence, NEAR_WORDS)
        asked = gaps(claim)
        readings = self._encoder.read([with_gap(claim, gap) for gap in asked], [part] * len(asked))
        return [
            Mismatch(kind_of(claim, gap), claim[gap.start : gap.end], part[words.start : words.end])
            for gap, words in filled(readings, asked)
            if differs(claim[gap.start : gap.end], part[words.start : words.end])
        ]
