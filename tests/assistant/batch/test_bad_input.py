"""Ten files of each kind of bad input: each fault is named with its line, and the rest is asked."""

import json
import zipfile

import pytest
from openpyxl import Workbook

from corpus.errors import InputError
from corpus.rows import Problem
from tests.support.questions import read_questions

LONG = "x" * 1999 + " ?"

EMPTY = "its question is empty"
BAD = {
    "empty": [
        ("q.txt", "Who?\n\nWhy?\n", 2, EMPTY),
        ("q.txt", "\n\nWho?\nWhy?\n", 1, EMPTY),
        ("q.txt", "Who?\n \t \nWhy?\n", 2, EMPTY),
        ("q.csv", "id,question\n1,Who?\n2,\n3,Why?\n", 3, EMPTY),
        ("q.csv", "id,question\n1,Who?\n2\n3,Why?\n", 3, "its fields are id; expected question"),
        ("q.tsv", "question\tn\nWho?\t1\n  \t2\nWhy?\t3\n", 3, EMPTY),
        ("q.csv", 'question;n\nWho?;1\n"";2\nWhy?;3\n', 3, EMPTY),
        ("q.jsonl", '{"question": "Who?"}\n{"question": ""}\n{"question": "Why?"}\n', 2, EMPTY),
        ("q.jsonl", '{"question": "Who?"}\n{"question": null}\n{"question": "Why?"}\n', 2, EMPTY),
        ("q.xlsx", [["question", "n"], ["Who?", 1], [None, 2], ["Why?", 3]], 3, EMPTY),
    ],
    "duplicate": [
        ("q.txt", "Who?\nWho?\nWhy?\n", 2, "it asks the same as line 1, and is asked once"),
        ("q.txt", "Who?\nWhy?\n Who? \n", 3, "the same as line 1"),
        ("q.txt", "Who?\n\u00a0Who?\u3000\nWhy?\n", 2, "the same as line 1"),
        ("q.csv", "id,question\n1,Who?\n2,Who?\n3,Why?\n", 3, "the same as line 2"),
        ("q.csv", "id,question\n1,Who?\n1,What?\n3,Why?\n", 3, "its id '1' was used in line 2. Give each row"),
        ("q.csv", "question,publisher\nWho?,A\nWho?,A\nWhy?,A\n", 3, "the same as line 2"),
        ("q.csv", "question,note\nWho?,a\nWho?,b\nWhy?,c\n", 3, "the same as line 2"),
        ("q.jsonl", '{"q": "Who?"}\n{"q": "Who?"}\n{"q": "Why?"}\n', 2, "the same as line 1"),
        ("q.jsonl", '{"q": "Who?", "id": 1}\n{"q": "What?", "id": "1"}\n{"q": "Why?"}\n', 2, "its id '1' was used"),
        ("q.xlsx", [["question"], ["Who?"], ["Who?"], ["Why?"]], 3, "the same as line 2"),
    ],
    "overlong": [
        ("q.txt", f"Who?\n{LONG}\nWhy?\n", 2, "its question has 2,001 characters; expected at most 2,000. Shorten it"),
        ("q.txt", f"{LONG}\nWho?\nWhy?\n", 1, "2,001 characters"),
        ("q.txt", f"Who?\n{LONG * 100}\nWhy?\n", 2, "200,100 characters"),
        ("q.csv", f"id,question\n1,Who?\n2,{LONG}\n3,Why?\n", 3, "2,001 characters"),
        ("q.csv", f'id,question\n1,Who?\n2,"{LONG}\n{LONG}"\n3,Why?\n', 3, "4,003 characters"),
        ("q.tsv", f"question\tid\nWho?\t1\n{LONG}\t2\nWhy?\t3\n", 3, "2,001 characters"),
        ("q.jsonl", f'{{"q": "Who?"}}\n{{"q": "{LONG}"}}\n{{"q": "Why?"}}\n', 2, "2,001 characters"),
        ("q.json", f'["Who?", "{LONG}", "Why?"]', 1, "2,001 characters"),
        ("q", f"question\nWho?\n{LONG}\nWhy?\n", 3, "2,001 characters"),
        ("q.xlsx", [["question"], ["Who?"], [LONG], ["Why?"]], 3, "2,001 characters"),
    ],
    "broken row": [
        ("q.csv", "id,question\n1,Who?\n2,What, then?\n3,Why?\n", 3, "it has 3 cells, but the header has 2. Put"),
        ("q.csv", 'id,question\n1,Who?\n2,"What?\n3,Why?\n', 3, "it is not CSV: unexpected end of data"),
        ("q.csv", 'id,question\n1,Who?\n2,"What" then?\n3,Why?\n', 3, "it is not CSV: ',' expected after '\"'"),
        ("q.csv", 'id,question\n1,Who?\n2,"What?\n3,"Why?"\n', 3, "it is not CSV"),
        ("q.tsv", "id\tquestion\n1\tWho?\n2\tWhat?\tx\n3\tWhy?\n", 3, "it has 3 cells"),
        ("q.jsonl", '{"q": "Who?"}\n{"q": "What?"\n{"q": "Why?"}\n', 2, "it is not JSON: Expecting ',' delimiter"),
        ("q.jsonl", '{"q": "Who?"}\nWhat?\n{"q": "Why?"}\n', 2, "it is not JSON"),
        ("q.jsonl", '{"q": "Who?"}\n7\n{"q": "Why?"}\n', 2, "it is a number; expected an object, or a question"),
        ("q.jsonl", '{"q": "Who?"}\n{"q": ["What?"]}\n{"q": "Why?"}\n', 2, "its question is a list; expected a text"),
        ("q.jsonl", '{"q": "Who?"}\n{"ask": "What?"}\n{"q": "Why?"}\n', 2, "it has no question: its fields are ask;"),
    ],
    "wrong encoding": [
        ("q.txt", "Who?\nOù était-il?\nWhy?\n".encode("cp1252"), 2, "as Windows-1252 'Où était-il?'"),
        ("q.txt", "Qui était là?\nWho?\nWhy?\n".encode("latin-1"), 1, "as Windows-1252 'Qui était là?'"),
        ("q.txt", b"Who?\nWhat \x80\xff\xfe\x81?\nWhy?\n", 2, "Save the file as UTF-8"),
        ("q.csv", "id,question\n1,Who?\n2,Où?\n3,Why?\n".encode("cp1252"), 3, "as Windows-1252 'Où?'"),
        ("q.csv", "id,question\n1,Who?\nÉ,What?\n3,Why?\n".encode("cp1252"), 3, "as Windows-1252 'É'"),
        ("q.csv", "note,question\na,Who?\né,What?\nb,Why?\n".encode("cp1252"), 3, "as Windows-1252 'é'"),
        ("q.csv", "id;question\n1;Who?\n2;Qué?\n3;Why?\n".encode("latin-1"), 3, "as Windows-1252 'Qué?'"),
        ("q.tsv", "id\tquestion\n1\tWho?\n2\tWörter?\n3\tWhy?\n".encode("cp1252"), 3, "as Windows-1252 'Wörter?'"),
        ("q.jsonl", '{"q": "Who?"}\n{"q": "Où?"}\n{"q": "Why?"}\n'.encode("cp1252"), 2, "as Windows-1252 'Où?'"),
        ("q.jsonl", '{"q": "Who?"}\n{"q": "W\\udcffhat?"}\n{"q": "Why?"}\n', 2, "it is not UTF-8"),
    ],
    "date": [
        ("q.csv", "question,after\nWho?,\nWhat?,May\nWhy?,2024-05-01\n", 3, "its after is 'May', no date; expected"),
        ("q.csv", "question,before\nWho?,\nWhat?,2024-13-01\nWhy?,\n", 3, "its before is '2024-13-01', no date"),
        ("q.csv", "question,after\nWho?,\nWhat?,01.05.2024\nWhy?,\n", 3, "its after is '01.05.2024'"),
        ("q.csv", "question,After\nWho?,\nWhat?,5/1/2024\nWhy?,\n", 3, "its after is '5/1/2024'"),
        ("q.csv", "question,after,before\nWho?,,\nWhat?,2024-02-02,2024-02-01\nWhy?,,\n", 3, "no day is after"),
        ("q.tsv", "question\tafter\nWho?\t\nWhat?\t2024\nWhy?\t\n", 3, "its after is '2024'"),
        ("q.jsonl", '{"q": "Who?"}\n{"q": "What?", "after": "soon"}\n{"q": "Why?"}\n', 2, "its after is 'soon'"),
        ("q.jsonl", '{"q": "Who?"}\n{"q": "What?", "after": 2024}\n{"q": "Why?"}\n', 2, "its after is '2024'"),
        ("q.jsonl", '{"q": "Who?"}\n{"q": "What?", "after": ["May"]}\n{"q": "Why?"}\n', 2, "its after is a list"),
        ("q.xlsx", [["q", "before"], ["Who?", None], ["What?", "May"], ["Why?", None]], 3, "its before is 'May'"),
    ],
}  # fmt: skip

