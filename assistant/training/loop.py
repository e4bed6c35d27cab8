"""The one training loop: seeded, resumable after a kill, on whatever device there is. It keeps the best weights.

Everything that is needed to go on is in `OUT/checkpoint.pt`, the best weights so far in `OUT/best.pt`;
`OUT/log.jsonl` has the loss and the development scores as they went.
"""

import json
import math
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Protocol

import torch
from torch import Tensor

CHECKPOINT, BEST, LOG = "checkpoint.pt", "best.pt", "log.jsonl"
LOWEST = 0.02  # share of the learning rate that is left at the end
CLIPPED = 1.0  # largest norm of a gradient
SMOOTHED = 0.98  # the weight of the earlier losses in the running one

Falling = Callable[[float], float]
"""The share of the falling phase that is over, in [0, 1] -> the share of the learning rate."""


def linear(share: float) -> float:
    """From 1 to 0 along a line."""
    return 1 - share


def cosine(share: float) -> float:
    """From 1 to 0 along half a wave."""
    return 0.5 * (1 + math.cos(math.pi * share))


@dataclass(frozen=True, slots=True)
class Settings:
    """What decides a run: with the same data and the same settings its steps are the same.

    `warm_up` is the share of the run in which the learning rate rises. `patience` is the number of evaluations without
    a better one after which a run ends; 0 for none. `seconds`, if given, ends the run too, and the learning rate
    falls with the clock where that is faster than the steps.
    """

    learning_rate: float
    warm_up: float = 0.06
    weight_decay: float = 0.01
    seed: int = 0
    evaluations: int = 4
    patience: int = 0
    seconds: float | None = None
    checkpoint_seconds: float = 240.0


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Development figures; the weights with the highest `score` are kept."""

    score: float
    figures: Mapping[str, float]


class Trainee(Protocol):
    """A model with its rows. Only its parameters that require a gradient are trained and kept."""

    @property
    def module(self) -> torch.nn.Module:
        """The model."""
        ...

    def loss(self, rows: Sequence[int]) -> Tensor:
        """The mean loss of a batch of rows, a scalar."""
        ...

    def evaluate(self) -> Evaluation:
        """How good the model is on development data; it is set to infer."""
        ...


def run(
    trainee: Trainee, plan: Sequence[Sequence[int]], settings: Settings, out: Path, falling: Falling = linear
) -> None:
    """Take the steps of the plan that are left. The trainee ends with the weights of its best evaluation.

    Raises SystemExit if `out` holds a run with other settings.
    """
    out.mkdir(parents=True, exist_ok=True)
    optimizer = torch.optim.AdamW(_parameters(trainee.module, settings), lr=settings.learning_rate)
    progress = _resume(out, trainee.module, optimizer, settings, len(plan))
    meter = _Meter(len(plan), progress)
    every = max(1, len(plan) // settings.evaluations)
    running, saved = None, time.monotonic()
    while not progress.is_over:
        share = _share(progress.step, len(plan), meter.seconds, settings.seconds)
        value = _step(trainee, plan[progress.step], optimizer, settings, progress.step, share, falling)
        running = value if running is None else SMOOTHED * running + (1 - SMOOTHED) * value
        progress.step += 1
        meter.tell(progress.step, running)
        progress.is_over = progress.step >= len(plan) or share >= 1
        if progress.step % every == 0 or progress.is_over:
            _evaluate(trainee, out, progress, settings, loss=running, seconds=meter.seconds)
        if time.monotonic() - saved > settings.checkpoint_seconds or progress.is_over:
            saved = time.monotonic()
            progress.seconds = meter.seconds
            _checkpoint(out, trainee.module, optimizer, settings, len(plan), progress)
    load(trainee.module, out / BEST)
    trainee.module.train(False)


def load(module: torch.nn.Module, path: Path) -> None:
    """Give the module the weights of a run's `best.pt`."""
    _load(module, torch.load(path, map_location="cpu", weights_only=True)["weights"])


@dataclass(slots=True)
class _Progress:
    step: int = 0
    seconds: float = 0.0
    best: float = -math.inf
    without_better: int = 0
    is_over: bool = False


def _step(
    trainee: Trainee,
    rows: Sequence[int],
    optimizer: torch.optim.Optimizer,
    settings: Settings,
    step: int,
    share: float,
    falling: Falling,
) -> float:
    trainee.module.train()
    torch.manual_seed(settings.seed + step)  # dropout, the same after a resumption
    for group in optimizer.param_groups:
        group["lr"] = settings.learning_rate * rate(share, settings.warm_up, falling)
    loss = trainee.loss(rows)
    torch.autograd.backward(loss)
    torch.nn.utils.clip_grad_norm_(trained(trainee.module).values(), CLIPPED)
    optimizer.step()
    optimizer.zero_grad(set_to_none=True)
    return float(loss.detach())


