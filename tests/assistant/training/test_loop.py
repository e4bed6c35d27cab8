"""The loop goes on after a kill, stops when nothing gets better, and ends with the best weights."""

import json
from dataclasses import replace

import pytest
import torch

from assistant.training import loop
from assistant.training.loop import Evaluation, Settings

SETTINGS = Settings(learning_rate=0.05, warm_up=0.1, weight_decay=0.0, evaluations=5)
PLAN = [[n % 4] for n in range(60)]


class Killed(Exception):
    pass


class Line:
    """Learns y = x; `scores` are what its evaluations say, the last one again and again."""

    def __init__(self, scores=(1.0,), kill_at=None):
        torch.manual_seed(0)
        self.module = torch.nn.Linear(1, 1)
        self.losses = []
        self.weights = []
        self._scores = list(scores)
        self._kill_at = kill_at

    def loss(self, rows):
        if len(self.losses) == self._kill_at:
            raise Killed
        x = torch.tensor([[float(row + 1)] for row in rows])
        value = ((self.module(x) - x) ** 2).mean()
        self.losses.append(value.item())
        return value

    def evaluate(self):
        self.weights.append(self.module.weight.item())
        score = self._scores[min(len(self.weights), len(self._scores)) - 1]
        return Evaluation(score, {"score": score})


def test_the_loss_falls(tmp_path):
    line = Line()
    loop.run(line, PLAN, SETTINGS, tmp_path)
    assert sum(line.losses[:4]) > 4 > 0.8 > sum(line.losses[-4:])


def test_the_best_weights_are_the_ones_that_are_left(tmp_path):
    line = Line(scores=(0.1, 0.7, 0.3, 0.2, 0.6))
    loop.run(line, PLAN, SETTINGS, tmp_path)
    assert len(line.weights) == 5
    assert line.module.weight.item() == line.weights[1] != line.weights[4]
    logged = [json.loads(text) for text in (tmp_path / "log.jsonl").read_text().splitlines()]
    assert [(one["step"], one["score"]) for one in logged] == [
        (12, 0.1),
        (24, 0.7),
        (36, 0.3),
        (48, 0.2),
        (60, 0.6),
    ]


def test_a_run_that_gets_no_better_ends(tmp_path):
    line = Line(scores=(0.9, 0.5, 0.4, 1.0))
    loop.run(line, PLAN, replace(SETTINGS, patience=2), tmp_path)
    assert len(line.losses) == 36
    assert line.module.weight.item() == line.weights[0]


def test_a_run_ends_when_its_time_is_over(tmp_path):
    line = Line()
    loop.run(line, PLAN, replace(SETTINGS, seconds=1e-9), tmp_path)
    assert len(line.losses) == 1


def test_a_killed_run_goes_on_and_ends_as_an_unbroken_one(tmp_path):
    eager = replace(SETTINGS, checkpoint_seconds=-1.0)
    unbroken = Line()
    loop.run(unbroken, PLAN, eager, tmp_path / "unbroken")
    killed = Line(kill_at=7)
    with pytest.raises(Killed):
        loop.run(killed, PLAN, eager, tmp_path / "killed")
    again = Line()
    loop.run(again, PLAN, eager, tmp_path / "killed")
    assert killed.losses + again.losses == unbroken.losses
    assert again.module.weight.item() == unbroken.module.weight.item()


def test_another_run_s_checkpoint_is_refused(tmp_path):
    loop.run(Line(), PLAN, SETTINGS, tmp_path)
    with pytest.raises(SystemExit, match="Name another folder"):
        loop.run(Line(), PLAN, replace(SETTINGS, seed=1), tmp_path)


def test_what_is_frozen_stays_and_is_not_kept(tmp_path):
    line = Line()
    line.module.bias.requires_grad_(False)
    before = line.module.bias.item()
    loop.run(line, PLAN, SETTINGS, tmp_path)
    assert line.module.bias.item() == before
    kept = torch.load(tmp_path / "best.pt", weights_only=True)
    assert list(kept["weights"]) == ["weight"]


@pytest.mark.parametrize(
    ("falling", "expected"), [(loop.linear, [0.1, 1.0, 0.5, 0.02]), (loop.cosine, [0.1, 1.0, 0.5, 0.02])]
)
def test_the_learning_rate_rises_and_falls(falling, expected):
    assert [round(loop.rate(share, 0.1, falling), 2) for share in (0.01, 0.1, 0.55, 1.0)] == expected


def test_cosine_falls_slowly_first():
    assert [round(loop.cosine(share), 3) for share in (0.0, 0.25, 0.5, 0.75, 1.0)] == [
        1.0,
        0.854,
        0.5,
        0.146,
        0.0,
    ]
