"""`pincite batch`: what goes to stdout and stderr, what is written, what is refused."""

import io
import json
import sys

import pytest

from assistant.answering.ask import Assistant
from assistant.batch.run import BatchProgress
from assistant.cli import main
from assistant.cli.progress import batch_line
from assistant.judges import FakeReader
from corpus import Article
from index import Library
from index.embed import FakeEmbedder
from tests.support.fake_batch import SlowGenerator, parts

ROWS = """id,question,topic
a,Who spoke about the pier?,harbour
b,How old is the mayor?,town
c,,
d,What did the council approve?,"=1+1"
"""


@pytest.fixture
def questions(tmp_path):
    path = tmp_path / "questions.csv"
    path.write_text(ROWS)
    return path


def test_the_answers_are_written_and_the_figures_printed(run, questions, tmp_path, lines):
    out = tmp_path / "out.jsonl"
    outcome = run(questions, "-o", out)
    assert outcome.code == 0
    assert outcome.stdout.startswith(
        "2 of 3 questions answered; on 1 the articles are silent.\n"
        "1 row of the file could not be asked.\n"
        "Claims: 2 supported.\n"
    )
    assert f"pincite: {questions}, line 4: its question is empty\n" in outcome.stderr
    assert f"Answers: {out}\n" in outcome.stderr
    assert [(document["id"], document["columns"]) for document in lines(out)] == [
        ("a", {"topic": "harbour"}), ("b", {"topic": "town"}), ("d", {"topic": "=1+1"}),
    ]  # fmt: skip


def test_extracted_answers_are_asked_of_no_model(questions, tmp_path, lines, library_folder):
    asked = []

    def opened(library, model):
        asked.append(model)
        return Assistant(library, None, reader=FakeReader({"Ida Lund": 0.999}, otherwise=0.0001))

    fakes = parts(SlowGenerator(), open_assistant=opened)
    out = tmp_path / "out.jsonl"
    arguments = ["batch", str(questions), "-o", str(out), "--extract", "--library", str(library_folder)]
    assert main(arguments, parts=fakes) == 0
    assert asked == [None]
    assert {document["text"].endswith("northern pier. [1]") for document in lines(out)} == {True}


def test_each_document_is_that_of_ask(run, questions, tmp_path, lines):
    run(questions, "-o", tmp_path / "out.jsonl")
    [first, *_] = lines(tmp_path / "out.jsonl")
    asked = run("Who spoke about the pier?", "--json", command="ask").json
    del asked["timings_ms"]
    assert first == {"id": "a", "filters": {}, "columns": {"topic": "harbour"}, **asked}


def test_json_is_one_document_of_figures(run, questions, tmp_path):
    outcome = run(questions, "-o", tmp_path / "out.csv", "--json")
    assert outcome.json["output"] == str(tmp_path / "out.csv")
    assert outcome.json["run"]["questions"] == outcome.json["done"] == outcome.json["questions"] == 3
    assert outcome.json["problems"] == [{"line": 4, "message": "its question is empty"}]
    assert (outcome.json["answered"], outcome.json["abstained"], outcome.json["audit"]) == (2, 1, None)


def test_the_same_command_again_asks_nothing_and_writes_the_same(run, questions, tmp_path):
    out = tmp_path / "out.jsonl"
    run(questions, "-o", out)
    before = out.read_bytes()
    again = run(questions, "-o", out, "--json", broken=True)
    assert (again.code, again.json["run"]["questions"], again.json["done"]) == (0, 0, 3)
    assert out.read_bytes() == before


def test_rows_that_were_mended_or_added_are_asked_and_come_in_their_place(run, questions, tmp_path, lines):
    out = tmp_path / "out.jsonl"
    run(questions, "-o", out)
    questions.write_text(ROWS.replace("c,,", "c,When did the ferry leave?,sea") + "e,Who is who?,x\n")
    outcome = run(questions, "-o", out)
    assert "Going on after 3 of 5 questions from before." in outcome.stderr
    assert [document["id"] for document in lines(out)] == ["a", "b", "c", "d", "e"]


@pytest.mark.parametrize("suffix", ["csv", "xlsx", "md", "html"])
def test_other_formats_are_written_from_the_journal_beside_them(run, questions, tmp_path, suffix):
    out = tmp_path / f"out.{suffix}"
    assert run(questions, "-o", out).code == 0
    assert out.stat().st_size
    assert len((tmp_path / f"out.{suffix}.jsonl").read_text().splitlines()) == 3
    again = run(questions, "-o", out)
    assert (again.code, "Going on" in again.stderr) == (0, False)


def test_without_a_file_the_answers_go_to_stdout_one_a_line_and_can_be_audited(run, questions, monkeypatch):
    outcome = run(questions)
    documents = list(map(json.loads, outcome.stdout.splitlines()))
    assert [document["id"] for document in documents] == ["a", "b", "d"]
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(outcome.stdout.encode())))
    audited = run("-", "--json", command="audit")
    assert (audited.json["summary"]["answers"], audited.json["summary"]["supported"]) == (3, 1.0)
    assert [answer["id"] for answer in audited.json["answers"]] == ["a", "b", "d"]


def test_questions_come_from_standard_input_too(run, monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"Who spoke about the pier?\n")))
    assert json.loads(run("-").stdout)["text"].startswith("Harbour master Ida Lund")