def _share(step: int, steps: int, elapsed: float, seconds: float | None) -> float:
    """How much of the run is over after this step, in steps or in time, in (0, 1]."""
    return min(1.0, max((step + 1) / steps, elapsed / seconds if seconds else 0.0))


def rate(share: float, warm_up: float, falling: Falling) -> float:
    """The share of the learning rate when this share of a run is over.

    >>> [round(rate(share, 0.1, linear), 2) for share in (0.01, 0.1, 0.55, 1.0)]
    [0.1, 1.0, 0.5, 0.02]
    """
    if share < warm_up:
        return share / warm_up
    return max(LOWEST, falling((share - warm_up) / max(1 - warm_up, 1e-9)))


def _evaluate(trainee: Trainee, out: Path, progress: _Progress, settings: Settings, **run: float) -> None:
    """Log the figures, keep the weights if they are the best so far, and end a run that gets no better."""
    trainee.module.train(False)
    with torch.inference_mode():
        found = trainee.evaluate()
    _log(out, step=progress.step, **run, **found.figures)
    if found.score > progress.best:
        progress.best, progress.without_better = found.score, 0
        weights = {name: tensor.detach().cpu() for name, tensor in trained(trainee.module).items()}
        _save({"weights": weights, "step": progress.step, "score": found.score}, out / BEST)
    else:
        progress.without_better += 1
        progress.is_over |= progress.without_better == settings.patience


class _Meter:
    """A line now and then: steps done, loss, minutes left."""

    EVERY_SECONDS = 15.0

    def __init__(self, steps: int, progress: _Progress) -> None:
        self._steps, self._done, self._before = steps, progress.step, progress.seconds
        self._begun = self._told = time.monotonic()

    @property
    def seconds(self) -> float:
        """Since this run began, without the time in which it was interrupted."""
        return self._before + time.monotonic() - self._begun

    def tell(self, step: int, loss: float) -> None:
        """Say so, if it is time again."""
        now = time.monotonic()
        if now - self._told >= self.EVERY_SECONDS:
            self._told = now
            left = (now - self._begun) / (step - self._done) * (self._steps - step) / 60
            print(f"step {step:,} of {self._steps:,}, loss {loss:.3f}, {left:.0f} min left", flush=True)


def default_device() -> str:
    """The GPU, if PyTorch can use one."""
    return "cuda" if torch.cuda.is_available() else "cpu"


def has_bfloat16(device: torch.device) -> bool:
    """Whether it multiplies bfloat16 faster than float32: a GPU, and some processors."""
    return device.type == "cuda" or bool(torch.cpu.get_capabilities().get("avx512_bf16"))


def trained(module: torch.nn.Module) -> dict[str, torch.nn.Parameter]:
    """The parameters that are trained, by name."""
    return {name: parameter for name, parameter in module.named_parameters() if parameter.requires_grad}


def _parameters(module: torch.nn.Module, settings: Settings) -> list[dict[str, Any]]:
    parameters = list(trained(module).values())
    return [
        {"params": [p for p in parameters if p.ndim >= 2], "weight_decay": settings.weight_decay},
        {"params": [p for p in parameters if p.ndim < 2], "weight_decay": 0.0},
    ]


def _checkpoint(
    out: Path, module: torch.nn.Module, optimizer: Any, settings: Settings, steps: int, progress: _Progress
) -> None:
    state = {"weights": dict(trained(module)), "optimizer": optimizer.state_dict(),
             "settings": _settings(settings, steps), "progress": asdict(progress)}  # fmt: skip
    _save(state, out / CHECKPOINT)


def _settings(settings: Settings, steps: int) -> dict[str, Any]:
    return {**asdict(settings), "steps": steps}


def _save(state: Mapping[str, Any], path: Path) -> None:
    torch.save(state, path.with_suffix(".new"))
    path.with_suffix(".new").replace(path)


def _resume(out: Path, module: torch.nn.Module, optimizer: Any, settings: Settings, steps: int) -> _Progress:
    if not (out / CHECKPOINT).exists():
        return _Progress()
    state = torch.load(out / CHECKPOINT, map_location="cpu", weights_only=True)
    if state["settings"] != _settings(settings, steps):
        raise SystemExit(
            f"{out} holds a run with {state['settings']}, not {_settings(settings, steps)}. Name another folder"
        )
    _load(module, state["weights"])
    optimizer.load_state_dict(state["optimizer"])
    return _Progress(**state["progress"])


def _load(module: torch.nn.Module, weights: Mapping[str, Tensor]) -> None:
    parameters = trained(module)
    with torch.no_grad():
        for name, tensor in weights.items():
            parameters[name].copy_(tensor)


def _log(out: Path, **figures: float) -> None:
    line = json.dumps({name: round(value, 4) for name, value in figures.items()})
    print(line, flush=True)
    with (out / LOG).open("a") as file:
        file.write(line + "\n")
