"""A cross-encoder of ours: a BERT with a head on pairs of texts, its weights kept as int8.

Weights lie as `model.safetensors`: a matrix as int8 with one float32 scale a row (`<name>.scale`), everything else
as it is. They are multiplied out on loading and computed with in float32, so that scores differ from the trained ones
by the rounding of the weights alone.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from corpus.errors import ModelError
from index.embed import Floats2d, silence_transformers

if TYPE_CHECKING:
    from torch import Tensor
    from transformers import BertForSequenceClassification

WEIGHTS = "model.safetensors"
SCALE = ".scale"
# Token types of a model that is told which tokens its two texts share: what a small model would have to find out by
# attention, and takes long to learn. The usual two types are those of the first and of the second text.
FIRST_ALONE, FIRST_SHARED, SECOND_SHARED = 1, 2, 3
MATCH_TYPES = 4
BATCH_TOKENS = 2_048  # padding included, of a forward pass


class CrossEncoder:
    """Probabilities for pairs of texts, one column a head; make it with `CrossEncoder.load`."""

    def __init__(self, model: "BertForSequenceClassification", tokenizer: Any, max_tokens: int) -> None:
        self.model = model.train(False)
        self.tokenizer = tokenizer
        self.max_tokens = max_tokens

    @property
    def marks_matches(self) -> bool:
        """Whether the model was trained with `MATCH_TYPES`."""
        return bool(self.model.config.type_vocab_size == MATCH_TYPES)

    @classmethod
    def load(cls, folder: Path, max_tokens: int) -> "CrossEncoder":
        """The one in a folder. Raises ModelError where it is not there or is damaged."""
        silence_transformers()
        from safetensors import SafetensorError
        from safetensors.torch import load_file
        from transformers import AutoTokenizer, BertConfig, BertForSequenceClassification

        try:
            weights = dequantised(load_file(folder / WEIGHTS))
            model = BertForSequenceClassification(BertConfig.from_pretrained(folder))
            model.load_state_dict(weights)
            tokenizer = AutoTokenizer.from_pretrained(folder)
        except (OSError, SafetensorError, RuntimeError, ValueError) as error:
            raise ModelError(
                f"the judge in {folder} cannot be read: {error}. Expected {WEIGHTS}, config.json and tokenizer.json"
                " as they are shipped. Install Pincite again"
            ) from error
        return cls(model, tokenizer, max_tokens)

    def score(self, firsts: Sequence[str], seconds: Sequence[str]) -> Floats2d:
        """(n, heads) float32 in [0, 1]; a pair longer than `max_tokens` loses the end of its second text."""
        import torch

        encoded = encode(self.tokenizer, firsts, seconds, self.max_tokens, self.marks_matches)
        scores = np.zeros((len(encoded), self.model.config.num_labels), np.float32)
        for batch in batches([len(pair["input_ids"]) for pair in encoded], BATCH_TOKENS):
            padded = self.tokenizer.pad([encoded[n] for n in batch], return_tensors="pt").to(
                self.model.device
            )
            with torch.inference_mode():
                scores[batch] = torch.sigmoid(self.model(**padded).logits).cpu().numpy()
        return scores


def encode(
    tokenizer: Any, firsts: Sequence[str], seconds: Sequence[str], max_tokens: int, mark_matches: bool
) -> list[dict[str, list[int]]]:
    """Token ids and types of each pair, the second text cut where both are over `max_tokens`."""
    encoded = [
        tokenizer(first, second, truncation="only_second", max_length=max_tokens)
        for first, second in zip(firsts, seconds, strict=True)
    ]
    if mark_matches:
        for pair in encoded:
            pair["token_type_ids"] = match_types(
                pair["input_ids"], pair["token_type_ids"], tokenizer.sep_token_id
            )
    return encoded


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


def batches(lengths: Sequence[int], most: int) -> list[list[int]]:
    """Places of texts of about one length, together at most `most` tokens with padding, shortest first."""
    made: list[list[int]] = []
    for n in sorted(range(len(lengths)), key=lengths.__getitem__):
        if made and (len(made[-1]) + 1) * lengths[n] <= most:
            made[-1].append(n)
        else:
            made.append([n])
    return made


def quantised(weights: "dict[str, Tensor]") -> "dict[str, Tensor]":
    """Each matrix as int8 with its rows' scales, symmetric about 0: a row's largest weight is 127."""
    import torch

    small: dict[str, Tensor] = {}
    for name, weight in weights.items():
        if weight.ndim == 2:
            scale = weight.abs().amax(1, keepdim=True).clamp_min(1e-12) / 127
            small[name] = (weight / scale).round().to(torch.int8)
            small[name + SCALE] = scale.to(torch.float32)
        else:
            small[name] = weight.contiguous()
    return small


def dequantised(small: "dict[str, Tensor]") -> "dict[str, Tensor]":
    """The weights that `quantised` took, to within half a scale."""
    return {
        name: weight.float() * small[name + SCALE] if name + SCALE in small else weight
        for name, weight in small.items()
        if not name.endswith(SCALE)
    }
