"""An article's text is normalised once, its quotes are exact, its id and digest follow origin and content."""

import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import Article, Span
from corpus.article import article_id, normalise, one_line

ARTICLE = Article.create("Troops left.\nSome stayed.", origin="/news/a.txt", title="Troops")


def test_quote_is_the_text_at_the_span():
    assert ARTICLE.quote(Span(13, 25)) == "Some stayed."
    assert ARTICLE.quote(Span(25, 25)) == ""


def test_quote_outside_of_the_text_is_refused():
    with pytest.raises(ValueError, match=r"\[13, 26\) is outside of a-.*: 25 code points"):
        ARTICLE.quote(Span(13, 26))


@pytest.mark.parametrize("ends", [(-1, 2), (3, 2)])
def test_span_must_be_half_open_and_forward(ends: tuple[int, int]):
    with pytest.raises(ValueError, match="not a span"):
        Span(*ends)


def test_spans_touching_do_not_overlap():
    assert not Span(0, 3).overlaps(Span(3, 5))
    assert Span(0, 4).overlaps(Span(3, 5))
    assert Span(0, 4).contains(Span(0, 4))
    assert not Span(0, 4).contains(Span(3, 5))
    assert len(Span(2, 5)) == 3
    assert Span(2, 2)


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("a\r\nb\rc\u2028d\u2029e", "a\nb\nc\nd\ne"),
        ("page one\x0cpage two\x0bline\x85end", "page one\npage two\nline\nend"),
        ("\ufeffCafe\u0301\x00 \ud800bar \n", "Café bar"),
        ("a\tb\u00a0c", "a\tb\u00a0c"),
        (" \n\u200a", ""),
    ],
)
def test_normalise(raw: str, expected: str):
    assert normalise(raw) == expected


@given(st.text(st.characters(exclude_categories=[])))
def test_normalise_is_idempotent_nfc_and_storable(raw: str):
    text = normalise(raw)
    assert normalise(text) == text == text.strip()
    assert unicodedata.is_normalized("NFC", text)
    assert not {"\r", "\x00", "\x0c"} & set(text)
    text.encode("utf-8")


def test_metadata_is_one_line_and_none_where_it_is_blank():
    article = Article.create(
        "x", origin="o", title=" A\n title ", publisher="  ", author="Jane\tDoe", source=""
    )
    assert (article.title, article.publisher, article.author) == ("A title", None, "Jane Doe")
    assert article.source == article.origin == "o"
    assert one_line(None) == ""


def test_id_is_a_slug_and_depends_on_the_origin_only():
    assert (
        article_id("/news/US & Iraq: deal.txt")
        == "us-iraq-deal-" + article_id("/news/US & Iraq: deal.txt")[-8:]
    )
    assert article_id("C:\\news\\Deal.md").startswith("deal-")
    assert article_id("/a/x.txt") != article_id("/b/x.txt")
    assert article_id("/a/新聞.txt").startswith("article-")
    assert Article.create("other", origin="/news/a.txt", title="Other").id == ARTICLE.id


def test_digest_changes_with_text_and_metadata_and_not_with_line_ends():
    def digest(text: str = "Text.\nMore.", **metadata: object) -> str:
        return Article.create(text, origin="o", **{"title": "T", **metadata}).digest

    same = digest()
    assert digest("Text.\r\nMore.\n") == same
    others = [digest("Text."), digest(title="U"), digest(author="A"), digest(published=date(2024, 9, 27))]
    assert len({same, *others}) == 5
