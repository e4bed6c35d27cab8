"""The table: a row a claim, and nothing in it that a spreadsheet would run."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answer import Verdict
from assistant.report.audit_table import COLUMNS, audit_rows
from assistant.report.tables import write_csv
from tests.support.audited import RAIN, answer, claim, finding, hostile, rainy


def rows(*answers):
    out = io.StringIO(newline="")
    write_csv(out, audit_rows(iter(answers)))
    return list(csv.DictReader(io.StringIO(out.getvalue(), newline="")))


def test_a_claim_is_a_row_and_so_is_what_is_wrong_with_the_answer():
    assert rows(rainy()) == [
        {
            "answer": "a1",
            "question": "Did it rain?",
            "claim": "Eleven boats sank.",
            "verdict": "unsupported",
            "score": "0.2000",
            "citations": "[1]",
            "should_cite": "",
            "findings": "number",
            "details": "Number: the answer has “Eleven boats”, [1] has “ten boats”",
            "suggestion": "Write “ten boats”.",
            "sources": "[1] Rain on Friday, Harbour Post, 2024-09-27",
        },
        {
            **dict.fromkeys(COLUMNS, ""),
            "answer": "a1",
            "question": "Did it rain?",
            "findings": "unused_source",
            "details": "Unused source: [2] Sun",
            "suggestion": "Cite it, or take it off the list.",
            "sources": "[2] Sun",
        },
    ]


def test_several_findings_stand_in_one_row():
    found = [
        finding("number", source=RAIN, ours="2", theirs="3"),
        finding("stale", suggestion="Read it again."),
    ]
    [row] = rows(answer(claim("2 boats sank [1].", Verdict.PARTLY, findings=found)))
    assert row["findings"] == "number stale"
    assert row["details"] == "Number: the answer has “2”, [1] has “3” | Source changed"


def test_what_needs_no_citation_and_was_not_checked_has_no_verdict_and_no_score():
    [row] = rows(answer(claim("Why?", citations=(), needs_citation=False, score=None)))
    assert (row["verdict"], row["score"]) == ("", "")


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n"])
def test_a_cell_cannot_become_a_formula(start):
    question = f"{start}HYPERLINK(1)"
    [row] = rows(answer(claim(f"{start}2+3 [1]."), id=f"{start}1", question=question))
    assert row["question"] == f"'{question}"
    assert row["claim"] == f"'{start}2+3."
    assert row["answer"] == f"'{start}1"


@given(st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1))
def test_any_text_comes_back(text):
    [row] = rows(answer(claim("It rained [1]."), question=text))
    assert row["question"].removeprefix("'") == text.removeprefix("'")


def test_no_cell_of_hostile_text_begins_a_formula():
    cells = [cell for row in rows(hostile()) for cell in row.values()]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
