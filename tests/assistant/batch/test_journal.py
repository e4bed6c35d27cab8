"""What is kept of a batch: found again by id, refused where it does not fit, put in order at the end."""

import json
from dataclasses import replace

import pytest

from assistant.batch.journal import BatchFiles, BatchJournal, BatchState
from assistant.batch.questions import BatchQuestion
from assistant.batch.records import Record
from assistant.documents import from_document, to_document
from corpus.errors import Cure, GeneratorError, InputError
from index import Filters

STATE = BatchState("1", {"id": "a", "generation": "2"}, {"--model": "m"}, {"generator": "m@1"})
QUESTIONS = [BatchQuestion(str(n), f"Who is {n}?", n + 1, carried={"n": n}) for n in range(4)]


@pytest.fixture
def places(tmp_path):
    return BatchFiles.of(tmp_path / "out.jsonl")


@pytest.fixture
def answer(assistant):
    return assistant.ask("Who spoke about the pier?")


@pytest.fixture
def begun(places, answer):
    """A journal with an answer to each of the questions but the last."""
    with BatchJournal.open(places) as journal:
        journal.require_same(STATE)
        for question in QUESTIONS[:3]:
            journal.append(record(question, answer))
    return places


def record(question, answer):
    return Record.of(question, replace(answer, question=question.question))


def ids(path):
    return [json.loads(line)["id"] for line in path.read_text().splitlines()]


def test_a_record_survives_its_json(answer):
    filters = Filters(publisher="Post", article="a-1")
    question = BatchQuestion("7", answer.question, 3, filters, {"n": 1, "text": "x", "list": [1, None]})
    for outcome in (answer, GeneratorError("gone")):
        kept = Record.of(question, outcome)
        assert from_document(Record, json.loads(json.dumps(to_document(kept)))) == kept


def test_a_record_is_the_document_of_ask_with_id_filters_and_columns_in_front(answer):
    document = to_document(Record.of(QUESTIONS[1], answer))
    assert list(document)[:3] == ["id", "filters", "columns"]
    assert {name: value for name, value in document.items() if name not in ("id", "filters", "columns")} == (
        to_document(answer)
    )


def test_what_was_answered_is_known_after_reopening(begun):
    with BatchJournal.open(begun) as journal:
        assert [journal.has_answer(question) for question in QUESTIONS] == [True, True, True, False]
        assert len(journal) == 3


def test_what_failed_or_asks_something_else_now_has_no_answer(begun):
    with BatchJournal.open(begun) as journal:
        journal.append(Record.of(QUESTIONS[3], GeneratorError("gone")))
        assert not journal.has_answer(QUESTIONS[3])
        assert not journal.has_answer(replace(QUESTIONS[0], question="What?"))
        assert not journal.has_answer(replace(QUESTIONS[0], filters=Filters(publisher="Post")))


def test_records_come_in_the_questions_order_with_the_columns_of_now(begun):
    asked = [replace(question, carried={"m": question.id}) for question in reversed(QUESTIONS)]
    with BatchJournal.open(begun) as journal:
        found = list(journal.records(asked))
    assert [(kept.id, kept.columns) for kept in found] == [(id, {"m": id}) for id in "210"]


def test_settling_puts_lines_in_order_once_each(begun, answer):
    with BatchJournal.open(begun) as journal:
        journal.append(Record.of(QUESTIONS[3], GeneratorError("gone")))
        journal.append(record(QUESTIONS[3], answer))
        journal.settle(lambda: reversed(QUESTIONS))
        assert ids(begun.out) == ["3", "2", "1", "0"]
        assert "error" not in begun.out.read_text()
        assert journal.has_answer(QUESTIONS[3])
        assert [kept.id for kept in journal.records(QUESTIONS)] == ["0", "1", "2", "3"]


