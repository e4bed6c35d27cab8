"""Each question is asked with its answer and without; what is fitted is what was seen of both."""

import pytest

from assistant import Assistant
from assistant.generate.protocol import FakeGenerator
from assistant.judges import FakeReader
from assistant.training import answerable
from assistant.training.writer.evidence import library_of
from index.embed import FakeEmbedder
from tests.benchmarks import near_misses
from tests.support.training import write_squad

FERRY = "The ferry Aurora left Bergen on Monday. It had 212 passengers on board that day."
STORM = "The storm took the roof off the station. Ida Lund saw it from the pier at noon."
ASKED = [("How many passengers had the ferry?", "212"), ("Where did the ferry leave?", "Bergen")]


@pytest.fixture
def paragraphs(tmp_path):
    articles = {"Airport": [(FERRY, ASKED), (STORM, [])], "Alloy": [(STORM, [])], "Foreign": [(FERRY, ASKED)]}
    return answerable.paragraphs(write_squad(tmp_path / "squad.json.gz", articles))


@pytest.fixture
def library(paragraphs, tmp_path):
    with library_of(paragraphs, tmp_path / "library", FakeEmbedder()) as library:
        yield library


def test_only_held_articles_are_asked_about_and_others_stand_beside_them(paragraphs):
    assert {one.title for one in paragraphs} == {"Airport", "Alloy"}
    asked = answerable.drawn(paragraphs)
    assert {(one.question, one.answer) for one in asked} == set(ASKED)
    assert asked[0].gone(f"It says {asked[0].answer} here.") and not asked[0].gone(STORM)  # by words
    assert asked[1].gone(FERRY.split(". ")[1]) and not asked[1].gone("Ida Lund saw it.")  # by paragraph
    assert [one.question for one in answerable.drawn(paragraphs)] == [one.question for one in asked]


def test_what_is_seen_of_a_question_with_its_answer_and_without(paragraphs, library):
    one = next(one for one in answerable.drawn(paragraphs) if one.answer == "212")
    generator = FakeGenerator({"212": "212 [1]."}, otherwise="NOT STATED")
    whole, gap = answerable.observed(one, library, FakeReader({"212": 0.9}), generator)
    assert (whole.holds, whole.is_miss, whole.relevance, whole.doubt) == (True, False, 0.9, 0.0)
    assert (gap.holds, gap.is_miss, gap.relevance, gap.doubt) == (False, True, 0.001, 1.0)


def test_a_question_is_asked_twice_and_the_second_time_in_vain(paragraphs, library):
    gaps = near_misses.Gaps(library)
    assistant = Assistant(gaps, FakeGenerator({"212": "It had 212 passengers on board that day [1]."}))
    [one] = [one for one in answerable.drawn(paragraphs) if one.answer == "212"]
    whole, gap = near_misses.measure(assistant, gaps, [one])
    assert (whole.answerable, whole.right, whole.cited) == (True, True, True)
    assert (gap.answerable, gap.right, gap.abstained) == (False, False, True)


def test_the_table_has_a_row_for_each_threshold(capsys, monkeypatch):
    monkeypatch.setattr(answerable, "load_generator", lambda: FakeGenerator({}))
    rows = [
        answerable.Observation(f"q{n}", holds, not holds, 0.9 if holds else 0.1, 1.0, 0.01 if holds else 0.9)
        for n in range(20)
        for holds in (True, False)
    ]
    answerable.table([*rows, answerable.Observation("lost", False, False, 0.5, 1.0, 0.5)])
    told = capsys.readouterr().out
    assert told.startswith("20 with an answer, 20 without\n")
    assert "AUROC 1.000" in told and "0.25  0.000 / 1.000" in told
