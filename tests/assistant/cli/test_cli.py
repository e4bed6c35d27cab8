"""The contract of the command line: what goes to stdout and stderr, exit codes, the JSON documents."""

import json
import os
import subprocess
import sys
from contextlib import nullcontext
from dataclasses import dataclass

import pytest

from assistant.answer import Answer, Verdict
from assistant.answering.ask import Assistant
from assistant.answering.assemble import ABSTENTION
from assistant.cli import main
from assistant.cli.parts import Parts
from assistant.documents import from_document
from assistant.generate.protocol import FakeGenerator
from assistant.judges import FakeReader, WordOverlap
from index import Library
from index.embed import FakeEmbedder
from tests.support.fake_batch import faked

FERRY = """---
title: Aurora leaves Bergen
publisher: Harbour Post
date: 2024-05-02
---
The ferry Aurora left Bergen on Monday with 212 passengers on board.

Harbour master Ida Lund said the storm had damaged the northern pier.
"""
COUNCIL = """---
title: Council votes
publisher: City Desk
date: 2024-06-11
---
The council approved the budget in a vote of 31 to 12 on Tuesday.
"""
REPLIES = {
    "Who damaged": "The storm had damaged the northern pier, said harbour master Ida Lund [1].",
    "Where from": "The ferry Aurora left Bergen on Monday [1]. It sank in a blizzard near Iceland [1].",
    "Says what": "The ferry Aurora left Bergen on Monday [9].",
}


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


def open_assistant(library, model):
    return Assistant(library, FakeGenerator(REPLIES))


def open_verifier(model):
    return nullcontext(WordOverlap())


def not_served(*_, **__):
    raise AssertionError("nothing is served in this test")


def fakes(**members):
    made = {"open_assistant": open_assistant, "open_verifier": open_verifier, "serve": not_served}
    return faked(open_library=open_library, **{**made, **members})


FAKES = fakes()


@pytest.fixture
def run(capsys):
    def run(*arguments, parts=FAKES):
        code = main([str(argument) for argument in arguments], parts=parts)
        return Outcome(code, *capsys.readouterr())

    return run


@pytest.fixture
def news(tmp_path):
    folder = tmp_path / "news"
    folder.mkdir()
    (folder / "ferry.md").write_text(FERRY)
    (folder / "council.md").write_text(COUNCIL)
    return folder


@pytest.fixture
def library(tmp_path, news, run):
    run("index", news, "--library", tmp_path / "library")
    return tmp_path / "library"


@pytest.fixture
def ferry(library, run):
    articles = run("library", "list", "--library", library, "--json").json["articles"]
    return next(article["id"] for article in articles if article["title"] == "Aurora leaves Bergen")


def test_index_says_what_changed_where_the_library_is_and_what_to_do_next(run, news, tmp_path):
    (news / "empty.txt").write_text("")
    outcome = run("index", news, "--library", tmp_path / "library")
    assert outcome.code == 0
    assert outcome.stdout.splitlines() == [
        f"skipped {news / 'empty.txt'}: it is empty",
        "2 added, 0 unchanged, 0 replaced, 0 removed, 1 skipped",
        f"Library: {tmp_path / 'library'}",
        f"Next: pincite ask 'YOUR QUESTION' --library {tmp_path / 'library'}",
    ]
    assert outcome.stderr == f"Indexing into {tmp_path / 'library'} ...\n"


def test_the_library_of_the_environment_needs_no_flag(run, news, tmp_path, monkeypatch):
    monkeypatch.setenv("PINCITE_LIBRARY", str(tmp_path / "library"))
    assert run("index", news).stdout.splitlines()[-1] == "Next: pincite ask 'YOUR QUESTION'"
    assert (
        run("search", "ferry", "-k", 1, "--json").json["hits"][0]["article"]["title"]
        == "Aurora leaves Bergen"
    )


