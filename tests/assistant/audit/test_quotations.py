"""Quotations held against sources, and where an answer quotes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.audit.claims import parse_claims
from assistant.audit.found import FindingKind
from assistant.audit.quotations import check_quotation, joined_by_quotations, quoted_part, quoted_passages
from assistant.audit.sources import SourceFinder
from assistant.audit.submission import Source
from assistant.facts.quotations import verbatim_spans
from corpus import Span

TEXT = """The minister said that the work would go on. We will not leave before it is done, she said.
Nobody asked when that might be. The talks begin again in May, and the money is there."""
NOWHERE = SourceFinder(None)
WORDS = st.lists(st.sampled_from("the we will not leave go done may money".split()), min_size=1, max_size=12)
LEFT_OUT = st.lists(st.sampled_from("the we will leave go done may money".split()), min_size=1, max_size=12)


def source(text, number=1):
    return NOWHERE.resolve(Source(number, text=text))


def checked(quotation, *texts):
    return check_quotation(quotation, [source(text, n) for n, text in enumerate(texts, 1)], [], NOWHERE)


@pytest.mark.parametrize(
    ("quotation", "kind", "says"),
    [
        ("we will  not\nleave before it is done", None, "We will not leave before it is done"),
        (
            "[T]he work would go on … We will … leave",
            FindingKind.QUOTATION_DIFFERS,  # "not" is left out
            "the work would go on. We will not leave",
        ),
        ("[T]he work would go on … We will not leave", None, "the work would go on. We will not leave"),
        ("the money [was] there", None, "the money is there"),
        ("the talk[s] begin again", None, "The talks begin again"),
        (
            "We will leave before it is done",
            FindingKind.QUOTATION_DIFFERS,
            "We will not leave before it is done",
        ),
        (
            "the work would go on. The talks begin again in May",
            FindingKind.QUOTATION_STITCHED,
            TEXT[TEXT.index("the work") : TEXT.index(", and the money")],
        ),
        ("Our patience has come to an end", FindingKind.QUOTATION_NOT_FOUND, None),
    ],
)
def test_what_is_said_of_a_quotation(quotation, kind, says):
    found, place = checked(quotation, TEXT)
    assert found == kind
    assert (place.text if place else None) == says


def test_a_quotation_put_together_from_two_sources_is_stitched():
    kind, _ = checked(
        "We will not leave, the money is there", "We will not leave.", "He said the money is there."
    )
    assert kind is FindingKind.QUOTATION_STITCHED


def test_a_quotation_of_another_listed_source_is_from_elsewhere():
    kind, place = check_quotation("the money is there", [source("Rain.")], [source(TEXT, 2)], NOWHERE)
    assert (kind, place.source.number) == (FindingKind.QUOTATION_ELSEWHERE, 2)


def test_the_quote_of_a_source_is_where_it_says_or_where_it_stands_first():
    text = "It rained. It rained."
    assert (
        quoted_part(NOWHERE.resolve(Source(1, text=text, quote="It rained.", span=Span(11, 21)))).span.start
        == 11
    )
    assert (
        quoted_part(NOWHERE.resolve(Source(1, text=text, quote="It rained.", span=Span(3, 9)))).span.start
        == 0
    )
    assert quoted_part(NOWHERE.resolve(Source(1, text=text, quote="It snowed."))) is None


@given(WORDS, st.data())
def test_what_is_cut_out_of_a_text_stands_there_word_for_word(words, data):
    text = ", ".join(words)
    start = data.draw(st.integers(0, len(words) - 1))
    end = data.draw(st.integers(start + 1, len(words)))
    [span] = verbatim_spans(" ".join(words[start:end]), text)
    assert text[span.start : span.end] == ", ".join(words[start:end])


@given(WORDS, LEFT_OUT, WORDS)
def test_parts_around_an_ellipsis_stand_in_order_and_apart(before, between, behind):
    text = " ".join(before + between + behind)
    spans = verbatim_spans(f"{' '.join(before)} … {' '.join(behind)}", text)
    assert [text[span.start : span.end] for span in spans] == [" ".join(before), " ".join(behind)]
    assert spans[0].end <= spans[1].start


def test_a_quotation_runs_through_sentences_and_past_marks():
    text = 'She said: "We will not [1] leave. It is not done." [2] He left. [1]'
    claims = parse_claims(text, [1, 2])
    [quoted] = quoted_passages(text, claims)
    assert quoted.text == "We will not leave. It is not done."
    assert text[quoted.span.start : quoted.span.end] == "We will not [1] leave. It is not done."
    assert quoted.claims == range(2)


def test_sentences_within_one_quotation_are_one_claim():
    text = 'She said: "We will not leave. It is not done." [2] He left. [1]'
    claims = joined_by_quotations(text, parse_claims(text, [1, 2]))
    assert [(claim.text, claim.numbers) for claim in claims] == [
        ('She said: "We will not leave. It is not done."', (2,)),
        ("He left.", (1,)),
    ]
    place = claims[0].place(Span(0, len(claims[0].text)))
    assert text[place.start : place.end] == claims[0].text


def test_a_quotation_does_not_run_over_the_end_of_a_line():
    text = '- "We will not leave\n- it is not done"'
    assert list(quoted_passages(text, parse_claims(text, []))) == []


@pytest.mark.parametrize(
    ("quotation", "kind"),
    [
        ("our boats lie there now", FindingKind.QUOTATION_DIFFERS),  # 3 of 5 words
        ("our boats lie there and wait here", FindingKind.QUOTATION_NOT_FOUND),  # 4 of 7 words
    ],
)
def test_six_tenths_of_a_quotation_must_stand_in_what_it_differs_from(quotation, kind):
    assert checked(quotation, "Two boats lie there and rot. It rained.")[0] is kind


PIECES = ["red boats sank", "two men swam", "no dog barked", "old bells rang", "new ropes tore"]


@pytest.mark.parametrize(("pieces", "stitched"), [(4, True), (5, False)])
def test_at_most_four_pieces_are_a_quotation_put_together(pieces, stitched):
    kind, _ = checked(", ".join(reversed(PIECES[:pieces])), ". ".join(PIECES) + ".")
    assert (kind is FindingKind.QUOTATION_STITCHED) is stitched


@pytest.mark.parametrize(
    ("left_out", "kind"),
    [("by night and day", FindingKind.QUOTATION_STITCHED), ("by night and", FindingKind.QUOTATION_DIFFERS)],
)
def test_four_words_left_out_between_two_pieces_are_a_seam(left_out, kind):
    text = f"He said that five red boats sank {left_out} two old men swam home."
    assert checked("five red boats sank two old men swam home", text)[0] is kind
