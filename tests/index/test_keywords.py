"""Keywords: what a question is about, and BM25 over a few texts."""

import numpy as np
import pytest

from index.keywords import bm25, content_words, match_query


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("How many US troops are in Iraq?", ["many", "us", "troops", "iraq"]),
        ("What is it?", ["what", "is", "it"]),
        ("?!", []),
    ],
)
def test_content_words(question, expected):
    assert content_words(question) == expected


def test_a_query_is_quoted_so_that_no_word_is_an_operator():
    assert match_query('Who said NOT or "NEAR"?') == '"said" OR "not" OR "near"'
    assert match_query("…") is None


def test_bm25_prefers_the_rarer_word_and_is_zero_without_any():
    texts = ["troops in Iraq", "troops in Syria", "troops stay", "a budget"]
    scores = bm25("Which troops are in Syria?", texts)
    assert scores.argmax() == 1
    assert scores[3] == 0
    assert (scores >= 0).all()


def test_words_are_compared_by_their_stems():
    assert bm25("electing ministers", ["The minister was elected.", "Cheese.", "Milk."])[0] > 0


def test_no_texts_no_scores():
    assert np.array_equal(bm25("a", []), np.zeros(0))
