"""The model of both judges: a BERT with heads on pairs of texts and, for the reader, on the second text's tokens."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors.torch import load_file
from torch import Tensor
from transformers import BertConfig, BertModel

from assistant.judges.crossencoder import MATCH_TYPES

TYPES = "embeddings.token_type_embeddings.weight"
TYPE_DEVIATION = 0.05  # of the new token types at the beginning: about that of the word embeddings
HEAD_DEVIATION = 0.02  # of the heads' weights at the beginning
START_WEIGHTS = "model.safetensors"


@dataclass(frozen=True, slots=True)
class Shape:
    """What a judge reads and tells: its heads on the pair, and whether each token has heads too (`spans`)."""

    heads: int
    max_tokens: int
    mark_matches: bool = False
    spans: bool = False
    batch_tokens: int = 2_048
    epochs: int = 1


@dataclass(frozen=True, slots=True)
class Judged:
    """What the model says of a batch: (n, heads) logits and, of first and last words, (n, tokens, 2) logits or None."""

    logits: Tensor
    spans: Tensor | None


class Encoder(torch.nn.Module):
    """BERT with a linear head on its pooled output and, with `spans`, one on each token."""

    def __init__(self, config: BertConfig, shape: Shape) -> None:
        super().__init__()
        self.bert = BertModel(config)
        self.classifier = _head(config.hidden_size, shape.heads)
        self.span = _head(config.hidden_size, 2) if shape.spans else None
        self.dropout = torch.nn.Dropout(config.hidden_dropout_prob)

    def forward(self, input_ids: Tensor, attention_mask: Tensor, token_type_ids: Tensor) -> Judged:
        """(n, tokens) each."""
        seen = self.bert(input_ids=input_ids, attention_mask=attention_mask, token_type_ids=token_type_ids)
        logits = self.classifier(self.dropout(seen.pooler_output))
        return Judged(logits, None if self.span is None else self.span(seen.last_hidden_state))


def _head(width: int, outputs: int) -> torch.nn.Linear:
    head = torch.nn.Linear(width, outputs)
    torch.nn.init.normal_(head.weight, std=HEAD_DEVIATION)
    torch.nn.init.zeros_(head.bias)
    return head


def start(folder: Path, shape: Shape) -> Encoder:
    """An encoder with the weights of a folder (`config.json`, `model.safetensors`) and new heads.

    The word embeddings are not trained: words that the data lacks keep their places.
    """
    config = BertConfig.from_pretrained(
        folder, attention_probs_dropout_prob=0.0, type_vocab_size=MATCH_TYPES if shape.mark_matches else 2
    )
    encoder = Encoder(config, shape)
    weights = {name: w for name, w in load_file(folder / START_WEIGHTS).items() if "position_ids" not in name}
    if shape.mark_matches:
        drawn = torch.randn(MATCH_TYPES, config.hidden_size) * TYPE_DEVIATION
        weights[TYPES] = weights[TYPES][:1] + drawn
    encoder.bert.load_state_dict(weights, strict=False)
    encoder.bert.embeddings.word_embeddings.weight.requires_grad_(False)
    return encoder


class Session:
    """An encoder that is run as ONNX Runtime runs its exported file: arrays in, probabilities and logits out."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder

    def run(
        self, _: Sequence[str] | None, inputs: Mapping[str, NDArray[np.int64]]
    ) -> list[NDArray[np.float32]]:
        """(n, heads) probabilities and, with `spans`, (n, tokens, 2) logits."""
        device = self._encoder.classifier.weight.device
        tensors = {name: torch.from_numpy(array).to(device) for name, array in inputs.items()}
        with torch.inference_mode():
            judged = self._encoder(**tensors)
        outputs = [torch.sigmoid(judged.logits)] + ([] if judged.spans is None else [judged.spans])
        return [output.float().cpu().numpy() for output in outputs]
