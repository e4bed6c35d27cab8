"""The training loop of both judges: seeded, resumable after a kill, on whatever device there is.

A batch is a list of groups, a group a list of pairs that belong together (the candidates of one question, the
versions of one claim). Everything that is needed to go on is in `OUT/checkpoint.pt`; `OUT/log.jsonl` has the loss
and the development scores as they went.
"""

import json
import random
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import load_file
from tokenizers import Tokenizer
from torch import Tensor
from transformers import BertConfig, BertForSequenceClassification

from assistant.judges.crossencoder import (
    INPUTS,
    MATCH_TYPES,
    TOKENIZER,
    Batch,
    CrossEncoder,
    Forward,
    encode,
    padded,
    prepared,
)
from assistant.training.export import export
from index.embed import Floats2d
from index.models.weights import model_path

TYPES = "embeddings.token_type_embeddings.weight"
TYPE_DEVIATION = 0.05  # of the new token types at the beginning: about that of the word embeddings
START = "all-MiniLM-L6-v2"
START_WEIGHTS = "model.safetensors"


@dataclass(frozen=True, slots=True)
class TrainingPair:
    """Two texts and a target in {0, 1} for each head; None where the data does not say.

    `kind` is the pair's source, or how it was made: a row of the final table.
    """

    first: str
    second: str
    targets: tuple[float | None, ...]
    kind: str = ""


Group = list[TrainingPair]
Loss = Callable[[Tensor, Tensor, list[int]], Tensor]
"""(logits (n, heads), targets (n, heads) with NaN for None, sizes of the groups) -> scalar."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What decides a run: with the same data and the same settings its steps are the same."""

    heads: int
    max_tokens: int
    learning_rate: float
    mark_matches: bool = False
    batch_tokens: int = 2_048
    epochs: int = 1
    warm_up: float = 0.06
    weight_decay: float = 0.01
    seed: int = 0
    evaluations: int = 4
    checkpoint_seconds: float = 240.0


