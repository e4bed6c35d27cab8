"""PDFs: pages to paragraphs, words made whole, metadata where it makes sense."""

from datetime import date

import pytest

from corpus.errors import ReadError
from corpus.pdf import join_pages, read_pdf
from tests.support.documents import pdf

LINES = [
    "US TO LEAVE IRAQ",
    "The U.S. and Iraq on Friday announced an agreement to end the anti-ISIS coa-",
    "lition presence in Iraq over the next two years, a move that could lead to a re-",
    "duction of the troops.",
    "Officials stressed that the agreement did not mean a withdrawal from Iraq but a",
    "transition.",
]


def test_lines_of_a_paragraph_are_joined_and_broken_words_made_whole():
    article = read_pdf(pdf([LINES, ["Singh said so.", "2"]]), "/n/a.pdf")
    assert article.text.split("\n\n") == [
        "US TO LEAVE IRAQ",
        "The U.S. and Iraq on Friday announced an agreement to end the anti-ISIS coalition presence in Iraq "
        "over the next two years, a move that could lead to a reduction of the troops.",
        "Officials stressed that the agreement did not mean a withdrawal from Iraq but a transition.",
        "Singh said so.",
    ]
    assert article.title == "US TO LEAVE IRAQ"


def test_metadata_is_used_where_it_makes_sense():
    content = pdf([LINES], "/Title (The deal) /Author (Jane Doe) /CreationDate (D:20240927163800Z)")
    article = read_pdf(content, "/n/a.pdf")
    assert (article.title, article.author, article.published) == ("The deal", "Jane Doe", date(2024, 9, 27))


def test_metadata_of_the_writing_program_is_not_used():
    content = pdf(
        [LINES], "/Title (Microsoft Word - deal.docx) /Author (admin) /CreationDate (D:19700101000000)"
    )
    article = read_pdf(content, "/n/a.pdf")
    assert (article.title, article.author, article.published) == ("US TO LEAVE IRAQ", None, None)


@pytest.mark.parametrize(("year", "published"), [(1990, date(1990, 5, 1)), (1989, None)])
def test_a_creation_date_before_1990_is_not_used(year: int, published: date | None):
    content = pdf([LINES], f"/CreationDate (D:{year}0501000000)")
    assert read_pdf(content, "/n/a.pdf").published == published


@pytest.mark.parametrize(("length", "n_paragraphs"), [(60, 1), (59, 2)])
def test_a_line_of_less_than_three_quarters_of_the_longest_ends_a_paragraph(length: int, n_paragraphs: int):
    page = "\n".join(["x" * 80, "x" * 80, "x" * length, "x" * 80])
    assert len(join_pages([page]).split("\n\n")) == n_paragraphs


@pytest.mark.parametrize(
    ("elsewhere", "joined"),
    [
        ("nothing of use", "longterm"),
        ("a long-term partnership", "long-term"),
        ("a long and a short term", "long-term"),
        ("a longterm partnership", "longterm"),
    ],
)
def test_a_broken_word_is_written_as_the_text_writes_it_elsewhere(elsewhere: str, joined: str):
    page = (
        f"Troops will stay in the country under a bilateral and long-\nterm partnership; {elsewhere} is here."
    )
    assert joined + " partnership" in join_pages([page])


def test_names_and_numbers_keep_their_hyphens():
    page = "The next round of talks is about the future relation of the U.S. and the anti-\nISIS coalition."
    assert "the anti-ISIS coalition" in join_pages([page])
    assert "in 2023-24" in join_pages(
        ["The talks about the coalition in Iraq were held in Baghdad in 2023-\n24 and later."]
    )


def test_a_sentence_goes_on_over_the_page():
    first = "Officials stressed that the agreement did not mean to leave\nIraq, but a transition that takes"
    assert "that takes two years" in join_pages([f"{first}\n- 1 -", "two years."])


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (pdf([[], []]), "its 2 pages hold no text, only images.*ocrmypdf"),
        (b"%PDF-1.4 rubbish", "it is not a PDF, or damaged"),
        (pdf([LINES])[:400], "it is not a PDF, or damaged"),
        (
            pdf(
                [LINES],
                trailer="/ID [<00> <00>] /Encrypt << /Filter /Standard /V 1 /R 2 /P -4 "
                f"/O <{'11' * 32}> /U <{'22' * 32}> >>",
            ),
            "locked with a password",
        ),
    ],
    ids=["images only", "rubbish", "cut", "encrypted"],
)
def test_what_cannot_be_read_is_refused_in_one_line(
    content: bytes, reason: str, capfd: pytest.CaptureFixture[str]
):
    with pytest.raises(ReadError, match=reason) as caught:
        read_pdf(content, "/n/a.pdf")
    assert "\n" not in str(caught.value)
    assert capfd.readouterr().err == ""