def test_index_json_is_one_document_on_stdout(run, news, library):
    (news / "council.md").unlink()
    (news / "broken.csv").write_bytes(b"\x00\x01")
    outcome = run("index", news, "--library", library, "--json")
    reason = outcome.json["skipped"][0]["reason"]
    assert outcome.code == 0
    assert outcome.json == {
        "library": str(library), "added": 0, "unchanged": 1, "replaced": 0, "removed": 1,
        "skipped": [{"source": str(news / "broken.csv"), "reason": reason}],
    }  # fmt: skip
    assert reason


@pytest.mark.parametrize("name", ["nothing", "empty"])
def test_index_fails_where_no_article_is_found_at_all(run, tmp_path, name):
    (tmp_path / "empty").mkdir()
    outcome = run("index", tmp_path / name, "--library", tmp_path / "library", "--json")
    assert outcome.code == 2
    assert outcome.json["added"] == 0
    assert "no article was found" in outcome.stderr


def test_search_json_gives_scores_offsets_and_the_article(run, library, ferry):
    outcome = run("search", "northern pier damaged", "-k", 1, "--library", library, "--json")
    assert outcome.code == 0
    assert outcome.stderr == ""
    assert outcome.json["query"] == "northern pier damaged"
    [hit] = outcome.json["hits"]
    assert set(hit) == {"score", "cosine", "keyword", "start", "end", "text", "article", "copies"}
    assert hit["article"]["id"] == ferry
    assert set(hit["article"]) == {"id", "title", "publisher", "author", "published", "source", "digest"}
    text = run("library", "show", ferry, "--library", library, "--json").json["text"]
    assert hit["text"] == text[hit["start"] : hit["end"]]


@pytest.mark.parametrize(
    ("flags", "titles"),
    [
        (["--after", "2024-06-01"], {"Council votes"}),
        (["--before", "2024-05-02"], {"Aurora leaves Bergen"}),
        (["--publisher", "harbour post"], {"Aurora leaves Bergen"}),
        (["--after", "2024-05-03", "--before", "2024-06-10"], set()),
    ],
)
def test_filters_decide_which_articles_are_searched(run, library, flags, titles):
    hits = run("search", "ferry council", *flags, "--library", library, "--json").json["hits"]
    assert {hit["article"]["title"] for hit in hits} == titles


def test_search_shows_passages_with_their_sources(run, library, ferry):
    lines = run("search", "northern pier", "--article", ferry, "--library", library).stdout.splitlines()
    assert lines[0].startswith("1. Aurora leaves Bergen, Harbour Post, 2024-05-02 (score ")
    assert "damaged the northern pier." in lines[1]


def test_ask_prints_the_answer_with_its_quote_and_source(run, library, news):
    outcome = run("ask", "Who damaged the pier?", "--library", library)
    quote = "Harbour master Ida Lund said the storm had damaged the northern pier."
    assert outcome.code == 0
    assert outcome.stdout == (
        f"{REPLIES['Who damaged']}\n\n"
        f"[1] Aurora leaves Bergen, Harbour Post, 2024-05-02\n    “{quote}”\n    {news / 'ferry.md'}\n"
    )
    assert outcome.stderr == "Evidence: 3 snippets from 2 articles.\n"


def test_ask_json_is_the_answer_and_its_quotes_are_exact(run, library, ferry):
    outcome = run("ask", "Who damaged the pier?", "--library", library, "--json")
    answer = from_document(Answer, outcome.json)
    [citation] = answer.citations
    text = run("library", "show", ferry, "--library", library, "--json").json["text"]
    assert answer.text == REPLIES["Who damaged"]
    assert answer.claims[0].verdict is Verdict.SUPPORTED
    assert citation.quote == text[citation.span.start : citation.span.end]


def test_what_nothing_supports_is_withheld_and_counted(run, library):
    outcome = run("ask", "Where from?", "--library", library)
    assert "Iceland" not in outcome.stdout
    assert (
        "1 sentence was withheld: not proven by the articles, or not confirmed as an answer."
        in outcome.stdout
    )


