"""Answers as files: tables that stay text, pages that run nothing, figures that are right."""

import csv
import json
import re
from dataclasses import replace
from datetime import date

import pytest
from openpyxl import load_workbook

from assistant.answer import Answer, ArticleInfo, Citation, Claim, Mismatch, MismatchKind, Verdict
from assistant.audit.reading import read_answers
from assistant.batch.journal import BatchFiles
from assistant.batch.records import Record
from assistant.batch.summary import summarise
from assistant.documents import to_document
from assistant.report import batch_wording as wording
from assistant.report.as_audited import AsAudited
from assistant.report.batch import write_output
from corpus import Span
from corpus.errors import InputError
from corpus.rows import Problem
from index import Filters

SCRIPT = "<script>alert(1)</script>![x](http://a)"
FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "=cmd|'/c calc'!A0"]


def cited(number=1, quote="The pier was damaged."):
    article = ArticleInfo("pier-1", "Storm", "Post", None, date(2024, 5, 2), "https://example.org/storm")
    return Citation(number, article, Span(10, 10 + len(quote)), quote)


def claim(text, start=0, verdict=Verdict.SUPPORTED, citations=(1,), mismatches=()):
    return Claim(text, Span(start, start + len(text)), verdict, 0.9, citations, tuple(mismatches))


def answered(id="1", question="Who?", text="The pier was damaged [1].", **fields):
    made = Answer(question, text, False, (claim(text),), (cited(),), timings_ms={"total": 2000.0})
    return Record(id, Filters(), {"topic": "harbour"}, question, replace(made, **fields))


ABSTAINED = replace(
    answered("2", "How old?"),
    answer=Answer("How old?", "The articles don't say.", True, (), (), nearest=(cited(),), timings_ms={"total": 500.0}),
)  # fmt: skip
FAILED = Record("3", Filters(after=date(2024, 1, 1)), {"topic": SCRIPT}, "Why?", None, "the server went away")
RECORDS = [answered(withheld=(claim("Cheese is milk.", verdict=Verdict.UNSUPPORTED),)), ABSTAINED, FAILED]


@pytest.fixture
def written(tmp_path):
    def written(name, records=RECORDS, problems=(), **options):
        places = BatchFiles.of(tmp_path / name)
        write_output(places, lambda: records, summarise(records, len(records), problems), **options)
        return places.out

    return written