WHOLE = {
    "missing column": [
        ("q.csv", "id,text\n1,Who?\n", "no column question, questions, query, prompt, q; its first row is 'id'"),
        ("q.csv", "Who did it?\nWhy?\n", "Questions without a header: name the file .txt"),
        ("q.csv", "1,Who?\n2,Why?\n", "its first row is '1', 'Who?'"),
        ("q.tsv", "id\tFrage\n1\tWer?\n", "its first row is 'id', 'Frage'"),
        ("q.csv", "id;Frage\n1;Wer?\n", "Name the column of the questions."),
        ("q.jsonl", '{"text": "Who?"}\n', "line 1: it has no question: its fields are text; expected question"),
        ("q.jsonl", "{}\n", "line 1: it has no question: its fields are none"),
        ("q.json", '[{"a": 1}, {"a": 2}]', "line 1: it has no question: its fields are a"),
        ("q.xlsx", [["id", "text"], [1, "Who?"]], "its first row is 'id', 'text'"),
        ("q.xlsx", [["Who?"], ["Why?"]], "its first row is 'Who?'"),
    ],
    "no question": [
        ("q.txt", "", "the file is empty"),
        ("q.csv", "\n\n", "the file is empty"),
        ("q.csv", "question\n", "holds no question that can be asked: it has no rows"),
        ("q.jsonl", "7\n", "line 1: it is a number"),
        ("q.json", "[]", "it has no rows"),
        ("q.txt", b"\x00\x01\x02\x03", "NUL bytes"),
        ("q.txt", "Who?\n".encode("utf-16-le"), "NUL bytes"),
        ("q.xlsx", b"question\nWho?\n", "is no .xlsx file. Save it as .xlsx, or as .csv"),
        ("q.xls", b"\xd0\xcf\x11\xe0 old", "is no .xlsx file"),
        ("q.xlsx", b"PK\x03\x04 cut off", "cannot be read as an Excel file"),
    ],
}  # fmt: skip


