"""Every sentence is shown pinned to what supports it, pinned anew, or withheld."""

import pytest

from assistant.answer import Verdict
from assistant.answering.evidence import Snippet
from assistant.answering.marks import parse_reply
from assistant.answering.pin import pin
from assistant.judges import Judgement, WordOverlap
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


def pinned(reply, snippets, **options):
    return pin(reply, parse_reply(reply), snippets, WordOverlap(), **options)


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
    assert {m.claim_says for m in claim.mismatches if m.kind == "name"} >= {"Emmanuel", "Macron"}


def snippets_of(text, *sentences, title="Ferry"):
    article = Article.create(text, origin="ferry.txt", title=title)
    starts = [article.text.index(sentence) for sentence in sentences]
    return [Snippet(article, Span(at, at + len(one)), 1.0) for at, one in zip(starts, sentences, strict=True)]


def test_a_name_that_the_snippet_refers_back_to_may_stand_elsewhere_in_the_article():
    back = "She said that the storm had damaged the northern pier."
    snippets = snippets_of(f"Ida Lund spoke. {back}", back)
    [claim] = pinned("Ida Lund said that the storm had damaged the northern pier [1].", snippets).claims
    assert claim.verdict == Verdict.SUPPORTED


def test_a_name_from_elsewhere_in_the_article_is_withheld_where_the_snippet_refers_to_nobody():
    other = "The captain said that the storm had damaged the northern pier."
    snippets = snippets_of(f"Ida Lund spoke. {other}", other)
    [claim] = pinned("Ida Lund said that the storm had damaged the northern pier [1].", snippets).withheld
    assert {m.claim_says for m in claim.mismatches} >= {"Ida"}


def test_a_name_in_the_title_stands_for_all_of_the_article():
    snippets = snippets_of(
        "The ferry left Bergen with 212 passengers.",
        "The ferry left Bergen with 212 passengers.",
        title="Aurora",
    )
    [claim] = pinned("The Aurora left Bergen with 212 passengers [1].", snippets).claims
    assert claim.verdict == Verdict.SUPPORTED


def test_a_reply_of_a_name_alone_must_stand_in_the_snippet():
    back = "She said that the storm had damaged it."
    [claim] = pinned("Ida Lund [1].", snippets_of(f"Ida Lund spoke. {back}", back)).withheld
    assert claim.mismatches


def test_a_sentence_without_mark_that_nothing_supports_is_uncited(snippets):
    [claim] = pinned("Cheese is made of milk.", snippets).withheld
    assert claim.verdict == Verdict.UNCITED


def test_a_mark_that_points_at_nothing_is_kept_and_flagged(snippets):
    result = pinned("The ferry Aurora left Bergen [9].", snippets)
    assert result.text == "The ferry Aurora left Bergen [9]. (not proven)"
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


def test_a_claim_that_two_snippets_prove_together_is_pinned_to_both(snippets):
    claim = "The ferry Aurora left Bergen and the storm damaged the northern pier"
    result = pinned(f"{claim} [1].", snippets)
    assert result.text == f"{claim} [1][2]."
    assert result.claims[0].verdict == Verdict.SUPPORTED


def test_what_nothing_supports_is_shown_flagged_where_it_is_asked_for(snippets):
    reply = "The ferry Aurora left Bergen [1]. Cheese is made of milk [1]."
    result = pinned(reply, snippets, show_unsupported=True)
    assert result.text == "The ferry Aurora left Bergen [1]. Cheese is made of milk [1]. (not proven)"
    assert [claim.verdict for claim in result.claims] == [Verdict.SUPPORTED, Verdict.UNSUPPORTED]
    assert result.withheld == ()


class Opinionated:
    """Judges by what the test says."""

    name, threshold = "opinionated", 0.5

    def __init__(self, support, contradiction):
        self.judgement = Judgement(support, contradiction)

    def judge(self, claims, evidence):
        return [self.judgement] * len(claims)


@pytest.mark.parametrize(
    ("support", "contradiction", "verdict"),
    [
        (0.9, 0.0, "supported"),
        (0.1, 0.9, "contradicted"),
        (0.4, 0.1, "partly"),
        (0.1, 0.1, "unsupported"),
        (0.1, 0.81, "contradicted"),
        (0.1, 0.79, "unsupported"),
        (0.5, 0.0, "supported"),
        (0.49, 0.0, "partly"),
        (0.26, 0.0, "partly"),
        (0.24, 0.0, "unsupported"),
    ],
)
def test_the_verdict_is_that_of_the_judge_by_its_bounds(snippets, support, contradiction, verdict):
    reply = "The ferry Aurora left Bergen [1]."
    judge = Opinionated(support, contradiction)
    result = pin(reply, parse_reply(reply), snippets, judge, show_unsupported=True)
    assert [claim.verdict for claim in result.claims] == [verdict]


@pytest.mark.parametrize(
    ("claim", "contradiction", "verdict"),
    [
        ("The ferry had 300 passengers [1].", 0.41, "contradicted"),
        ("The ferry had 300 passengers [1].", 0.39, "unsupported"),
        ("The ferry had Macron on board [1].", 0.41, "unsupported"),  # the evidence says nothing instead
    ],
)
def test_a_fact_that_the_evidence_has_otherwise_makes_a_contradiction_likely(
    snippets, claim, contradiction, verdict
):
    [withheld] = pin(claim, parse_reply(claim), snippets, Opinionated(0.9, contradiction)).withheld
    assert withheld.verdict == verdict


@pytest.mark.parametrize(
    ("reply", "unknown"), [("Ida Lund spoke [1].", True), ("Ida Lund said that [1].", False)]
)
def test_a_reply_of_at_most_three_words_must_have_its_names_in_the_snippet(reply, unknown):
    back = "She said that the storm had damaged it."
    judged = pin(
        reply, parse_reply(reply), snippets_of(f"Ida Lund spoke. {back}", back), Opinionated(0.9, 0.0)
    )
    [claim] = judged.claims + judged.withheld
    assert bool(claim.mismatches) is unknown
