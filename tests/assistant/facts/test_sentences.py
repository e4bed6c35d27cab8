"""Which sentences say what a claim says."""

import pytest

from assistant.facts.sentences import saying, sentences, stem

SOURCE = "Iraq remains responsible for protecting troops. No official has confirmed the date."


def test_stems_are_content_words_without_endings():
    [sentence] = sentences("The officials haven't confirmed 2,500 of us; the US did.")
    assert sentence.stems == {"official": "officials", "confirm": "confirmed", "2,500": "2,500", "us": "US"}
    assert stem("Dates") == stem("dated") == "dat"


@pytest.mark.parametrize(
    ("claim", "but", "found"),
    [
        ("Iraq protects troops.", "", [0]),
        (
            "Officials confirmed a new date in Rome on Sunday after the talks.",
            "",
            [1],
        ),  # all of the sentence is in it
        ("Iraq protects its oil fields and wells.", "", []),
        ("Iraq denied it.", "deni", [0]),  # all of the rest is there
    ],
)
def test_a_sentence_says_the_same_where_most_words_of_either_are_in_both(claim, but, found):
    assert [sentences(SOURCE).index(sentence) for sentence in saying(claim, SOURCE, but)] == found
