"""What a cross-encoder with heads on tokens finds in the second of two texts: a probability, and words."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from corpus import Span
from index.embed import Floats2d

if TYPE_CHECKING:
    from tokenizers import Encoding

ANSWER_TOKENS = 30  # most tokens of the words that answer
TEXT = 1  # the sequence id of the second text's tokens; the first has 0, and the separators have none


@dataclass(frozen=True, slots=True)
class Reading:
    """What the reader finds in one text: the probability that it answers, and the words that would answer.

    `words` is their place in the text, and `words_probability` the probability of this place among all others. Both
    probabilities are in [0, 1]. A text without words has an empty place at 0.
    """

    answerable: float
    words: Span
    words_probability: float


def reading(answerable: float, logits: Floats2d, encoding: "Encoding") -> Reading:
    """The reading of a pair, by its (tokens, 2) logits of first and last word; padding behind them does not count."""
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
