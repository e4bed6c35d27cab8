"""What pronouns stand for in the exchange before."""

import pytest

from assistant.answering.question.referents import with_referents


@pytest.mark.parametrize(
    ("asked", "answer", "question", "whole"),
    [
        ("Who is Iraq's minister?", "Iraq's minister is Thabit al-Abbasi.", "What did he say about Iran?",
         "What did Thabit al-Abbasi say about Iran?"),
        ("What did Mike Rogers say in Iraq?", "Rogers said that Jo Moe lied.", "Why did he say that?",
         "Why did Mike Rogers say that?"),
        ("Who is Tomas Ruiz?", "Tomas Ruiz defeated Ann Lee.", "When was he elected?", "When was Tomas Ruiz elected?"),
        ("How old is the queen?", "The queen is 83.", "Where does she live?", "Where does the queen live?"),
        ("Where was Anna Holt born?", "In Bergen.", "What is her job?", "What is Anna Holt's job?"),
        ("Where was Anna Holt born?", "In Bergen.", "Who taught her?", "Who taught Anna Holt?"),
    ],
)  # fmt: skip
def test_a_person_is_who_was_asked_for_or_else_whom_the_question_names(asked, answer, question, whole):
    assert with_referents(question, asked, answer) == whole


@pytest.mark.parametrize(
    ("asked", "answer", "question", "whole"),
    [
        ("Who opposed the sale of the cranes?", "The mayor, Per Lie, opposed it.", "Why did he oppose it?",
         "Why did Per Lie oppose the sale of the cranes?"),
        ("What does the plan say about troops?", "The plan does not say.", "Who wrote it?", "Who wrote the plan?"),
        ("What caused the fire at the mill?", "A lamp.", "When did it end?", "When did the fire at the mill end?"),
        ("What is the rate in Spain?", "11 percent.", "Why is it so high?", "Why is the rate in Spain so high?"),
        ("When was the new pier built?", "The new pier was built in 1990.", "Who paid for it?",
         "Who paid for the new pier?"),
        ("When did the pier in Nice open?", "In 1990.", "Who owns it?", "Who owns the pier in Nice?"),
        ("Where is Equinor based?", "In Stavanger.", "What are its debts?", "What are Equinor's debts?"),
    ],
)  # fmt: skip
def test_a_thing_is_the_first_of_the_question_without_the_verb_behind_it(asked, answer, question, whole):
    assert with_referents(question, asked, answer) == whole


@pytest.mark.parametrize(
    ("asked", "answer", "question", "whole"),
    [
        ("How many attacks did the group claim?", "153.", "Where were they?", "Where were the attacks?"),
        ("How many refugees arrived in Malta?", "900.", "Who saved them?", "Who saved the refugees?"),
        ("What did Bo promise the nurses?", "A raise.", "What are their hours?", "What are the nurses' hours?"),
        ("Where did al-Sudani meet Biden?", "In Rome.", "What did they discuss?",
         "What did al-Sudani and Biden discuss?"),
        ("Who won?", "Margaret Atwood and Bo Lee won.", "Did they share it?",
         "Did Margaret Atwood and Bo Lee share it?"),
    ],
)  # fmt: skip
def test_several_are_what_was_counted_or_a_plural_or_two_persons(asked, answer, question, whole):
    assert with_referents(question, asked, answer) == whole


def test_there_is_where_the_exchange_is():
    asked = "How many troops are in Syria?"
    assert with_referents("What happened there?", asked, "900.") == "What happened in Syria?"


def test_what_stands_for_nothing_known_stays():
    assert with_referents("Why did she resign?", "Is it raining?", "Yes.") == "Why did she resign?"


def test_a_thing_that_is_named_behind_near_is_it():
    asked, answer = "How many boats sank near the pier?", "Two boats sank near the pier [1]."
    assert with_referents("Who closed it?", asked, answer) == "Who closed the pier?"
