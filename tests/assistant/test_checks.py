"""Exact facts: numbers against the snippet, names against the article."""

import pytest

from assistant.answer import Mismatch
from assistant.checks import mismatches, names, numbers

SNIPPET = "The U.S. has about 2,500 troops in Iraq, and three bases."
ARTICLE = f"{SNIPPET} Iraqi officials met Turkish ones at the United Nations. Prime Minister al-Sudani spoke."


@pytest.mark.parametrize(
    "claim",
    [
        "The US has 2500 troops in Iraq.",
        "There are 3 bases in Iraq.",
        "Al-Sudani's officials went to the UN.",
        "Turkey and Iraq met.",
    ],
)
def test_what_is_there_is_no_mismatch(claim):
    assert mismatches(claim, SNIPPET, ARTICLE) == ()


@pytest.mark.parametrize(
    ("claim", "mismatch"),
    [
        ("The US has 900 troops.", Mismatch("number", "900", "2,500, three")),
        ("It has four bases.", Mismatch("number", "four", "2,500, three")),
        ("Macron has bases.", Mismatch("name", "Macron", "")),
    ],
)
def test_what_is_not_there_is_named_with_both_sides(claim, mismatch):
    assert mismatches(claim, SNIPPET, ARTICLE) == (mismatch,)


def test_numbers_are_values():
    assert numbers("Three of 2,500 left at 7.5 in 2024.") == {
        "3": "Three",
        "2500": "2,500",
        "7.5": "7.5",
        "2024": "2024",
    }


def test_names_lose_dots_and_possessives():
    assert names("The U.S. struck al-Abbasi's base; He saw it.") == {"us": "US", "abbasi": "Abbasi"}
    assert names("Then Abbasi’s men left Ain al-Asad") == {"abbasi": "Abbasi", "ain": "Ain", "asad": "Asad"}


def test_a_word_that_turns_into_its_opposite_is_a_negation():
    snippet = "The plan is unlikely to placate Iran."
    assert mismatches("The plan is likely to placate Iran.", snippet, snippet) == (
        Mismatch("negation", "likely", "unlikely"),
    )
    assert mismatches("It is inaccurate.", "It is accurate.", "It is accurate.") == (
        Mismatch("negation", "inaccurate", "accurate"),
    )
    assert mismatches("It is unlikely.", snippet, snippet) == ()
