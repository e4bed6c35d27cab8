"""Marks of every style are found, belong to the right claim, and no character of an answer is lost."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answering.marks import parse_reply
from assistant.audit.claims import parse_claims
from corpus import Span


def claims(text, numbers=(1, 2, 3)):
    return [(claim.text, claim.numbers) for claim in parse_claims(text, numbers)]


def needing(text):
    return [claim.text for claim in parse_claims(text, [1]) if claim.needs_citation]


@pytest.mark.parametrize(
    ("mark", "numbers"),
    [
        ("[1]", (1,)),
        ("[1, 3]", (1, 3)),
        ("[1;3]", (1, 3)),
        ("[1-3]", (1, 2, 3)),
        ("[1–3, 7]", (1, 2, 3, 7)),
        ("[1][2]", (1, 2)),
        ("[1], [2]", (1, 2)),
        ("[[2]](https://example.org/a)", (2,)),
        ("[2](https://example.org/a)", (2,)),
        (r"\[2\]", (2,)),
        ("([1], [2])", (1, 2)),
        ("([Reuters][1], [AP][2])", (1, 2)),
        ("[^2]", (2,)),
        ("[^1][^2]", (1, 2)),
        ("[Source 2]", (2,)),
        ("[sources 1, 2]", (1, 2)),
        ("【1】", (1,)),
        ("【2†source】", (2,)),
        ("(1)", (1,)),
        ("(1, 2)", (1, 2)),
        ("(9)", (9,)),
        ("¹", (1,)),
        ("¹˒³", (1, 3)),
        ("¹⁻³", (1, 2, 3)),
        ("¹²", (1, 2)),
        ("⁷", (7,)),
        ("<sup>1</sup>", (1,)),
        ("<sup>[1, 2]</sup>", (1, 2)),
        ("[300-100]", (300, 100)),
    ],
)
@pytest.mark.parametrize(
    "text", ["It rained {}.", "It rained{}.", "It rained. {}", "It rained.{} It stopped."]
)
def test_a_mark_of_any_style_belongs_to_its_sentence(text, mark, numbers):
    assert claims(text.format(mark))[0] == ("It rained.", numbers)


def test_a_raised_number_is_that_of_a_source_where_there_is_one():
    assert claims("It rained.¹²", range(1, 13)) == [("It rained.", (12,))]


@pytest.mark.parametrize(
    "text",
    [
        "It fell in the war (2024).",
        "It covers 5 km² and 12 m².",
        "The room has 12 m<sup>2</sup>.",
        "Some 10³ people came.",
        "A box of 12 in³.",
        "It has two aims: (1) peace and (2) trade.",
        "(1) Peace is an aim.",
        "Carbon ¹⁴C is rare.",
        "A list [a] is no mark, nor is [2024].",
        "It grew by x² a day.",
    ],
)
def test_numbers_that_are_no_marks(text):
    [claim] = parse_claims(text, [1, 2, 3])
    assert claim.marks == ()


def test_parentheses_and_raised_numbers_beside_a_surer_style_count_only_where_they_name_a_source():
    assert claims("It rained [1]. He won (9).") == [("It rained.", (1,)), ("He won (9).", ())]
    assert claims("It rained [1]. He won (2).") == [("It rained.", (1,)), ("He won.", (2,))]
    assert claims("It rained [1]. He won⁹ too.") == [("It rained.", (1,)), ("He won⁹ too.", ())]


def test_items_are_claims_without_their_list_marks():
    text = "1. It rained [1].\n2) It **poured** [2]. It froze.\n(3) Snow fell [3]\n- One [1]\n  * Two\n– Three\nb) Four"
    assert claims(text) == [
        ("It rained.", (1,)),
        ("It poured.", (2,)),
        ("It froze.", ()),
        ("Snow fell", (3,)),
        ("One", (1,)),
        ("Two", ()),
        ("Three", ()),
        ("Four", ()),
    ]


def test_a_mark_that_opens_an_item_belongs_to_what_follows():
    assert claims("- [1] It rained.\n- [2] It stopped.") == [("It rained.", (1,)), ("It stopped.", (2,))]
    assert claims("[1] It rained.\n[2] It stopped.") == [("It rained.", (1,)), ("It stopped.", (2,))]


def test_a_mark_at_the_start_of_a_line_of_prose_belongs_to_what_is_before():
    assert claims("It rained.\n[2]\n\nIt stopped.") == [("It rained.", (2,)), ("It stopped.", ())]
    assert claims("It rained\n[2]. It stopped.") == [("It rained.", (2,)), ("It stopped.", ())]


def test_spans_and_places_are_of_the_answer():
    text = "# Rain\n\nIt **rained** [1] “hard” [2, 3]. Yes."
    _, claim, _ = parse_claims(text, [1, 2, 3])
    assert text[claim.span.start : claim.span.end] == "It **rained** [1] “hard” [2, 3]."
    assert [(mark.numbers, text[mark.span.start : mark.span.end]) for mark in claim.marks] == [
        ((1,), "[1]"),
        ((2, 3), "[2, 3]"),
    ]
    start = claim.text.index("rained “hard”")
    place = claim.place(Span(start, start + len("rained “hard”")))
    assert text[place.start : place.end] == "rained** [1] “hard”"


def test_the_flag_of_our_own_answers_is_no_part_of_a_claim():
    text = "It rained [1]. (not proven) It stopped."
    assert claims(text) == [("It rained.", (1,)), ("It stopped.", ())]
    assert text[: parse_claims(text, [1])[0].span.end] == "It rained [1]. (not proven)"


def test_marks_alone_are_no_claim():
    assert parse_claims("[1][2]", [1, 2]) == []
    assert parse_claims("", []) == []


@pytest.mark.parametrize(
    "text",
    [
        "# Rain in 2024",
        "Rain\n====",
        "**Rain in the north**",
        "Background\n\n# Rain",
        "Why did it rain?",
        "**Why?**",
        "Here are the facts:",
        "**Facts:**",
        "The articles don't say.",
        "The sources do not say who paid.",
        "However, the provided documents do not explicitly mention a date.",
        "The context doesn’t state that.",
        "No information about the cost was found.",
        "There is no mention of casualties in the articles.",
        "The articles contain no information on casualties.",
        "The cost is not stated.",
        "The cost is not mentioned in the sources.",
        "None of the articles mentions a date.",
        "This cannot be determined from the given excerpts.",
        "Unfortunately, I could not find an answer.",
        "I don’t know.",
        "I hope this helps!",
        "Let me know if you need more.",
        "Sure!",
        "Thank you for asking.",
        "Here is a summary of what I found.",
        "---",
        "| place | rain |\n|---|---|",
    ],
)
def test_what_states_nothing_needs_no_citation(text):
    assert needing(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "It rained.",
        "- 2,500 soldiers",
        "2,500",
        "Paris",
        "The minister did not say who paid.",
        "Officials said no information was available.",
        "No evidence of a crime was found.",
        "The report does not mention civilians.",
        "The articles do not mention the cost, but 2,500 soldiers came.",
        "It cost $3 million, and the articles do not say who paid.",
        "Although the sources name no price, they do not say that it was free.",
        "He asked, “Why did it rain?”",
        "Three people died: two men and a boy.",
        "Sure, 2,500 soldiers came.",
        "**It rained.**",
    ],
)
def test_what_states_something_needs_a_citation(text):
    assert len(needing(text)) == 1


def test_a_table_needs_citations_for_its_rows():
    assert needing("| place | rain |\n|---|---|\n| Bergen | 9 mm |") == ["| Bergen | 9 mm |"]


def test_yes_or_no_needs_a_citation_where_nothing_follows():
    assert needing("No. It rained.") == ["It rained."]
    assert needing("No.") == ["No."]


def test_a_heading_that_is_short_and_alone():
    assert needing("Background\n\nIt rained.") == ["It rained."]
    assert needing("It rained.\n\nBackground") == ["It rained.", "Background"]


_PLAIN = [
    "It rained",
    " in the U.S.",
    ". ",
    ".",
    " [1]",
    "[2, 3]",
    " [99]",
    "“Yes,” he said",
    "é",
    " 2.5",
    "! ",
    "[",
]
_WRITTEN = [
    *_PLAIN,
    "\n",
    "\n\n- ",
    "\n1. ",
    "## Rain\n",
    "**",
    "¹",
    " (1)",
    "[^2]",
    "?",
    "(",
    ")",
    "[1-3]",
    "\r",
    "\t",
]


@given(st.lists(st.sampled_from(_PLAIN), max_size=20).map("".join))
def test_plain_text_is_read_as_our_own_answers_are(text):
    ours = [(claim.text, claim.span, claim.numbers) for claim in parse_reply(text)]
    assert [(claim.text, claim.span, claim.numbers) for claim in parse_claims(text, [1, 2, 3])] == ours


@given(st.lists(st.sampled_from(_WRITTEN), max_size=25).map("".join), st.sets(st.integers(1, 4)))
def test_spans_are_ordered_and_leave_out_only_white_space_line_marks_and_the_brackets_of_a_mark(
    text, numbers
):
    found = parse_claims(text, numbers)
    position = 0
    for claim in found:
        assert claim.span.start >= position
        assert re.fullmatch(r"(?:[\s#*>()-]|\d{1,3}[.)]|\(\d\))*", text[position : claim.span.start])
        position = claim.span.end
    if found:
        assert re.fullmatch(r"(?:[\s#*>()-]|\d{1,3}[.)])*", text[position:])


@given(st.lists(st.sampled_from(_WRITTEN), max_size=25).map("".join), st.sets(st.integers(1, 4)))
def test_pieces_and_marks_lie_in_the_span_and_make_up_the_text(text, numbers):
    for claim in parse_claims(text, numbers):
        pieces = "".join(text[piece.start : piece.end] for piece in claim.pieces)
        assert claim.text == pieces.replace("\n", " ") == claim.text.strip() != ""
        assert all(claim.span.contains(mark.span) for mark in claim.marks)
        assert all(claim.span.contains(piece) for piece in claim.pieces)
        assert not any(piece.overlaps(mark.span) for piece in claim.pieces for mark in claim.marks)
        assert claim.place(Span(0, len(claim.text))) == Span(claim.pieces[0].start, claim.pieces[-1].end)


@pytest.mark.parametrize(("last", "numbers"), [(31, tuple(range(1, 32))), (32, (1, 32))])
def test_a_range_names_at_most_31_sources(last, numbers):
    assert claims(f"It rained [1-{last}].") == [("It rained.", numbers)]
