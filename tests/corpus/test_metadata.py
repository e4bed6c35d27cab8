"""Titles, dates and authors: taken from fields, guessed from the text's first and last lines, or left out."""

from datetime import date, datetime

import pytest

from corpus.errors import ReadError
from corpus.metadata import Metadata, guess_metadata, guess_title, make_article, parse_date

DAY = date(2024, 9, 27)


@pytest.mark.parametrize(
    "written",
    [
        "2024-09-27",
        "2024-09-27T16:38:00Z",
        "2024/9/27",
        "September 27, 2024, 4:38 PM",
        "Fri, 27 Sep 2024 16:38:00 GMT",
        "27 September 2024",
        "Sept. 27, 2024 at 4:38 p.m. EDT",
        "4:38 PM EDT, Fri September 27, 2024",
        DAY,
        datetime(2024, 9, 27, 23, 59),
    ],
)
def test_dates_that_can_be_read_in_one_way_are_read(written: object):
    assert parse_date(written) == DAY


@pytest.mark.parametrize(
    "written",
    [
        "03/04/2024",
        "September 2024",
        "2024",
        "27 Sept.",
        "Feb. 30, 2024",
        "2024-02-30",
        "Friday",
        "",
        None,
        "20240927",
        7,
    ],
)
def test_other_dates_are_left_out(written: object):
    assert parse_date(written) is None


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("US to leave Iraq\n\nThe U.S. agreed on Friday.", "US to leave Iraq"),
        ("By Jane Doe | Sept. 27, 2024\nUS to leave Iraq\nThe U.S. agreed.", "US to leave Iraq"),
        ("Will the US leave?\nNobody knows.", "Will the US leave?"),
        ("The U.S. agreed. It leaves.", "The U.S. agreed."),
        (
            "The US and Iraq on Friday announced a plan that will end the mission of the coalition.\nMore.",
            "The US and Iraq on Friday announced a plan that will end the mission of the…",
        ),
        (
            "A long-expected deal to reduce U.S. troops in Iraq is likely to be\nannounced next week.",
            "A long-expected deal to reduce U.S. troops in Iraq is likely to be announced…",
        ),
        ("---\n***", "deal-2024"),
        ("word", "word"),
    ],
)
def test_title_is_the_headline_else_the_first_sentence_else_the_file_name(text: str, title: str):
    assert guess_title(text, "/news/deal-2024.txt") == title


@pytest.mark.parametrize(("length", "is_headline"), [(120, True), (121, False)])
def test_a_headline_has_at_most_120_characters(length: int, is_headline: bool):
    line = "US " + "x" * (length - 3)
    assert guess_title(f"{line}\n\nMore.", "a.txt") == (line if is_headline else "US…")


@pytest.mark.parametrize(("length", "is_whole"), [(80, True), (81, False)])
def test_a_title_made_from_a_sentence_has_at_most_80_characters(length: int, is_whole: bool):
    sentence = "US " + "x" * (length - 4) + "."
    assert guess_title(sentence, "a.txt") == (sentence if is_whole else "US…")


@pytest.mark.parametrize(("lines", "found"), [(7, DAY), (8, None)])
def test_a_date_is_looked_for_in_the_first_eight_lines(lines: int, found: date | None):
    assert guess_metadata("Line\n" * lines + "27 September 2024\nText.").published == found


@pytest.mark.parametrize(("end", "found"), [(4_000, DAY), (4_001, None)])
def test_a_date_is_looked_for_in_the_first_4000_characters(end: int, found: date | None):
    written = "\n27 September 2024"
    assert guess_metadata("x" * (end - len(written)) + written + "\nText.").published == found


@pytest.mark.parametrize(
    ("text", "author", "published"),
    [
        ("Title\n\nSubtitle here\n\nSeptember 27, 2024, 4:38 PM\n\nText.", None, DAY),
        (
            "Title\nBy JANE DOE and Jo van Berg\nPublished: Sept. 27, 2024\nText.",
            "JANE DOE and Jo van Berg",
            DAY,
        ),
        ("By Jane Doe | September 27, 2024\nTitle\nText.", "Jane Doe", DAY),
        ("Title\nText.\n\nAuthor: Dave DeCamp\n\nHe is the news editor.", "Dave DeCamp", None),
        ("Title\nBy Friday, it was clear.\nOn September 27, 2024, they met in Baghdad.", None, None),
        ("Title\nBy the Numbers\n03/04/2024\nText.", None, None),
    ],
)
def test_date_and_author_come_from_lines_of_their_own(text: str, author: str | None, published: date | None):
    assert guess_metadata(text) == Metadata(author=author, published=published)


def test_fields_have_several_names_in_any_case():
    fields = {
        "Headline": "T",
        " SITE ": "S",
        "Authors": ["A", {"name": "B"}],
        "Date": "2024-09-27",
        "URL": "https://x",
    }
    assert Metadata.from_fields(fields) == Metadata("T", "S", "A, B", DAY, "https://x")


def test_fields_that_are_no_metadata_are_left_out():
    endless: list[object] = []
    endless.append(endless)
    assert (
        Metadata.from_fields({"title": endless, "author": {"x": 1}, "site": None, "source": " "})
        == Metadata()
    )


def test_blank_text_makes_no_article():
    with pytest.raises(ReadError, match="no text"):
        make_article(" \n\x00", "o", Metadata())
