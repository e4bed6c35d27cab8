"""Small weights are the trained ones to within half a step, and batches hold every text once."""

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from assistant.crossencoder import CrossEncoder, batches, dequantised, quantised
from corpus.errors import ModelError


def test_a_matrix_comes_back_to_within_half_a_step_of_its_row():
    weight = torch.randn(5, 64, generator=torch.Generator().manual_seed(0)) * torch.tensor(
        [[1e-3], [1], [10], [0], [5]]
    )
    small = quantised({"weight": weight, "bias": torch.arange(5.0)})
    assert small["weight"].dtype == torch.int8
    back = dequantised(small)
    half_a_step = weight.abs().amax(1, keepdim=True) / 127 / 2
    assert ((back["weight"] - weight).abs() <= half_a_step + 1e-7).all()
    assert back["bias"].tolist() == [0, 1, 2, 3, 4]
    assert set(back) == {"weight", "bias"}


@given(st.lists(st.integers(1, 300), max_size=40), st.integers(1, 600))
def test_batches_hold_every_text_once_and_keep_the_limit(lengths, most):
    made = batches(lengths, most)
    assert sorted(n for batch in made for n in batch) == list(range(len(lengths)))
    for batch in made:
        assert len(batch) == 1 or len(batch) * max(lengths[n] for n in batch) <= most


def test_a_missing_judge_is_told_with_what_is_expected(tmp_path):
    with pytest.raises(ModelError, match=r"Expected model\.safetensors"):
        CrossEncoder.load(tmp_path, 64)


def test_damaged_weights_are_told(tmp_path):
    (tmp_path / "model.safetensors").write_bytes(b"rubbish")
    with pytest.raises(ModelError, match="Install Pincite again"):
        CrossEncoder.load(tmp_path, 64)