def test_audit_puts_its_figures_into_the_summary_and_its_report_beside(run, questions, tmp_path):
    outcome = run(questions, "-o", tmp_path / "out.html", "--audit")
    assert (
        "Audit: supported 100.0%, recall 100.0%, precision 100.0%, 0 dangling, 0 uncited." in outcome.stdout
    )
    assert "Citation audit" in (tmp_path / "out.audit.html").read_text()
    assert "Audit: citation recall" in (tmp_path / "out.html").read_text()
    assert not list((tmp_path / "cache").rglob("*.jsonl"))


def test_flags_filter_the_rows_without_filters_of_their_own(run, tmp_path, lines):
    path = tmp_path / "q.jsonl"
    path.write_text(
        '{"q": "Who spoke about the pier?"}\n{"q": "What of the pier?", "publisher": "Harbour Post"}\n'
    )
    run(path, "-o", tmp_path / "out.jsonl", "--publisher", "City Desk")
    desk, post = lines(tmp_path / "out.jsonl")
    assert (desk["abstained"], desk["filters"]) == (True, {"publisher": "City Desk"})
    assert (post["abstained"], post["filters"]) == (False, {"publisher": "Harbour Post"})


def test_a_failed_question_is_no_failure_of_the_command(run, questions, tmp_path, lines):
    questions.write_text("question\nWhat of the broken pier?\nWho spoke about the pier?\n")
    outcome = run(questions, "-o", tmp_path / "out.jsonl", broken=True)
    assert outcome.code == 0
    assert "1 failed" in outcome.stdout
    assert "The same command tries again what failed." in outcome.stderr
    assert lines(tmp_path / "out.jsonl")[0]["error"] == "the server went away"


def test_another_model_is_refused_and_restart_begins_anew(run, questions, tmp_path):
    out = tmp_path / "out.jsonl"
    run(questions, "-o", out)
    before = out.read_bytes()
    refused = run(questions, "-o", out, "--model", "other")
    assert (refused.code, refused.stdout) == (2, "")
    assert "--model was pincite-writer, now it is other" in refused.stderr
    assert "--restart" in refused.stderr
    assert out.read_bytes() == before
    assert run(questions, "-o", out, "--model", "other", "--restart").code == 0
    assert (tmp_path / "out.jsonl.1").read_bytes() == before


def test_a_library_that_changed_is_refused(questions, tmp_path, capsys):
    def add(text):
        with Library.open(tmp_path / "library", embedder=FakeEmbedder()) as library:
            library.add([Article.create(text, origin=text, title="Ferry")])

    def batch():
        words = ["batch", questions, "-o", tmp_path / "out.jsonl", "--library", tmp_path / "library"]
        code = main(list(map(str, words)), parts=parts(SlowGenerator()))
        return code, capsys.readouterr().err

    add("The ferry Aurora left Bergen on Monday.")
    assert batch()[0] == 0
    add("It was late.")
    code, said = batch()
    assert code == 2
    assert "the library's generation was" in said


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--json"], "--json needs a file of answers"),
        (["--audit"], "pipe them: pincite audit -"),
        (["-o", "out.doc"], "a file of answers ends in .jsonl, .csv, .xlsx, .md or .html"),
        (["--column", "nothing"], "has no column nothing; its first row is 'id', 'question', 'topic'"),
        (["--after", "May"], "'May' is no date"),
        (["--parallel", "0"], "--parallel"),
    ],
)
def test_wrong_use_is_answered_with_a_message(run, questions, tmp_path, monkeypatch, arguments, said):
    monkeypatch.chdir(tmp_path)
    outcome = run(questions, *arguments)
    assert (outcome.code, outcome.stdout) == (2, "")
    assert said in outcome.stderr
    assert "Traceback" not in outcome.stderr


def test_the_questions_are_never_written_over(run, tmp_path):
    path = tmp_path / "q.jsonl"
    path.write_text('{"q": "Who?"}\n')
    outcome = run(path, "-o", path, "--restart")
    assert outcome.code == 2
    assert "is the file of questions and would be written over" in outcome.stderr
    assert path.read_text() == '{"q": "Who?"}\n'


def test_many_problems_are_counted_instead_of_listed(run, tmp_path):
    path = tmp_path / "q.txt"
    path.write_text("Who?\n" * 40)
    outcome = run(path, "-o", tmp_path / "out.jsonl", "--json")
    assert outcome.stderr.count("asks the same") == 20
    assert "19 more rows cannot be asked." in outcome.stderr
    assert len(outcome.json["problems"]) == 39


def test_on_a_terminal_a_bar_tells_how_far_it_is(run, questions, tmp_path, monkeypatch):
    monkeypatch.setenv("TTY_COMPATIBLE", "1")  # what Rich asks for
    outcome = run(questions, "-o", tmp_path / "out.jsonl")
    assert "3 of 3 done: 2 answered, 1 abstained, 0 failed" in outcome.stderr


def test_the_line_of_progress_has_rate_and_time_left():
    progress = BatchProgress(answered=20, abstained=3, failed=1, seconds=240)
    assert batch_line(progress, total=200, before=50) == (
        "74 of 200 done: 20 answered, 3 abstained, 1 failed; 6.0 a minute, 21 min left"
    )