def files(kinds):
    return [
        pytest.param(*file, id=f"{kind} {n}") for kind, group in kinds.items() for n, file in enumerate(group)
    ]


def written(path, content):
    if isinstance(content, list):
        book = Workbook()
        for row in content:
            book.active.append(row)
        book.save(path)
    else:
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def test_there_are_ten_files_of_each_kind():
    assert {len(group) for group in [*BAD.values(), *WHOLE.values()]} == {10}


@pytest.mark.parametrize(("name", "content", "line", "said"), files(BAD))
def test_a_fault_is_named_with_its_line_and_the_rest_is_asked(tmp_path, name, content, line, said):
    found = list(read_questions(written(tmp_path / name, content)))
    problems = [problem for problem in found if isinstance(problem, Problem)]
    assert problems[0].line == line
    assert said in problems[0].reason
    asked = [question.question for question in found if not isinstance(question, Problem)]
    assert (asked[0], asked[-1]) == ("Who?", "Why?") or asked == ["Why?", "Who?"]
    assert json.dumps([problem.reason for problem in problems], ensure_ascii=False).encode()


@pytest.mark.parametrize(("name", "content", "said"), files(WHOLE))
def test_a_file_without_any_question_is_refused_with_what_was_seen(tmp_path, name, content, said):
    with pytest.raises(InputError) as error:
        list(read_questions(written(tmp_path / name, content)))
    assert said in str(error.value)
    assert name in str(error.value)


def test_another_kind_of_zip_is_no_spreadsheet(tmp_path):
    with zipfile.ZipFile(tmp_path / "q.docx", "w") as archive:
        archive.writestr("word/document.xml", "<a/>")
    with pytest.raises(InputError, match="cannot be read as an Excel file"):
        list(read_questions(tmp_path / "q.docx"))


def test_an_open_quotation_mark_takes_no_other_row_with_it(tmp_path):
    rows = [f"{n},Who is {n}?" for n in range(50)]
    rows[10] = '10,"Who is 10?'
    path = written(tmp_path / "q.csv", "id,question\n" + "\n".join(rows))
    found = list(read_questions(path))
    assert [problem.line for problem in found if isinstance(problem, Problem)] == [12]
    assert [question.id for question in found if not isinstance(question, Problem)] == [
        str(n) for n in range(50) if n != 10
    ]
    assert [question.line for question in found] == list(range(2, 52))
