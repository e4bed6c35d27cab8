"""The HTML of an article: its text stays exact, and nothing in it is markup."""

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.ui import article
from corpus import Article, Span
from tests.support.html import SCRIPT, Tags, require_text_only

TEXT = "Tanks crossed the border. Rain fell on the harbour.\n\nTwo boats sank."


def test_what_others_wrote_is_text_and_never_markup():
    made = Article.create(
        SCRIPT, origin="a.txt", title=SCRIPT, publisher=SCRIPT, author=SCRIPT, source=SCRIPT
    )
    for html in (article.opened(made, Span(0, 9)), article.HTML.unavailable(SCRIPT)):
        require_text_only(html)
        assert "alert(1)" in Tags(html).text


def test_an_article_without_a_quote_has_all_its_text_and_nothing_lit():
    html = article.opened(Article.create(TEXT, origin="a.txt", title="Rain"))
    assert f'<div class="text" tabindex="0">{TEXT}</div>' in html
    assert "<mark" not in html


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
