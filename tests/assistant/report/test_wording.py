"""What reports say in words and figures."""

from datetime import date

import pytest

from assistant.answer import Verdict
from assistant.report import wording
from tests.support.audited import RAIN, SNOW, answer, claim, finding, ref, summary


@pytest.mark.parametrize(
    ("share", "said"),
    [(None, wording.NOTHING), (0, "0.0%"), (2 / 3, "66.7%"), (0.9996, "99.9%"), (1, "100.0%")],
)
def test_all_is_said_only_of_all(share, said):
    assert wording.percent(share) == said


def test_the_headline_counts_claims_that_need_a_citation():
    audited = answer(claim("A [1]."), claim("B [1].", Verdict.PARTLY), claim("Why?", needs_citation=False))
    assert wording.headline(summary(audited)) == "1 of 2 claims in 1 answer is supported by what they cite."


def test_the_worst_verdict_is_of_claims_that_need_a_citation():
    claims = answer(claim("A [1]."), claim("B?", Verdict.UNCITED, (), needs_citation=False)).claims
    assert wording.worst(claims) is Verdict.SUPPORTED
    assert wording.worst(claims[1:]) is None


def test_an_answer_without_a_question_is_named_by_its_id():
    assert wording.title(answer(question=None, id="q-7")) == "Answer q-7"


def test_a_source_is_told_as_far_as_it_is_known():
    assert wording.source_line(RAIN) == "[1] Rain on Friday, Harbour Post, 2024-09-27"
    assert wording.source_line(SNOW) == "Snow on Sunday, Harbour Post, 2024-09-29"
    assert wording.source_line(ref(3, "")) == "[3] article-3"


def test_a_finding_is_told_with_both_sides_and_what_to_do():
    [audited] = answer(claim("Eleven boats sank [1].")).claims
    found = finding(
        "number", source=RAIN, ours="Eleven boats", theirs="ten\nboats", suggestion="Write “ten”."
    )
    assert wording.with_suggestion(audited, found) == (
        "Number: the answer has “Eleven boats”, [1] has “ten boats” → Write “ten”."
    )


def test_a_finding_does_not_repeat_the_claim():
    [audited] = answer(claim("It rained [1].")).claims
    found = finding("unsupported", source=RAIN, ours="It rained.")
    assert wording.finding_line(audited, found) == "Not supported: see [1]"


def test_numbers_are_said_as_people_say_them():
    assert [wording.counted(n, "article") for n in (0, 1, 2000)] == [
        "0 articles",
        "1 article",
        "2,000 articles",
    ]


def test_a_byline_has_what_is_known():
    assert wording.byline("Rain", "Post", date(2024, 9, 27)) == "Rain, Post, 2024-09-27"
    assert wording.byline("Rain", None, None) == "Rain"


def test_verdicts_that_occur_are_told_best_first():
    counts = {"contradicted": 1, "partly": 0, "supported": 2}
    assert wording.best_first(counts) == [(Verdict.SUPPORTED, 2), (Verdict.CONTRADICTED, 1)]


def test_a_verdict_has_its_score_if_something_was_checked():
    assert wording.scored(Verdict.PARTLY, 0.456) == "≈ partly 0.46"
    assert wording.scored(Verdict.UNCITED, None) == "? uncited"


def test_models_are_told_by_their_roles():
    assert wording.models({"verifier": "b@2", "generator": "a@1"}) == "generator a@1, verifier b@2"
