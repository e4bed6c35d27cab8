"""Reading files of questions: kinds, columns, ids, filters, what is carried along."""

import codecs
import csv
import hashlib
import io
import json
import sys
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from assistant.batch.questions import BatchQuestion, QuestionFile
from corpus.article import one_line
from corpus.errors import InputError
from index import Filters
from tests.support.questions import read_questions


@pytest.fixture
def read(tmp_path):
    def read(content, name="questions.csv", **options):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return list(read_questions(path, **options))

    return read


def sheet(rows, path):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


def texts(found):
    return [question.question for question in found]


def test_text_has_a_question_a_line(read):
    found = read("Who did it?\nWhy?\r\n\n", "questions.txt")
    assert [(q.question, q.line) for q in found] == [("Who did it?", 1), ("Why?", 2)]


@pytest.mark.parametrize("name", ["q.csv", "q.tsv", "q", "q.dat"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_a_table_is_told_by_its_header_whatever_its_delimiter_and_name(read, name, delimiter):
    header, row = delimiter.join(["Nr", "Question"]), delimiter.join(["7", "Who did it?"])
    [question] = read(f"{header}\n{row}\n", name)
    assert (question.question, dict(question.carried), question.line) == ("Who did it?", {"Nr": "7"}, 2)


@pytest.mark.parametrize("column", ["question", "Questions", "QUERY", "prompt", " q "])
def test_the_column_of_the_questions_has_one_of_several_names(read, column):
    assert texts(read(f"note,{column}\nx,Who did it?\n")) == ["Who did it?"]


def test_the_column_can_be_named(read):
    [question] = read("question,Frage\nno,Wer war es?\n", column="frage")
    assert (question.question, dict(question.carried)) == ("Wer war es?", {"question": "no"})


def test_a_quoted_cell_goes_over_lines_and_the_line_is_where_its_row_begins(read):
    found = read('id,question\n1,"Who\ndid it?"\n2,Why?\n')
    assert [(q.id, q.question, q.line) for q in found] == [("1", "Who did it?", 2), ("2", "Why?", 4)]


def test_columns_without_a_name_or_with_that_of_another_are_told_apart(read):
    [question] = read("question,,note,note\nWho?,a,b,c\n")
    assert dict(question.carried) == {"column 2": "a", "note": "b", "note (2)": "c"}


@pytest.mark.parametrize(
    "content",
    [
        '{"question": "Who?", "n": 1}\n{"question": "Why?"}\n',
        '[{"question": "Who?"}, {"question": "Why?"}]',
        '[\n  {\n    "question": "Who?"\n  },\n  {"question": "Why?"}\n]\n',
        '{"Question": "Who?"}\n\n{"q": "Why?"}\n',
    ],
)
@pytest.mark.parametrize("name", ["q.jsonl", "q.json", "q"])
def test_json_is_read_a_line_or_as_a_whole(read, content, name):
    assert texts(read(content, name)) == ["Who?", "Why?"]


def test_json_lines_may_be_questions_alone(read):
    assert texts(read('"Who?"\n"Why?"\n', "q.jsonl")) == ["Who?", "Why?"]


def test_what_json_carries_stays_what_it_is(read):
    row = {"question": "Who?", "n": 1, "x": [1, {"a": None}], "ok": True, "half": 0.5, "nan": float("nan")}
    [question] = read(json.dumps(row), "q.jsonl")
    assert question.carried == {"n": 1, "x": [1, {"a": None}], "ok": True, "half": 0.5, "nan": None}


def test_a_row_that_carries_a_list_of_answers_is_one_question(read):
    [question] = read('{"question": "Who?", "answers": ["Ann", "Bob"]}\n', "q.jsonl")
    assert (question.question, question.carried) == ("Who?", {"answers": ["Ann", "Bob"]})


def test_a_spreadsheet_gives_its_first_sheet_below_the_header(tmp_path):
    rows = [
        ["Our questions"],
        [],
        ["ID", "Question", "After", "n", None],
        [7, "Who did it?", datetime(2024, 5, 2), 2.0, None],
        [None, None, None, None, None],
        ["b", "Why?", "2024-05-03", True, None],
    ]
    found = list(read_questions(sheet(rows, tmp_path / "q.xlsx")))
    assert found == [
        BatchQuestion("7", "Who did it?", 4, Filters(after=date(2024, 5, 2)), {"n": 2}),
        BatchQuestion("b", "Why?", 6, Filters(after=date(2024, 5, 3)), {"n": True}),
    ]


def test_standard_input_is_told_by_its_contents(monkeypatch, tmp_path):
    path = sheet([["question"], ["Who?"]], tmp_path / "q.xlsx")
    for content in (b"question\nWho?\n", b'{"question": "Who?"}\n', b"Who?\n", path.read_bytes()):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))
        assert texts(read_questions(None)) == ["Who?"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "utf-32"])
