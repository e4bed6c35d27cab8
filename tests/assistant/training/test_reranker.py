"""Groups for the reranker: a right text first, wrong ones without the answer, and mining that can be killed."""

from random import Random

import numpy as np
import pytest
import torch

from assistant.training import reranker
from assistant.training.loop import TrainingPair
from assistant.training.squad import AnsweredQuestion, Paragraph
from corpus import Article, Span
from index import Library
from index.embed import FakeEmbedder

FERRY = "The ferry Aurora left Bergen. It had 212 passengers. Ida Lund was its captain."
PIER = "The northern pier was damaged. The storm had 212 passengers waiting."


@pytest.fixture
def paragraph():
    spans = (Span(0, 29), Span(30, 52), Span(53, len(FERRY)))
    return Paragraph("Ferry", FERRY, spans, (AnsweredQuestion("How many passengers?", Span(37, 40)),))


@pytest.fixture
def library(tmp_path):
    with Library.open(tmp_path / "library", embedder=FakeEmbedder()) as library:
        library.add(
            Article.create(text, origin=title, title=title)
            for title, text in (("Ferry", FERRY), ("Pier", PIER), ("Unseen", "Many passengers wait."))
        )
        yield library


def test_the_right_sentence_comes_first_and_no_wrong_one_holds_the_answer(paragraph, library, tmp_path):
    pier = Paragraph("Pier", PIER, (Span(0, len(PIER)),), ())
    [group] = reranker.squad_groups([paragraph, pier], library, Random(0), 1, tmp_path / "mined.jsonl")
    assert (group[0].second, group[0].targets) == ("It had 212 passengers.", (1.0,))
    wrong = [pair.second for pair in group[1:]]
    assert "The northern pier was damaged." in wrong
    assert not any("212" in text or "wait." in text for text in wrong)
    assert {pair.targets for pair in group[1:]} == {(0.0,)}


def test_a_line_that_a_kill_has_cut_is_mined_again(paragraph, library, tmp_path):
    cache = tmp_path / "mined.jsonl"
    found = reranker.squad_groups([paragraph], library, Random(0), 1, cache)
    whole = cache.read_text()
    cache.write_text(whole[: len(whole) // 2])
    assert reranker.squad_groups([paragraph], library, Random(0), 1, cache) == found
    assert cache.read_text() == whole


def test_the_loss_is_least_where_the_right_one_is_far_ahead():
    targets = torch.tensor([[1.0], [0.0], [1.0], [0.0]])
    good, bad = torch.tensor([[6.0], [-6.0], [6.0], [-6.0]]), torch.tensor([[-6.0], [6.0], [-6.0], [6.0]])
    assert reranker.loss(good, targets, [2, 2]) < 0.01 < 10 < reranker.loss(bad, targets, [2, 2])


def test_reciprocal_rank_is_that_of_the_first_right_one():
    class Lengths:
        def score(self, firsts, seconds):
            return np.array([[len(text)] for text in seconds], np.float32)

    group = [
        TrainingPair("?", "aa", (1.0,)),
        TrainingPair("?", "aaaa", (0.0,)),
        TrainingPair("?", "a", (1.0,)),
    ]
    assert reranker.reciprocal_rank(Lengths(), [group]) == 0.5
