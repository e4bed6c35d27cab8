"""Every sentence is shown pinned to what supports it, pinned anew, or withheld."""

import pytest

from assistant.answer import Verdict
from assistant.cite import parse_claims
from assistant.evidence import Snippet
from assistant.judges import WordOverlap
from assistant.pin import pin
from corpus import Article, Span

FERRY = "The ferry Aurora left Bergen with 212 passengers."
PIER = "Ida Lund said that the storm had damaged the northern pier."


@pytest.fixture
def snippets():
    article = Article.create(f"{FERRY} {PIER}", origin="ferry.txt", title="Ferry")
    return [
        Snippet(article, Span(0, len(FERRY)), 1.0),
        Snippet(article, Span(len(FERRY) + 1, len(FERRY) + 1 + len(PIER)), 0.5),
    ]


def pinned(reply, snippets):
    return pin(reply, parse_claims(reply), snippets, WordOverlap())


def test_a_supported_claim_is_shown_as_written(snippets):
    result = pinned("The ferry Aurora left Bergen [1].", snippets)
    [claim] = result.claims
    assert result.text == "The ferry Aurora left Bergen [1]."
    assert (claim.verdict, claim.citations, claim.score) == (Verdict.SUPPORTED, (1,), 1.0)
    assert result.withheld == ()


@pytest.mark.parametrize("marks", ["[2]", ""])
def test_a_claim_that_another_snippet_supports_is_pinned_to_that_one(snippets, marks):
    result = pinned(f"The ferry Aurora left Bergen {marks}.".replace(" .", "."), snippets)
    assert result.text == "The ferry Aurora left Bergen [1]."
    assert result.claims[0].citations == (1,)


def test_a_wrong_number_is_withheld_with_both_sides(snippets):
    result = pinned("The ferry Aurora left Bergen with 300 passengers [1].", snippets)
    assert result.text == ""
    [claim] = result.withheld
    assert claim.verdict == Verdict.UNSUPPORTED
    assert [(m.kind, m.claim_says, m.source_says) for m in claim.mismatches] == [("number", "300", "212")]


def test_a_name_from_nowhere_is_withheld(snippets):
    [claim] = pinned("Emmanuel Macron left Bergen [1].", snippets).withheld
    assert {m.claim_says for m in claim.mismatches} == {"Emmanuel", "Macron"}


def test_a_sentence_without_mark_that_nothing_supports_is_uncited(snippets):
    [claim] = pinned("Cheese is made of milk.", snippets).withheld
    assert claim.verdict == Verdict.UNCITED


def test_a_mark_that_points_at_nothing_is_kept_and_flagged(snippets):
    result = pinned("The ferry Aurora left Bergen [9].", snippets)
    assert result.text == "The ferry Aurora left Bergen [9]."
    assert [(claim.verdict, claim.citations) for claim in result.claims] == [(Verdict.DANGLING, (9,))]


def test_spans_are_those_of_the_text_that_is_shown(snippets):
    reply = "Cheese is made of milk [1]. The ferry Aurora left Bergen [2]. Ida Lund said that the storm did it [2]."
    result = pinned(reply, snippets)
    assert [result.text[c.span.start : c.span.end] for c in result.claims] == [
        "The ferry Aurora left Bergen [1].",
        "Ida Lund said that the storm did it [2].",
    ]
    [withheld] = result.withheld
    assert reply[withheld.span.start : withheld.span.end] == "Cheese is made of milk [1]."
