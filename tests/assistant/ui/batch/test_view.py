"""The HTML of a batch: what others wrote is text, and a reader sees what came of each question."""

import re
from pathlib import Path

import pytest

from assistant.answer import Verdict
from assistant.batch.records import Record
from assistant.batch.run import QuestionsFound
from assistant.ui.batch import view as render
from corpus.rows import Problem
from index import Filters
from tests.assistant.ui.ask.test_answer_view import answer, citation, claim
from tests.support.html import SCRIPT, Tags, require_text_only


def record(given=None, error=None, **carried):
    return Record("1", Filters(), carried, SCRIPT, given, error)


def table(*rows, done=0, **fields):
    return render.answers(render.BatchPage(0, len(rows), rows, **fields), done, "0 done.\nFigures.")


def pages():
    hostile = claim(SCRIPT, Verdict.PARTLY)
    failed = record(error=SCRIPT, note=SCRIPT)
    shown = record(answer(hostile, citations=(citation(quote=SCRIPT),)))
    return [
        render.HTML.understood(SCRIPT, QuestionsFound(1, [Problem("q.txt", SCRIPT, 1)]), 50),
        table((SCRIPT, None), (SCRIPT, failed), (SCRIPT, shown)),
        render.opened(0, 1, SCRIPT, failed),
        render.opened(0, 1, SCRIPT, shown),
        render.opened(0, 1, SCRIPT, None),
    ]


@pytest.mark.parametrize("html", pages())
def test_what_others_wrote_is_text_and_never_markup(html):
    require_text_only(html)
    assert "alert(1)" in Tags(html).text


def test_a_row_says_what_came_of_its_question():
    mixed = answer(claim(), claim(verdict=Verdict.PARTLY), withheld=(claim(),))
    silent = answer(abstained=True, citations=())
    html = table(
        ("A?", record(mixed)), ("B?", record(silent)), ("C?", record(error="No.")), ("D?", None), asking=3
    )
    last = [re.sub("<.*?>", "", cell) for cell in re.findall(r"<td[^>]*>(.*?)</td>\s*</tr>", html)]
    assert last == ["✓ 1 supported, ≈ 1 partly, 1 withheld", "abstained", "failed", ""]
    assert "Being answered" in html
    assert re.findall(r'data-row="(\d)"', html) == ["0", "1", "2"]


def test_a_bar_is_shown_until_all_are_done():
    assert 'aria-valuemax="2" aria-valuenow="1"' in table(("A?", None), ("B?", None), done=1)
    assert "progressbar" not in table(("A?", None), ("B?", None), done=2)


def test_an_opened_answer_leads_to_its_neighbours():
    ways = [re.findall(r'data-row="(\d)">(\w+)<', render.opened(place, 3, "A?", None)) for place in range(3)]
    assert ways == [[("1", "Next")], [("0", "Previous"), ("2", "Next")], [("1", "Previous")]]


def test_an_opened_answer_says_how_its_question_was_read():
    mended = record(answer(claim(), read_as="When?"))
    assert "Question 1 of 2 · read as: When?" in render.opened(0, 2, "Wen?", mended)


def test_what_has_changed_is_told_with_the_cure():
    told = render.changed(["the articles have changed since"], Path("kept"))
    assert "the articles have changed since" in told
    assert "press Begin anew" in told
