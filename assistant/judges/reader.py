"""Does a text answer a question, and with which words: a cross-encoder with heads on the pair and on tokens."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Self, TypeAlias

import numpy as np
from numpy.typing import NDArray

from assistant.judges.crossencoder import (
    SHIPPED,
    TOKENIZER,
    WEIGHTS,
    Batch,
    Tokens,
    name_of,
    padded,
    prepared,
)
from corpus import Span
from index.bert import BATCH_TOKENS, batches, open_model
from index.embed import Floats1d, Floats2d

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Encoding, Tokenizer

READER_TOKENS = 256  # of a question and a text together, as in training
ANSWER_TOKENS = 30  # most tokens of the words that answer
TEXT = 1  # the sequence id of the text's tokens; the question has 0, and the separators have none

Floats3d: TypeAlias = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Reading:
    """What the reader finds in one text: the probability that it answers, and the words that would answer.

    `words` is their place in the text, and `words_probability` the probability of this place among all others. Both
    probabilities are in [0, 1]. A text without words has an empty place at 0.
    """

    answerable: float
    words: Span
    words_probability: float


class Reader:
    """Reads texts for the answer to a question; make it with `Reader.load`. Threads may share it."""

    def __init__(self, session: "InferenceSession", tokenizer: "Tokenizer", name: str) -> None:
        self.name = name
        self._session = session
        self._tokenizer = prepared(tokenizer, READER_TOKENS)

    @classmethod
    def load(cls, folder: Path = SHIPPED / "reader") -> Self:
        """The shipped one, or another that was trained the same way. Raises ModelError."""
        return cls(*open_model(folder / WEIGHTS, folder / TOKENIZER), name_of(folder))

    def is_word(self, word: str) -> bool:
        """Whether its vocabulary has the word in one piece, as it has the 20,000 or so commonest ones of English."""
        return self._tokenizer.token_to_id(word) is not None

    def read(self, question: str, texts: Sequence[str]) -> list[Reading]:
        """A reading of each text, passages or sentences alike; a text that is too long loses its end."""
        encodings = self._tokenizer.encode_batch([(question, text) for text in texts])
        tokens = [Tokens(np.array(one.ids, np.int64), np.array(one.type_ids, np.int64)) for one in encodings]
        found: dict[int, Reading] = {}
        for places in batches([len(one.ids) for one in tokens], BATCH_TOKENS):
            answerable, logits = self._run(padded([tokens[n] for n in places]))
            for row, n in enumerate(places):
                found[n] = _reading(float(answerable[row, 0]), logits[row], encodings[n])
        return [found[n] for n in range(len(texts))]

    def _run(self, batch: Batch) -> tuple[Floats2d, Floats3d]:
        answerable, logits = self._session.run(None, batch.inputs())
        return answerable, logits


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


def _reading(answerable: float, logits: Floats2d, encoding: "Encoding") -> Reading:
    inside = [n for n, sequence in enumerate(encoding.sequence_ids) if sequence == TEXT]
    if not inside:
        return Reading(answerable, Span(0, 0), 0.0)
    first, last, probability = best_place(logits[inside[0] : inside[-1] + 1])
    start, end = encoding.offsets[inside[first]][0], encoding.offsets[inside[last]][1]
    return Reading(answerable, Span(start, end), probability)


def best_place(logits: Floats2d, most: int = ANSWER_TOKENS) -> tuple[int, int, float]:
    """The likeliest first and last token of at most `most`, and their probability among all such pairs.

    `logits` are (tokens, 2): of being the first token, and of being the last one.

    >>> best_place(np.array([[9.0, 0.0], [0.0, 0.0], [0.0, 9.0]], np.float32))[:2]
    (0, 2)
    """
    tokens = len(logits)
    allowed = np.triu(np.ones((tokens, tokens), bool)) & np.tri(tokens, k=most - 1, dtype=bool)
    total = np.where(allowed, logits[:, :1].astype(np.float64) + logits[:, 1], -np.inf)
    first, last = np.unravel_index(total.argmax(), total.shape)
    return int(first), int(last), float(1 / np.exp(total - total[first, last]).sum())
