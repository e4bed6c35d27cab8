"""Names that an article does not know, and what is no name though it is capitalised."""

import pytest

from assistant.checks.names import known_names, unknown_names, words

ARTICLE = "Iraqi forces of the U.S. Army met the World Health Organization and American envoys with Macron in Paris."


@pytest.mark.parametrize(
    "claim",
    [
        "Iraq's army met in Paris.",
        "The WHO met the United States.",
        "However, forces met. Additionally, envoys came: Officials left.",
        "“Nearly all” met in May on Friday.",
        "Macron, US.",
    ],
)
def test_known_names_and_no_names(claim):
    assert unknown_names(claim, ARTICLE) == []


@pytest.mark.parametrize(
    ("claim", "unknown"),
    [
        ("Erdogan met Macron.", ["Erdogan"]),
        ("However, Scholz met the EU.", ["Scholz", "EU"]),
        ("The Overall Agreement met.", ["Overall", "Agreement"]),
    ],
)
def test_unknown_names_are_given_as_written(claim, unknown):
    assert unknown_names(claim, ARTICLE) == unknown


def test_initials_of_a_run_are_known():
    assert {"who", "paris", "us"} <= known_names(ARTICLE)


def test_words_lose_dots_and_possessives():
    assert words("The U.S. men's teams’ 3 O'Brien") == ["The", "US", "men", "teams", "O'Brien"]
