"""Quotations word for word, up to case, white space, quotation marks and ellipses."""

import pytest

from assistant.facts.quotations import is_verbatim, nearest, quotations

SOURCE = "The minister said, ‘We won’t  leave\nuntil the work is done’, and then left for Baghdad."


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('He said "we will not go".', ["we will not go"]),
        ("He said “we will not go”.", ["we will not go"]),
        ("He said «we will not go».", ["we will not go"]),
        ("He said `` we will not go ''.", ["we will not go"]),
        ('A "new deal" was made.', []),
        ('A "very new deal" was made.', ["very new deal"]),
        ('He read "The Lord of the Rings" twice.', []),
        ("The men's and women's teams' games", []),
        ("A 5'10\" man and a 6'2\" man", []),
        ('"We will not go," he said, "and we will not stay."', ["We will not go,", "and we will not stay."]),
    ],
)
def test_what_is_a_quotation(text, expected):
    assert quotations(text) == expected


@pytest.mark.parametrize(
    ("quotation", "verbatim"),
    [
        ("We won't leave until the work is done", True),
        ("we won’t leave ... the work is done", True),
        ("We won’t leave until [our] work is done", True),
        ("[They] won’t leave… is done.", True),
        ("[They] leave until the work", True),
        ("We will leave until the work is done", False),
        ("the work … We won't leave", False),
        ("won't leave until the works", False),
    ],
)
def test_word_for_word(quotation, verbatim):
    assert is_verbatim(quotation, SOURCE) is verbatim


def test_the_nearest_passage_is_given_as_written():
    assert nearest("They won't leave until the job is done", SOURCE).endswith("leave\nuntil the work is done")
    assert nearest("nothing of that sort", "Quite another text") == ""