def rows(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_a_table_has_a_row_a_question_with_what_was_carried_through(written):
    one, two, three = rows(written("out.csv"))
    assert (one["id"], one["question"], one["answer"]) == ("1", "Who?", "The pier was damaged [1].")
    assert one["sources"] == "[1] Storm, Post, 2024-05-02 “The pier was damaged.” https://example.org/storm"
    assert (one["outcome"], one["verdicts"], one["withheld"], one["seconds"], one["topic"]) == (
        "answered", "1 supported", "1", "2.0", "harbour",
    )  # fmt: skip
    assert (two["outcome"], two["answer"]) == ("abstained", "The articles don't say.")
    assert (three["outcome"], three["error"], three["after"]) == (
        "failed",
        "the server went away",
        "2024-01-01",
    )


def test_a_table_can_be_audited(written):
    found = list(read_answers(written("out.csv")))
    assert (found[0].id, found[0].text) == ("1", "The pier was damaged [1].")
    [source] = found[0].sources
    assert (source.title, source.publisher, source.quote, source.url) == (
        "Storm", "Post", "The pier was damaged.", "https://example.org/storm",
    )  # fmt: skip


def test_a_column_called_like_one_of_ours_keeps_its_name_with_a_word_behind_it(written):
    record = replace(RECORDS[0], columns={"Answer": "gold", "sources": "x", "n": [1]})
    [row] = rows(written("out.csv", [record]))
    assert (row["answer"], row["Answer (input)"]) == ("The pier was damaged [1].", "gold")
    assert (row["sources (input)"], row["n"]) == ("x", "[1]")


@pytest.mark.parametrize("formula", FORMULAS)
def test_no_cell_becomes_a_formula(written, formula):
    record = answered(formula, formula, formula)
    record = replace(record, columns={formula: formula, "error": formula})
    for row in rows(written("out.csv", [record])):
        cells = [cell for pair in row.items() for cell in pair]
        assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
    for row in load_workbook(written("out.xlsx", [record]))["Answers"]:
        assert {cell.data_type for cell in row} <= {"s", "n"}
        assert all(cell.quotePrefix for cell in row if str(cell.value).startswith(("=", "+", "-", "@", "\t")))


def test_a_spreadsheet_has_the_answers_and_the_figures(written):
    book = load_workbook(written("out.xlsx"))
    header, first, *_ = book["Answers"].iter_rows(values_only=True)
    row = dict(zip(header, first, strict=True))
    assert (row["id"], row["seconds"], row["withheld"], row["topic"]) == ("1", 2, 1, "harbour")
    assert ("Answered", "1") in [figure[:2] for figure in book["Summary"].iter_rows(values_only=True)]


def test_a_spreadsheet_takes_what_excel_cannot_hold(written):
    carried = {
        "long": "x" * 40_000,
        "control": "a\x00b\x0b",
        "half": "\ud800",
        "number": 10**20,
        "exact": 2**53,
        "rounded": 2**53 + 1,
        "bool": True,
    }
    sheet = load_workbook(written("out.xlsx", [replace(RECORDS[0], columns=carried)]))["Answers"]
    header, row = sheet.iter_rows(values_only=True)
    cells = dict(zip(header, row, strict=True))
    assert len(cells["long"]) == 32_767
    assert (cells["exact"], cells["rounded"]) == (9_007_199_254_740_992, "9007199254740993")
    assert (cells["control"], cells["half"], cells["number"], cells["bool"]) == ("ab", "?", str(10**20), True)


@pytest.mark.parametrize(("length", "told"), [(60, [f"topic: {'x' * 60}"]), (61, [])])
def test_a_column_of_at_most_60_characters_stands_over_an_answer(length, told):
    record = replace(answered(), columns={"topic": "x" * length})
    assert wording.about(1, record) == ["Question 1", "id 1", *told]


def test_how_a_question_was_read_stands_over_its_answer():
    assert wording.about(1, answered(read_as="Who?")) == [
        "Question 1",
        "id 1",
        "read as: Who?",
        "topic: harbour",
    ]


def test_markdown_shows_questions_answers_quotes_and_problems(written):
    text = written("out.md", problems=[Problem("a.jsonl", "its question is empty", 7)]).read_text()
    assert "1 of 3 questions answered; on 1 the articles are silent; 1 failed." in text
    assert "- line 7: its question is empty" in text
    assert "## 1. Who?\n\nid 1 · topic: harbour\n\nThe pier was damaged [1]." in text
    assert "- [1] Storm, Post, 2024-05-02: “The pier was damaged.” https://example.org/storm" in text
    assert "Withheld, not proven by the articles, or not confirmed as an answer:\n\n" in text
    assert "answer:\n\n- **✗ unsupported 0.90**: Cheese is milk." in text
    assert "**Failed:** the server went away" in text
    assert "<script" not in text.replace("\\<script", "")


def test_a_page_shows_each_question_with_its_claims_and_what_came_nearest(written):
    page = written("out.html", problems=[Problem("a.jsonl", "its question is empty", 7)]).read_text()
    assert page.count('<article class="answer"') == 3
    assert "1 of 3 questions answered" in page
    assert "Line 7: its question is empty" in page
    assert page.count('<mark class="lit">The pier was damaged.</mark>') == 2
    assert (
        "Withheld: not proven by the articles, or not confirmed as an answer" in page
        and "Cheese is milk." in page
    )
    assert "Failed: the server went away" in page
    assert re.findall(r'data-kind="(\w+)"', page) == ["answered", "abstained", "failed"]


def test_a_page_runs_nothing_that_came_from_elsewhere(written):
    record = replace(answered(SCRIPT, SCRIPT, SCRIPT), columns={"x": SCRIPT})
    failed = replace(FAILED, question=SCRIPT, error=SCRIPT)
    page = written("out.html", [record, failed], [Problem("a.jsonl", SCRIPT, 1)]).read_text()
    assert page.count("<script") == 1
    assert "default-src 'none'" in page


def test_the_same_answers_give_the_same_files(written):
    for name in ("out.csv", "out.md", "out.html"):
        assert written(name).read_bytes() == written(name).read_bytes()


def test_passages_have_their_context_where_the_library_has_the_article_as_it_was(assistant, library):
    record = Record("1", Filters(), {}, "?", assistant.ask("Who spoke about the pier?"))
    [passage] = AsAudited(library).answer(record).claims[0].passages
    assert passage.context.startswith("The ferry Aurora left Bergen")
    [span] = passage.lit
    assert record.answer.citations[0].span == span
    [alone] = AsAudited(None).answer(record).claims[0].passages
    assert alone.context == record.answer.citations[0].quote


def test_a_mismatch_is_shown_where_it_stands():
    text = "The pier cost 300 euros [1]. (not proven)"
    wrong = claim(text, verdict=Verdict.UNSUPPORTED, mismatches=[Mismatch(MismatchKind.NUMBER, "300", "212")])
    [shown] = AsAudited(None).answer(answered(text=text, claims=(wrong,))).claims
    [finding] = shown.findings
    assert (finding.kind, finding.claim_span, finding.source_says) == ("number", Span(14, 17), "212")


def test_figures_of_nothing_are_none():
    summary = summarise([], 3)
    assert (summary.left, summary.done, summary.median_seconds, summary.p90_seconds, summary.tokens) == (
        3, 0, None, None, None,
    )  # fmt: skip
    assert wording.text(summary) == "0 of 3 questions answered; 3 are left."
    json.dumps(to_document(summary), allow_nan=False)


def test_figures_are_counted_record_by_record():
    records = [
        answered(str(n), tokens={"prompt": 100, "reply": 10}, timings_ms={"total": 1000.0 * n})
        for n in range(1, 11)
    ]
    summary = summarise([*records, ABSTAINED, FAILED], 13, [Problem("a.jsonl", "x", 1)])
    assert (summary.answered, summary.abstained, summary.failed, summary.left) == (10, 1, 1, 1)
    assert (summary.median_seconds, summary.p90_seconds) == (5.0, 9.0)
    assert summary.tokens == {"prompt": 1000, "reply": 100}
    assert summary.verdicts["supported"] == 10
    assert "Time a question: median 5.0 s, 90th percentile 9.0 s." in wording.text(summary)


def test_what_cannot_be_written_is_said_and_leaves_nothing(written, tmp_path):
    (tmp_path / "out.csv").mkdir()
    with pytest.raises(InputError, match="cannot be written"):
        written("out.csv")
    assert [path.name for path in tmp_path.iterdir()] == ["out.csv"]