def test_a_mark_that_points_at_nothing_is_flagged(run, library):
    outcome = run("ask", "Says what?", "--library", library)
    assert outcome.stdout.splitlines()[0] == "The ferry Aurora left Bergen on Monday [9]. (not proven)"


def test_an_abstention_is_no_failure_and_shows_the_nearest_passages(run, library):
    outcome = run("ask", "How old is Ida Lund?", "--library", library)
    assert outcome.code == 0
    assert outcome.stdout.startswith(f"{ABSTENTION}\n\nNearest passages:\n\n[1] Aurora leaves Bergen")


def test_ask_says_when_the_filters_leave_nothing(run, library):
    outcome = run("ask", "Who damaged the pier?", "--after", "2030-01-01", "--library", library)
    assert (outcome.code, outcome.stdout) == (0, f"{ABSTENTION}\n")
    assert outcome.stderr == "No passage passes the filters.\n"


def test_on_a_terminal_the_unchecked_reply_is_only_shown_in_passing(run, library, monkeypatch):
    monkeypatch.setenv("TTY_COMPATIBLE", "1")  # what Rich asks for
    outcome = run("ask", "Where from?", "--library", library)
    assert "Iceland" in outcome.stderr
    assert outcome.stderr.endswith("\x1b[2K")  # the line is cleared
    assert "Iceland" not in outcome.stdout


def test_indexing_on_a_terminal_shows_a_bar(run, news, tmp_path, monkeypatch):
    monkeypatch.setenv("TTY_COMPATIBLE", "1")
    outcome = run("index", news, "--library", tmp_path / "library", "--json")
    assert "2/2" in outcome.stderr
    assert outcome.json["added"] == 2


def test_library_list_has_a_line_an_article(run, library, ferry):
    outcome = run("library", "list", "--library", library)
    header, *rows = outcome.stdout.splitlines()
    assert header.split() == ["id", "title", "publisher", "date", "passages"]
    assert [ferry, "Aurora", "leaves", "Bergen", "Harbour", "Post", "2024-05-02", "2"] in [
        row.split() for row in rows
    ]
    assert outcome.stderr == f"2 articles in {library}\n"


def test_library_show_prints_the_stored_text(run, library, ferry):
    outcome = run("library", "show", ferry, "--library", library)
    text = run("library", "show", ferry, "--library", library, "--json").json["text"]
    assert outcome.stdout.endswith(f"\n\n{text}\n")
    assert "publisher: Harbour Post" in outcome.stdout


def test_library_remove_takes_articles_out(run, library, ferry):
    assert run("library", "remove", ferry, "--library", library).stdout == "1 article removed\n"
    assert len(run("library", "list", "--library", library, "--json").json["articles"]) == 1
    assert run("library", "remove", ferry, "--library", library).code == 2


def test_library_check_fails_until_repair_has_mended_it(run, library):
    assert run("library", "check", "--library", library).stdout == "2 articles, 3 passages: all is well\n"
    with Library.open(library) as opened, opened.store.transaction() as connection:
        connection.execute("DELETE FROM passages_fts")
    failed = run("library", "check", "--library", library, "--json")
    assert failed.code == 1
    assert failed.json["library"] == str(library)
    assert len(failed.json["problems"]) == 3
    assert f"pincite library repair --library {library}" in failed.stderr
    repaired = run("library", "repair", "--library", library)
    assert repaired.stdout.startswith("rebuilt the keyword index")
    assert run("library", "check", "--library", library).code == 0
    assert run("library", "repair", "--library", library, "--json").json["actions"] == []


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["search", "x"], "there is no library in"),
        (["ask", "x"], "pincite index PATH... --library"),
        (["library", "list"], "there is no library in"),
        (["search", "x", "--after", "May"], "'May' is no date; expected YYYY-MM-DD"),
        (["search", "x", "--after", "2024-02-02", "--before", "2024-02-01"], "no day is after"),
        (["search", " \x07"], "the query is empty"),
        (["search", "x", "-k", "0"], "-k"),
        (["search", "x", "--publishr", "y"], "--publishr"),
        (["nonsense"], "No such command"),
        (["serve", "--auth", "secret"], "expected USER:PASSWORD"),
        (["serve", "--port", "70000"], "--port"),
    ],
)
def test_wrong_use_is_answered_with_a_message_on_stderr(run, tmp_path, arguments, message):
    flags = [] if arguments == ["nonsense"] else ["--library", tmp_path / "none"]
    outcome = run(*arguments, *flags)
    assert (outcome.code, outcome.stdout) == (2, "")
    assert message in outcome.stderr
    assert "Traceback" not in outcome.stderr
    assert "secret" not in outcome.stderr


