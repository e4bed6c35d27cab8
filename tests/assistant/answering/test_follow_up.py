"""Follow-up questions: which they are, and what the generator may make of them."""

import pytest

from assistant.answering.follow_up import Exchange, follow_up, is_follow_up
from assistant.generate.protocol import FakeGenerator

BEFORE = Exchange("How many US troops are in Iraq?", "About 2,500 US troops are in Iraq [1].")


@pytest.mark.parametrize(
    "question",
    [
        "and in Syria?", "But when?", "What about 2020?", "Who leads it?", "When did they meet?", "Why?",
        "How many were injured?", "What happened there?",
    ],
)  # fmt: skip
def test_a_question_that_leans_on_the_one_before_is_a_follow_up(question):
    assert is_follow_up(question)


@pytest.mark.parametrize(
    "question",
    [
        "How many US troops are in Iraq?", "Did Iraq say when its troops leave?", "Who said that the pier was damaged?",
        "Is there a date for the end?", "Why did parliament vote?",
    ],
)  # fmt: skip
def test_a_question_that_stands_on_its_own_is_none(question):
    assert not is_follow_up(question)


def test_the_generator_sees_the_exchange_and_its_question_is_taken():
    generator = FakeGenerator({}, otherwise='"How many US troops are in Syria?"')
    assert follow_up("and in Syria?", BEFORE, generator) == "How many US troops are in Syria?"
    told = generator.prompts[0][-1].content
    assert "Earlier question: How many US troops are in Iraq?" in told
    assert told.endswith("Next question: in Syria?")


@pytest.mark.parametrize(("question", "leans"), [("Which troops?", True), ("Which troops left?", False)])
def test_a_question_of_at_most_two_words_leans_on_the_one_before(question, leans):
    assert is_follow_up(question) is leans


@pytest.mark.parametrize("words", [48, 49])
def test_a_question_is_written_anew_in_at_most_48_tokens(words):
    written = f"How {'many ' * (words - 2)}troops?"
    before = "How many troops?"
    assert follow_up(before, BEFORE, FakeGenerator({}, otherwise=written)) == (
        written if words == 48 else before
    )


@pytest.mark.parametrize("written", ["How many British troops are in Syria?", "In Syria", "", "900."])
def test_what_adds_a_word_or_is_no_question_is_not_taken(written):
    assert follow_up("and in Syria?", BEFORE, FakeGenerator({}, otherwise=written)) == "and in Syria?"
