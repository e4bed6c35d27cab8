"""Answers repaired: each claim pinned to what proves it, and every change told."""

import json

import pytest

from assistant.answer import Verdict
from assistant.audit.found import Passage
from assistant.report.repairs import ChangeKind, check_fixes_path, repaired, write_fixes
from corpus import Span
from corpus.errors import InputError
from tests.support.audited import RAIN, SNOW, answer, claim, finding, hostile, rainy, ref

WRONG = Verdict.UNSUPPORTED


def kinds(repair):
    return [change.kind for change in repair.changes]


def test_an_answer_that_is_right_stays_as_it_is():
    audited = answer(claim("It rained [1]."), claim("Why?", citations=(), needs_citation=False))
    repair = repaired(audited)
    assert repair.text == repair.tracked == audited.text
    assert repair.changes == ()


def test_a_claim_is_pinned_to_what_proves_it():
    repair = repaired(answer(claim("It rained [1].", WRONG, suggested=(2,)), sources=(RAIN, ref(2))))
    assert repair.text == "It rained [2]."
    assert repair.tracked == "It rained ~~[1]~~**[2]**."
    [change] = repair.changes
    assert (change.kind, change.before, change.after) == (ChangeKind.REPINNED, (1,), (2,))


def test_a_claim_without_a_mark_gets_one_in_the_answers_style():
    audited = answer(
        claim("It rained[^1]."), claim("It snowed.", Verdict.UNCITED, (), suggested=(1,)), sources=(RAIN,)
    )
    assert repaired(audited).text == "It rained[^1]. It snowed.[^1]"


def test_the_order_of_marks_is_no_change():
    repair = repaired(
        answer(claim("It rained [2][1].", citations=(2, 1), suggested=(1, 2)), sources=(RAIN, ref(2)))
    )
    assert repair.changes == ()


@pytest.mark.parametrize("verdict", [Verdict.UNSUPPORTED, Verdict.CONTRADICTED])
def test_what_nothing_proves_is_struck(verdict):
    repair = repaired(answer(claim("It rained [1]."), claim("It snowed [1].", verdict)))
    assert repair.text == "It rained [1]."
    assert repair.tracked == "It rained [1]. ~~It snowed [1].~~"
    assert kinds(repair) == [ChangeKind.STRUCK]


def test_an_article_of_the_library_that_proves_it_becomes_a_source():
    elsewhere = finding("supported_elsewhere", source=SNOW, theirs="It snowed.")
    uncited = finding("uncited", source=SNOW, theirs="It snowed.")
    shown = (Passage(SNOW, 0, "It snowed.", ()),)
    audited = answer(
        claim("It snowed [1].", WRONG, findings=[elsewhere], passages=shown),
        claim("It thawed [7].", Verdict.DANGLING, (7,)),
        claim("It snowed on.", Verdict.UNCITED, (), [uncited], passages=shown),
    )
    repair = repaired(audited)
    assert repair.text == "It snowed [8]. It thawed. It snowed on [8]."
    assert [(source.number, source.title) for source in repair.sources] == [(1, RAIN.title), (8, SNOW.title)]


def test_a_mark_that_points_at_nothing_goes_and_the_others_stay():
    dangling = finding("dangling", ours="[9]")
    repair = repaired(answer(claim("It rained [1][9].", Verdict.DANGLING, (1, 9), [dangling])))
    assert repair.text == "It rained [1]."
    assert repair.tracked == "It rained ~~[1]~~**[1]**~~[9]~~."
    assert kinds(repair) == [ChangeKind.MARKS_REMOVED]


def test_a_dangling_or_uncited_claim_that_nothing_proves_is_struck():
    unproven = finding("unsupported")
    audited = answer(
        claim("It rained [9].", Verdict.DANGLING, (9,), [unproven]),
        claim("It snowed.", Verdict.UNCITED, (), [unproven]),
    )
    assert repaired(audited).text == ""


@pytest.mark.parametrize(
    "left",
    [
        claim("It rained [1].", Verdict.PARTLY),
        claim("It rained.", Verdict.UNCITED, ()),
        claim("It rained [1].", findings=[finding("stale", suggestion="Read it again.")]),
        claim("“It rained all day” [1].", findings=[finding("quotation_differs", ours="a", theirs="b")]),
    ],
)
def test_what_a_person_has_to_decide_is_left_and_listed(left):
    audited = answer(left)
    repair = repaired(audited)
    assert repair.text == audited.text
    assert kinds(repair) == [ChangeKind.LEFT]


def test_a_reason_tells_what_was_found_and_for_what_is_left_what_to_do():
    left = answer(claim("It rained [1].", findings=[finding("stale", suggestion="Read it again.")]))
    assert repaired(left).changes[0].reason == "Source changed → Read it again."
    assert repaired(rainy()).changes[0].reason == "Number: the answer has “Eleven boats”, [1] has “ten boats”"


def test_changes_are_placed_in_the_answer_as_it_was():
    repair = repaired(answer(claim("It rained [1]."), claim("It snowed [1].", WRONG)))
    assert repair.changes[0].span == Span(15, 29)


def test_a_repaired_answer_as_json_can_be_handed_in_again(tmp_path):
    write_fixes(tmp_path / "fixed.jsonl", iter([rainy(), answer(claim("It rained [1]."), id="a2")]))
    first, second = map(json.loads, (tmp_path / "fixed.jsonl").read_text(encoding="utf-8").splitlines())
    assert second == {
        "id": "a2",
        "question": "Did it rain?",
        "answer": "It rained [1].",
        "sources": [
            {
                "number": 1, "article": "rain-1", "title": "Rain on Friday", "publisher": "Harbour Post",
                "published": "2024-09-27", "url": "https://example.org/rain",
            }
        ],
        "changes": [],
    }  # fmt: skip
    assert first["answer"] == ""
    assert first["changes"] == [
        {
            "start": 0, "end": 22, "kind": "struck", "claim": "Eleven boats sank.", "before": [1], "after": [],
            "reason": "Number: the answer has “Eleven boats”, [1] has “ten boats”",
        }
    ]  # fmt: skip


def test_repaired_answers_as_markdown_list_their_changes(tmp_path):
    audited = answer(
        claim("It rained [1].", WRONG, suggested=(2,)), claim("It snowed [1].", WRONG), sources=(RAIN, ref(2))
    )
    write_fixes(tmp_path / "fixed.md", [audited, answer(claim("It rained [1]."))])
    assert (
        (tmp_path / "fixed.md").read_text(encoding="utf-8")
        == """\
## 1. Did it rain?

It rained ~~[1]~~**[2]**. ~~It snowed [1].~~

- [1] Rain on Friday, Harbour Post, 2024-09-27
- [2] A title

### Changes

- **Pinned anew** ([1] → [2]): It rained.
  - proven by [2]
- **Struck**: It snowed.
  - What it cites does not say this.

## 2. Did it rain?

It rained [1].

- [1] Rain on Friday, Harbour Post, 2024-09-27

### Changes

None.
"""
    )


def test_hostile_text_is_repaired_like_any(tmp_path):
    write_fixes(tmp_path / "fixed.md", [hostile()])
    assert kinds(repaired(hostile())) == [ChangeKind.STRUCK]


def test_another_suffix_is_refused(tmp_path):
    with pytest.raises(
        InputError, match=r"ends in '\.html', but a file of repaired answers ends in \.md or \.jsonl"
    ):
        check_fixes_path(tmp_path / "fixed.html")
