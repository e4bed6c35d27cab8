"""Follow-up questions: which they are, and what is asked in their place."""

from collections.abc import Sequence

import numpy as np
import pytest

from assistant.answering.question.follow_up import Exchange, follow_up, is_follow_up
from index.embed import FakeEmbedder, Floats2d

TROOPS = ("How many US troops are in Iraq?", "About 2,500 US troops are in Iraq [1].")


class AlikeEmbedder(FakeEmbedder):
    """Phrases of one line of the table have the cosine that stands before it; all others 0."""

    def __init__(self, alike: dict[float, Sequence[str]]) -> None:
        self._alike = alike

    def embed(self, texts: Sequence[str]) -> Floats2d:
        first, *others = texts
        cosines = [
            next((c for c, words in self._alike.items() if first in words and one in words), 0.0)
            for one in others
        ]
        return np.array([[1.0, 0.0], *([c, (1 - c * c) ** 0.5] for c in cosines)], np.float32)


ALIKE = AlikeEmbedder(
    {
        0.8: ("Syria", "Iraq", "in Syria", "in Iraq"),
        0.7: ("the Horten ferry", "the Moss ferry"),
        0.6: ("injured", "killed"),
        0.5: ("gas", "oil"),
        0.25: ("children", "adults"),
        0.24: ("pupils", "adults"),
        0.9: ("the old Larvik harbour", "the new Moss harbour"),
        0.85: ("a harbour that nobody has ever used", "harbour"),
    }
)


@pytest.mark.parametrize(
    "question",
    [
        "and in Syria?", "But when?", "What about 2020?", "Who leads it?", "When did they meet?", "Why?",
        "How many were injured?", "What happened there?", "How much gas?", "By how much?", "For the children?",
    ],
)  # fmt: skip
def test_a_question_that_leans_on_the_one_before_is_a_follow_up(question):
    assert is_follow_up(question)


@pytest.mark.parametrize(
    "question",
    [
        "How many US troops are in Iraq?", "Did Iraq say when its troops leave?", "Who said that the pier was damaged?",
        "Is there a date for the end?", "Why did parliament vote?", "How many people died?",
        "In which year did Rome fall?",
    ],
)  # fmt: skip
def test_a_question_that_stands_on_its_own_is_none(question):
    assert not is_follow_up(question)


@pytest.mark.parametrize(("question", "leans"), [("Which troops?", True), ("Which troops left?", False)])
def test_a_question_of_at_most_two_words_leans_on_the_one_before(question, leans):
    assert is_follow_up(question) is leans


@pytest.mark.parametrize(
    ("asked", "answer", "question", "whole"),
    [
        (*TROOPS, "and in Syria?", "How many US troops are in Syria?"),
        (*TROOPS, "What about Syria?", "How many US troops are in Syria?"),
        ("How many people did the Moss ferry carry in June?", "", "and the Horten ferry?",
         "How many people did the Horten ferry carry in June?"),
        ("How many people were killed by the quake in Haiti?", "", "and how many were injured?",
         "How many people were injured by the quake in Haiti?"),
        ("How much oil did Norway export?", "", "How much gas?", "How much gas did Norway export?"),
        ("What does a ticket cost for adults?", "", "And children?", "What does a ticket cost for children?"),
        ("When did the new Moss harbour open?", "", "And the old Larvik harbour?",
         "When did the old Larvik harbour open?"),
        ("What is the rate in Spain?", "", "And among young people?", "What is the rate in Spain among young people?"),
    ],
)  # fmt: skip
def test_a_fragment_takes_the_place_of_what_is_most_like_it(asked, answer, question, whole):
    assert follow_up(question, Exchange(asked, answer), ALIKE) == whole


def test_more_than_six_words_are_no_fragment():
    before = Exchange("When did harbour fees rise?", "")
    assert follow_up("And a harbour that nobody has ever used?", before, ALIKE) == (
        "A harbour that nobody has ever used?"
    )


def test_what_is_like_nothing_in_the_question_before_stays():
    before = Exchange("What does a ticket cost for adults?", "")
    assert follow_up("And pupils?", before, ALIKE) == "Pupils?"


@pytest.mark.parametrize(
    ("asked", "answer", "question", "whole"),
    [
        ("Which bases will American forces give up?", "", "When?", "When will American forces give up the bases?"),
        ("How many soldiers were killed?", "", "Where?", "Where were the soldiers killed?"),
        ("When was the treaty signed?", "", "And by whom?", "By whom was the treaty signed?"),
        ("Who won the cup?", "Ida Lund won the cup [2].", "When?", "When was it that Ida Lund won the cup?"),
        ("Which party won the election?", "", "By how much?",
         "By how much was it that the party won the election?"),
    ],
)  # fmt: skip
def test_question_words_alone_are_asked_of_the_question_before(asked, answer, question, whole):
    assert follow_up(question, Exchange(asked, answer), ALIKE) == whole


@pytest.mark.parametrize("question", ["And?", "But", "So?", "also"])
def test_what_names_nothing_stays_as_it_was_typed(question):
    assert follow_up(question, Exchange("Who won the cup?", "Ann Lee won the cup [1]."), ALIKE) == question


def test_who_did_it_is_not_whom_it_was_done_to():
    before = Exchange("Who attacked Tower 22?", "Ann Lee attacked Tower 22 [1].")
    assert follow_up("Why?", before, ALIKE) == "Why was it that Ann Lee attacked Tower 22?"
    unknown = Exchange("Who attacked Tower 22?", "The articles don't say.")
    assert "Tower 22 attacked Tower 22" not in follow_up("Why?", unknown, ALIKE)
