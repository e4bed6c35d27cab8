"""Comparisons in other words, as two questions."""

import pytest

from assistant.answering.question.comparison import sides, unnamed
from index.embed import FakeEmbedder


@pytest.mark.parametrize(
    ("question", "one", "other"),
    [
        ("How many people did the Moss ferry carry compared with the Horten ferry?",
         "How many people did the Moss ferry carry?", "How many people did the Horten ferry carry?"),
        ("How many people did the ferry carry compared with Oslo?",
         "How many people did the ferry carry?", "How many people did the ferry carry Oslo?"),
        ("How many more people did the Moss ferry carry in June than the Horten ferry?",
         "How many people did the Moss ferry carry in June?", "How many people did the Horten ferry carry in June?"),
        ("How much more does the Moss ferry cost than the Horten ferry?",
         "How much does the Moss ferry cost?", "How much does the Horten ferry cost?"),
        ("Did the Moss ferry carry more people than the Horten ferry?",
         "How many people did the Moss ferry carry?", "How many people did the Horten ferry carry?"),
        ("Was the number of boats in the bay higher than that in the gulf?",
         "What was the number of boats in the bay?", "What was the number of boats in the gulf?"),
        ("Compare the price of the Moss ferry and the Horten ferry.",
         "What was the price of the Moss ferry?", "What was the price of the Horten ferry?"),
        ("What is the difference between the price of the Moss ferry and the Horten ferry?",
         "What was the price of the Moss ferry?", "What was the price of the Horten ferry?"),
        ("What is the difference in price between the Moss ferry and the Horten ferry?",
         "What was the price for the Moss ferry?", "What was the price for the Horten ferry?"),
    ],
)  # fmt: skip
def test_each_side_is_asked_about(question, one, other):
    assert sides(question, FakeEmbedder()) == (one, other)


@pytest.mark.parametrize(
    "question",
    [
        "Did more than three boats sink?",
        "Who carried more people than expected?",
        "Compare the positions of Iraq and Iran",
        "What is the difference between a ferry and a boat?",
    ],
)
def test_what_has_no_two_sides_with_a_figure_is_not_split(question):
    assert sides(question, FakeEmbedder()) is None


@pytest.mark.parametrize(
    ("question", "without"),
    [
        ("Which ship sails later?", "Which ship sails?"),
        ("Which ferry carried fewer people in June?", "Which ferry carried people in June?"),
        ("Which town asked for more money?", None),
        ("Which ship sails last, and who said later?", None),
        ("Which ship is the oldest?", None),
    ],
)
def test_sides_that_are_not_named(question, without):
    assert unnamed(question) == without
