"""Train a judge: a BERT with heads on pairs of texts and, for the reader, on the tokens of the second text.

Its rows are groups of pairs that belong together: the candidates of one question, the versions of one claim. A batch
has whole groups of about one length.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors.torch import load_file
from tokenizers import Tokenizer
from torch import Tensor
from transformers import BertConfig, BertModel

from assistant.judges.crossencoder import (
    INPUTS,
    MATCH_TYPES,
    TOKENIZER,
    Batch,
    Tokens,
    encode,
    padded,
    prepared,
)
from assistant.training import loop
from assistant.training.batches import planned
from assistant.training.export import export
from corpus import Span
from index.models.weights import model_path

TYPES = "embeddings.token_type_embeddings.weight"
TYPE_DEVIATION = 0.05  # of the new token types at the beginning: about that of the word embeddings
HEAD_DEVIATION = 0.02  # of the heads' weights at the beginning
START = "all-MiniLM-L6-v2"
START_WEIGHTS = "model.safetensors"
NO_WORDS = (-1, -1)  # of a pair whose answering words are not known, or are cut off
SECOND = 1  # the sequence id of the second text's tokens


@dataclass(frozen=True, slots=True)
class TrainingPair:
    """Two texts and a target in {0, 1} for each head; None where the data does not say.

    `kind` is the pair's source, or how it was made: a row of the final table. `words` is the place in the second text
    of the words that answer, None if there are none to be learned.
    """

    first: str
    second: str
    targets: tuple[float | None, ...]
    kind: str = ""
    words: Span | None = None


Group = list[TrainingPair]


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


@dataclass(frozen=True, slots=True)
class Wanted:
    """What it should say: (n, heads) with NaN for None, (n, 2) first and last token or -1, the sizes of the groups.

    `inside` is (n, tokens), True for the tokens of the second text.
    """

    targets: Tensor
    words: Tensor
    inside: Tensor
    sizes: list[int]


Loss = Callable[[Judged, Wanted], Tensor]
"""The mean over a batch, a scalar."""


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

    def forward(self, batch: Batch) -> NDArray[np.float32]:
        """The probabilities alone: what a `CrossEncoder` is made of."""
        return self.run(None, batch.inputs())[0]


class _Trainee:
    def __init__(
        self,
        encoder: Encoder,
        groups: Sequence[Group],
        tokenizer: Tokenizer,
        shape: Shape,
        loss: Loss,
        evaluate: Callable[[], loop.Evaluation],
    ) -> None:
        self.module = encoder
        self.evaluate = evaluate
        self._loss, self._groups = loss, groups
        self._tokens = [_tokens(tokenizer, group, shape) for group in groups]
        self._words = [[words_of(tokenizer, pair) for pair in g] if shape.spans else [] for g in groups]

    def plan(self, shape: Shape, seed: int) -> list[list[int]]:
        """Batches of groups of about one length, in a random order, the same for the same seed."""
        longest = [max(len(tokens.ids) for tokens in group) for group in self._tokens]
        return planned(
            [len(group) for group in self._groups], longest, shape.batch_tokens, shape.epochs, seed
        )

    def loss(self, rows: Sequence[int]) -> Tensor:
        batch = padded([tokens for row in rows for tokens in self._tokens[row]])
        device = self.module.classifier.weight.device
        with torch.autocast(device.type, torch.bfloat16, enabled=device.type == "cuda"):
            inputs = (batch.ids, batch.mask, batch.types)
            judged = self.module(
                **{name: _on(device, array) for name, array in zip(INPUTS, inputs, strict=True)}
            )
        judged = Judged(judged.logits.float(), None if judged.spans is None else judged.spans.float())
        pairs = [pair for row in rows for pair in self._groups[row]]
        targets = [[float("nan") if t is None else t for t in pair.targets] for pair in pairs]
        words = [place for row in rows for place in self._words[row]] or [NO_WORDS] * len(pairs)
        wanted = Wanted(
            _on(device, np.array(targets, np.float32)),
            _on(device, np.array(words, np.int64)),
            _on(device, _inside(batch)),
            [len(self._groups[row]) for row in rows],
        )
        return self._loss(judged, wanted)


def _inside(batch: Batch) -> NDArray[np.bool_]:
    """(n, tokens) True for the second text's tokens: those of its type that another one follows."""
    second = (batch.types == SECOND) & (batch.mask == 1)
    return np.asarray(second & np.pad(second[:, 1:], ((0, 0), (0, 1))), np.bool_)


def _on(device: torch.device, array: NDArray[Any]) -> Tensor:
    return torch.from_numpy(array).to(device)


def _tokens(tokenizer: Tokenizer, group: Group, shape: Shape) -> list[Tokens]:
    return encode(tokenizer, [p.first for p in group], [p.second for p in group], shape.mark_matches)


def words_of(tokenizer: Tokenizer, pair: TrainingPair) -> tuple[int, int]:
    """The first and the last token of the pair's words, among all its tokens; NO_WORDS if it has none."""
    if pair.words is None:
        return NO_WORDS
    encoding = tokenizer.encode(pair.first, pair.second)
    inside = [
        n
        for n, (sequence, (begin, end)) in enumerate(
            zip(encoding.sequence_ids, encoding.offsets, strict=True)
        )
        if sequence == SECOND and end > pair.words.start and begin < pair.words.end
    ]
    is_whole = inside and encoding.offsets[inside[-1]][1] >= pair.words.end
    return (inside[0], inside[-1]) if is_whole else NO_WORDS


def train(
    groups: Sequence[Group],
    shape: Shape,
    settings: loop.Settings,
    loss: Loss,
    out: Path,
    evaluate: Callable[[Session, Tokenizer], loop.Evaluation],
    *,
    base: Path | None = None,
    device: str | None = None,
) -> None:
    """Train from `START` (or the folder `base`), or go on from the checkpoint in `out`; the best is exported there."""
    torch.manual_seed(settings.seed)
    folder = base or model_path(START)
    tokenizer = prepared(Tokenizer.from_file(str(folder / TOKENIZER)), shape.max_tokens)
    encoder = start(folder, shape).to(device or loop.default_device())
    session = Session(encoder)
    trainee = _Trainee(encoder, groups, tokenizer, shape, loss, lambda: evaluate(session, tokenizer))
    loop.run(trainee, trainee.plan(shape, settings.seed), settings, out)
    export(encoder, tokenizer, out, marks_matches=shape.mark_matches)


def cross_entropy_where_known(logits: Tensor, targets: Tensor) -> Tensor:
    """Binary cross-entropy, the mean over the targets that are known (not NaN)."""
    known = ~torch.isnan(targets)
    return torch.nn.functional.binary_cross_entropy_with_logits(logits[known], targets[known])
