"""An answer with what can be done with it, and the list of earlier ones."""

import json
import re
from base64 import b64decode
from dataclasses import replace
from datetime import datetime
from html import unescape

import pytest

from assistant.answer import Verdict
from assistant.documents import from_document
from assistant.ui.ask import footnotes
from assistant.ui.ask import view as render_asked
from assistant.ui.ask.disputes import Dispute
from assistant.ui.ask.downloads import downloads
from assistant.ui.ask.why_not import why_abstained, why_not
from assistant.ui.history import Asked, Feedback
from index import Filters, Library
from tests.assistant.ui.ask.test_answer_view import answer, citation, claim
from tests.support.html import SCRIPT, Tags, require_text_only


def asked(result=None, **fields):
    result = result or answer(claim())
    fields = {
        "id": "a1",
        "typed": result.question,
        "filters": Filters(),
        "evidence": result.citations,
        **fields,
    }
    return Asked(at=datetime(2024, 10, 1, 9, 5), answer=result, **fields)


def hostile():
    cited = citation(quote=SCRIPT, title=SCRIPT, article_id=SCRIPT)
    result = replace(answer(claim(SCRIPT), citations=(cited,), withheld=(claim(SCRIPT),)), question=SCRIPT)
    dispute, feedback = Dispute(1, 1, SCRIPT, SCRIPT), Feedback("up", SCRIPT)
    return asked(result, id=SCRIPT, typed=f"{SCRIPT}?", feedback=feedback, disputes=(dispute,))


@pytest.mark.parametrize(
    "html",
    [
        render_asked.reply(hostile(), trouble=SCRIPT), render_asked.reply(hostile()), render_asked.HTML.told(SCRIPT),
        render_asked.evidence(hostile()), render_asked.earlier([hostile()], SCRIPT),
        render_asked.evidence(asked(answer(abstained=True, citations=(), nearest=(citation(quote=SCRIPT),)))),
    ],
)  # fmt: skip
def test_what_others_wrote_is_text_and_never_markup(html):
    require_text_only(html)


def test_a_rewritten_question_is_shown_and_can_be_asked_as_it_was_typed():
    result = replace(answer(claim()), question="Did it rain in Oslo?")
    html = render_asked.reply(asked(result, typed="and in Oslo?"))
    assert "<h2>and in Oslo?</h2>" in html
    assert "Asked as: <q>Did it rain in Oslo?</q>" in html
    assert 'data-question="and in Oslo?" data-as-typed="true"' in html
    assert "Asked as" not in render_asked.reply(asked(result, typed="Did it rain in Oslo?"))


def test_an_answer_that_could_not_be_kept_says_so_and_takes_no_feedback():
    html = render_asked.reply(asked(), trouble="disk full")
    assert "disk full" in html
    assert "data-thumb" not in html
    assert 'data-thumb="up" aria-pressed="true"' in render_asked.reply(asked(feedback=Feedback("up")))


def test_a_dispute_quotes_both_sides():
    other = citation(2, "It snowed.", "Snow", "snow-1")
    shown = asked(evidence=(citation(), other), disputes=(Dispute(1, 2, "two", "three"),))
    text = Tags(render_asked.reply(shown)).text
    assert "two in one article, three in another" in text
    assert "Rain fell." in text
    assert "It snowed." in text


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"nearest": ()}, "No article here was published"),
        (
            {"withheld": (claim(),), "tokens": {"prompt": 9, "reply": 3}},
            "not proven by the articles, or not confirmed",
        ),
        ({"tokens": {}}, "No passage comes near enough"),
        ({"tokens": {"prompt": 9, "reply": 0}}, "The language model read the passages below"),
    ],
)
def test_an_abstention_says_how_it_came_about(fields, why):
    fields = {"abstained": True, "citations": (), "nearest": (citation(),), **fields}
    assert why in why_abstained(answer(**fields))


def test_a_passage_that_did_not_do_says_how_relevant_it_is_and_what_it_lacks():
    passage = citation(quote="Rain fell on the harbour.")
    told = why_not("How much did the rain cost the harbours?", passage, 0.35)
    assert told == "Related: relevance 35% · says nothing of “cost”"
    assert why_not("When did it rain?", passage, 0.001) == "Not about this: relevance under 1%"
    assert why_not("When did it rain?", passage, None) == ""


@pytest.mark.parametrize(
    ("relevance", "told"), [(0.019, "Not about this: relevance 2%"), (0.021, "Related: relevance 2%")]
)
def test_a_passage_is_related_from_a_relevance_of_two_per_cent_on(relevance, told):
    assert why_not("When did it rain?", citation(quote="Rain fell on the harbour."), relevance) == told


def test_at_most_four_words_are_named_as_missing():
    told = why_not("Boats nets sails ropes oars?", citation(quote="Rain fell."), None)
    assert told == "says nothing of “Boats”, “nets”, “sails”, “ropes”"


def test_footnotes_follow_the_answer_with_their_quotes():
    result = answer(claim(), claim("It snowed.", Verdict.PARTLY))
    source = "Rain, Reuters, 2024-09-27: “Rain fell.” rain.txt"
    assert footnotes.markdown(result) == (
        f"**Did it rain?**\n\nRain fell.[^1] It snowed.[^1] (not proven)\n\n[^1]: {source}\n"
    )
    assert (
        footnotes.plain(result)
        == f"Did it rain?\n\nRain fell.[1] It snowed.[1] (not proven)\n\n[1] {source}\n"
    )
    abstained = answer(abstained=True, citations=())
    assert footnotes.plain(abstained) == "Did it rain?\n\nRain fell [1].\n"


def test_downloads_hold_the_answer_with_its_evidence(tmp_path):
    shown = asked()
    with Library.open(tmp_path) as library:
        files = downloads(shown, library)
    contents = [b64decode(url.partition("base64,")[2]).decode() for url in files.values()]
    assert from_document(Asked, json.loads(contents[1])) == shown
    assert "Rain fell." in contents[0]
    assert "http" not in re.sub(r"Content-Security-Policy.*?>", "", contents[0].partition("<body>")[2])


def test_earlier_answers_open_by_a_link_and_can_be_removed():
    html = render_asked.earlier([asked(typed="Did it rain?", feedback=Feedback("down"))], "")
    assert '<a href="?answer=a1" data-open="a1">Did it rain?</a>' in html
    assert 'data-remove="a1" aria-label="Remove: Did it rain?"' in html
    assert "1 October 2024, 09:05 · not helpful" in unescape(html)
    assert "Remove all" in html
    assert "Remove all" not in render_asked.earlier([asked()], "rain")
    assert "No earlier answer has these words" in render_asked.earlier([], "snow")
