"""Marks are found, belong to the right sentence, and no character of an answer is lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answering.marks import parse_reply


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("No mark here.", [("No mark here.", ())]),
        ("It rained [2].", [("It rained.", (2,))]),
        ("It rained. [2]", [("It rained.", (2,))]),
        ("It rained [1][3]. Then not [2].", [("It rained.", (1, 3)), ("Then not.", (2,))]),
        ("It rained [1, 3]; it poured [1].", [("It rained; it poured.", (1, 3))]),
        ("[4] It rained.", [("It rained.", (4,))]),
        (
            "The U.S. left [1]. Gen. Smith stayed [2].",
            [("The U.S. left.", (1,)), ("Gen. Smith stayed.", (2,))],
        ),
        ("It cost $2.5 million [12].", [("It cost $2.5 million.", (12,))]),
        ("A list [a] is no mark, nor is [2024].", [("A list [a] is no mark, nor is [2024].", ())]),
        ("- [1] It rained.\n- [2] It stopped.", [("It rained.", (1,)), ("It stopped.", (2,))]),
        ("[1][2]", []),
    ],
)
def test_sentences_and_their_marks(text, expected):
    assert [(claim.text, claim.numbers) for claim in parse_reply(text)] == expected


def test_spans_hold_the_sentence_with_its_marks():
    text = "It rained [1]. It stopped. [2] Then sun [3]."
    assert [text[c.span.start : c.span.end] for c in parse_reply(text)] == [
        "It rained [1].",
        "It stopped. [2]",
        "Then sun [3].",
    ]


_parts = st.sampled_from(
    [
        "It rained",
        " in the U.S.",
        ". ",
        ".",
        " [1]",
        "[2, 3]",
        " [99]",
        "\n",
        "“Yes,” he said",
        "é",
        " 2.5",
        "! ",
        "[",
    ]
)


@given(st.lists(_parts, max_size=20).map("".join))
def test_spans_are_ordered_disjoint_and_leave_out_only_white_space(text):
    claims = parse_reply(text)
    position = 0
    for claim in claims:
        assert claim.span.start >= position
        assert not text[position : claim.span.start].strip()
        position = claim.span.end
    if claims:
        assert not text[position:].strip()