def test_a_byte_order_mark_tells_the_encoding(read, encoding):
    mark = codecs.BOM_UTF16_BE if encoding == "utf-16-be" else b""
    content = mark + "question,ort\nÜber wen?,Köln\n".encode(encoding)
    [question] = read(content)
    assert (question.question, question.carried) == ("Über wen?", {"ort": "Köln"})


def test_an_id_of_its_own_is_kept_and_else_made_of_the_question_alone(read):
    own, made = read("id,question\n7,Who?\n,Why?\n")
    [elsewhere] = read("note,question\nx,Why?\n")
    assert own.id == "7"
    assert made.id == elsewhere.id
    assert len(made.id) == 12


def test_the_same_question_of_other_articles_is_another_one_with_another_id(read):
    first, second = read("question,publisher\nWho?,A\nWho?,B\n")
    assert second.id == f"{first.id}-2"


def test_filters_of_a_row_count_before_those_of_all(read):
    defaults = Filters(after=date(2024, 1, 1), publisher="Desk")
    one, other = read("question,publisher,article\nWho?,Post,a-1\nWhy?,,\n", defaults=defaults)
    assert one.filters == Filters(date(2024, 1, 1), None, "Post", "a-1")
    assert other.filters == defaults


def test_a_file_can_be_read_again_and_a_reader_may_leave_early(tmp_path):
    path = tmp_path / "q.txt"
    path.write_text("Who?\nWhy?\n")
    with QuestionFile.open(path) as file:
        next(file.questions())
        path.unlink()
        assert texts(file.questions()) == texts(file.questions()) == ["Who?", "Why?"]


def test_reading_takes_no_more_memory_for_more_rows(tmp_path):
    path = tmp_path / "q.csv"
    with path.open("w") as file:
        file.write("question\n")
        file.writelines(f"Who is number {n}?\n" for n in range(3000))
    found = read_questions(path)
    assert next(found).question == "Who is number 0?"
    assert sum(1 for _ in found) == 2999


QUESTIONS = st.text(min_size=1, max_size=40).filter(one_line)


def question_of(row):
    return one_line(row[0])


@given(st.lists(st.tuples(QUESTIONS, st.text(max_size=10)), min_size=1, max_size=5, unique_by=question_of))
def test_what_a_csv_writer_wrote_is_read_again(rows):
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerows([("question", "note"), *rows])
    content = io.BytesIO(out.getvalue().encode("utf-8", "replace"))
    found = list(QuestionFile(content, "q.csv"))
    assert texts(found) == [one_line(question.encode("utf-8", "replace").decode()) for question, _ in rows]


def test_a_file_that_is_not_there_is_said_so(tmp_path):
    with pytest.raises(InputError, match=r"cannot read .*none\.csv: No such file"):
        list(read_questions(tmp_path / "none.csv"))


@pytest.mark.parametrize(("length", "is_asked"), [(2_000, True), (2_001, False)])
def test_a_question_has_at_most_2000_characters(read, length, is_asked):
    found = list(read(f"Why?\n{'x' * length}\n", "questions.txt"))
    assert isinstance(found[1], BatchQuestion) is is_asked


def test_a_question_without_an_id_gets_twelve_figures_of_its_digest(read):
    [question] = read("Why?\n", "questions.txt")
    assert question.id == hashlib.sha256(b"Why?").hexdigest()[:12]
