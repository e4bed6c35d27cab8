"""What the page and the reports draw alike."""

from datetime import date

import pytest

from assistant.answer import Verdict
from assistant.report.templates import _environment
from corpus.rows import Problem

PROBLEMS = [Problem("a.jsonl", "empty", 1), Problem("a.jsonl", "<b>", 1234)]


def drawn(expression, **values):
    return (
        _environment()
        .from_string('{% import "report/macros.html" as m %}{{ ' + expression + " }}")
        .render(values)
    )


def test_a_bar_tells_how_much_is_done_and_of_nothing_none():
    assert drawn('m.bar("Answers", 1, 3)') == (
        '<div class="bar" role="progressbar" aria-label="Answers" aria-valuemin="0" aria-valuemax="3"'
        ' aria-valuenow="1"><span style="width:33.3%"></span></div>'
    )
    assert "width:0.0%" in drawn('m.bar("Answers", 0, 0)')


def test_the_first_line_of_a_note_stands_above_the_others():
    assert drawn("m.note('error', told)", told="No <b>\n1\n2") == (
        '<div class="note error" role="status"><p>No &lt;b&gt;</p><pre>1\n2</pre></div>'
    )
    assert drawn("m.note('done', 'Told')") == '<div class="note done" role="status"><p>Told</p></div>'


def test_a_note_that_can_be_undone_has_a_button_and_can_have_the_focus():
    assert drawn("m.note('done', 'Told', true)") == (
        '<div class="note done" role="status" tabindex="-1"><p>Told'
        ' <button type="button" data-undo>Undo</button></p></div>'
    )
    assert drawn("m.note('done', 'Told', false)") == (
        '<div class="note done" role="status" tabindex="-1"><p>Told</p></div>'
    )


@pytest.mark.parametrize(("total", "more"), [(2, ""), (2002, "<li>and 2,000 more</li>")])
def test_a_long_list_tells_how_many_more_there_are(total, more):
    assert drawn(f"m.more({total}, 2)") == more


def test_of_many_problems_the_first_are_shown():
    assert drawn("m.problems('Rows', problems, 1, true)", problems=PROBLEMS) == (
        '<details open class="problems"><summary>Rows</summary><ul><li>Line 1: empty</li><li>and 1 more</li></ul>'
        "</details>"
    )
    assert "<li>Line 1,234: &lt;b&gt;</li></ul>" in drawn("m.problems('Rows', problems)", problems=PROBLEMS)
    assert drawn("m.problems('Rows', [])") == ""


def test_a_verdict_is_a_sign_with_a_name_for_those_who_do_not_see_it():
    assert drawn("m.sign(verdict, 'worst: ')", verdict=Verdict.PARTLY) == (
        '<span class="sign partly" title="Partly"><span aria-hidden="true">≈</span>'
        '<span class="heard">(worst: partly)</span></span>'
    )


def test_lit_pieces_are_marked():
    assert (
        drawn("m.lit([('a <', ()), (' b ', ('lit', 'fault'))])") == 'a &lt;<mark class="lit fault"> b </mark>'
    )


@pytest.mark.parametrize("address", [None, "", "/rain.txt", "javascript:alert(1)"])
def test_only_an_address_of_the_web_is_a_link(address):
    assert drawn("m.link('https://a.org?b&c', 'Rain')") == (
        '<a href="https://a.org?b&amp;c" rel="noreferrer">Rain</a>'
    )
    assert drawn("m.link(address, 'Rain')", address=address) == "Rain"


def test_a_byline_tells_what_is_known():
    assert drawn("m.byline('Post', day)", day=date(2024, 9, 2)) == " · Post · 2 September 2024"
    assert drawn("m.byline(none, none)") == ""
