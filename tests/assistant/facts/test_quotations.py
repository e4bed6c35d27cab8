"""Quotations word for word, up to case, white space, quotation marks and ellipses."""

import pytest

from assistant.facts.quotations import is_verbatim, nearest, quotations
from assistant.facts.text import read

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
        ('Dal called the sale a "disaster" for us.', ["disaster"]),
        ("Dal said it was a “bad joke”.", ["bad joke"]),
        ('Dal said no. A "deal" was made.', []),  # nobody said this
        ('The band called their record "Disaster".', []),
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
        ("[They] leave until the work", False),  # it stands for "won't"
        ("[The men] won’t leave until the work is done", True),
        ("We will leave until the work is done", False),
        ("the work … We won't leave", False),
        ("won't leave until the works", False),
    ],
)
def test_word_for_word(quotation, verbatim):
    assert is_verbatim(quotation, SOURCE) is verbatim


NOTES = (
    "Under clause 9, the landlord is not permitted to end this lease. He met Lund. The dam is safe. It was checked"
    " in May. Higher (95% CI [1.3-1.7]) were 14[1] of its 60[2][3] cranes in 2023.[4] The buyer paid[citation needed]"
    " 7 euros[[1]](#footnote-2) for 40 men [3,4] of the inter-\nnational com­mission. We [the board] knew nothing of the"
    " eﬀect on Anne Lund’s office. The board has never, in ten years, lent. The tenant, a baker, is permitted to sell."
)


@pytest.mark.parametrize(
    ("quotation", "verbatim"),
    [
        ("the landlord is [now] permitted to end this lease", False),
        ("the landlord is ... permitted to end this lease", False),
        ("the landlord is [not] permitted to end this lease", True),
        ("the tenant ... is permitted to sell", True),
        ("the tenant is [not] permitted to sell", False),
        ("the landlord … is permitted to sell", False),  # of another sentence
        ("The dam is safe … It was checked in May", True),
        ("The board has … lent", False),
        ("[The lake] is safe", False),
        ("[The dam] is safe", True),
        ("the dam [in the hills] is safe", True),
        ("[The dam] was checked in May", True),
        ("[Berg] met Lund", True),  # for "He"
        ("He met [Berg]", False),
        ("He met [Lund]", True),
        ("[16] of its 60 cranes", False),
        ("14 of its [60] cranes", True),
        ("Higher (95% CI [1.3-1.9])", False),
        ("Higher (95% CI [1.3-1.7])", True),
        ("We [the auditors] knew nothing", False),
        ("We [the board] knew nothing", True),
        ("14 of its 60 cranes in 2023", True),
        ("16 of its 60 cranes in 2023", False),
        ("The buyer paid 7 euros for 40 men of the international commission", True),
        ("the effect on Anne Lund's office", True),
        ("the effects on Anne Lund's office", False),
    ],
)
def test_what_may_be_left_out_or_put_in_brackets(quotation, verbatim):
    assert is_verbatim(quotation, NOTES) is verbatim


@pytest.mark.parametrize(("words", "verbatim"), [(12, True), (13, False)])
def test_a_bracket_stands_for_at_most_twelve_words(words, verbatim):
    assert is_verbatim("the start [they] the end", f"the start{' we' * words} the end") is verbatim


def test_numbers_of_references_are_no_numbers_of_the_text():
    assert read("It sold 14[3] of its 60[12] cranes[note 7].").numbers == {"14": "14", "60": "60"}


def test_the_nearest_passage_is_given_as_written():
    assert nearest("They won't leave until the job is done", SOURCE).endswith("leave\nuntil the work is done")
    assert nearest("nothing of that sort", "Quite another text") == ""
