"""Batches are padded with nothing; what cannot be read is told."""

import numpy as np
import pytest

from assistant.judges.crossencoder import SHIPPED, CrossEncoder, Tokens, name_of, padded
from assistant.judges.verifier import CLAIM_TOKENS
from corpus.errors import ModelError


def test_a_shorter_pair_is_padded_where_its_mask_says_so():
    batch = padded([Tokens(np.array([5, 6, 7]), np.array([1, 1, 2])), Tokens(np.array([8]), np.array([3]))])
    assert batch.ids.tolist() == [[5, 6, 7], [8, 0, 0]]
    assert batch.mask.tolist() == [[1, 1, 1], [1, 0, 0]]
    assert batch.types.tolist() == [[1, 1, 2], [3, 0, 0]]


def test_a_missing_judge_is_told_with_what_is_expected(tmp_path):
    with pytest.raises(ModelError, match=r"Expected model\.onnx"):
        CrossEncoder.load(tmp_path, 64)


@pytest.mark.parametrize("file", ["model.onnx", "tokenizer.json"])
@pytest.mark.parametrize("contents", [b"rubbish", b"", b"{}", None])
def test_a_damaged_or_missing_file_is_told(tmp_path, file, contents):
    for name in ("model.onnx", "tokenizer.json"):
        (tmp_path / name).symlink_to(SHIPPED / "verifier" / name)
    (tmp_path / file).unlink()
    if contents is not None:
        (tmp_path / file).write_bytes(contents)
    with pytest.raises(ModelError, match="Install Pincite again"):
        CrossEncoder.load(tmp_path, 64)


def test_the_name_of_a_model_changes_with_its_tokenizer(tmp_path):
    (tmp_path / "model.onnx").write_bytes(b"weights")
    (tmp_path / "tokenizer.json").write_bytes(b"one")
    before = name_of(tmp_path)
    (tmp_path / "tokenizer.json").write_bytes(b"other")
    assert before != name_of(tmp_path)


@pytest.mark.models
def test_texts_over_the_limit_are_cut_whichever_is_longer():
    encoder = CrossEncoder.load(SHIPPED / "verifier", CLAIM_TOKENS)
    long = "The ferry left Bergen on Monday. " * 100
    scores = encoder.score([long, "It left.", long], ["It left.", long, long])
    assert scores.shape == (3, 2)
    assert ((scores >= 0) & (scores <= 1)).all()
