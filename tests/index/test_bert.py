"""Batches hold every text once; the graph is the one that its script makes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.bert import GRAPHS, Bert, batches
from index.embed import DEFAULT_EMBEDDER
from index.models import weights


@given(st.lists(st.integers(1, 300), max_size=40), st.integers(1, 600))
def test_batches_hold_every_text_once_and_keep_the_limit(lengths, most):
    made = batches(lengths, most)
    assert sorted(n for batch in made for n in batch) == list(range(len(lengths)))
    for batch in made:
        assert len(batch) == 1 or len(batch) * max(lengths[n] for n in batch) <= most


@pytest.fixture(scope="module")
def bert() -> Bert:
    return Bert(weights.model_path(DEFAULT_EMBEDDER), GRAPHS / f"{DEFAULT_EMBEDDER}.onnx")


@pytest.mark.models
class TestBert:
    def test_a_token_knows_where_it_stands_and_special_ones_stand_nowhere(self, bert):
        [text] = bert.read(["Ferries leave"])
        assert text.offsets.tolist() == [[0, 0], [0, 7], [8, 13], [0, 0]]
        assert text.vectors.shape == (4, 384)

    def test_a_long_text_keeps_its_first_tokens_and_the_separator(self, bert):
        long, cut = bert.read(["word " * 400, "word " * 254])
        assert len(long.vectors) == bert.max_tokens == 256
        assert long.vectors == pytest.approx(cut.vectors, abs=1e-5)

    def test_texts_come_back_in_their_order_however_they_were_put_together(self, bert):
        texts = [" ".join(["harbour"] * n) for n in (90, 2, 200, 1, 120)]
        assert [len(text.vectors) for text in bert.read(texts)] == [92, 4, 202, 3, 122]
