"""Opposites in sentences that say the same otherwise, and what is none."""

import pytest

from assistant.answer import Mismatch
from assistant.facts.opposites import opposed

SOURCE = (
    "Iran denied any part in the attack. Many Kurdish members stayed away from the session. Tension in the region has "
    "risen within three weeks. The bank is no longer a member of the club. Exports rose in May and fell in June."
)


@pytest.mark.parametrize(
    ("claim", "said", "stated"),
    [
        ("Iran claimed responsibility for the attack.", "claimed", "denied"),
        ("Many Kurdish members voted for it.", "voted", "stayed"),
        ("Tension in the region eased within three weeks.", "eased", "risen"),
        ("The bank is still a member of the club.", "still", "no longer"),
    ],
)
def test_an_opposite_in_the_same_sentence_is_named(claim, said, stated):
    assert opposed(claim, SOURCE) == [Mismatch("opposite", said, stated)]


@pytest.mark.parametrize(
    "claim",
    [
        "Tension in the region increased within three weeks.",
        "Exports fell in June.",
        "Exports rose in May.",
        "Tension in the region has not eased within three weeks.",
        "Prices eased.",
        "Iran claimed that the bank was hit in June.",
    ],
)
def test_what_says_the_same_or_something_else_is_left_alone(claim):
    assert opposed(claim, SOURCE) == []


def test_a_negated_opposite_is_none():
    assert opposed("The court allowed the march.", "The court did not ban the march.") == []


def test_sides_that_may_change_places_are_no_opposites():
    assert opposed("Ann won the match with Beth.", "Beth lost the match with Ann.") == []
