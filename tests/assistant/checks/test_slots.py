"""What was put in, taken out or exchanged between words that claim and source share."""

import pytest

from assistant.answer import Mismatch
from assistant.checks.slots import exchanged

SOURCE = (
    "The treaty was signed by Canada in Ottawa, and most members without veto rights voted before the summit."
)


@pytest.mark.parametrize(
    ("claim", "mismatch"),
    [
        ("The treaty was not signed by Canada.", Mismatch("negation", "was not signed", "was signed")),
        ("The treaty wasn't signed by Canada.", Mismatch("negation", "was not signed", "was signed")),
        ("And few members voted.", Mismatch("quantifier", "And few members", "and most members")),
        ("The members voted after the summit.", Mismatch("negation", "voted after the", "voted before the")),
        ("The treaty was signed by Mexico in Ottawa.", Mismatch("name", "Mexico", "Canada")),
        ("It was signed by Canada in Toronto, and most left.", Mismatch("name", "Toronto", "Ottawa")),
    ],
)
def test_what_stands_in_the_place_of_another_is_named(claim, mismatch):
    assert exchanged(claim, SOURCE) == [mismatch]


def test_a_negation_that_is_left_out_is_named():
    source = "The vote was not binding on members."
    assert exchanged("The vote was binding on members.", source) == [
        Mismatch("negation", "was binding", "was not binding")
    ]


@pytest.mark.parametrize(
    "claim",
    [
        SOURCE,
        "The treaty that Canada signed does not bind members.",
        "In Ottawa the treaty was signed by the Canadian side in May.",
        "However, the treaty was signed by Canada in Ottawa.",
    ],
)
def test_a_claim_in_its_own_words_is_left_alone(claim):
    assert exchanged(claim, SOURCE) == []


def test_accents_and_possessives_make_no_other_name():
    assert exchanged("It is Leon's house in town.", "It is León’s house in town.") == []
