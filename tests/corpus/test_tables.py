"""JSON lines and CSV: one article a row, one problem a bad row."""

import json
from datetime import date
from pathlib import Path

import pytest

from corpus.errors import ReadError
from corpus.readers import FileContents, parse_file


def contents(text: str, path: str) -> FileContents:
    return parse_file(Path(path), text.encode())


def jsonl(*rows: object) -> FileContents:
    lines = (row if isinstance(row, str) else json.dumps(row) for row in rows)
    return contents("\n".join(lines), "/n/a.jsonl")


def table(text: str) -> FileContents:
    return contents(text, "/n/a.csv")


def reasons(contents: FileContents) -> dict[str, str]:
    return {problem.source: problem.reason for problem in contents.problems}


def test_a_json_row_is_an_article_with_metadata():
    row = {
        "Text": "Body.",
        "title": "T",
        "site": "S",
        "author": "A",
        "date": "2024-09-27",
        "URL": "https://x",
        "id": 7,
    }
    (article,) = jsonl(row).articles
    assert (article.text, article.title, article.publisher, article.author) == ("Body.", "T", "S", "A")
    assert (article.published, article.source, article.origin) == (
        date(2024, 9, 27),
        "https://x",
        "/n/a.jsonl#7",
    )


def test_rows_are_named_by_id_else_url_else_number():
    rows = jsonl(
        {"body": "a", "id": "x", "url": "u"}, {"content": "b", "url": "https://b"}, "", {"text": "c"}
    )
    assert [article.origin for article in rows.articles] == [
        "/n/a.jsonl#x",
        "/n/a.jsonl#https://b",
        "/n/a.jsonl#3",
    ]


def test_bad_json_rows_are_problems_and_the_rest_is_read():
    contents = jsonl(
        {"text": "ok"},
        "not json",
        "",
        [1],
        {"title": "no text"},
        {"text": "  "},
        "[" * 100_000,
        {"text": "end"},
    )
    assert [article.text for article in contents.articles] == ["ok", "end"]
    found = reasons(contents)
    assert list(found) == [f"/n/a.jsonl#{number}" for number in (2, 3, 4, 5, 6)]
    assert found["/n/a.jsonl#2"].startswith("line 2: it is not JSON")
    assert found["/n/a.jsonl#3"] == "line 4: it is a number; expected an object"
    assert "named text, body, content" in found["/n/a.jsonl#4"]


def test_an_id_given_twice_is_a_problem():
    contents = jsonl({"text": "a", "id": 1}, {"text": "b", "id": "1"}, {"text": "c"}, {"text": "d", "id": 3})
    assert [article.text for article in contents.articles] == ["a", "c"]
    assert (
        reasons(contents)["/n/a.jsonl#2"] == "line 2: its id '1' was used in line 1. Give each row its own id"
    )
    assert "used in line 3" in reasons(contents)["/n/a.jsonl#4"]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_csv_delimiters_are_told_by_the_header(delimiter: str):
    rows = [["ID", "Title", "Text"], ["1", "T", '"One, two; ""three"" | four\nfive"']]
    (article,) = table("\ufeff" + "\r\n".join(delimiter.join(row) for row in rows)).articles
    assert (article.title, article.text, article.origin) == (
        "T",
        'One, two; "three" | four\nfive',
        "/n/a.csv#1",
    )


def test_bad_csv_rows_are_problems_with_their_lines():
    contents = table('text,title\n"two\nlines",A\na, b, c\n,no text\n"bad" quote,B\nlast,C\n')
    assert [article.title for article in contents.articles] == ["A", "C"]
    assert reasons(contents) == {
        "/n/a.csv#2": "line 4: it has 3 cells, but the header has 2. Put quotation marks around cells",
        "/n/a.csv#3": "line 5: it has no text; one of its fields must be named text, body, content",
        "/n/a.csv#4": "line 6: it is not CSV: ',' expected after '\"'",
    }


def test_an_open_quotation_does_not_hide_the_rest_of_the_file():
    assert "unexpected end of data" in reasons(table('text\nok\n"open\nb\nc\n'))["/n/a.csv#2"]


def test_fields_may_be_as_large_as_a_book():
    (article,) = table("text\n" + "word " * 100_000).articles
    assert len(article.text) == 499_999


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("a,b\n1,2", "it has no column text, body, content; its first row is 'a', 'b'"),
        ("text,title\n", "no rows"),
    ],
)
def test_a_table_without_texts_is_refused(text: str, reason: str):
    with pytest.raises(ReadError, match=reason):
        table(text)
