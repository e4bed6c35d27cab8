"""The HTML report: whole without a script, a network or another file; others' text in it is never markup."""

import io
import re
from base64 import b64decode
from hashlib import sha256
from html import unescape
from html.parser import HTMLParser

import pytest
from playwright.sync_api import expect, sync_playwright

from assistant.answer import Verdict
from assistant.audit.found import FindingKind, Passage
from assistant.report import wording
from assistant.report.audit_html import write_html
from corpus import Span
from tests.support.audited import (
    RAIN,
    RAIN_TEXT,
    SCRIPT,
    SNOW,
    answer,
    claim,
    finding,
    hostile,
    place,
    rainy,
    ref,
    summary,
)


def report(*answers, of=None):
    out = io.StringIO()
    write_html(out, iter(answers), of or summary(*answers))
    return out.getvalue()


def body(html):
    return html[html.index("<body>") : html.index("</html>")]


def text_of(html):
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


class Tags(HTMLParser):
    """The tags and attributes of a page, and whether each tag that must be closed is, in order."""

    VOID = frozenset(["meta", "rect"])

    def __init__(self, html):
        super().__init__()
        self.found, self.open = [], []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        if tag not in self.VOID:
            assert self.open.pop() == tag


def test_every_tag_is_closed_and_every_id_is_there_once_whatever_others_wrote():
    tags = Tags(report(rainy(), hostile(), rainy()))
    ids = [attributes["id"] for _, attributes in tags.found if "id" in attributes]
    assert tags.open == []
    assert len(ids) == len(set(ids)) > 3


def test_markup_in_any_text_is_text():
    tags = Tags(body(report(hostile())))
    assert not {"script", "img"} & {tag for tag, _ in tags.found}
    attributes = {name for _, attributes in tags.found for name in attributes}
    assert not {name for name in attributes if name.startswith("on")}


def test_only_web_addresses_are_links():
    links = [attributes["href"] for tag, attributes in Tags(report(hostile(), rainy())).found if tag == "a"]
    assert {link for link in links if not link.startswith("#")} == {RAIN.url}


def test_nothing_is_loaded_and_only_what_the_policy_hashes_runs():
    html = report(rainy())
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', html)[1]
    assert policy.startswith("default-src 'none'")
    for tag in ("style", "script"):
        content = re.search(f"<{tag}>(.*?)</{tag}>", html, re.DOTALL)[1]
        digest = re.search(rf"{tag}-src 'sha256-([^']*)'", policy)[1]
        assert b64decode(digest) == sha256(content.encode()).digest()
        assert "url(" not in content and "@import" not in content
    loading = {"src", "srcset", "data", "poster", "style", "background"}
    assert not [tag for tag, attributes in Tags(html).found if loading & attributes.keys() or tag == "link"]


def test_the_same_audit_gives_the_same_bytes():
    assert report(rainy(), hostile()) == report(rainy(), hostile())


def test_a_verdict_has_a_sign_and_a_word_beside_its_colour():
    for verdict in Verdict:
        html = body(report(answer(claim("It rained [1].", verdict))))
        assert f'class="claim {verdict}"' in html
        assert (
            f'aria-hidden="true">{wording.SIGN[verdict]}</span><span class="heard">({verdict})</span>' in html
        )


def test_each_claim_of_the_text_links_to_its_proof():
    html = report(answer(claim("It rained [1]."), claim("It snowed [1].")))
    assert '<a class="claim supported" href="#a1c2"><span class="words">It snowed [1].</span>' in html
    assert html.count('id="a1c2"') == 1


def test_the_text_stands_as_it_was_written():
    audited = answer(claim("It   rained\nfor days [1]."), claim("Why?", needs_citation=False, citations=()))
    prose = re.search(r'<div class="text" dir="auto">(.*?)</div>', report(audited), re.DOTALL)[1]
    assert unescape(re.sub(r'<span class="sign.*?</span></span>|<[^>]+>', "", prose)) == audited.text


def test_what_needs_no_citation_has_no_verdict():
    html = body(report(answer(claim("Why?", needs_citation=False, citations=(), score=None))))
    assert "Claim by claim" not in html
    assert 'class="claim' not in html


def test_both_spans_of_a_finding_are_lit():
    html = report(rainy())
    assert '<span class="says" dir="auto"><mark class="fault">Eleven boats</mark> sank [1].</span>' in html
    assert (
        '<mark class="lit">On 27 September 2024 </mark><mark class="lit fault">ten boats</mark>'
        '<mark class="lit"> sank in the harbour.</mark> It rained.'
    ) in html


def test_a_passage_names_its_source():
    caption = re.search(r"<figcaption>(.*?)</figcaption>", report(rainy()))[1]
    assert text_of(caption) == "1 Rain on Friday Harbour Post , 2024-09-27"


def test_a_finding_tells_both_sides_and_what_to_do():
    item = re.search(r"<li><h4>Number</h4>(.*?)</li>", report(rainy()))[1]
    assert text_of(item) == "The answer Eleven boats The source ten boats Write “ten boats”."


def test_where_a_quotation_differs_the_words_are_told():
    differs = finding("quotation_differs", Span(0, 4), RAIN, None, "ten boats sank", "ten ships sank")
    html = report(answer(claim("“ten boats sank” [1].", Verdict.PARTLY, findings=[differs])))
    assert '<p class="difference" dir="auto">ten <del>boats</del> <ins>ships</ins> sank</p>' in html


