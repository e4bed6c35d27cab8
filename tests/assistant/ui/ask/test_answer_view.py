"""The HTML of answers and articles: what others wrote is text, and a reader sees what is proven."""

import re
from datetime import date
from html import unescape
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answer import Answer, ArticleInfo, Citation, Claim, Mismatch, Verdict
from assistant.report.wording import MEANING
from assistant.ui import article
from assistant.ui.ask import answer_view as render
from corpus import Article, Span

SCRIPT = "<script>alert(1)</script>\"'&<img src=x onerror=alert(1)>"
TEXT = "Tanks crossed the border. Rain fell on the harbour.\n\nTwo boats sank."


def citation(number=1, quote="Rain fell.", title="Rain", article_id="rain-1"):
    info = ArticleInfo(article_id, title, "Reuters", None, date(2024, 9, 27), "rain.txt")
    return Citation(number, info, Span(4, 4 + len(quote)), quote)


def claim(text="Rain fell.", verdict=Verdict.SUPPORTED, citations=(1,), mismatches=()):
    return Claim(text, Span(0, len(text)), verdict, 0.9, citations, mismatches)


def answer(*claims, **fields):
    fields = {"citations": (citation(),), **fields}
    return Answer("Did it rain?", "Rain fell [1].", fields.pop("abstained", False), claims, **fields)


class Tags(HTMLParser):
    """Tag names and attribute names of a piece of HTML, and its text."""

    def __init__(self, html):
        super().__init__()
        self.tags, self.attributes, self.text = set(), set(), ""
        self.feed(str(html))

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes.update(name for name, _ in attrs)

    def handle_data(self, data):
        self.text += data


def hostile_pages():
    hostile = claim(SCRIPT, Verdict.CONTRADICTED, (1, 7), (Mismatch(SCRIPT, SCRIPT, SCRIPT),))
    cited = citation(quote=SCRIPT, title=SCRIPT, article_id=SCRIPT)
    shown = answer(hostile, citations=(cited,), withheld=(hostile,))
    made = Article.create(
        SCRIPT, origin="a.txt", title=SCRIPT, publisher=SCRIPT, author=SCRIPT, source=SCRIPT
    )
    return [
        render.answer(shown), render.sources(shown, (cited,)), render.found((cited,)), render.front([SCRIPT]),
        render.draft(SCRIPT, SCRIPT), render.waiting(SCRIPT, SCRIPT), render.note(SCRIPT, "error", SCRIPT),
        render.empty_library(SCRIPT), article.opened(made, Span(0, 9)), article.unavailable(SCRIPT),
    ]  # fmt: skip


@pytest.mark.parametrize("html", hostile_pages())
def test_what_others_wrote_is_text_and_never_markup(html):
    tags = Tags(html)
    assert not tags.tags & {"script", "img"}
    assert not any(name.startswith("on") for name in tags.attributes)
    assert "alert(1)" in tags.text


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
    assert "<summary>2 sentences were withheld: not proven by the articles</summary>" in html
    assert "It snowed." in html
    assert "1 sentence was withheld" in render.answer(answer(claim(), withheld=(claim("It snowed."),)))


def test_an_abstention_stands_over_the_nearest_passages():
    abstained = answer(abstained=True, citations=(), nearest=(citation(),))
    assert "No passage comes near enough" in render.answer(abstained)
    assert "The nearest passages" in render.sources(abstained, ())
    assert render.sources(answer(abstained=True, citations=()), ()) == ""


def test_evidence_that_is_not_cited_is_folded_away():
    html = render.sources(answer(claim()), (citation(), citation(2, "It was wet.")))
    assert html.index("Rain fell.") < html.index("<summary>Read, not cited: 1</summary>") < html.index("wet")


def test_the_time_is_told_in_seconds_without_what_took_none():
    html = render.answer(
        answer(claim(), timings_ms={"search": 120.0, "check": 0.4, "total": 3210.0, "x": 900})
    )
    assert "<summary>3.2 s in all</summary><p>Searched in 0.1 s</p>" in html


def test_an_article_shows_who_wrote_it_when_and_where():
    made = Article.create(
        TEXT, origin="a.txt", title="Rain", publisher="Reuters", author="Ann Lee",
        published=date(2024, 9, 7), source="https://example.org/rain?a=1&b=2",
    )  # fmt: skip
    html = article.opened(made, Span(0, 5))
    assert "By Ann Lee · 7 September 2024 · " in Tags(html).text
    assert 'href="https://example.org/rain?a=1&amp;b=2"' in html


def test_only_a_web_address_becomes_a_link():
    made = Article.create(TEXT, origin="a.txt", title="Rain", source="javascript:alert(1)")
    assert "javascript:alert(1)" in article.opened(made, Span(0, 5))
    assert 'href="javascript' not in article.opened(made, Span(0, 5))


@given(st.text(min_size=1), st.data())
def test_the_text_of_an_article_stays_exact_around_the_lit_quote(text, data):
    made = Article.create(text, origin="a.txt", title="A")

    def places():
        start = data.draw(st.integers(0, len(made.text)))
        return Span(start, data.draw(st.integers(start, len(made.text))))

    span = places()
    neighbours = [article.Neighbour(places(), number) for number in range(1, 4)]
    body = article.opened(made, span, neighbours).partition('tabindex="0">')[2].partition("</div>")[0]
    before, _, rest = body.partition("<mark>")
    lit, _, after = rest.partition("</mark>")
    assert [Tags(part).text for part in (before, lit, after)] == [
        made.text[: span.start], made.quote(span), made.text[span.end :],
    ]  # fmt: skip


def test_neighbours_are_marked_and_open_in_their_turn():
    made = Article.create(TEXT, origin="a.txt", title="Rain")
    there = [
        article.Neighbour(Span(26, 30), 3),
        article.Neighbour(Span(0, 9), 1),
        article.Neighbour(Span(90, 99), 2),
    ]
    html = article.opened(made, Span(0, 5), there)
    [neighbour] = re.findall(r'<span class="neighbour".*?</span>', html)
    assert 'data-start="26" data-end="30" data-number="3">Rain<' in neighbour


def test_a_span_outside_of_the_article_is_refused():
    with pytest.raises(ValueError, match="outside"):
        article.opened(Article.create(TEXT, origin="a.txt", title="A"), Span(0, 10_000))
