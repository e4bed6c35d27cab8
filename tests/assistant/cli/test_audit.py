"""`pincite audit`: what goes to stdout and stderr, exit codes, what is written, what is taken up again."""

import io
import json
from contextlib import nullcontext
from dataclasses import dataclass

import pytest

from assistant.cli import main
from assistant.judges import WordOverlap
from corpus import Article
from index import Library
from index.embed import FakeEmbedder
from tests.support.fake_batch import faked

FERRY = "The ferry Aurora left Bergen on Monday with 212 passengers on board. The storm had damaged the pier."
RIGHT = "The ferry Aurora left Bergen with 212 passengers [1]."
WRONG = "The ferry Aurora left Bergen with 300 passengers [1]."
SOURCES = [{"number": 1, "title": "Aurora leaves", "text": FERRY}]


@dataclass(frozen=True)
class Outcome:
    code: int
    stdout: str
    stderr: str

    @property
    def json(self):
        return json.loads(self.stdout)


def open_library(folder):
    return Library.open(folder, embedder=FakeEmbedder())


def fakes(open_verifier=lambda model: nullcontext(WordOverlap())):
    return faked(open_library=open_library, open_verifier=open_verifier)


FAKES = fakes()


@pytest.fixture
def run(capsys, monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("PINCITE_LIBRARY", str(tmp_path / "none"))

    def run(*arguments, parts=FAKES):
        code = main(["audit", *map(str, arguments)], parts=parts)
        return Outcome(code, *capsys.readouterr())

    return run


@pytest.fixture
def answers(tmp_path):
    path = tmp_path / "answers.jsonl"
    rows = [{"id": str(n), "answer": text, "sources": SOURCES} for n, text in enumerate([RIGHT, WRONG])]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return path


def kept(tmp_path):
    return list((tmp_path / "cache").rglob("*.jsonl"))


def test_json_is_one_document_of_answers_and_figures(run, answers, tmp_path):
    outcome = run(answers, "--json")
    assert outcome.code == 0
    assert "There is no library" in outcome.stderr
    [right, wrong] = outcome.json["answers"]
    assert [claim["verdict"] for claim in right["claims"]] == ["supported"]
    [finding] = wrong["claims"][0]["findings"]
    assert (finding["kind"], finding["claim_says"], finding["source_says"]) == ("number", "300", "212")
    assert outcome.json["summary"]["recall"] == 0.5
    assert kept(tmp_path) == []


def test_for_people_the_report_goes_to_stdout(run, answers):
    outcome = run(answers)
    assert "# Citation audit" in outcome.stdout
    assert "300" in outcome.stdout


def test_a_library_is_where_named_sources_are_found(run, tmp_path):
    with open_library(tmp_path / "library") as library:
        library.add([Article.create(FERRY, origin="ferry.txt", title="Aurora leaves")])
    (tmp_path / "pasted.md").write_text(f"{RIGHT}\n\nSources:\n[1] Aurora leaves\n")
    outcome = run(tmp_path / "pasted.md", "--library", tmp_path / "library", "--json")
    [claim] = outcome.json["answers"][0]["claims"]
    assert claim["verdict"] == "supported"


def test_a_library_that_was_named_must_be_there(run, answers, tmp_path):
    outcome = run(answers, "--library", tmp_path / "nowhere")
    assert outcome.code == 2
    assert "there is no library" in outcome.stderr


def test_reports_and_repairs_are_written_and_the_figures_shown(run, answers, tmp_path):
    outcome = run(answers, "-o", tmp_path / "report.html", "--fix", tmp_path / "fixed.md")
    assert outcome.code == 0
    assert "300" in (tmp_path / "report.html").read_text()
    assert "~~" in (tmp_path / "fixed.md").read_text()
    assert "300" not in outcome.stdout and "# Citation audit" in outcome.stdout


@pytest.mark.parametrize(
    ("bounds", "code", "told"),
    [
        ("recall=0.5,supported=0.5", 0, ""),
        ("recall=0.9,precision=0.1", 1, "recall 0.500 is under 0.9"),
        ("exact_quotations=1", 0, ""),  # there is none: not defined, so not under it
    ],
)
def test_a_figure_under_its_bound_fails_and_says_which(run, answers, bounds, code, told):
    outcome = run(answers, "--fail-under", bounds, "--json")
    assert outcome.code == code
    assert told in outcome.stderr
    assert outcome.json["summary"]["recall"] == 0.5


@pytest.mark.parametrize("bounds", ["recall", "recall=2", "recall=-1", "accuracy=0.5", "recall=nan"])
def test_a_bound_that_is_none_is_refused(run, answers, bounds):
    outcome = run(answers, "--fail-under", bounds)
    assert outcome.code == 2
    assert "expected recall, precision" in " ".join(outcome.stderr.split())


@pytest.mark.parametrize("flags", [["-o", "report.pdf"], ["--fix", "fixed.docx"]])
def test_a_format_that_is_not_written_is_refused_before_anything_is_read(run, tmp_path, flags):
    outcome = run(tmp_path / "nothing.jsonl", *flags)
    assert outcome.code == 2
    assert "ends in" in outcome.stderr


def test_what_cannot_be_read_is_named_by_line_and_the_rest_audited(run, answers):
    answers.write_text(answers.read_text() + '{"answer": 7}\n')
    outcome = run(answers, "--json")
    assert outcome.code == 0
    assert "line 3" in outcome.stderr
    assert len(outcome.json["answers"]) == 2


def test_a_file_that_fits_nothing_gets_an_example(run, tmp_path):
    (tmp_path / "rubbish.jsonl").write_text('{"a": 1}\n')
    outcome = run(tmp_path / "rubbish.jsonl")
    assert outcome.code == 2
    assert "Expected one of" in outcome.stderr and "Traceback" not in outcome.stderr


def test_standard_input_is_read(run, answers, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(answers.read_bytes())))
    assert len(run("-", "--json").json["answers"]) == 2