def test_an_empty_library_is_refused_with_the_cure(run, library, ferry):
    articles = run("library", "list", "--library", library, "--json").json["articles"]
    run("library", "remove", *(article["id"] for article in articles), "--library", library)
    outcome = run("ask", "Anything?", "--library", library)
    assert outcome.code == 2
    assert outcome.stderr == (
        f"pincite: the library in {library} holds no articles. "
        f"Add articles: pincite index PATH... --library {library}\n"
    )


def test_an_unknown_article_is_refused_by_name(run, library, ferry):
    outcome = run("search", "x", "--article", ferry[:-1], "--library", library)
    assert (outcome.code, outcome.stdout) == (2, "")
    assert f"The nearest are: {ferry}" in outcome.stderr


def test_serve_hands_on_what_it_was_told(run, tmp_path):
    calls = []
    parts = fakes(serve=lambda folder, **options: calls.append((folder, options)))
    run(
        "serve",
        "--library",
        tmp_path,
        "--port",
        8000,
        "--auth",
        "ida:pier:2",
        "--root-path",
        "/news",
        parts=parts,
    )
    options = {
        "model": "pincite-writer",
        "host": "127.0.0.1",
        "port": 8000,
        "auth": ("ida", "pier:2"),
        "root_path": "/news",
        "mcp": False,
    }
    assert calls == [(tmp_path, options)]


def test_ctrl_c_is_quiet(run, tmp_path):
    def interrupted(*_, **__):
        raise KeyboardInterrupt

    outcome = run("serve", "--library", tmp_path, parts=fakes(serve=interrupted))
    assert outcome == Outcome(130, "", "")


def test_a_bug_keeps_its_traceback(tmp_path):
    def broken(*_, **__):
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        main(
            ["serve", "--library", str(tmp_path)],
            parts=fakes(serve=broken),
        )


@pytest.mark.parametrize("command", ["path", "fetch"])
def test_an_unknown_model_is_answered_with_those_there_are(run, command):
    outcome = run("models", command, "gpt-9")
    assert (outcome.code, outcome.stdout) == (2, "")
    assert "all-MiniLM-L6-v2" in outcome.stderr


def test_a_hub_model_that_cannot_be_had_is_no_traceback(run):
    outcome = run("models", "fetch", "pincite/there-is-no-such-model")  # offline: tests/conftest.py
    assert (outcome.code, outcome.stdout) == (2, "")
    assert "cannot fetch 'pincite/there-is-no-such-model' from the Hugging Face Hub" in outcome.stderr


def test_missing_model_files_are_answered_with_what_fetches_them(run, tmp_path, library, monkeypatch):
    monkeypatch.setenv("PINCITE_MODELS", str(tmp_path))
    real = fakes(open_assistant=lambda library, model: Assistant.open(library, model=model))
    outcome = run("ask", "Who?", "--library", library, parts=real)
    assert (outcome.code, outcome.stdout) == (2, "")
    assert "pincite models fetch qwen2.5-coder-0.5b" in outcome.stderr
    assert "not here" in run("models", "list").stdout


