"""Paths to articles: every kind is read; what cannot be is named with the reason, and the rest goes on."""

import os
import re
from pathlib import Path

import pytest

from corpus.errors import ReadError
from corpus.readers import SUFFIXES, Problem, find_files, parse_file, read_articles
from tests.support.documents import docx, epub, pdf

CONTENTS = {
    "a.txt": b"Text of a.",
    "b.md": b"Text of b.",
    "c.html": b"<html><body><p>Text of c.</p></body></html>",
    "d.htm": b"<html><body><p>Text of d.</p></body></html>",
    "e.pdf": pdf([["Text of e."]]),
    "f.docx": docx(["Text of f."]),
    "g.epub": epub(["<p>Text of g.</p>"], ""),
    "h.jsonl": b'{"text": "Text of h."}',
    "i.csv": b"text\nText of i.",
}


def write(folder: Path, **contents: bytes) -> None:
    for name, content in contents.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def test_every_kind_is_read_from_a_folder_in_order(tmp_path: Path):
    write(tmp_path, **CONTENTS)
    reading = read_articles([tmp_path])
    assert [article.text for article in reading] == [f"Text of {letter}." for letter in "abcdefghi"]
    assert reading.problems == []
    assert {Path(name).suffix for name in CONTENTS} == set(SUFFIXES)


def test_the_readme_names_every_suffix():
    readme = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
    named = re.search(r"Your own articles, as `([^`]+)`", readme)
    assert named and named[1].split() == list(SUFFIXES)


def test_folders_are_read_in_depth_without_what_is_hidden_or_of_other_kinds(tmp_path: Path):
    names = ["b.txt", "a/z.TXT", "a/.git/x.txt", ".hidden.txt", "picture.png", "a/b/c.md"]
    write(tmp_path, **dict.fromkeys(names, b"Text."))
    assert list(find_files([tmp_path])) == [tmp_path / "b.txt", tmp_path / "a/z.TXT", tmp_path / "a/b/c.md"]


def test_a_file_given_twice_is_read_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    write(tmp_path, **{"a.txt": b"Text."})
    monkeypatch.chdir(tmp_path)
    assert list(find_files(["a.txt", tmp_path, str(tmp_path / "a.txt")])) == [tmp_path / "a.txt"]


def test_paths_that_cannot_be_read_are_problems(tmp_path: Path):
    write(tmp_path, **{"a.xyz": b"?", "b": b"?"})
    gone, other, bare = find_files([tmp_path / "gone.txt", tmp_path / "a.xyz", tmp_path / "b"])
    assert gone == Problem(str(tmp_path / "gone.txt"), "there is no such file or folder")
    assert other.reason.startswith(".xyz files cannot be read; these can: .csv .docx")
    assert bare.reason.startswith("files without a suffix cannot be read")


def test_bad_files_are_named_with_the_reason_and_the_rest_is_read(tmp_path: Path):
    bad = {
        "b.txt": b"",
        "c.txt": b"\x00\x01",
        "d.pdf": b"%PDF-",
        "e.jsonl": b'x\n{"text": "Row."}',
        "f.docx": b"PK",
    }
    write(tmp_path, **{"a.txt": b"First.", **bad, "z.txt": b"Last."})
    reading = read_articles([tmp_path])
    assert [article.text for article in reading] == ["First.", "Row.", "Last."]
    assert [
        (Path(problem.source).name, problem.reason.split(".")[0][:20]) for problem in reading.problems
    ] == [
        ("b.txt", "it is empty"),
        ("c.txt", "it is not text: it h"),
        ("d.pdf", "it is not a PDF, or "),
        ("e.jsonl#1", "line 1: it is not JS"),
        ("f.docx", "it is not a Word doc"),
    ]


def test_a_file_that_vanishes_while_it_is_read_is_a_problem(tmp_path: Path):
    write(tmp_path, **{"a.txt": b"First.", "b.txt": b"Gone.", "c.txt": b"Last."})
    reading = read_articles([tmp_path])
    texts = []
    for article in reading:
        texts.append(article.text)
        (tmp_path / "b.txt").unlink(missing_ok=True)
    assert texts == ["First.", "Last."]
    assert reading.problems == [Problem(str(tmp_path / "b.txt"), "it is no longer there")]


def test_problems_start_anew_with_each_iteration(tmp_path: Path):
    reading = read_articles([tmp_path / "gone.txt"])
    assert list(reading) == list(reading) == []
    assert len(reading.problems) == 1


def test_links_to_nothing_pipes_and_huge_files_are_problems(tmp_path: Path):
    (tmp_path / "a.txt").symlink_to(tmp_path / "nowhere")
    os.mkfifo(tmp_path / "b.txt")
    with (tmp_path / "c.txt").open("wb") as huge:
        huge.truncate(100_000_001)
    reading = read_articles([tmp_path])
    assert list(reading) == []
    assert [problem.reason for problem in reading.problems] == [
        "it is no longer there",
        "it is not a regular file",
        "it is larger than 100 MB. Split it",
    ]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_files_and_folders_without_permission_are_problems(tmp_path: Path):
    write(tmp_path, **{"a/x.txt": b"Text.", "b.txt": b"Text."})
    (tmp_path / "a").chmod(0)
    (tmp_path / "b.txt").chmod(0)
    reading = read_articles([tmp_path])
    assert list(reading) == []
    (tmp_path / "a").chmod(0o700)
    assert sorted(problem.reason for problem in reading.problems) == [
        "it cannot be read: Permission denied",
        "the folder cannot be read: Permission denied",
    ]


def test_a_name_that_is_no_unicode_is_a_problem_that_can_be_printed(tmp_path: Path):
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.txt")).write_bytes(b"Text.")
    reading = read_articles([tmp_path])
    assert list(reading) == []
    assert reading.problems == [
        Problem(f"{tmp_path}/caf\ufffd.txt", "its name is not valid Unicode. Rename it")
    ]


def test_parse_file_takes_the_articles_to_come_from_where_it_is_told():
    (article,) = parse_file(Path("deal.txt"), b"Text.", origin="notes/deal.txt").articles
    assert (article.origin, article.source) == ("notes/deal.txt", "notes/deal.txt")
    (row,) = parse_file(Path("rows.jsonl"), b'{"text": "Text."}', origin="rows.jsonl").articles
    assert row.origin == "rows.jsonl#1"


def test_parse_file_opens_nothing():
    (article,) = parse_file(Path("/nowhere/deal.txt"), b"Text.").articles
    assert (article.origin, article.text) == ("/nowhere/deal.txt", "Text.")
    with pytest.raises(ReadError, match="cannot be read"):
        parse_file(Path("/nowhere/deal.xyz"), b"Text.")


@pytest.mark.slow
def test_fifty_megabytes_of_text_are_one_article(tmp_path: Path):
    paragraph = "The U.S. and Iraq on Friday announced a plan that will end the mission.\n\n"
    (tmp_path / "book.txt").write_text(paragraph * (50_000_000 // len(paragraph)))
    (article,) = read_articles([tmp_path])
    assert len(article.text) > 49_900_000
    assert article.title == paragraph.strip()
