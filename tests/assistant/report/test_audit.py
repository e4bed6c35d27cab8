"""Reports as files: by the suffix, whole or not at all, an answer at a time."""

import csv
import json
import tracemalloc
from pathlib import Path

import pytest

from assistant.audit.found import AuditedAnswer, AuditReport
from assistant.documents import from_document, to_document
from assistant.report.audit import check_report_path, write_report
from corpus.errors import InputError
from tests.support.audited import answer, claim, hostile, rainy, summary


@pytest.mark.parametrize(
    ("name", "start"),
    [
        ("r.html", "<!doctype html>"),
        ("r.HTML", "<!doctype html>"),
        ("r.md", "# Citation audit"),
        ("r.json", "{"),
    ],
)
def test_the_suffix_is_the_format(tmp_path, name, start):
    write_report(tmp_path / name, [rainy()], summary(rainy()))
    assert (tmp_path / name).read_text(encoding="utf-8").startswith(start)


def test_another_suffix_is_refused_with_the_four_that_are_not(tmp_path):
    with pytest.raises(InputError) as error:
        write_report(tmp_path / "report.pdf", [rainy()], summary(rainy()))
    assert str(error.value) == (
        f"{tmp_path}/report.pdf ends in '.pdf', but a report ends in .html, .md, .json or .csv. Name it report.html"
    )
    assert list(tmp_path.iterdir()) == []


def test_a_path_can_be_checked_before_the_audit():
    check_report_path(Path("report.csv"))
    with pytest.raises(InputError, match="report ends in ''"):
        check_report_path(Path("report"))


def test_the_json_is_the_audits_document(tmp_path):
    answers = (rainy(), hostile())
    write_report(tmp_path / "r.json", iter(answers), summary(*answers))
    document = json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))
    assert document == json.loads(json.dumps(to_document(AuditReport(answers, summary(*answers)))))
    assert from_document(tuple[AuditedAnswer, ...], document["answers"]) == answers


def test_the_json_of_no_answers_is_a_document_too(tmp_path):
    write_report(tmp_path / "r.json", [], summary(answer()))
    assert json.loads((tmp_path / "r.json").read_text())["answers"] == []


def test_spreadsheets_see_that_the_csv_is_unicode(tmp_path):
    write_report(tmp_path / "r.csv", [answer(claim("Élan [1]."))], summary(rainy()))
    assert (tmp_path / "r.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    with (tmp_path / "r.csv").open(encoding="utf-8-sig", newline="") as file:
        assert [row["claim"] for row in csv.DictReader(file)] == ["Élan."]


@pytest.mark.parametrize("suffix", [".html", ".md", ".json", ".csv"])
def test_a_report_that_fails_leaves_the_old_one_and_nothing_else(tmp_path, suffix):
    path = tmp_path / f"r{suffix}"
    path.write_text("old")

    def failing():
        yield rainy()
        raise RuntimeError("the verifier is gone")

    with pytest.raises(RuntimeError, match="verifier"):
        write_report(path, failing(), summary(rainy()))
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_that_is_not_there_is_said(tmp_path):
    with pytest.raises(
        InputError, match=r"no/r\.html cannot be written: No such file or directory\. Name a file"
    ):
        write_report(tmp_path / "no" / "r.html", [rainy()], summary(rainy()))


def test_a_folder_in_the_way_is_said(tmp_path):
    (tmp_path / "r.html").mkdir()
    with pytest.raises(InputError, match=r"r\.html cannot be written: Is a directory"):
        write_report(tmp_path / "r.html", [rainy()], summary(rainy()))
    assert list(tmp_path.iterdir()) == [tmp_path / "r.html"]


@pytest.mark.parametrize("suffix", [".html", ".json", ".csv"])
def test_text_that_no_encoding_knows_is_written_as_an_escape(tmp_path, suffix):
    path = tmp_path / f"r{suffix}"
    write_report(path, [answer(claim("Half a pair: \ud800 [1]."))], summary(rainy()))
    assert "Half a pair: \\ud800" in path.read_text(encoding="utf-8")


@pytest.mark.parametrize("suffix", [".html", ".md", ".json", ".csv"])
def test_a_report_of_many_answers_is_never_in_memory_as_a_whole(tmp_path, suffix):
    path = tmp_path / f"r{suffix}"
    long = answer(claim("It rained [1]."), question="Did it rain? " * 2_000)
    write_report(path, [], summary(long))  # compiles the templates
    tracemalloc.start()
    write_report(path, (long for _ in range(60)), summary(long))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert path.stat().st_size > 1_500_000
    assert peak < 900_000
