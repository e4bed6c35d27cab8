"""Embedders: unit vectors, sentence vectors that know their passage, refusals that name the cure."""

import subprocess
import sys

import numpy as np
import pytest

from corpus import Span
from corpus.errors import ModelError
from index.embed import (
    FakeEmbedder,
    OnnxEmbedder,
    PassageText,
    SentenceTransformerEmbedder,
    load_embedder,
)
from index.models import weights

FIRST = "The minister of defence resigned on Friday."
SECOND = "He was in office for two years."
PASSAGE = PassageText(
    "Cabinet", f"{FIRST} {SECOND}", (Span(0, len(FIRST)), Span(len(FIRST) + 1, len(FIRST) + 1 + len(SECOND)))
)


def test_the_fake_is_deterministic_and_near_for_shared_words():
    one, other, far = FakeEmbedder().embed(["a ferry left", "the ferry left", "cheese is milk"])
    assert np.array_equal(one, FakeEmbedder().embed(["a ferry left"])[0])
    assert one @ other > one @ far
    assert np.linalg.norm(one) == pytest.approx(1)


def test_no_texts_give_no_vectors():
    assert FakeEmbedder().embed([]).shape == (0, 64)


@pytest.mark.models
class TestTheDefault:
    def test_vectors_have_unit_length_and_the_stated_dimension(self, embedder):
        vectors = embedder.embed(["One text.", "Another one, longer than the first."])
        assert vectors.shape == (2, embedder.dimension) == (2, 384)
        assert np.linalg.norm(vectors, axis=1) == pytest.approx([1, 1], abs=1e-5)
        assert embedder.embed([]).shape == (0, 384)

    def test_a_passage_is_embedded_as_the_library_itself_does(self, embedder):
        [(whole, _)] = embedder.embed_passages([PASSAGE])
        [expected] = embedder.embed([f"{PASSAGE.title}\n{PASSAGE.text}"])
        assert np.allclose(whole, expected, atol=1e-5)

    def test_a_sentence_knows_its_passage(self, embedder):
        [(_, sentences)] = embedder.embed_passages([PASSAGE])
        [question] = embedder.embed(["How long was the minister of defence in office?"])
        [alone] = embedder.embed([SECOND])
        assert sentences.shape == (2, 384)
        assert sentences[1] @ question > alone @ question

    def test_a_sentence_beyond_the_models_limit_takes_the_passages_vector(self, embedder):
        long = "word " * 400
        passage = PassageText(
            "T", long + "The end.", (Span(0, len(long) - 1), Span(len(long), len(long) + 8))
        )
        [(whole, sentences)] = embedder.embed_passages([passage])
        assert np.array_equal(sentences[1], whole)

    def test_tokens_are_counted_without_special_ones_and_without_a_limit(self, embedder):
        assert embedder.count_tokens(["one two", "", "word " * 400]) == [2, 0, 400]

    def test_its_digest_is_that_of_the_published_weights(self, embedder):
        assert embedder.digest.startswith("53aa51172d142c89")


@pytest.fixture(scope="module")
def torch(embedder):
    return SentenceTransformerEmbedder(embedder.name, weights.model_path(embedder.name))


@pytest.fixture(scope="module")
def onnx(embedder):
    if not isinstance(embedder, OnnxEmbedder):
        pytest.skip("this machine has a GPU, which PyTorch uses")
    return embedder


@pytest.mark.models
class TestBothRuntimes:
    """A library that PyTorch embedded is searched by ONNX Runtime, and the other way round."""

    TEXTS = (FIRST, SECOND, "Über 40 % — “Ağrı”, 日本 ﬁn\u00a0x\n", "", "word " * 400)

    def test_they_are_named_alike(self, onnx, torch):
        facts = [(one.name, one.digest, one.dimension, one.max_tokens) for one in (onnx, torch)]
        assert facts[0] == facts[1]

    def test_they_count_and_embed_texts_alike(self, onnx, torch):
        assert onnx.count_tokens(self.TEXTS) == torch.count_tokens(self.TEXTS)
        assert onnx.embed(self.TEXTS) == pytest.approx(torch.embed(self.TEXTS), abs=1e-5)

    def test_they_embed_passages_and_sentences_alike(self, onnx, torch):
        long = PassageText("T", "word " * 400 + "The end.", (Span(0, 5), Span(2000, 2008)))
        for one, other in zip(
            onnx.embed_passages([PASSAGE, long]), torch.embed_passages([PASSAGE, long]), strict=True
        ):
            assert one[0] == pytest.approx(other[0], abs=1e-5)
            assert one[1] == pytest.approx(other[1], abs=1e-5)


@pytest.mark.models
def test_the_default_loads_no_pytorch(onnx):
    code = (
        "import sys; from index.embed import load_embedder; load_embedder().embed(['a']); print(*sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert {"torch", "transformers", "sentence_transformers"} & set(done.stdout.split()) == set()


def test_an_unknown_embedder_is_refused_with_what_can_be_named(tmp_path):
    with pytest.raises(ModelError, match=r"no embedder '.*nothing'.*all-MiniLM-L6-v2"):
        load_embedder(str(tmp_path / "nothing"))
