"""Texts to vectors: the `Embedder` protocol, its sentence-transformers implementation, and a fake.

A passage and its sentences are embedded in one pass: a sentence's vector is the mean of its own token
embeddings within the passage ("late chunking", Günther et al. 2024, arXiv:2409.04701). It costs nothing more
than the passage, and it knows its context: on 500 questions over 36 SQuAD articles the answer's sentence is
among the first 8 for 89 %, against 84 % for sentences embedded one by one (docs/log.md). All vectors have unit
length, so their inner product is the cosine.
"""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from corpus import Span
from corpus.errors import ModelError
from index.models import weights
from index.models.catalogue import MODELS

Floats1d = NDArray[np.float32]
Floats2d = NDArray[np.float32]

DEFAULT_EMBEDDER = "all-MiniLM-L6-v2"

BATCH_TEXTS = (
    16  # texts a forward pass; 16 is 7 % faster than 32 and 20 % than 64 on two cores without AVX-512
)


@dataclass(frozen=True, slots=True)
class PassageText:
    """What is embedded of a passage: its article's title, its text, and its sentences' spans in `text`."""

    title: str
    text: str
    sentences: tuple[Span, ...]


class Embedder(Protocol):
    """Turns texts into unit vectors; the same call gives the same vectors."""

    name: str
    dimension: int
    max_tokens: int  # of one input, special tokens included

    @property
    def digest(self) -> str:
        """SHA-256 of the weights, hexadecimal."""
        ...

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Tokens of each text, special tokens not counted."""
        ...

    def embed(self, texts: Sequence[str]) -> Floats2d:
        """(n, dimension) unit vectors."""
        ...

    def embed_passages(self, passages: Sequence[PassageText]) -> list[tuple[Floats1d, Floats2d]]:
        """For each passage its vector (dimension,) and its sentences' vectors (n_sentences, dimension)."""
        ...


def load_embedder(name: str = DEFAULT_EMBEDDER) -> "SentenceTransformerEmbedder":
    """The embedder with this name: one of the catalogue, or a folder of a sentence-transformers model.

    Raises ModelError where there is no such model on this machine.
    """
    if name in MODELS:
        return SentenceTransformerEmbedder(name, weights.model_path(name))
    folder = Path(name).expanduser()
    if not (folder / "modules.json").is_file():
        known = ", ".join(sorted(MODELS))
        raise ModelError(
            f"no embedder '{name}': it is neither a folder with a sentence-transformers model (modules.json)"
            f" nor one of {known}. Name one of these."
        )
    return SentenceTransformerEmbedder(str(folder.resolve()), folder)


def silence_transformers() -> None:
    """No progress bars and no advice on stderr while a model loads."""
    from transformers.utils import logging

    logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    logging.set_verbosity_error()  # type: ignore[no-untyped-call]


