"""Does a text answer a question, and with which words: a cross-encoder with heads on the pair and on tokens."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Self

import numpy as np

from assistant.judges.crossencoder import SHIPPED, CrossEncoder, name_of
from assistant.judges.reading import Reading
from corpus import Span
from index.embed import Floats1d

READER_TOKENS = 256  # of a question and a text together, as in training


class Reader:
    """Reads texts for the answer to a question; make it with `Reader.load`. Threads may share it."""

    def __init__(self, encoder: CrossEncoder, name: str) -> None:
        self.name = name
        self._encoder = encoder

    @classmethod
    def load(cls, folder: Path = SHIPPED / "reader") -> Self:
        """The shipped one, or another that was trained the same way. Raises ModelError."""
        return cls(CrossEncoder.load(folder, READER_TOKENS), name_of(folder))

    def is_word(self, word: str) -> bool:
        """Whether its vocabulary has the word in one piece, as it has the 20,000 or so commonest ones of English."""
        return self._encoder.has_token(word)

    def read(self, question: str, texts: Sequence[str]) -> list[Reading]:
        """A reading of each text, passages or sentences alike; a text that is too long loses its end."""
        return self._encoder.read([question] * len(texts), texts)


class Reranker(Reader):
    """The reader as what orders texts: how probable it is that each answers a question."""

    def score(self, question: str, texts: Sequence[str]) -> Floats1d:
        """(n,) float32 in [0, 1]."""
        return np.array([reading.answerable for reading in self.read(question, texts)], np.float32)


class FakeReader(Reader):
    """For tests: the words that answer are looked up in a table (words -> probability), whatever the question is.

    Of several in one text the first of the table counts; a text without any has the probability `otherwise`.
    """

    def __init__(self, answers: Mapping[str, float], *, otherwise: float = 0.001) -> None:
        self.name = "fake-reader@0"
        self._answers = answers
        self._otherwise = otherwise
        self.calls = 0

    def is_word(self, word: str) -> bool:
        """Every word is one: no question is changed."""
        return True

    def read(self, question: str, texts: Sequence[str]) -> list[Reading]:
        """A reading of each text."""
        self.calls += 1
        return list(map(self._reading, texts))

    def _reading(self, text: str) -> Reading:
        for words, probability in self._answers.items():
            if words in text:
                start = text.index(words)
                return Reading(probability, Span(start, start + len(words)), 1.0)
        return Reading(self._otherwise, Span(0, 0), 0.0)
