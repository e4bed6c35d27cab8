"""Edits of an answer: marks exchanged in their own style, sentences struck without a trace or with one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answering.marks import find_marks, marks_like
from assistant.audit.editing import Edit, edited, remarked, tracked
from corpus import Span


def with_marks(text, new):
    """The text as one claim, with other marks: made, and tracked."""
    edits = remarked(text, Span(0, len(text)), find_marks(text, frozenset(range(1, 30))), new)
    return edited(text, edits), tracked(text, edits)


def struck(text, *sentences):
    edits = []
    for sentence in sentences:
        start = text.index(sentence)
        edits.append(Edit(Span(start, start + len(sentence)), sentence=True))
    return edited(text, edits)


@pytest.mark.parametrize(
    ("before", "new", "after", "shown"),
    [
        ("It rained [1].", "[2]", "It rained [2].", "It rained ~~[1]~~**[2]**."),
        ("It rained [1][3].", "[2]", "It rained [2].", "It rained ~~[1]~~**[2]**~~[3]~~."),
        ("It rained [1], [3].", "[2]", "It rained [2].", "It rained ~~[1]~~**[2]**~~, [3]~~."),
        ("It rained [9].", "", "It rained.", "It rained ~~[9]~~."),
        ("It rained. [9]", "", "It rained.", "It rained. ~~[9]~~"),
        ("Rain [1] and snow [9].", "[1]", "Rain [1] and snow.", "Rain ~~[1]~~**[1]** and snow ~~[9]~~."),
        ("It rained.", "[2]", "It rained [2].", "It rained **[2]**."),
        ("He said “no.”", "[2]", "He said “no.” [2]", "He said “no.” **[2]**"),
        ("It rained.", "²", "It rained.²", "It rained.**²**"),
        ("It rained.", "[^2]", "It rained.[^2]", "It rained.**[^2]**"),
    ],
)
def test_marks_are_exchanged_where_the_first_one_stands(before, new, after, shown):
    assert with_marks(before, new) == (after, shown)


@pytest.mark.parametrize(
    ("sample", "written"),
    [
        ("[1]", "[2][11]"), ("[1, 3]", "[2][11]"), ("[^1]", "[^2][^11]"), ("(1)", "(2, 11)"), ("¹", "²˒¹¹"),
        ("<sup>1</sup>", "<sup>2, 11</sup>"), ("【1】", "【2】【11】"),
    ],
)  # fmt: skip
def test_marks_are_written_as_the_answer_writes_them(sample, written):
    marks = marks_like(sample, [2, 11])
    assert marks == written
    found = find_marks(f"It rained{marks}.", frozenset([2, 11]))
    assert [number for mark in found for number in mark.numbers] == [2, 11]


def test_a_struck_sentence_goes_with_one_blank():
    assert struck("One. Two. Three.", "Two.") == "One. Three."
    assert struck("One. Two. Three.", "One.") == "Two. Three."
    assert struck("One. Two. Three.", "Two.", "Three.") == "One."


def test_an_item_of_which_nothing_is_left_goes_with_its_mark():
    assert struck("- One. Two.\n- Three.\n- Four.", "One.", "Two.") == "- Three.\n- Four."
    assert struck("1. One.\n2. Two. Three.", "Two.") == "1. One.\n2. Three."
    assert struck("- One.\n- Two.", "Two.") == "- One.\n"


def test_a_paragraph_of_which_nothing_is_left_goes_with_its_blank_line():
    assert struck("One.\n\nTwo.\n\nThree.", "Two.") == "One.\n\nThree."


def test_everything_can_be_struck():
    assert struck("One. Two.", "One.", "Two.") == ""


def test_a_struck_sentence_is_shown_struck():
    edits = [Edit(Span(5, 9), sentence=True)]
    assert tracked("One. Two. Three.", edits) == "One. ~~Two.~~ Three."


@given(
    st.lists(
        st.tuples(st.sampled_from(["One.", "Two [1].", "- Three."]), st.sampled_from([" ", "\n", "\n\n"]))
    )
)
def test_without_edits_the_text_is_as_it_was(parts):
    text = "".join(part for pair in parts for part in pair)
    assert edited(text, []) == tracked(text, []) == text


@given(st.lists(st.booleans(), min_size=1, max_size=8), st.sampled_from([" ", "\n", "\n\n", "\n- "]))
def test_what_is_not_struck_stays(goes, joint):
    words = [f"Word{place}." for place in range(len(goes))]
    text = joint.join(words)
    left = struck(text, *(word for word, gone in zip(words, goes, strict=True) if gone))
    assert left.replace("-", " ").split() == [
        word for word, gone in zip(words, goes, strict=True) if not gone
    ]
