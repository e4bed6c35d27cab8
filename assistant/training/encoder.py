"""Train a judge: a BERT with heads on pairs of texts and, for the reader, on the tokens of the second text.

Its rows are groups of pairs that belong together: the candidates of one question, the versions of one claim. A batch
has whole groups of about one length.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer
from torch import Tensor

from assistant.judges.crossencoder import (
    INPUTS,
    SEPARATOR,
    TOKENIZER,
    Batch,
    Tokens,
    padded,
    prepared,
    tokens_of,
)
from assistant.training import loop
from assistant.training.batches import planned
from assistant.training.export import export
from assistant.training.model import Encoder, Judged, Session, Shape, start
from corpus import Span
from index.models.weights import model_path

START = "all-MiniLM-L6-v2"
NO_WORDS = (-1, -1)  # of a pair whose answering words are not known, or are cut off
OUTSIDE = -30.0  # logit of a token that is not of the second text
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
        self._separator = tokenizer.token_to_id(SEPARATOR) or 0
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
        with torch.autocast(device.type, torch.bfloat16, enabled=loop.has_bfloat16(device)):
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
            _on(device, inside(batch, self._separator)),
            [len(self._groups[row]) for row in rows],
        )
        return self._loss(judged, wanted)


def inside(batch: Batch, separator: int) -> NDArray[np.bool_]:
    """(n, tokens) True for the second text's tokens: those between the two separators."""
    ends = batch.ids == separator
    return np.asarray((ends.cumsum(1) == 1) & ~ends, np.bool_)


def _on(device: torch.device, array: NDArray[Any]) -> Tensor:
    return torch.from_numpy(array).to(device)


def _tokens(tokenizer: Tokenizer, group: Group, shape: Shape) -> list[Tokens]:
    separator = tokenizer.token_to_id(SEPARATOR) if shape.mark_matches else None
    encoded = tokenizer.encode_batch([(pair.first, pair.second) for pair in group])
    return [tokens_of(encoding, separator) for encoding in encoded]


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
    weights: Path | None = None,
    device: str | None = None,
) -> None:
    """Train from `START` (or the folder `base`), or go on from the checkpoint in `out`; the best is exported there.

    `weights` is the best.pt of another run of this shape, to begin with.
    """
    torch.manual_seed(settings.seed)
    folder = base or model_path(START)
    tokenizer = prepared(Tokenizer.from_file(str(folder / TOKENIZER)), shape.max_tokens)
    encoder = start(folder, shape)
    if weights:
        loop.load(encoder, weights)
    encoder.to(device or loop.default_device())
    session = Session(encoder)
    trainee = _Trainee(encoder, groups, tokenizer, shape, loss, lambda: evaluate(session, tokenizer))
    loop.run(trainee, trainee.plan(shape, settings.seed), settings, out)
    export(encoder, tokenizer, out, marks_matches=shape.mark_matches)


def cross_entropy_where_known(logits: Tensor, targets: Tensor) -> Tensor:
    """Binary cross-entropy, the mean over the targets that are known (not NaN)."""
    known = ~torch.isnan(targets)
    return torch.nn.functional.binary_cross_entropy_with_logits(logits[known], targets[known])


def words_loss(judged: Judged, wanted: Wanted) -> Tensor:
    """(known,) the cross-entropy of first and last word, of the pairs whose words are known; spans are judged."""
    known = wanted.words[:, 0] >= 0
    assert judged.spans is not None
    spans = judged.spans.masked_fill(~wanted.inside[:, :, None], OUTSIDE)[known]
    first, last = (
        torch.nn.functional.cross_entropy(spans[:, :, k], wanted.words[known, k], reduction="none")
        for k in (0, 1)
    )
    return (first + last) / 2
