"""The HTML of answers: what others wrote is text, and a reader sees what is proven."""

import re
from datetime import date
from html import unescape

import pytest

from assistant.answer import Answer, AnswerSpan, ArticleInfo, Citation, Claim, Mismatch, Verdict
from assistant.report.wording import MEANING
from assistant.ui.ask import answer_view as render
from corpus import Span
from tests.support.html import SCRIPT, Tags, require_text_only


def citation(number=1, quote="Rain fell.", title="Rain", article_id="rain-1"):
    info = ArticleInfo(article_id, title, "Reuters", None, date(2024, 9, 27), "rain.txt")
    return Citation(number, info, Span(4, 4 + len(quote)), quote)


def claim(text="Rain fell.", verdict=Verdict.SUPPORTED, citations=(1,), mismatches=()):
    return Claim(text, Span(0, len(text)), verdict, 0.9, citations, mismatches)


def answer(*claims, **fields):
    fields = {"citations": (citation(),), **fields}
    return Answer("Did it rain?", "Rain fell [1].", fields.pop("abstained", False), claims, **fields)


def hostile_pages():
    hostile = claim(SCRIPT, Verdict.CONTRADICTED, (1, 7), (Mismatch(SCRIPT, SCRIPT, SCRIPT),))
    cited = citation(quote=SCRIPT, title=SCRIPT, article_id=SCRIPT)
    shown = answer(hostile, citations=(cited,), withheld=(hostile,))
    return [
        render.answer(shown), render.sources(shown, (cited,)), render.HTML.evidence("Found", (cited,), (SCRIPT,)),
        render.HTML.front([SCRIPT]), render.HTML.draft(SCRIPT, SCRIPT, SCRIPT), render.HTML.waiting(SCRIPT, SCRIPT),
        render.HTML.note(SCRIPT, "error", SCRIPT), render.HTML.empty_library(SCRIPT),
    ]  # fmt: skip


@pytest.mark.parametrize("html", hostile_pages())
def test_what_others_wrote_is_text_and_never_markup(html):
    require_text_only(html)
    assert "alert(1)" in Tags(html).text


def test_a_mark_names_its_span_and_tells_its_quote():
    html = render.answer(answer(claim()))
    [button] = re.findall(r"<button[^>]*>\[1\]</button>", html)
    assert 'data-article="rain-1" data-start="4" data-end="14"' in button
    assert "Rain: “Rain fell.”" in unescape(button)


def test_a_supported_claim_wears_a_tick_and_says_so():
    html = render.answer(answer(claim()))
    assert 'aria-label="supported"' in html
    assert "not proven" not in html


@pytest.mark.parametrize("verdict", [v for v in Verdict if v is not Verdict.SUPPORTED])
def test_any_other_claim_is_visibly_not_proven_and_says_why(verdict):
    html = render.answer(answer(claim(verdict=verdict)))
    assert "not proven" in Tags(html).text
    assert f'title="{MEANING[verdict].rstrip(".")}"' in html
    assert 'aria-label="supported"' not in html


def test_a_mark_that_points_at_nothing_cannot_be_pressed():
    html = render.answer(answer(claim(verdict=Verdict.DANGLING, citations=(9,))))
    assert "<button" not in html
    assert '<span class="dangling" title="This mark points at nothing">[9]</span>' in html


def test_withheld_claims_are_counted_and_can_be_opened():
    html = render.answer(answer(claim(), withheld=(claim("It snowed.", Verdict.UNCITED), claim("Hail."))))
    assert (
        "<summary>2 sentences were withheld: not proven by the articles, or not confirmed as an answer</summary>"
        in html
    )
    assert "It snowed." in html
    assert "1 sentence was withheld" in render.answer(answer(claim(), withheld=(claim("It snowed."),)))


def test_an_abstention_stands_over_the_nearest_passages():
    abstained = answer(abstained=True, citations=(), nearest=(citation(),))
    assert "No passage comes near enough" in render.answer(abstained)
    assert "The nearest passages" in render.sources(abstained, ())
    assert render.sources(answer(abstained=True, citations=()), ()) == ""


PASSAGES = (citation(), citation(2, "It was wet."))


def test_the_words_that_answer_are_lit_in_the_evidence():
    words = AnswerSpan(1, Span(9, 13), "fell", 0.9)
    lit = "<q>Rain <mark>fell</mark>.</q>"
    assert lit in render.HTML.evidence("Found", PASSAGES, words=(words,))
    assert "<q>It was wet.</q>" in render.HTML.evidence("Found", PASSAGES, words=(words,))
    assert lit in render.sources(answer(claim(), answer_spans=(words,)), (citation(),))


def test_an_extracted_answer_says_that_no_language_model_wrote_it():
    told = "The articles’ own sentences, word for word. No language model wrote this."
    assert told in render.answer(answer(claim(), models={"reader": "reader@1"}))
    assert told not in render.answer(answer(claim(), models={"reader": "reader@1", "generator": "g@1"}))


def test_evidence_that_is_not_cited_is_folded_away():
    html = render.sources(answer(claim()), (citation(), citation(2, "It was wet.")))
    assert html.index("Rain fell.") < html.index("<summary>Read, not cited: 1</summary>") < html.index("wet")


def test_the_time_is_told_in_seconds_without_what_took_none():
    html = render.answer(
        answer(claim(), timings_ms={"search": 120.0, "check": 0.4, "total": 3210.0, "x": 900})
    )
    assert "<summary>3.2 s in all</summary><p>Searched in 0.1 s</p>" in html
