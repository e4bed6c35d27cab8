"""Where articles give different figures for the same thing, and where they only seem to."""

from datetime import date

import pytest

from assistant.answer import Answer, ArticleInfo, Citation, Claim, Verdict
from assistant.ui.ask.disputes import Dispute, disputes
from corpus import Span


def citation(number, quote, article="one", published=date(2024, 9, 27)):
    info = ArticleInfo(article, "A title", "Reuters", None, published, "a.txt")
    return Citation(number, info, Span(0, len(quote)), quote)


def found(claim, quote, other, *, verdict=Verdict.SUPPORTED, article="two"):
    cited = citation(1, quote)
    held = Claim(claim, Span(0, len(claim)), verdict, 0.9, (1,))
    return disputes(Answer("Q?", claim, False, (held,), (cited,)), (cited, citation(2, other, article)))


MISSION = "The coalition's mission in Iraq will end by September 2025."


@pytest.mark.parametrize(
    ("claim", "quote", "other", "says", "other_says"),
    [
        (
            MISSION, MISSION, "The coalition's mission in Iraq will end by September 2026.", "September 2025",
            "September 2026",
        ),
        (
            "The US has about 2,500 troops in Iraq.", "About 2,500 US troops are in Iraq today.",
            "About 5,200 US troops were in Iraq on the day of the vote.", "2,500", "5,200",
        ),
        ("Two boats sank.", "In the storm two boats sank.", "Three boats sank in the storm.", "Two", "Three"),
    ],
)  # fmt: skip
def test_another_figure_for_the_same_thing_is_a_dispute(claim, quote, other, says, other_says):
    assert found(claim, quote, other) == (Dispute(1, 2, says, other_says),)


@pytest.mark.parametrize(
    ("claim", "other"),
    [
        ("The vote was on 5 January 2020.", "The vote was in January 2020."),
        ("About 2,500 troops are in Iraq.", "Roughly 900 troops in eastern Syria get their support through Iraq."),
        ("The coalition has 80 members.", "About 350 members of the army serve in support of the coalition."),
        ("Two boats sank.", "Two boats sank near the pier, 30 metres from the shore."),
        ("Two boats sank.", "The boats sank."),
    ],
)  # fmt: skip
def test_other_precision_or_another_thing_is_none(claim, other):
    assert found(claim, claim, other) == ()


def test_an_article_does_not_dispute_itself_nor_a_claim_that_is_not_proven():
    other = "Three boats sank."
    assert found("Two boats sank.", "Two boats sank.", other, article="one") == ()
    assert found("Two boats sank.", "Two boats sank.", other, verdict=Verdict.PARTLY) == ()


@pytest.mark.parametrize(
    ("claim", "other", "disputed"),
    [
        ("Two big boats sank", "Three boats sank in town", False),  # 2 of 3 words of the claim
        ("Two big red boats sank", "Three big boats sank", True),  # 3 of 4
        ("Two boats sank", "Three boats sank deep", True),  # 2 of 3 words of the other sentence
        ("Two boats sank", "Three boats sank deep near Bergen", False),  # 2 of 5
        ("Two boats sank here today", "Three boats sank here today near old Bergen town", False),  # 4 of 8
        ("Two boats sank today", "Three boats sank today near town", True),  # 3 of 5
    ],
)
def test_three_quarters_of_a_claim_and_six_tenths_of_the_other_sentence_must_be_the_same(
    claim, other, disputed
):
    assert bool(found(f"{claim}.", f"{claim}.", f"{other}.")) is disputed