def test_a_quote_that_changed_in_its_source_is_told_as_a_difference():
    stale = finding(
        "stale", Span(10, 13), RAIN, place("It rained."), "It rained a lot.", "It rained.", "Read it."
    )
    passage = Passage(RAIN, 0, RAIN_TEXT, ())
    html = report(answer(claim("It rained [1].", findings=[stale], passages=(passage,))))
    assert "It rained <del>a lot</del>.</p>" in html


@pytest.mark.parametrize(("independent", "told"), [(2, "are independent of each other"), (1, "count as 1")])
def test_copies_are_told_from_independent_sources(independent, told):
    passages = tuple(Passage(source, 0, RAIN_TEXT, ()) for source in (RAIN, ref(2)))
    cited = claim("It rained [1][2].", citations=(1, 2), passages=passages, independent=independent)
    assert f"Its 2 sources {told}" in report(answer(cited, sources=(RAIN, ref(2))))


def test_proof_from_elsewhere_is_lit_as_proof():
    elsewhere = finding(
        "supported_elsewhere", Span(0, 9), SNOW, place("It rained."), "", "It rained.", "Cite it."
    )
    passage = Passage(SNOW, 0, RAIN_TEXT, ())
    html = report(
        answer(claim("It rained [1].", Verdict.UNSUPPORTED, findings=[elsewhere], passages=(passage,)))
    )
    assert '<mark class="lit">It rained.</mark>' in html
    assert "not listed by the answer" in html


def test_the_index_names_the_worst_verdict_of_each_answer():
    mixed = answer(claim("A [1]."), claim("B [1].", Verdict.CONTRADICTED), claim("C [1].", Verdict.PARTLY))
    index = re.search(r"<nav>(.*?)</nav>", report(mixed, answer(question="Why?")), re.DOTALL)[1]
    assert text_of(index) == "1 ≠ (worst: contradicted) Did it rain? 2 – Why?"


def test_a_long_index_is_closed():
    few, many = report(rainy()), report(*[rainy()] * 31)
    assert '<details class="index" open>' in few
    assert '<details class="index">' in many


def test_charts_are_as_wide_as_the_counts():
    audited = answer(claim("A [1]."), claim("B [1]."), claim("C [1]."), claim("D [1].", Verdict.PARTLY))
    html = report(audited)
    assert '<rect class="supported" x="0.0000%" width="75.0000%"' in html
    assert '<rect class="partly" x="75.0000%" width="25.0000%"' in html


def test_figures_without_anything_under_them_say_so():
    html = body(report(answer(question="Why?", recall=None, precision=None)))
    assert text_of(html).count(wording.NOTHING) == 4
    assert "Nothing in 1 answer needed a citation." in html


def test_answers_are_read_one_by_one():
    held = []

    def produced():
        for number in range(50):
            held.append(number)
            yield rainy()

    class Watched(io.StringIO):
        def write(self, text):
            written.append((len(held), text))
            return len(text)

    written = []
    write_html(Watched(), produced(), summary(rainy()))
    entries = [seen for seen, text in written if text.startswith("<li><a ")]
    assert entries == list(range(1, 51))


@pytest.fixture(scope="module")
def browser(chromium):
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


@pytest.fixture
def page(browser, tmp_path):
    path = tmp_path / "report.html"
    fine = answer(
        claim("It rained [1].", passages=(Passage(RAIN, 0, RAIN_TEXT, (place("It rained."),)),)), id="a2"
    )
    path.write_text(report(rainy(), fine, hostile()), encoding="utf-8")
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.set_default_timeout(10_000)
    page.goto(path.as_uri())
    yield page
    page.close()


@pytest.mark.browser
def test_in_a_browser_filters_leave_just_the_answers_with_such_claims(page):
    page.click("button[data-verdict=unsupported]")
    expect(page.locator(".answer:visible")).to_have_count(1)
    expect(page.locator(".filtering")).to_contain_text("Shown: 1 claim in 1 of 3 answers.")
    expect(page.locator(".index li:visible")).to_have_count(1)
    page.click("[data-clear]")
    expect(page.locator(".answer:visible")).to_have_count(3)
    page.click("button[data-kind=stale]")
    expect(page.locator(".answer:visible h2")).to_have_text(SCRIPT)


@pytest.mark.browser
def test_in_a_browser_enter_on_a_claim_opens_its_proof(page):
    page.locator("#a1 a.claim").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#a1c1")).to_be_visible()
    expect(page.locator("#a1 summary")).to_be_focused()


@pytest.mark.browser
def test_in_a_browser_a_narrow_page_does_not_scroll_sideways(page):
    page.set_viewport_size({"width": 390, "height": 800})
    page.click("[data-open=true]")
    assert page.evaluate("document.documentElement.scrollWidth") == 390


@pytest.mark.browser
def test_on_paper_every_claim_is_open_and_no_filter_holds(page):
    page.click("button[data-verdict=unsupported]")
    page.emulate_media(media="print")
    expect(page.locator(".answer:visible")).to_have_count(3)
    expect(page.locator("#a2c1 blockquote")).to_be_visible()
    expect(page.locator(".filtering")).to_be_hidden()


def test_every_kind_of_finding_has_a_name():
    assert set(wording.NAME) == set(FindingKind)
    assert set(wording.SIGN) == set(wording.MEANING) == set(Verdict)
