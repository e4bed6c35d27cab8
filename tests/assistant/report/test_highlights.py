"""Lit text loses nothing, and a difference shows both sides whole."""

import re

from hypothesis import given
from hypothesis import strategies as st

from assistant.report.highlights import difference, lit
from corpus import Span

spans = st.tuples(st.integers(0, 40), st.integers(0, 40)).map(lambda ends: Span(min(ends), max(ends)))
words = st.lists(st.sampled_from(["we", "will", "not", "go", "2,500", "<b>", "“now”", "."]), max_size=8).map(
    " ".join
)


def plain(pieces, *without):
    return "".join(text for text, tag in pieces if tag not in without)


def test_spans_that_overlap_are_both_lit_where_they_do():
    assert lit("abcd", 0, {"lit": [Span(0, 3)], "fault": [Span(2, 4)]}) == [
        ("ab", ("lit",)), ("c", ("lit", "fault")), ("d", ("fault",)),
    ]  # fmt: skip


def test_spans_are_positions_of_the_text_that_the_context_is_cut_from():
    assert lit("cde", 2, {"lit": [Span(3, 4)]}) == [("c", ()), ("d", ("lit",)), ("e", ())]


def test_a_span_outside_of_the_context_lights_nothing():
    assert lit("cde", 2, {"lit": [Span(0, 2), Span(5, 9)]}) == [("cde", ())]


@given(st.text("ab<&>\"'\n é", max_size=30), st.integers(0, 10), st.lists(spans), st.lists(spans))
def test_the_text_is_the_same_without_its_marks(text, start, some, others):
    assert plain(lit(text, start, {"lit": some, "fault": others})) == text


@given(st.text("abcdef", min_size=1, max_size=30), spans)
def test_just_the_span_is_lit(text, span):
    marked = "".join(piece for piece, layers in lit(text, 0, {"lit": [span]}) if layers)
    assert marked == text[span.start : span.end]


def test_a_difference_is_told_by_words_and_numbers_are_words():
    assert difference("about 2,500 went", "about 2,400 went home") == [
        ("about ", ""), ("2,500", "del"), (" ", ""), ("2,400", "ins"), (" ", ""), ("went ", ""), ("home", "ins"),
    ]  # fmt: skip


def test_what_went_and_what_came_never_touch():
    assert difference("go", "stay") == [("go", "del"), (" ", ""), ("stay", "ins")]


@given(words, words)
def test_a_difference_without_what_came_is_the_text_before(before, after):
    assert plain(difference(before, after), "ins").split() == before.split()


@given(words, words)
def test_a_difference_without_what_went_is_the_text_after(before, after):
    kept = plain(difference(before, after), "del")
    assert re.sub(r"\s", "", kept) == re.sub(r"\s", "", after)