class SentenceTransformerEmbedder:
    """A sentence-transformers model in a folder, on the CPU or whatever device torch prefers."""

    def __init__(self, name: str, folder: Path) -> None:
        from sentence_transformers import SentenceTransformer

        silence_transformers()
        self.name = name
        self.folder = folder
        self._model = SentenceTransformer(str(folder), local_files_only=True)
        self.dimension = int(self._model.get_embedding_dimension() or 0)
        self.max_tokens = int(self._model.max_seq_length or 512)

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the weights, hexadecimal: from the catalogue, or computed from the folder's files."""
        if self.name in MODELS:
            return MODELS[self.name].digest
        hasher = hashlib.sha256()
        for path in sorted(self.folder.rglob("*.safetensors")) + sorted(self.folder.rglob("*.bin")):
            with path.open("rb") as file:
                hasher.update(hashlib.file_digest(file, "sha256").digest())
        return hasher.hexdigest()

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Tokens of each text, special tokens not counted, nothing cut off."""
        if not texts:
            return []
        encoded = self._model.tokenizer(
            list(texts), add_special_tokens=False, truncation=False, verbose=False
        )
        return [len(ids) for ids in encoded["input_ids"]]

    def embed(self, texts: Sequence[str]) -> Floats2d:
        """(n, dimension) unit vectors; a text over `max_tokens` is cut."""
        if not texts:
            return np.zeros((0, self.dimension), np.float32)
        vectors = self._model.encode(
            list(texts), batch_size=BATCH_TEXTS, normalize_embeddings=True, show_progress_bar=False
        )
        return np.asarray(vectors, np.float32)

    def embed_passages(self, passages: Sequence[PassageText]) -> list[tuple[Floats1d, Floats2d]]:
        """For each passage its vector (dimension,) and its sentences' vectors (n_sentences, dimension)."""
        if not passages:
            return []
        texts = [f"{passage.title}\n{passage.text}" for passage in passages]
        outputs: Any = self._model.encode(
            texts, batch_size=BATCH_TEXTS, output_value=None, show_progress_bar=False
        )
        offsets = self._model.tokenizer(
            texts, truncation=True, max_length=self.max_tokens, return_offsets_mapping=True, verbose=False
        )["offset_mapping"]
        return [
            self._pool(passage, output, np.asarray(offset))
            for passage, output, offset in zip(passages, outputs, offsets, strict=True)
        ]

    def _pool(
        self, passage: PassageText, output: dict[str, Any], offsets: NDArray[np.int64]
    ) -> tuple[Floats1d, Floats2d]:
        """Mean of the token embeddings over each sentence; one beyond the model's limit takes the passage's."""
        whole = _unit(output["sentence_embedding"].float().cpu().numpy())
        tokens: Floats2d = output["token_embeddings"].float().cpu().numpy()[: len(offsets)]
        first = len(passage.title) + 1
        starts, ends = offsets[:, 0] - first, offsets[:, 1] - first
        vectors = np.empty((len(passage.sentences), self.dimension), np.float32)
        for row, span in enumerate(passage.sentences):
            inside = (starts >= span.start) & (ends <= span.end) & (ends > starts)
            vectors[row] = _unit(tokens[inside].mean(axis=0)) if inside.any() else whole
        return whole, vectors


class FakeEmbedder:
    """A deterministic embedder without a model: signed hashed words. For tests; texts that share words are near."""

    name = "fake"
    dimension = 64
    max_tokens = 64
    digest = hashlib.sha256(b"fake").hexdigest()

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Words and punctuation marks of each text."""
        return [len(_WORD.findall(text)) for text in texts]

    def embed(self, texts: Sequence[str]) -> Floats2d:
        """(n, dimension) unit vectors."""
        return np.array([self._embed(text) for text in texts], np.float32).reshape(-1, self.dimension)

    def embed_passages(self, passages: Sequence[PassageText]) -> list[tuple[Floats1d, Floats2d]]:
        """For each passage its vector (dimension,) and its sentences' vectors (n_sentences, dimension)."""
        return [
            (
                self._embed(f"{passage.title}\n{passage.text}"),
                self.embed([passage.text[span.start : span.end] for span in passage.sentences]),
            )
            for passage in passages
        ]

    def _embed(self, text: str) -> Floats1d:
        vector = np.zeros(self.dimension, np.float32)
        for word in _WORD.findall(text.lower()):
            bits = int.from_bytes(hashlib.blake2b(word.encode(), digest_size=4).digest())
            vector[bits % self.dimension] += 1 if bits >> 16 & 1 else -1
        return _unit(vector)


_WORD = re.compile(r"\w+|[^\w\s]")


def _unit(vector: Floats1d) -> Floats1d:
    """The vector at length 1; the first axis for a vector of zeros."""
    length = float(np.linalg.norm(vector))
    if length == 0:
        return np.asarray(np.eye(len(vector))[0], np.float32)
    return np.asarray(vector / length, np.float32)
