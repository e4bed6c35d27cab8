"""A batch in figures."""

from dataclasses import replace

from assistant.answer import Answer
from assistant.batch.records import Record
from assistant.batch.summary import summarise
from index import Filters


def record(seconds, abstained=False):
    answer = Answer("Why?", "So.", abstained, (), (), timings_ms={"total": 1000 * seconds})
    return Record("a", Filters(), {}, "Why?", answer)


def failed():
    return replace(record(9.0), answer=None, error="it broke")


def test_the_median_and_the_ninth_decile_are_seconds_of_answers():
    summary = summarise([*map(record, [5.0, 3.0, 1.0, 2.0, 4.0, 6.0, 7.0, 8.0, 9.0, 10.0]), failed()], 11)
    assert (summary.median_seconds, summary.p90_seconds) == (5.0, 9.0)


def test_outcomes_are_counted_and_what_was_not_asked_is_left():
    summary = summarise([record(1.0), record(1.0, abstained=True), failed()], 5)
    assert (summary.answered, summary.abstained, summary.failed, summary.left, summary.done) == (
        1,
        1,
        1,
        2,
        3,
    )


def test_without_an_answer_there_are_no_seconds():
    assert summarise([], 0).median_seconds is None