def test_settling_what_is_in_order_writes_nothing(begun):
    before = begun.out.stat().st_mtime_ns, begun.out.stat().st_ino
    with BatchJournal.open(begun) as journal:
        journal.settle(lambda: QUESTIONS)
    assert (begun.out.stat().st_mtime_ns, begun.out.stat().st_ino) == before


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"pincite": "2"}, "Pincite's version was 1, now it is 2"),
        ({"library": {"id": "b", "generation": "2"}}, "the library is another one"),
        ({"library": {"id": "a", "generation": "3"}}, "the library's generation was 2, now it is 3"),
        ({"settings": {"--model": "n"}}, "--model was m, now it is n"),
        ({"settings": {"--model": "m", "--parallel": "2"}}, "--parallel was not set, now it is 2"),
        ({"models": {"generator": "m@2"}}, "the generator was m@1, now it is m@2"),
    ],
)
def test_answers_of_something_else_are_refused_with_what_differs(begun, change, said):
    with BatchJournal.open(begun) as journal, pytest.raises(InputError) as error:
        journal.require_same(replace(STATE, **change))
    assert said in str(error.value)
    assert str(error.value).endswith("or begin anew, which keeps the old file as out.jsonl.1")
    assert error.value.cure is Cure.BEGIN_ANEW
    assert ids(begun.out) == ["0", "1", "2"]


def test_models_that_are_not_loaded_yet_are_not_compared(begun):
    with BatchJournal.open(begun) as journal:
        journal.require_same(replace(STATE, models={}))


def test_an_answer_that_nobody_asks_for_any_more_is_not_thrown_away(begun):
    with BatchJournal.open(begun) as journal:
        journal.require_asked(reversed(QUESTIONS))
        with pytest.raises(InputError, match=r"1 of its 3 answers .* such as 'Who is 1\?' \(id '1'\)"):
            journal.require_asked([QUESTIONS[0], QUESTIONS[2]])


def test_restart_keeps_the_old_files_aside_under_one_number(begun):
    for n in (1, 2):
        old = begun.out.read_bytes() if begun.out.exists() else b""
        with BatchJournal.open(begun, restart=True) as journal:
            assert len(journal) == 0
            journal.require_same(STATE)
        assert begun.out.with_name(f"out.jsonl.state.json.{n}").exists()
        assert (begun.out.with_name(f"out.jsonl.{n}").read_bytes() if old else b"") == old


@pytest.mark.parametrize("name", ["out.jsonl", "out.csv"])
def test_a_file_that_no_batch_wrote_is_not_touched(tmp_path, name):
    (tmp_path / name).write_text("mine")
    with (
        pytest.raises(InputError, match=f"{name} is there already"),
        BatchJournal.open(BatchFiles.of(tmp_path / name)),
    ):
        pass
    assert (tmp_path / name).read_text() == "mine"


def test_a_line_that_no_batch_wrote_is_named(begun):
    lines = begun.out.read_text().splitlines(keepends=True)
    begun.out.write_text(lines[0] + '{"id": "x"}\n' + lines[1])
    with pytest.raises(InputError, match=r"out\.jsonl, line 2 is nothing that"), BatchJournal.open(begun):
        pass


def test_a_damaged_state_is_named(begun):
    begun.state.write_text("{")
    with pytest.raises(InputError, match=r"state\.json cannot be read"), BatchJournal.open(begun):
        pass


def test_two_batches_cannot_write_one_file(begun):
    with (
        BatchJournal.open(begun),
        pytest.raises(InputError, match="being written by another"),
        BatchJournal.open(begun),
    ):
        pass
    with BatchJournal.open(begun):
        pass
    assert not list(begun.out.parent.glob(".*"))


def test_a_folder_that_is_not_there_is_said_so(tmp_path):
    with (
        pytest.raises(InputError, match="cannot be written"),
        BatchJournal.open(BatchFiles.of(tmp_path / "no" / "o.csv")),
    ):
        pass


@pytest.mark.parametrize(
    ("name", "journal"), [("a.jsonl", "a.jsonl"), ("a.csv", "a.csv.jsonl"), ("A.HTML", "A.HTML.jsonl")]
)
def test_the_journal_lies_beside_the_file_under_a_name_that_says_so(tmp_path, name, journal):
    assert BatchFiles.of(tmp_path / name).journal == tmp_path / journal


def test_an_unknown_suffix_is_answered_with_those_there_are(tmp_path):
    with pytest.raises(InputError, match=r"ends in '\.doc', .* \.jsonl, \.csv, \.xlsx, \.md or \.html"):
        BatchFiles.of(tmp_path / "a.doc")