def train(
    groups: Sequence[Group],
    settings: Settings,
    loss: Loss,
    out: Path,
    evaluate: Callable[[CrossEncoder], dict[str, float]],
) -> CrossEncoder:
    """Train from `START`, or go on from the checkpoint in `out`; writes the judge's files there at the end."""
    out.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(settings.seed)
    device = "cuda" if torch.cuda.is_available() else "cpu"
    tokenizer = prepared(Tokenizer.from_file(str(model_path(START) / TOKENIZER)), settings.max_tokens)
    model = _start(settings)
    model.to(device)  # type: ignore[arg-type]  # as transformers declares it
    plan = _plan(groups, tokenizer, settings)
    optimizer = torch.optim.AdamW(_parameters(model, settings), lr=settings.learning_rate)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, _triangle(len(plan), settings.warm_up))
    done = _resume(out, model, optimizer, schedule, settings)
    judge = CrossEncoder(
        _forward(model),
        tokenizer,
        heads=settings.heads,
        max_tokens=settings.max_tokens,
        marks_matches=settings.mark_matches,
    )
    running, saved = 0.0, time.monotonic()
    meter = _Meter(len(plan), done)
    every = max(1, len(plan) // settings.evaluations)
    for step in range(done, len(plan)):
        model.train()
        torch.manual_seed(settings.seed + step)  # dropout, the same after a resumption
        value = _step(model, tokenizer, [groups[n] for n in plan[step]], settings, loss)
        torch.autograd.backward(value)
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        schedule.step()
        optimizer.zero_grad(set_to_none=True)
        running = 0.98 * running + 0.02 * value.item() if step > done else value.item()
        meter.tell(step + 1, running)
        if (step + 1) % every == 0 or step + 1 == len(plan):
            model.train(False)
            _log(out, step=step + 1, steps=len(plan), loss=running, seconds=meter.seconds, **evaluate(judge))
        if time.monotonic() - saved > settings.checkpoint_seconds or step + 1 == len(plan):
            saved = time.monotonic()
            _checkpoint(out, model, optimizer, schedule, settings, step + 1)
    export(model, tokenizer, out, marks_matches=settings.mark_matches)
    return CrossEncoder.load(out, settings.max_tokens)


class _Meter:
    """A line now and then: steps done, loss, minutes left."""

    EVERY_SECONDS = 15.0

    def __init__(self, steps: int, done: int) -> None:
        self.steps, self.done = steps, done
        self._begun = self._told = time.monotonic()

    @property
    def seconds(self) -> float:
        """Since this run began or went on."""
        return time.monotonic() - self._begun

    def tell(self, step: int, loss: float) -> None:
        """Say so, if it is time again."""
        if time.monotonic() - self._told >= self.EVERY_SECONDS:
            self._told = time.monotonic()
            left = self.seconds / (step - self.done) * (self.steps - step) / 60
            print(f"step {step:,} of {self.steps:,}, loss {loss:.3f}, {left:.0f} min left", flush=True)


def _forward(model: BertForSequenceClassification) -> Forward:
    def forward(batch: Batch) -> Floats2d:
        with torch.inference_mode():
            scores: Floats2d = torch.sigmoid(model(**_inputs(batch, model)).logits).cpu().numpy()
        return scores

    return forward


def _inputs(batch: Batch, model: BertForSequenceClassification) -> dict[str, Tensor]:
    arrays = zip(INPUTS, (batch.ids, batch.mask, batch.types), strict=True)
    return {name: torch.from_numpy(array).to(model.device) for name, array in arrays}


def _start(settings: Settings) -> BertForSequenceClassification:
    folder = model_path(START)
    config = BertConfig.from_pretrained(
        folder,
        num_labels=settings.heads,
        problem_type="multi_label_classification",
        attention_probs_dropout_prob=0.0,
        type_vocab_size=MATCH_TYPES if settings.mark_matches else 2,
    )
    model = BertForSequenceClassification(config)
    weights = {
        f"bert.{name}": weight
        for name, weight in load_file(folder / START_WEIGHTS).items()
        if "position_ids" not in name
    }
    if settings.mark_matches:
        torch.nn.init.normal_(model.bert.embeddings.token_type_embeddings.weight, std=TYPE_DEVIATION)
        weights["bert." + TYPES] = (
            weights["bert." + TYPES][:1] + model.bert.embeddings.token_type_embeddings.weight.detach()
        )
    model.load_state_dict(weights, strict=False)
    model.bert.embeddings.word_embeddings.weight.requires_grad_(
        False
    )  # words not seen in training keep their places
    return model


def _plan(groups: Sequence[Group], tokenizer: Tokenizer, settings: Settings) -> list[list[int]]:
    """Batches of groups of about one length, in a random order, the same for the same seed."""
    draw = random.Random(settings.seed)
    lengths = [
        max(len(e.ids) for e in tokenizer.encode_batch([(p.first, p.second) for p in g])) for g in groups
    ]
    plan: list[list[int]] = []
    for _ in range(settings.epochs):
        order = sorted(range(len(groups)), key=lambda n: lengths[n] + draw.uniform(0, 8))
        batch: list[int] = []
        pairs = 0
        epoch: list[list[int]] = []
        for n in order:
            longest = min(lengths[n], settings.max_tokens) + 8
            if batch and (pairs + len(groups[n])) * longest > settings.batch_tokens:
                epoch.append(batch)
                batch, pairs = [], 0
            batch.append(n)
            pairs += len(groups[n])
        epoch.append(batch)
        draw.shuffle(epoch)
        plan += epoch
    return plan


def _step(
    model: BertForSequenceClassification,
    tokenizer: Tokenizer,
    groups: list[Group],
    settings: Settings,
    loss: Loss,
) -> Tensor:
    pairs = [pair for group in groups for pair in group]
    firsts, seconds = [pair.first for pair in pairs], [pair.second for pair in pairs]
    inputs = _inputs(padded(encode(tokenizer, firsts, seconds, settings.mark_matches)), model)
    targets = torch.tensor(
        [[float("nan") if t is None else t for t in p.targets] for p in pairs], device=model.device
    )
    return loss(model(**inputs).logits, targets, [len(group) for group in groups])


def cross_entropy_where_known(logits: Tensor, targets: Tensor) -> Tensor:
    """Binary cross-entropy, the mean over the targets that are known (not NaN)."""
    known = ~torch.isnan(targets)
    return torch.nn.functional.binary_cross_entropy_with_logits(logits[known], targets[known])


def _parameters(model: torch.nn.Module, settings: Settings) -> list[dict[str, Any]]:
    trained = [(name, p) for name, p in model.named_parameters() if p.requires_grad]
    plain = [p for name, p in trained if p.ndim < 2]
    return [
        {"params": [p for _, p in trained if p.ndim >= 2], "weight_decay": settings.weight_decay},
        {"params": plain, "weight_decay": 0.0},
    ]


def _triangle(steps: int, warm_up: float) -> Callable[[int], float]:
    rise = max(1, int(steps * warm_up))
    return lambda step: min((step + 1) / rise, max(0.02, (steps - step) / max(1, steps - rise)))


def _checkpoint(out: Path, model: Any, optimizer: Any, schedule: Any, settings: Settings, step: int) -> None:
    state = {"model": model.state_dict(), "optimizer": optimizer.state_dict(), "schedule": schedule.state_dict(),
             "settings": asdict(settings), "step": step}  # fmt: skip
    torch.save(state, out / "checkpoint.new")
    (out / "checkpoint.new").replace(out / "checkpoint.pt")


def _resume(out: Path, model: Any, optimizer: Any, schedule: Any, settings: Settings) -> int:
    if not (out / "checkpoint.pt").exists():
        return 0
    state = torch.load(out / "checkpoint.pt", map_location=model.device, weights_only=True)
    if state["settings"] != asdict(settings):
        raise SystemExit(
            f"{out} holds a run with {state['settings']}, not {asdict(settings)}. Name another folder"
        )
    model.load_state_dict(state["model"])
    optimizer.load_state_dict(state["optimizer"])
    schedule.load_state_dict(state["schedule"])
    return int(state["step"])


def _log(out: Path, **figures: float) -> None:
    line = json.dumps({name: round(value, 4) for name, value in figures.items()})
    print(line, flush=True)
    with (out / "log.jsonl").open("a") as file:
        file.write(line + "\n")