class Interrupted(WordOverlap):
    """Word overlap that is interrupted at the second answer."""

    def judge(self, claims, evidence):
        if any("300" in claim for claim in claims):
            raise KeyboardInterrupt
        return super().judge(claims, evidence)


class Counting(WordOverlap):
    """Word overlap that keeps what it was asked."""

    def __init__(self):
        self.asked = []

    def judge(self, claims, evidence):
        self.asked += claims
        return super().judge(claims, evidence)


def test_an_interrupted_audit_goes_on_where_it_was(run, answers, tmp_path):
    whole = run(answers, "--json").stdout
    stopped = run(answers, "--json", parts=fakes(lambda _: nullcontext(Interrupted())))
    assert stopped.code == 130
    assert "Interrupted after 1 of 2" in stopped.stderr
    assert len(kept(tmp_path)) == 1
    judge = Counting()
    resumed = run(answers, "--json", parts=fakes(lambda _: nullcontext(judge)))
    assert resumed.stdout == whole
    assert "Going on after 1 of 2 answers" in resumed.stderr
    assert not any("212" in claim for claim in judge.asked)
    assert kept(tmp_path) == []


def test_other_answers_are_another_audit(run, answers, tmp_path):
    run(answers, parts=fakes(lambda _: nullcontext(Interrupted())))
    answers.write_text(answers.read_text().replace("212 passengers [1]", "212 passengers on board [1]"))
    outcome = run(answers, "--json")
    assert "Going on" not in outcome.stderr
    assert len(outcome.json["answers"]) == 2


def test_the_generator_is_asked_for_only_where_it_is_wanted(run, answers):
    asked = []

    def open_verifier(model):
        asked.append(model)
        return nullcontext(WordOverlap())

    parts = fakes(open_verifier)
    run(answers, parts=parts)
    run(answers, "--thorough", "--model", "some.gguf", parts=parts)
    assert asked == [None, "some.gguf"]
