"""Statements keep qualifiers and sources, and say nothing that question, answer and evidence lack."""

import pytest

from assistant.training.writer.statements import is_good, qualified, read_statements, statement_of
from corpus import Span
from tests.support import training


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("The town has about 4,300 people.", "4,300", "about 4,300"),
        ("More than 40 members voted.", "40", "more than 40"),
        ("It cost nearly $3 million.", "$3 million", "nearly $3 million"),
        ("Some 200 houses burned.", "200", "some 200"),
        ("It has 40 rooms.", "40", "40"),
        ("He wrote about Ida Lund.", "Ida Lund", "Ida Lund"),
    ],
)
def test_an_answer_takes_the_qualifier_before_it(text, words, expected):
    start = text.index(words)
    assert qualified(text, Span(start, start + len(words))) == expected


def test_a_joined_statement_gets_the_qualifier_that_it_lacks():
    known = {("How many people has it?", "4,300"): "It has 4,300 people."}
    found = statement_of(
        "How many people has it?", "4,300", "about 4,300", "It has about 4,300 people.", known
    )
    assert found == "It has about 4,300 people."


@pytest.mark.parametrize(
    ("gold", "expected"),
    [
        ("According to Oslo, the bridge was sold in 1904.", "According to Oslo, the bridge was sold in 1904."),
        ("The bridge was sold in 1904, according to Ida Lund.", "According to Ida Lund, the bridge was sold in 1904."),
        ("The bridge was reportedly sold in 1904.", None),
        ("The bridge was sold in 1904.", "The bridge was sold in 1904."),
    ],
)  # fmt: skip
def test_a_source_is_kept_and_a_hedge_is_not_dropped(gold, expected):
    assert statement_of("When was the bridge sold?", "1904", "1904", gold, {}) == expected


QUESTION, ANSWER, GOLD = "What was the earthquake named?", "the Great Quake", "It was called the Great Quake."


@pytest.mark.parametrize(
    ("statement", "good"),
    [
        ("The earthquake was named the Great Quake.", True),
        ("The earthquake named the Great Quake.", False),
        ("The earthquake was named.", False),
        ("The terrible earthquake was named the Great Quake.", False),
        ("What was the earthquake named? The Great Quake.", False),
        ("The earthquake earthquake was named the Great Quake.", False),
        ("It was the Great Quake.", False),
    ],
)
def test_a_good_statement_says_all_and_nothing_else(statement, good):
    assert is_good(statement, QUESTION, ANSWER, GOLD) is good


def test_statements_are_read_by_question_and_answer(tmp_path):
    rows = [{"question": "Who?", "answer": "Ida", "statement": "Ida did.", "log_probability": -0.1}]
    path = training.write_lines(tmp_path / "statements.jsonl.gz", rows)
    assert read_statements(path) == {("Who?", "Ida"): "Ida did."}
