"""Word documents and e-books: their text and what they say of themselves."""

from datetime import date

import pytest

from corpus.errors import ReadError
from corpus.office import read_docx, read_epub
from tests.support.documents import docx, epub, pack


def test_word_document_with_core_properties():
    core = "<dc:title>The deal</dc:title><dc:creator>Jane Doe</dc:creator>"
    core += "<dcterms:created>2024-09-27T10:00:00Z</dcterms:created>"
    article = read_docx(docx(["The U.S. agreed.", "2 * 3 &lt; 7_000 [sic]."], core), "/n/a.docx")
    assert article.text == "The U.S. agreed.\n\n2 * 3 < 7_000 [sic]."
    assert (article.title, article.author, article.published) == ("The deal", "Jane Doe", date(2024, 9, 27))


def test_word_document_without_properties_is_named_by_its_first_line():
    article = read_docx(docx(["US to leave Iraq", "By Jane Doe", "The U.S. agreed."]), "/n/a.docx")
    assert (article.title, article.author) == ("US to leave Iraq", "Jane Doe")


METADATA = (
    "<dc:title>The book</dc:title><dc:creator>A</dc:creator><dc:creator>B</dc:creator>"
    "<dc:date>2024-09-27</dc:date><dc:publisher>P</dc:publisher>"
    "<dc:description>One.\n\nTwo.</dc:description><dc:identifier>urn:x</dc:identifier>"
)


def test_epub_chapters_are_one_text_without_the_metadata():
    article = read_epub(
        epub(["<h1>One</h1><p>A <b>bold</b> text.</p>", "<p>The end.</p>"], METADATA), "/n/a.epub"
    )
    assert article.text == "# One\n\nA bold text.\n\nThe end."
    assert (article.title, article.author, article.publisher) == ("The book", "A, B", "P")
    assert article.published == date(2024, 9, 27)


def test_epub_without_metadata_is_named_by_its_heading():
    article = read_epub(epub(["<h1>One</h1><p>Text.</p>"], ""), "/n/a.epub")
    assert (article.title, article.text) == ("One", "# One\n\nText.")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"PK\x03\x04rubbish", "not a Word document, or damaged"),
        (pack({"a": "b"}), "not a Word document, or damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "locked with a password, or an old .doc"),
        (docx([]), "no text"),
        (docx(["Text."])[:-40], "not a Word document, or damaged"),
        (docx(["Text."], "<broken"), "not a Word document, or damaged"),
    ],
    ids=["rubbish", "other zip", "password", "empty", "cut", "broken properties"],
)
def test_word_documents_that_cannot_be_read_are_refused(
    content: bytes, reason: str, capfd: pytest.CaptureFixture[str]
):
    with pytest.raises(ReadError, match=reason) as caught:
        read_docx(content, "/n/a.docx")
    assert "\n" not in str(caught.value)
    assert capfd.readouterr().err == ""


def test_a_broken_epub_is_refused():
    with pytest.raises(ReadError, match="not an e-book"):
        read_epub(pack({"mimetype": "application/epub+zip"}), "/n/a.epub")


def test_a_zip_bomb_is_refused_before_it_is_unpacked():
    bomb = docx(["Text."])
    size = bomb.index(b"PK\x01\x02") + 24  # of the first member, in the central directory
    bomb = bomb[:size] + (500_000_001).to_bytes(4, "little") + bomb[size + 4 :]
    with pytest.raises(ReadError, match="unpacks to"):
        read_docx(bomb, "/n/a.docx")