def test_an_extracted_answer_is_the_articles_own_sentences(run, library):
    asked = []

    def opened(library, model):
        asked.append(model)
        return Assistant(library, None, reader=FakeReader({"212 passengers": 0.999}))

    parts = fakes(open_assistant=opened)
    outcome = run("ask", "How many?", "--extract", "--json", "--library", library, parts=parts)
    answer = from_document(Answer, outcome.json)
    assert answer.text == "The ferry Aurora left Bergen on Monday with 212 passengers on board. [1]"
    assert [span.text for span in answer.answer_spans] == ["212 passengers"]
    assert outcome.stderr.endswith("Words that answer: “212 passengers”, in “Aurora leaves Bergen”\n")
    assert asked == [None]


@pytest.mark.models
def test_without_the_default_model_answers_are_extracted_and_that_is_said(
    run, tmp_path, library, monkeypatch
):
    monkeypatch.setattr("assistant.generate.choose.default_is_here", lambda: False)
    real = fakes(open_assistant=Parts().open_assistant)
    outcome = run("ask", "How many passengers did the Aurora have?", "--library", library, parts=real)
    assert outcome.code == 0 and "212 passengers on board. [1]" in outcome.stdout
    assert "No language model is on this machine: answers are sentences of the articles" in outcome.stderr


def test_help_loads_nothing_heavy():
    code = (
        "import sys; from assistant.cli import main;"
        "main(['ask', '--help']); print(*sys.modules, file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    heavy = {"torch", "faiss", "gradio", "xllamacpp", "transformers", "rich", "numpy", "sqlite3"}
    assert "--publisher" in done.stdout
    assert heavy & set(done.stderr.split()) == set()


def test_a_reader_that_leaves_early_ends_the_command_quietly(library):
    command = [sys.executable, "-m", "assistant.cli", "library", "list", "--library", str(library)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 141


def test_json_is_utf_8_in_any_locale(run, library, news):
    (news / "council.md").write_text(COUNCIL.replace("Council votes", "Rådet røster ja 🗳"))
    run("index", news, "--library", library)
    command = [sys.executable, "-m", "assistant.cli", "library", "list", "--library", str(library)]
    environment = {**os.environ, "LC_ALL": "C", "PYTHONIOENCODING": "latin-1"}
    plain = subprocess.run(command, env=environment, capture_output=True, check=True)
    document = subprocess.run([*command, "--json"], env=environment, capture_output=True, check=True)
    assert b"R\xe5det r\xf8ster ja \\U0001f5f3" in plain.stdout
    titles = {article["title"] for article in json.loads(document.stdout)["articles"]}
    assert "Rådet røster ja 🗳" in titles


@pytest.mark.models
def test_a_question_through_the_real_command(news, tmp_path):
    def pincite(*arguments):
        command = [sys.executable, "-m", "assistant.cli", *arguments, "--library", str(tmp_path / "library")]
        return subprocess.run(command, capture_output=True, text=True)

    indexed = pincite("index", str(news), "--json")
    assert (indexed.returncode, json.loads(indexed.stdout)["added"]) == (0, 2)
    asked = pincite("ask", "Who said that the pier was damaged?", "--json")
    answer = from_document(Answer, json.loads(asked.stdout))
    assert asked.returncode == 0
    assert "Lund" in answer.text
    assert answer.citations[0].article.title == "Aurora leaves Bergen"
    assert answer.models["embedder"].startswith("all-MiniLM-L6-v2@")


@pytest.mark.models
def test_models_that_are_here_are_fetched_at_once_and_have_a_path(run):
    fetched = run("models", "fetch", "all-MiniLM-L6-v2")
    path = run("models", "path", "all-MiniLM-L6-v2").stdout.strip()
    assert (fetched.code, fetched.stdout) == (0, f"all-MiniLM-L6-v2: {path}\n")
    [row] = [line for line in run("models", "list").stdout.splitlines() if line.startswith("all-MiniLM")]
    assert row.split()[-2:] == ["Apache-2.0", path]
