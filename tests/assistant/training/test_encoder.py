"""A judge's rows: batches by length, the tokens of the words that answer, and an export that says the same."""

import numpy as np
import pytest
import torch
from tokenizers import Tokenizer

from assistant.judges.crossencoder import MATCH_TYPES, SHIPPED, TOKENIZER, CrossEncoder, prepared
from assistant.training import encoder
from assistant.training.encoder import NO_WORDS, TrainingPair
from assistant.training.export import export
from assistant.training.loop import Evaluation, Settings
from assistant.training.model import Session, Shape, start
from corpus import Span
from tests.support import training

pytestmark = pytest.mark.slow

SHAPE = Shape(heads=1, max_tokens=32, batch_tokens=64, epochs=20)
SETTINGS = Settings(learning_rate=1e-2, evaluations=2)
GROUPS = [
    [TrainingPair(f"Who is number {n}?", f"Number {n} is {('Ida', 'Paul')[n % 2]}.", (float(n % 2),))]
    for n in range(12)
]


@pytest.fixture(scope="module")
def base(tmp_path_factory):
    return training.bert(tmp_path_factory.mktemp("base"))


@pytest.fixture(scope="module")
def tokenizer():
    return prepared(Tokenizer.from_file(str(SHIPPED / "reader" / TOKENIZER)), 16)


def loss(judged, wanted):
    return encoder.cross_entropy_where_known(judged.logits, wanted.targets)


def test_the_mean_is_over_what_is_known():
    logits, targets = torch.tensor([[2.0, 5.0]]), torch.tensor([[1.0, float("nan")]])
    assert encoder.cross_entropy_where_known(logits, targets).item() == pytest.approx(0.1269, abs=1e-4)


def test_the_tokens_of_the_words_that_answer(tokenizer):
    text = "It had 212 passengers."
    pair = TrainingPair("How many?", text, (1.0,), words=Span(7, 10))
    first, last = encoder.words_of(tokenizer, pair)
    assert tokenizer.encode(pair.first, text).tokens[first : last + 1] == ["212"]


def test_words_that_are_cut_off_are_not_learned(tokenizer):
    text = "It had, as everybody in the town knew by then, 212 passengers."
    assert (
        encoder.words_of(tokenizer, TrainingPair("How many?", text, (1.0,), words=Span(47, 50))) == NO_WORDS
    )


def test_a_pair_without_words_has_none(tokenizer):
    assert encoder.words_of(tokenizer, TrainingPair("How many?", "None.", (0.0,))) == NO_WORDS


def test_batches_have_rows_of_about_one_length_and_each_row_once_an_epoch():
    plan = encoder.planned([2, 2, 2, 2], [100, 20, 100, 20], 60, 1, 0)
    assert sorted(map(sorted, plan)) == [[0], [1], [2], [3]]
    plan = encoder.planned([2, 2, 2, 2], [100, 20, 100, 20], 120, 2, 0)
    assert sorted(map(sorted, plan)) == [[0], [0], [1, 3], [1, 3], [2], [2]]


@pytest.mark.parametrize("spans", [False, True])
def test_the_exported_graph_says_what_the_encoder_says(base, tokenizer, tmp_path, spans):
    shape = Shape(heads=2, max_tokens=32, spans=spans)
    torch.manual_seed(1)
    made = start(base, shape).eval()
    ids = np.array([[101, 2054, 102, 2009, 102], [101, 2054, 102, 102, 0]])
    inputs = {"input_ids": ids, "attention_mask": np.minimum(ids, 1), "token_type_ids": np.zeros_like(ids)}
    before = Session(made).run(None, inputs)
    export(made, tokenizer, tmp_path, marks_matches=False)
    session, _ = encoder_files(tmp_path)
    after = session.run(None, inputs)
    assert [array.shape for array in after] == [(2, 2), (2, 5, 2)][: 1 + spans]
    for one, other in zip(before, after, strict=True):
        assert one == pytest.approx(other, abs=5e-3)


def encoder_files(folder):
    from index.bert import open_model

    return open_model(folder / "model.onnx", folder / "tokenizer.json")


def test_a_judge_that_marks_matches_has_types_for_it_and_frozen_words(base):
    made = start(base, Shape(heads=1, max_tokens=32, mark_matches=True))
    assert made.bert.embeddings.token_type_embeddings.weight.shape == (MATCH_TYPES, 16)
    assert not made.bert.embeddings.word_embeddings.weight.requires_grad


def test_training_lowers_the_loss_and_exports_the_judge(base, tmp_path):
    losses = []

    def noted(judged, wanted):
        value = loss(judged, wanted)
        losses.append(value.item())
        return value

    def evaluate(session, tokenizer):
        return Evaluation(0.0, {})

    encoder.train(GROUPS, SHAPE, SETTINGS, noted, tmp_path, evaluate, base=base, device="cpu")
    assert np.mean(losses[:10]) > 0.6 > 0.5 > np.mean(losses[-10:])
    judge = CrossEncoder.load(tmp_path, SHAPE.max_tokens)
    scores = judge.score([g[0].first for g in GROUPS], [g[0].second for g in GROUPS])
    assert scores.shape == (12, 1)
