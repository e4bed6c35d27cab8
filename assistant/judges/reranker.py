"""Does a text answer a question."""

from collections.abc import Sequence
from pathlib import Path

from assistant.judges.crossencoder import SHIPPED, CrossEncoder, name_of
from index.embed import Floats1d

QUESTION_TOKENS = 160  # of a question and a text together, as in training


class Reranker:
    """How probable it is that a text answers a question, by a cross-encoder."""

    def __init__(self, encoder: CrossEncoder, name: str) -> None:
        self.name = name
        self._encoder = encoder

    @classmethod
    def load(cls, folder: Path = SHIPPED / "reranker") -> "Reranker":
        """The shipped one, or another that `assistant.training.reranker` wrote. Raises ModelError."""
        return cls(CrossEncoder.load(folder, QUESTION_TOKENS), name_of(folder))

    def score(self, question: str, texts: Sequence[str]) -> Floats1d:
        """(n,) float32 in [0, 1]: passages or sentences alike."""
        return self._encoder.score([question] * len(texts), texts)[:, 0]
