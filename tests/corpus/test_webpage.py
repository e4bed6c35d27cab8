"""Web pages: the body without what surrounds it, and what the page says of itself."""

from datetime import date

import pytest

from corpus.errors import ReadError
from corpus.webpage import _declared_encoding, read_html

PARAGRAPH = (
    "The U.S. and Iraq on Friday announced an agreement “to end” the coalition’s military presence in Iraq "
    "over the next two years, a move that could lead to a reduction of the troops in the café of the base."
)


def page(charset: str = "utf-8", paragraphs: int = 4) -> str:
    body = "".join(f"<p>{number}. {PARAGRAPH}</p>" for number in range(paragraphs))
    return (
        f'<html><head><meta charset="{charset}"><title>The deal - The Site</title>'
        '<meta property="og:title" content="The deal"><meta property="og:site_name" content="The Site">'
        '<meta name="author" content="Jane Doe"><link rel="canonical" href="https://site.org/deal">'
        '<meta property="article:published_time" content="2024-09-27T10:00:00Z"></head>'
        '<body><nav><a href="/">Home</a> <a href="/sport">Sport</a></nav>'
        f"<article><h1>The deal</h1>{body}</article><footer>Read our newsletter</footer></body></html>"
    )


def test_body_and_metadata_are_found():
    article = read_html(page().encode(), "/n/a.html")
    assert f"3. {PARAGRAPH}" in article.text.split("\n")
    assert "Sport" not in article.text
    assert "newsletter" not in article.text
    assert (article.title, article.publisher, article.author) == ("The deal", "The Site", "Jane Doe")
    assert (article.published, article.source) == (date(2024, 9, 27), "https://site.org/deal")


@pytest.mark.parametrize(
    ("declared", "encoding"), [("windows-1252", "cp1252"), ("iso-8859-1", "cp1252"), ("x", "utf-8")]
)
def test_declared_encodings_are_used_as_browsers_do(declared: str, encoding: str):
    assert PARAGRAPH in read_html(page(declared).encode(encoding), "/n/a.html").text


@pytest.mark.parametrize(("end", "declared"), [(2_048, "koi8-r"), (2_049, "koi8-")])
def test_a_declaration_is_looked_for_in_the_first_2048_bytes(end: int, declared: str):
    assert _declared_encoding(b'charset="koi8-r'.rjust(end)) == declared


def test_a_short_page_is_read_whole():
    article = read_html(b"<html><body><p>Troops left.</p></body></html>", "/n/a.html")
    assert (article.text, article.title, article.published) == ("Troops left.", "Troops left.", None)


@pytest.mark.parametrize(
    "content", [b"<html></html>", b"<" * 5_000, b"<div>" * 20_000], ids=["empty", "tags", "deep"]
)
def test_pages_without_text_are_refused_in_silence(content: bytes, capfd: pytest.CaptureFixture[str]):
    with pytest.raises(ReadError, match="no text"):
        read_html(content, "/n/a.html")
    assert capfd.readouterr().err == ""
