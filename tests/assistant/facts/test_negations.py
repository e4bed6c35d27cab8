"""What one side affirms and the other negates, by prefix and by word; silence where it may be said otherwise."""

import pytest

from assistant.answer import Mismatch
from assistant.facts.negations import denied, prefixed


def test_a_word_that_turns_into_its_opposite_is_a_negation():
    snippet = "The plan is unlikely to placate Iran."
    assert prefixed("The plan is likely to placate Iran.", snippet) == [
        Mismatch("negation", "likely", "unlikely")
    ]
    assert prefixed("It is inaccurate.", "It is accurate.") == [
        Mismatch("negation", "inaccurate", "accurate")
    ]
    assert prefixed("It is unlikely.", snippet) == []


@pytest.mark.parametrize(
    ("claim", "source"),
    [
        ("They are not able to come.", "They are unable to come."),
        ("It is unofficial.", "It has official papers but is unofficial."),
        ("They play on a display.", "They play."),
        ("He is ill.", "He is still well."),
    ],
)
def test_a_prefix_that_turns_nothing_is_none(claim, source):
    assert prefixed(claim, source) == []


@pytest.mark.parametrize(
    ("claim", "source", "mismatch"),
    [
        ("The army did not attack.", "The army attacked.", Mismatch("negation", "not attack", "attacked")),
        ("The army attacked.", "The army didn't attack.", Mismatch("negation", "attacked", "n't attack")),
        ("He never starred in it.", "He starred in it.", Mismatch("negation", "never starred", "starred")),
        ("It has troops.", "It has no troops.", Mismatch("negation", "troops", "no troops")),
        ("It acted with approval.", "It acted without approval.", Mismatch("negation", "approval", "without approval")),
        ("He paid.", "He failed to pay.", None),
        ("He refused to sign.", "He signed.", Mismatch("negation", "refused to sign", "signed")),
    ],
)  # fmt: skip
def test_a_word_denied_on_one_side_only(claim, source, mismatch):
    assert denied(claim, source) == ([mismatch] if mismatch else [])


ARTICLE = (
    "Iraq remains responsible for protecting coalition troops during the transition. Officials say that troops"
    " should leave by the end of 2026. No American official has confirmed that date. The plan gives no number"
    " of those who will leave Iraq. If there is doubt, few will go."
)


@pytest.mark.parametrize(
    ("claim", "mismatch"),
    [
        (
            "During the transition Iraq is not responsible for protecting coalition troops.",
            Mismatch("negation", "not responsible", "responsible"),
        ),
        (
            "Troops should leave by the end of 2026, and American officials have confirmed that date.",
            Mismatch("negation", "American", "No American"),
        ),
    ],
)
def test_a_denial_is_held_against_the_sentence_that_says_the_rest(claim, mismatch):
    assert denied(claim, ARTICLE) == [mismatch]


@pytest.mark.parametrize(
    "claim",
    [
        "A number of papers corrected what they had written on Friday.",  # the plan's number is another
        "American troops should leave by the end of 2026.",
        "The transition does not have a long history.",
    ],
)
def test_a_denial_of_something_else_is_left_alone(claim):
    assert denied(claim, ARTICLE) == []


@pytest.mark.parametrize(
    ("claim", "source"),
    [
        ("It was not only a bank.", "It was a bank."),
        ("He did not attack.", "He avoided an attack."),
        ("He did not attack.", "He never attacked."),
        ("He attacked.", "He did not attack in May; he attacked in June."),
        ("They met, not far away.", "They met in town."),
    ],
)
def test_what_may_be_said_otherwise_is_left_alone(claim, source):
    assert denied(claim, source) == []
