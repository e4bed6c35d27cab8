"""The reader tells which text answers, with which words, and where they stand in the text."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.judges import FakeReader, Reader, Reading, Reranker
from assistant.judges.reading import best_place
from corpus import Span
from corpus.errors import ModelError

LOGITS = st.lists(st.tuples(*[st.integers(-40, 40)] * 2), min_size=1, max_size=12)


@given(LOGITS, st.integers(1, 12))
def test_the_best_place_is_the_likeliest_of_all_that_are_short_enough(logits, most):
    first, last, probability = best_place(np.array(logits, np.float32), most)
    sums = {
        (a, b): logits[a][0] + logits[b][1]
        for a in range(len(logits))
        for b in range(a, min(a + most, len(logits)))
    }
    assert (first, last) in sums
    assert sums[first, last] == max(sums.values())
    odds = np.exp(np.array(list(sums.values()), np.float64) - max(sums.values()))
    assert probability == pytest.approx(1 / odds.sum())


def test_the_fake_finds_the_first_words_of_its_table_that_a_text_has():
    reader = FakeReader({"pier": 0.9, "storm": 0.4})
    assert reader.read("Who?", ["A storm hit the pier.", "A storm.", "Cheese."]) == [
        Reading(0.9, Span(16, 20), 1.0),
        Reading(0.4, Span(2, 7), 1.0),
        Reading(0.001, Span(0, 0), 0.0),
    ]
    assert reader.calls == 1


def test_a_missing_reader_is_told_with_what_is_expected(tmp_path):
    with pytest.raises(ModelError, match=r"Expected model\.onnx and tokenizer\.json"):
        Reader.load(tmp_path)


QUESTION = "Who said that the pier was damaged?"
TEXTS = [
    "The harbour of Bergen was closed for three weeks.",
    "  Häfen: harbour master Ida Lund said that the storm had damaged the northern pier 🌊.",
    "Cheese is made of milk.",
    "",
]


@pytest.fixture(scope="module")
def reader():
    return Reader.load()


@pytest.mark.models
def test_the_sentence_that_answers_is_told_with_its_words_at_their_code_points(reader):
    found = reader.read(QUESTION, TEXTS)
    answerable = [reading.answerable for reading in found]
    assert answerable[1] > 0.8 and max(answerable[0], *answerable[2:]) < 0.2
    assert "Ida Lund" in TEXTS[1][found[1].words.start : found[1].words.end]
    assert 0 < found[1].words_probability <= 1
    assert found[3].words == Span(0, 0) and found[3].words_probability == 0.0


@pytest.mark.models
def test_a_reading_does_not_depend_on_what_else_is_read(reader):
    long = "The ferry left Bergen on Monday. " * 100
    together = reader.read(QUESTION, [*TEXTS, long])
    for text, reading in zip([*TEXTS, long], together, strict=True):
        [alone] = reader.read(QUESTION, [text])
        assert alone.answerable == pytest.approx(reading.answerable, abs=1e-4)
        assert alone.words == reading.words
    assert reader.read(QUESTION, []) == []


@pytest.mark.models
def test_a_reranker_scores_by_the_reader(reader):
    scores = Reranker.load().score(QUESTION, TEXTS)
    assert (scores.dtype, scores.shape) == (np.float32, (4,))
    assert scores == pytest.approx([reading.answerable for reading in reader.read(QUESTION, TEXTS)], abs=1e-6)
