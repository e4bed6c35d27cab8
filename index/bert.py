"""A BERT of the catalogue run by ONNX Runtime: texts -> a vector for each token.

PyTorch would hold 380 MiB more and take twice the time for each text, to the same vectors (docs/benchmarks.md).
`graphs/NAME.onnx` says what is computed, in 22 KiB; the weights stay in the model's `model.safetensors`, which the
graph points into by offset (assistant/training/graph.py).
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from corpus.errors import ModelError

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

GRAPHS = Path(__file__).parent / "models" / "graphs"
BATCH_TOKENS = 2_048  # padding included, of a forward pass: more is no faster and holds more memory


@dataclass(frozen=True, slots=True)
class TokenVectors:
    """A text as the model reads it: (tokens, dimension) vectors, and where each token begins and ends in the text."""

    vectors: NDArray[np.float32]
    offsets: NDArray[np.int64]


def open_model(
    graph: Path, tokenizer: Path, weights: Path | None = None
) -> "tuple[InferenceSession, Tokenizer]":
    """A graph as a session, and its tokenizer. `weights` is the folder of files that the graph points into.

    Raises ModelError if a file is not there or is damaged.
    """
    import onnxruntime
    from tokenizers import Tokenizer

    options = onnxruntime.SessionOptions()
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")  # leaves cores to the generator
    options.log_severity_level = 3
    if weights:
        options.add_session_config_entry("session.model_external_initializers_file_folder_path", str(weights))
    try:
        session = onnxruntime.InferenceSession(
            graph.read_bytes(), options, providers=["CPUExecutionProvider"]
        )
        return session, Tokenizer.from_str(tokenizer.read_text(encoding="utf-8"))
    except Exception as error:
        raise ModelError(
            f"the model in {tokenizer.parent} cannot be read: {error}. Expected {graph.name} and {tokenizer.name} as"
            " they are shipped or fetched. Install Pincite again, or fetch the model again"
        ) from error


class Bert:
    """A model in a folder, with its graph. It may be asked by several threads at once."""

    def __init__(self, folder: Path, graph: Path) -> None:
        """Raises ModelError if the model's files or the graph are damaged."""
        self._session, self._tokenizer = open_model(graph, folder / "tokenizer.json", weights=folder)
        self._tokenizer.no_truncation()
        self._tokenizer.no_padding()
        [output] = self._session.get_outputs()
        self.dimension = int(output.shape[2])
        settings = json.loads((folder / "sentence_bert_config.json").read_text(encoding="utf-8"))
        self.max_tokens = int(settings["max_seq_length"])

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """The number of tokens of each text, without special tokens, however long the text is."""
        return [len(text.ids) for text in self._tokenizer.encode_batch(list(texts), add_special_tokens=False)]

    def read(self, texts: Sequence[str]) -> list[TokenVectors]:
        """The vectors of each text's tokens, special ones included. Of a text, the first `max_tokens` count."""
        encoded = self._tokenizer.encode_batch(list(texts))
        tokens = [self._cut(np.array(text.ids, np.int64)) for text in encoded]
        read: list[TokenVectors | None] = [None] * len(tokens)
        for places in batches([len(ids) for ids in tokens], BATCH_TOKENS):
            vectors = self._forward([tokens[place] for place in places])
            for place, found in zip(places, vectors, strict=True):
                offsets = self._cut(np.array(encoded[place].offsets, np.int64))
                read[place] = TokenVectors(found[: len(offsets)], offsets)
        return [one for one in read if one is not None]

    def _cut(self, tokens: NDArray[np.int64]) -> NDArray[np.int64]:
        """The first tokens, and the last, which is [SEP]."""
        if len(tokens) <= self.max_tokens:
            return tokens
        return np.concatenate([tokens[: self.max_tokens - 1], tokens[-1:]])

    def _forward(self, texts: Sequence[NDArray[np.int64]]) -> NDArray[np.float32]:
        shape = len(texts), max(map(len, texts))
        ids, mask = np.zeros(shape, np.int64), np.zeros(shape, np.int64)
        for row, tokens in enumerate(texts):
            ids[row, : len(tokens)] = tokens
            mask[row, : len(tokens)] = 1
        [vectors] = self._session.run(None, {"input_ids": ids, "attention_mask": mask})
        return np.asarray(vectors, np.float32)


def batches(lengths: Sequence[int], most: int) -> list[list[int]]:
    """Places of texts of about one length, together at most `most` tokens with padding, shortest first."""
    made: list[list[int]] = []
    for n in sorted(range(len(lengths)), key=lengths.__getitem__):
        if made and (len(made[-1]) + 1) * lengths[n] <= most:
            made[-1].append(n)
        else:
            made.append([n])
    return made
