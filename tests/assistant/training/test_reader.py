"""Groups for the reader: a right text first, wrong ones without the answer, words where they stand."""

import json
from random import Random

import pytest
import torch

from assistant.judges import Reader
from assistant.training import reader
from assistant.training.encoder import Wanted
from assistant.training.model import Judged
from assistant.training.squad import part_of, read_paragraphs
from corpus import Span
from tests.support import training

FERRY = "The ferry Aurora left Bergen in 1987. It had 212 passengers. Ida Lund was its captain."
PIER = "The northern pier was damaged by a storm. Many passengers of the ferry waited there."
ASKED = [("How many passengers had the ferry?", "212"), ("Who was the captain of the Aurora?", "Ida Lund")]


def titles(part, count):
    return [f"Ferry {n}" for n in range(400) if part_of(f"Ferry {n}") == part][:count]


@pytest.fixture
def squad(tmp_path):
    articles = {title: [(FERRY, ASKED), (PIER, [])] for title in titles("train", 6) + titles("dev", 2)}
    return training.write_squad(tmp_path / "squad.json.gz", articles)


@pytest.fixture
def answer_sentences(tmp_path):
    rows = [
        {"question": f"Who sang {n}?", "sentence": s, "relevant": r, "source": source}
        for n, source in enumerate(["selqa_dev", "selqa_dev", "trecqa_dev"])
        for s, r in (("Ida sang.", 1), ("It rained.", 0), ("Paul ate.", 0), ("The end came.", 0))
    ]
    rows += [{**row, "source": "trecqa_train"} for row in rows if row["source"] == "trecqa_dev"]
    return training.write_lines(tmp_path / "sentences.jsonl.gz", rows)


@pytest.fixture
def groups(squad):
    paragraphs = read_paragraphs(squad, "train")
    return [group for seed in range(6) for group in reader.squad_groups(paragraphs, Random(seed))]


def test_the_right_text_comes_first_with_the_words_that_answer(groups):
    for group in groups:
        right = group[0]
        assert right.targets == (1.0,)
        assert right.second[right.words.start : right.words.end] in ("212", "Ida Lund")


def test_no_wrong_text_holds_the_answer_of_its_question(groups):
    kinds = set()
    for group in groups:
        answer = group[0].second[group[0].words.start : group[0].words.end]
        for pair in group[1:]:
            kinds.add(pair.kind)
            assert pair.targets == (0.0,) and pair.words is None
            assert answer not in pair.second or pair.kind == "changed question"
            assert (pair.first != group[0].first) == (pair.kind == "changed question")
    assert kinds == {"changed question", "other passage", "other sentence", "sentence left out"}


def test_held_questions_are_in_no_other_list(answer_sentences):
    learned = list(reader.listed_groups(answer_sentences, Random(0), held=False))
    held = list(reader.listed_groups(answer_sentences, Random(0), held=True))
    assert [[pair.targets[0] for pair in group] for group in learned] == [[1.0, 0.0, 0.0, 0.0]] * 2
    assert {group[0].first for group in learned} == {"Who sang 0?", "Who sang 1?"}
    assert {group[0].first for group in held} == {"Who sang 2?"}
    left = reader.listed_groups(answer_sentences, Random(0), held=False, without=frozenset(["who sang 0?"]))
    assert {group[0].first for group in left} == {"Who sang 1?"}


def wanted(words):
    targets = torch.tensor([[1.0], [0.0]])
    inside = torch.tensor([[False, True, True]] * 2)
    return Wanted(targets, torch.tensor([words, [-1, -1]]), inside, [2])


def test_the_loss_is_least_where_all_is_said_rightly():
    logits = torch.tensor([[6.0], [-6.0]])
    spans = torch.zeros(2, 3, 2)
    spans[0, 1, 0] = spans[0, 2, 1] = 9.0
    right = reader.loss(Judged(logits, spans), wanted([1, 2])).item()
    assert right == pytest.approx(0.0026, abs=2e-4)
    assert reader.loss(Judged(logits, spans), wanted([2, 1])).item() == pytest.approx(9.0026, abs=2e-3)
    assert reader.loss(Judged(-logits, spans), wanted([1, 2])).item() == pytest.approx(12.0026, abs=2e-3)
    assert reader.loss(Judged(logits, spans), wanted([-1, -1])).item() == pytest.approx(0.0025, abs=2e-4)


def test_f1_of_two_places():
    assert reader._f1(Span(0, 4), Span(2, 6)) == 0.5
    assert reader._f1(Span(0, 4), Span(4, 6)) == 0.0


def test_a_small_training_writes_a_reader_that_the_product_loads(squad, answer_sentences, tmp_path):
    base = training.bert(tmp_path / "base")
    out = tmp_path / "out"
    words = [squad, answer_sentences, out, "--base", base, "--device", "cpu", "--epochs", 3, "--rate", 3e-3]
    reader.main([str(word) for word in words])
    logged = [json.loads(line) for line in (out / "log.jsonl").read_text().splitlines()]
    assert logged[-1]["loss"] < logged[0]["loss"]
    [reading] = Reader.load(out).read("How many passengers had the ferry?", [FERRY])
    assert 0 <= reading.answerable <= 1
    assert "answerable_auroc" in (out / "scores.md").read_text()
