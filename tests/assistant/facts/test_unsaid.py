"""What nobody said, claimed to be said."""

import pytest

from assistant.answer import Mismatch
from assistant.facts.unsaid import unsaid

SOURCE = "Singh did not say how many soldiers will go home. She said when the talks will end."


@pytest.mark.parametrize("verb", ["states", "said", "disclosed", "specifies"])
def test_a_clause_that_nobody_said_is_named(verb):
    assert unsaid(f"The plan {verb} how many soldiers will go home.", SOURCE) == [
        Mismatch("negation", f"{verb} how many soldiers will", "not say how many soldiers will")
    ]


@pytest.mark.parametrize(
    "claim",
    [
        "Singh said when the talks will end.",
        "Singh did not say how many soldiers will go home.",
        "Singh said how many soldiers came home in May.",
        "Singh said that soldiers will go home.",
    ],
)
def test_what_was_said_or_is_not_claimed_is_left_alone(claim):
    assert unsaid(claim, SOURCE) == []


def test_what_was_said_elsewhere_in_the_source_was_said():
    source = f"{SOURCE} Ryder said how many soldiers will go home."
    assert unsaid("He said how many soldiers will go home.", source) == []
