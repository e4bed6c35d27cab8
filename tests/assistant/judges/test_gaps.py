"""Gaps: which words of a claim are asked about, and what counts as another word in their place."""

import pytest

from assistant.answer import MismatchKind
from assistant.judges.gaps import differs, filled, gaps, kind_of, with_gap
from assistant.judges.reading import Reading
from corpus import Span


@pytest.mark.parametrize(
    ("claim", "expected"),
    [
        ("The mayor took bribes.", ["mayor", "took", "bribes"]),
        ("Moss has 41,200.5 cranes and 3 boats.", ["Moss", "41,200.5", "cranes", "3", "boats"]),
        ("It earned $9 million on Jan. 5, O'Brien said.", ["earned", "$9", "million", "Jan. 5", "O'Brien", "said"]),
        ("Per Lie struck 20% of well-known bases.", ["Per Lie", "struck", "20%", "well-known", "bases"]),
        ("It was.", []),
    ],
)  # fmt: skip
def test_content_words_are_gaps_and_those_of_a_name_are_one(claim, expected):
    assert [claim[gap.start : gap.end] for gap in gaps(claim)] == expected


def test_a_claim_with_a_gap_keeps_all_other_words():
    assert with_gap("Four civilians were killed.", Span(5, 14)) == "Four [MASK] were killed."


@pytest.mark.parametrize(
    ("answerable", "of_these", "is_filled"),
    [(0.85, 1.0, True), (0.99, 0.86, True), (0.99, 0.75, False), (0.75, 1.0, False)],
)
def test_a_gap_is_filled_if_something_surely_fills_it_and_these_words_do(answerable, of_these, is_filled):
    found = filled([Reading(answerable, Span(7, 9), of_these)], [Span(0, 1)])
    assert list(found) == ([(Span(0, 1), Span(7, 9))] if is_filled else [])


@pytest.mark.parametrize(
    ("said", "stated", "expected"),
    [
        ("civilians", "four leaders", True),
        ("leaders", "four leaders", False),
        ("Per Lie", "the mayor, Per Lie", False),
        ("2.5 thousand", "2,500", False),
        ("22", "38", True),
        ("sold", "of the", False),
    ],
)
def test_other_words_differ_and_more_or_fewer_of_the_same_do_not(said, stated, expected):
    assert differs(said, stated) is expected


@pytest.mark.parametrize(
    ("claim", "gap", "kind"),
    [
        ("Moss has 22 cranes.", Span(9, 11), MismatchKind.NUMBER),
        ("It closed on 5 May 2024.", Span(13, 23), MismatchKind.DATE),
        ("The boat of Per Lie sank.", Span(12, 19), MismatchKind.NAME),
        ("Four civilians were killed.", Span(5, 14), MismatchKind.WORD),
        ("Civilians were killed.", Span(0, 9), MismatchKind.WORD),
    ],
)
def test_a_difference_has_the_kind_of_what_stands_there(claim, gap, kind):
    assert kind_of(claim, gap) is kind
