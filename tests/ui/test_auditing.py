"""Answers handed in become a report, view by view; what cannot be audited is said."""

import json
import re
from html import unescape

import pytest

from assistant.audit.html_page import asset
from assistant.judges import WordOverlap
from assistant.ui.auditing import FIXES, PAGE_ANSWERS, REPORTS, Submission, views
from corpus import Article
from corpus.errors import InputError, ModelError
from index import Library

RAIN = "Rain fell on the harbour all night. Two boats sank near the pier. Nobody was hurt."
PASTED = """Two boats sank near the pier [1]. Nine sailors were rescued by a helicopter [1].

Sources:
[1] Rain"""


@pytest.fixture
def library(tmp_path, fake_embedder):
    with Library.open(tmp_path / "library", embedder=fake_embedder) as library:
        library.add([Article.create(RAIN, origin="/rain.txt", title="Rain")])
        yield library


def seen(library, tmp_path, pasted="", dropped=None, verifier=WordOverlap):
    folder = tmp_path / "session"
    return list(views(lambda: Submission.of(pasted, dropped, folder), library, verifier))


def lines_of(tmp_path, *answers):
    file = tmp_path / "answers.jsonl"
    file.write_text("\n".join(answers))
    return str(file)


def line(number):
    sources = [{"number": 1, "title": "Rain"}]
    return json.dumps({"answer": f"Two boats sank [1]. It was day {number}.", "sources": sources})


def text_of(html):
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def test_a_pasted_answer_becomes_a_report_with_each_claim_judged(library, tmp_path):
    last = seen(library, tmp_path, PASTED)[-1]
    assert text_of(last.status) == "The pasted text: 1 answer audited."
    report = last.audit.report()
    assert re.findall(r'<a class="claim (\w+)" href="(#\w+)">', report) == [
        ("supported", "#a1c1"), ("unsupported", "#a1c2"),
    ]  # fmt: skip
    assert "1 of 2 claims in 1 answer is supported by what they cite." in text_of(report)


def test_a_passage_names_its_article_and_its_lit_words(library, tmp_path):
    report = seen(library, tmp_path, PASTED)[-1].audit.report()
    [(id, start, end), *_] = re.findall(
        r'class="opener" data-article="([^"]+)" data-start="(\d+)" data-end="(\d+)"', report
    )
    assert library.article(id).text[int(start) : int(end)] == "Two boats sank near the pier."


def test_progress_counts_the_answers(library, tmp_path):
    told = [
        text_of(view.status) for view in seen(library, tmp_path, dropped=lines_of(tmp_path, line(1), line(2)))
    ]
    assert told[0] == "Reading answers.jsonl"
    assert [text.split(",")[0] for text in told if text.startswith("Auditing")] == [
        f"Auditing answers.jsonl: {done} of 2 answers" for done in range(3)
    ]
    assert told[-1] == "answers.jsonl: 2 answers audited."


def test_broken_rows_are_listed_by_line(library, tmp_path):
    last = seen(library, tmp_path, dropped=lines_of(tmp_path, line(1), '{"answer": 3}', "<b>no</b>"))[-1]
    assert "2 rows cannot be read" in text_of(last.status)
    assert re.findall(r"Line (\d)", text_of(last.status)) == ["2", "3"]


def test_closed_in_the_middle_it_shows_what_is_done_and_goes_on_there(library, tmp_path):
    file = lines_of(tmp_path, *map(line, range(4)))
    shown = views(lambda: Submission.of("", file, tmp_path / "session"), library, WordOverlap)
    audit = next(view.audit for view in shown if view.audit and view.audit.done == 2)
    shown.close()
    assert text_of(audit.status()).startswith("Stopped: 2 of 4 answers of answers.jsonl audited.")
    assert audit.report().count('<article class="answer"') == 2
    again = views(lambda: Submission.of("", file, tmp_path / "session"), library, WordOverlap)
    assert next(view.audit.done for view in again if view.audit) == 2
    assert list(again)[-1].audit.done == 4


def test_a_long_report_is_shown_in_pages(library, tmp_path):
    file = lines_of(tmp_path, *map(line, range(PAGE_ANSWERS + 1)))
    audit = seen(library, tmp_path, dropped=file)[-1].audit
    first, second, beyond = audit.report(0), audit.report(1), audit.report(9)
    assert first.count('<article class="answer"') == PAGE_ANSWERS
    assert "Answers 1 to 25 of 26" in first and 'data-page="1"' in first and 'data-page="-1"' not in first
    assert re.findall(r'<article class="answer" id="(\w+)"', second) == ["a26"]
    assert beyond == second


def test_the_report_and_the_repaired_answers_are_written_in_every_format(library, tmp_path):
    reports, fixes = seen(library, tmp_path, PASTED)[-1].audit.files()
    assert [path.name for path in reports] == [f"pasted-audit{suffix}" for suffix in REPORTS]
    assert [path.name for path in fixes] == [f"pasted-repaired{suffix}" for suffix in FIXES]
    assert asset("report.css") in reports[0].read_text()
    assert "**Struck**: Nine sailors were rescued" in fixes[0].read_text()
    assert json.loads(fixes[1].read_text())["answer"] == "Two boats sank near the pier [1]."


@pytest.mark.parametrize(
    ("pasted", "message"),
    [
        ("  \n", "There is nothing to audit yet"),
        ("Just some words.", "The pasted text is no answer: it has neither marks"),
    ],
)
def test_what_cannot_be_audited_is_said_in_place(library, tmp_path, pasted, message):
    last = seen(library, tmp_path, pasted)[-1]
    assert last.audit is None
    assert 'class="note error"' in last.status
    assert message in text_of(last.status)
    assert str(tmp_path) not in last.status


def test_a_verifier_that_cannot_be_loaded_is_said_in_place(library, tmp_path):
    def missing():
        raise ModelError("the verifier is missing. Install Pincite again")

    assert "Install Pincite again" in seen(library, tmp_path, PASTED, verifier=missing)[-1].status


def test_an_empty_library_leaves_what_the_answers_bring_along(tmp_path, fake_embedder):
    answer = {"answer": "Two boats sank [1].", "sources": [{"number": 1, "text": "Two boats sank."}]}
    with Library.open(tmp_path / "none", embedder=fake_embedder) as empty:
        audit = seen(empty, tmp_path, dropped=lines_of(tmp_path, json.dumps(answer)))[-1].audit
    assert '<a class="claim supported"' in audit.report()
    assert "opener" not in audit.report()


def test_nothing_is_written_of_what_was_not_handed_in(tmp_path):
    with pytest.raises(InputError, match="nothing to audit"):
        Submission.of("", None, tmp_path / "session")
