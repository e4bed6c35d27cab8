"""A cross-encoder of ours: a BERT with heads on pairs of texts, run by ONNX Runtime.

`model.onnx` keeps each matrix as int8 with float32 scales. ONNX Runtime multiplies them out on loading and computes in
float32, so that scores differ from the trained ones by the rounding of the weights alone. It is twice as fast here as
the same model in PyTorch, to the same scores (docs/benchmarks.md), and does not need it to be loaded.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

from assistant.judges.reading import Reading, reading
from index.bert import BATCH_TOKENS, batches, open_model
from index.embed import Floats2d

if TYPE_CHECKING:
    from tokenizers import Encoding, Tokenizer

SHIPPED = Path(__file__).parents[1] / "weights"
WEIGHTS = "model.onnx"
TOKENIZER = "tokenizer.json"
SEPARATOR = "[SEP]"
INPUTS = ("input_ids", "attention_mask", "token_type_ids")
# Token types of a model that is told which tokens its two texts share: what a small model would have to find out by
# attention, and takes long to learn. The usual two types are those of the first and of the second text.
FIRST_ALONE, FIRST_SHARED, SECOND_SHARED = 1, 2, 3
MATCH_TYPES = 4
MARKS_MATCHES = "marks_matches"  # of the model's metadata, "yes" for a model with MATCH_TYPES

Ints1d: TypeAlias = NDArray[np.int64]
Ints2d: TypeAlias = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Tokens:
    """A pair of texts as the model reads it: (tokens,) ids and types."""

    ids: Ints1d
    types: Ints1d


@dataclass(frozen=True, slots=True)
class Batch:
    """Pairs padded to one length: (n, tokens) ids, 1 where a token stands, and types."""

    ids: Ints2d
    mask: Ints2d
    types: Ints2d

    def inputs(self) -> dict[str, Ints2d]:
        """What a session is run with."""
        return dict(zip(INPUTS, (self.ids, self.mask, self.types), strict=True))


class Runner(Protocol):
    """Runs a model: ONNX Runtime's `InferenceSession`, or one that is being trained."""

    def run(self, output_names: None, input_feed: Mapping[str, Ints2d], /) -> Sequence[Any]:
        """(n, heads) float32 probabilities and, of a model with heads on tokens, (n, tokens, 2) logits."""
        ...


class CrossEncoder:
    """Probabilities for pairs of texts, one column a head, and words of the second; make it with `CrossEncoder.load`.

    One may be asked by several threads at a time.
    """

    def __init__(
        self, session: Runner, tokenizer: "Tokenizer", *, heads: int, max_tokens: int, marks_matches: bool
    ) -> None:
        self.heads = heads
        self._session = session
        self._tokenizer = prepared(tokenizer, max_tokens)
        self._marks_matches = marks_matches

    @classmethod
    def load(cls, folder: Path, max_tokens: int) -> "CrossEncoder":
        """The one in a folder. Raises ModelError where it is not there or is damaged."""
        session, tokenizer = open_model(folder / WEIGHTS, folder / TOKENIZER)
        heads = session.get_outputs()[0].shape[1]
        told = session.get_modelmeta().custom_metadata_map.get(MARKS_MATCHES)
        return cls(session, tokenizer, heads=heads, max_tokens=max_tokens, marks_matches=told == "yes")

    def has_token(self, word: str) -> bool:
        """Whether the vocabulary has the word in one piece."""
        return self._tokenizer.token_to_id(word) is not None

    def score(self, firsts: Sequence[str], seconds: Sequence[str]) -> Floats2d:
        """(n, heads) float32 in [0, 1]; of a pair over `max_tokens` the longer text loses its end."""
        encoded = self._tokenizer.encode_batch(list(zip(firsts, seconds, strict=True)))
        scores = np.zeros((len(encoded), self.heads), np.float32)
        for places, (found, *_) in self._runs(encoded):
            scores[places] = found
        return scores

    def read(self, firsts: Sequence[str], seconds: Sequence[str]) -> list[Reading]:
        """The first head's probability, and the words of the second text, of each pair; for models with such heads."""
        encoded = self._tokenizer.encode_batch(list(zip(firsts, seconds, strict=True)))
        readings: dict[int, Reading] = {}
        for places, (scores, logits) in self._runs(encoded):
            for row, n in enumerate(places):
                readings[n] = reading(float(scores[row, 0]), logits[row], encoded[n])
        return [readings[n] for n in range(len(encoded))]

    def _runs(self, encoded: "Sequence[Encoding]") -> Iterator[tuple[list[int], Sequence[Any]]]:
        """The pairs in batches of about one length: which they are, and what the model gives."""
        separator = self._tokenizer.token_to_id(SEPARATOR) if self._marks_matches else None
        tokens = [tokens_of(encoding, separator) for encoding in encoded]
        for places in batches([len(one.ids) for one in tokens], BATCH_TOKENS):
            yield places, self._session.run(None, padded([tokens[n] for n in places]).inputs())


def prepared(tokenizer: "Tokenizer", max_tokens: int) -> "Tokenizer":
    """The tokenizer, set to cut pairs at `max_tokens` and not to pad."""
    tokenizer.enable_truncation(max_tokens, strategy="longest_first")
    tokenizer.no_padding()
    return tokenizer


def tokens_of(encoding: "Encoding", separator: int | None) -> Tokens:
    """The tokens of a pair; with a separator their types are those of a model that is told what the texts share."""
    ids, types = encoding.ids, encoding.type_ids
    if separator is not None:
        types = match_types(ids, types, separator)
    return Tokens(np.array(ids, np.int64), np.array(types, np.int64))


def padded(pairs: Sequence[Tokens]) -> Batch:
    """The pairs, those that are shorter than the longest filled up with zeros."""
    shape = len(pairs), max(len(pair.ids) for pair in pairs)
    batch = Batch(np.zeros(shape, np.int64), np.zeros(shape, np.int64), np.zeros(shape, np.int64))
    for row, pair in enumerate(pairs):
        length = len(pair.ids)
        batch.ids[row, :length] = pair.ids
        batch.mask[row, :length] = 1
        batch.types[row, :length] = pair.types
    return batch


def match_types(ids: Sequence[int], texts: Sequence[int], separator: int) -> list[int]:
    """The type of each token, given which of the two `texts` it is of; [CLS] and [SEP] count as the second's alone.

    >>> match_types([101, 7, 8, 102, 8, 9, 102], [0, 0, 0, 0, 1, 1, 1], 102)
    [0, 1, 2, 0, 3, 0, 0]
    """
    end = ids.index(separator)
    first, second = set(ids[1:end]), set(ids[end + 1 : -1])
    return [
        0
        if place == 0 or token == separator
        else (FIRST_SHARED if token in second else FIRST_ALONE)
        if text == 0
        else (SECOND_SHARED if token in first else 0)
        for place, (token, text) in enumerate(zip(ids, texts, strict=True))
    ]


def name_of(folder: Path, *others: str) -> str:
    """`name@sha` of a model's folder, over all files that decide its scores."""
    contents = b"".join((folder / file).read_bytes() for file in (WEIGHTS, TOKENIZER, *others))
    return f"{folder.name}@{hashlib.sha256(contents).hexdigest()[:12]}"
