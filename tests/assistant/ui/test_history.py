"""The history: what was kept comes back exactly, whatever else is in the file, and goes when it is told to."""

import json
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answer import Answer, ArticleInfo, Citation, Claim, Verdict
from assistant.documents import from_document, to_document
from assistant.ui.ask.disputes import Dispute
from assistant.ui.history import FILE, LONGEST_COMMENT, Asked, Feedback, History
from corpus import Span
from corpus.errors import InputError
from index import Filters, Library

INFO = ArticleInfo("rain-1", "Rain", "Reuters", None, date(2024, 9, 27), "rain.txt")
CITED, READ = Citation(1, INFO, Span(4, 14), "Rain fell."), Citation(2, INFO, Span(20, 30), "Two boats.")


def asked(id="a1", question="Did it rain?", text="Rain fell [1].", **fields):
    claim = Claim("Rain fell.", Span(0, 14), Verdict.SUPPORTED, 0.9, (1,))
    answer = Answer(question, text, False, (claim,), (CITED,), timings_ms={"total": 3.5})
    fields = {
        "typed": question,
        "filters": Filters(after=date(2024, 1, 1)),
        "evidence": (CITED, READ),
        **fields,
    }
    return Asked(id=id, at=datetime(2024, 10, 1, 12, 30), answer=answer, **fields)


@pytest.fixture
def history(tmp_path):
    return History(tmp_path)


def test_an_answer_comes_back_as_it_was_after_a_restart(history, tmp_path):
    kept = asked(relevance=(0.5,), disputes=(Dispute(1, 2, "two", "three"),), feedback=Feedback("up", "good"))
    history.keep(kept)
    assert History(tmp_path).find("a1") == kept
    assert History(tmp_path).find("a2") is None


@given(st.text(), st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_any_text_survives_the_file(typed, comment):
    kept = asked(typed=typed, feedback=Feedback("down", comment))
    assert from_document(Asked, json.loads(json.dumps(to_document(kept)))) == kept


def test_a_search_finds_words_of_question_answer_and_comment_newest_first(history):
    history.keep(asked("a1", "Did it rain in Oslo?"))
    history.keep(asked("a2", "Did it SNOW?", text="It snowed in Oslo."))
    history.keep(asked("a3", "Who knows?", text="Nobody.", feedback=Feedback("down", "In oslo?")))
    assert [found.id for found in history.search()] == ["a3", "a2", "a1"]
    assert [found.id for found in history.search("oslo rain")] == ["a1"]
    assert [found.id for found in history.search("OSLO")] == ["a3", "a2", "a1"]
    assert [found.id for found in history.search("oslo", most=1)] == ["a3"]


def test_fifty_answers_are_listed_and_2000_characters_of_a_comment_are_kept(history):
    for n in range(51):
        history.keep(asked(f"a{n}"))
    assert len(history.search()) == 50
    history.rate("a1", Feedback("up", "x" * 2_001))
    assert history.find("a1").feedback.comment == "x" * 2_000


def test_what_is_removed_is_gone_from_the_file(history):
    history.keep(asked("a1", "A secret?"))
    history.keep(asked("a2"))
    history.remove("a1")
    assert "secret" not in history.path.read_text()
    assert [found.id for found in history.search()] == ["a2"]
    history.clear()
    assert history.search() == []
    assert not history.path.exists()


def test_feedback_takes_the_place_of_the_one_before(history):
    history.keep(asked("a1"))
    history.keep(asked("a2"))
    history.rate("a1", Feedback("up"))
    history.rate("a1", Feedback("down", f" {'x' * (LONGEST_COMMENT + 9)}"))
    assert history.find("a1").feedback == Feedback("down", "x" * LONGEST_COMMENT)
    assert history.find("a2").feedback is None


def test_a_thumb_is_appended_and_the_answers_before_it_are_not_written_again(history):
    history.keep(asked("a1"))
    before = history.path.read_bytes()
    history.rate("a1", Feedback("up", "good"))
    lines = history.path.read_bytes().splitlines(keepends=True)
    assert lines[0] == before
    assert json.loads(lines[1]) == {"id": "a1", "feedback": {"thumb": "up", "comment": "good"}}
    history.remove("a1")
    assert history.path.read_bytes() == b""


def test_an_answer_comes_with_its_feedback_from_a_file_of_an_earlier_version(history):
    history.keep(asked("a1", feedback=Feedback("down", "an earlier comment")))
    assert history.find("a1").feedback == Feedback("down", "an earlier comment")
    assert [found.id for found in history.search("earlier")] == ["a1"]
    history.rate("a1", Feedback("up"))
    assert history.find("a1").feedback == Feedback("up")
    assert history.search("earlier") == []


def test_feedback_that_cannot_be_kept_is_refused(history):
    with pytest.raises(InputError, match="no longer in the history"):
        history.rate("a1", Feedback("up"))
    with pytest.raises(InputError, match="'sideways' is no thumb; expected up or down"):
        history.rate("a1", Feedback("sideways"))


def test_lines_that_cannot_be_read_are_left_alone(history):
    history.keep(asked("a1"))
    with history.path.open("ab") as file:
        file.write(b'not JSON\n[1]\n{"id": "a7"}\n{"id": "cut off')
    history.keep(asked("a2"))
    assert [found.id for found in history.search()] == ["a2", "a1"]
    history.remove("a1")
    assert history.path.read_bytes().startswith(b'not JSON\n[1]\n{"id": "a7"}\n{"id": "a2"')


@pytest.mark.parametrize("line", [b'{"id": "a1", "feedback": "up"}', b"[" * 100_000])
def test_a_line_that_no_version_wrote_does_not_keep_answers_from_being_found(history, line):
    history.keep(asked("a1"))
    with history.path.open("ab") as file:
        file.write(line + b"\n")
    assert [found.id for found in history.search("rain")] == ["a1"]


def test_a_folder_that_cannot_be_written_to_is_said_to(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(InputError, match=f"{FILE} cannot be written"):
        History(tmp_path / "file").keep(asked())


def test_a_library_takes_its_history_for_its_own(history, tmp_path):
    history.keep(asked())
    with Library.open(tmp_path) as library:
        assert library.articles() == []
