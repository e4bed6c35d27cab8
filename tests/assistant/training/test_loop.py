"""A run that is killed goes on where it was and ends with the same weights."""

from dataclasses import replace

import pytest
import torch

from assistant.judges.crossencoder import CrossEncoder
from assistant.training import loop
from assistant.training.loop import Settings, TrainingPair

SETTINGS = Settings(heads=1, max_tokens=32, learning_rate=1e-4, batch_tokens=64, evaluations=1)
GROUPS = [[TrainingPair(f"Who is number {n}?", f"Number {n} is Ida.", (float(n % 2),))] for n in range(12)]


def loss(logits, targets, _):
    return loop.cross_entropy_where_known(logits, targets)


class Killed(Exception):
    pass


def test_the_mean_is_over_what_is_known():
    logits, targets = torch.tensor([[2.0, 5.0]]), torch.tensor([[1.0, float("nan")]])
    assert loop.cross_entropy_where_known(logits, targets).item() == pytest.approx(0.1269, abs=1e-4)


def test_the_learning_rate_rises_and_falls():
    factor = loop._triangle(100, 0.1)
    assert [round(factor(step), 2) for step in (0, 9, 55, 99)] == [0.1, 1.0, 0.5, 0.02]


@pytest.mark.models
def test_a_killed_run_goes_on_and_ends_as_an_unbroken_one(tmp_path):
    unbroken = loop.train(GROUPS, SETTINGS, loss, tmp_path / "unbroken", lambda judge: {})
    steps = []

    def killing(logits, targets, sizes):
        steps.append(1)
        if len(steps) == 3:
            raise Killed
        return loss(logits, targets, sizes)

    eager = replace(SETTINGS, checkpoint_seconds=0)
    with pytest.raises(Killed):
        loop.train(GROUPS, eager, killing, tmp_path / "killed", lambda judge: {})
    loop.train(GROUPS, eager, loss, tmp_path / "killed", lambda judge: {})
    again = CrossEncoder.load(tmp_path / "killed", SETTINGS.max_tokens)
    pairs = [pair for group in GROUPS for pair in group]
    asked = [p.first for p in pairs], [p.second for p in pairs]
    assert again.score(*asked) == pytest.approx(unbroken.score(*asked), abs=1e-2)
    assert (tmp_path / "killed" / "log.jsonl").read_text().count("\n") == 1


@pytest.mark.models
def test_another_run_s_checkpoint_is_refused(tmp_path):
    eager = replace(SETTINGS, checkpoint_seconds=0)
    loop.train(GROUPS[:2], eager, loss, tmp_path, lambda judge: {})
    with pytest.raises(SystemExit, match="Name another folder"):
        loop.train(GROUPS[:2], replace(eager, seed=1), loss, tmp_path, lambda judge: {})
