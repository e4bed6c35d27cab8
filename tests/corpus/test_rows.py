"""Rows of every kind of file, and what is wrong with the others. What the fields mean is tested with their readers."""

import io

import pytest
from openpyxl import Workbook

from corpus.errors import NoColumnError, ReadError
from corpus.rows import Kind, Problem, Row, RowFile


def opened(content, suffix="", **options):
    content = content if isinstance(content, bytes) else content.encode()
    return RowFile(io.BytesIO(content), "a file", suffix, ("word",), **options)


def rows(content, suffix="", **options):
    return list(opened(content, suffix, **options))


@pytest.mark.parametrize(
    ("content", "suffix", "kind"),
    [
        ('{"word": 1}\n', "", Kind.JSON),
        ("\n\n[{", ".md", Kind.JSON),
        ("word\n", ".JSONL", Kind.JSON),
        ("n;Word\n", "", Kind.TABLE),
        ("n\n", ".tsv", Kind.TABLE),
        ("n\n", "", Kind.TEXT),
        ("[1] a mark\n", "", Kind.TEXT),
    ],
)
def test_the_suffix_tells_the_kind_else_the_first_line(content, suffix, kind):
    assert opened(content, suffix).kind is kind


def test_a_row_of_json_lines_has_its_line_as_its_number():
    assert rows('{"word": 1}\n\n[2, "3"]\nno\n') == [
        Row(1, 1, {"word": 1}),
        Row(3, 1, 2),
        Row(3, 2, "3"),
        Problem("a file", "it is not JSON: Expecting value at column 1", 4),
    ]


def test_values_over_several_lines_are_numbered_and_a_broken_one_is_left_out():
    found = rows('{\n"word": 1}\n{"word": }\n{"word": 2}\n')
    assert [row for row in found if isinstance(row, Row)] == [Row(1, 1, {"word": 1}), Row(4, 2, {"word": 2})]
    assert [row.line for row in found if isinstance(row, Problem)] == [3]


@pytest.mark.parametrize(("within", "values"), [("held", [1, 2]), (None, [{"held": [1, 2]}])])
def test_an_object_stands_for_the_list_within_it_only_if_that_is_asked_for(within, values):
    assert [row.value for row in rows('{"held": [1, 2]}', within=within)] == values


def test_a_table_has_its_cells_by_the_names_of_its_columns():
    table = 'Nr\tWord\t\tword\r\n1\t"two\r\nlines"\r\n\r\n2\tb\tc\td\r\n'
    assert rows(table) == [
        Row(2, 1, {"Nr": "1", "Word": "two\r\nlines"}),
        Row(5, 2, {"Nr": "2", "Word": "b", "column 3": "c", "word": "d"}),
    ]


def test_the_first_cell_of_a_header_may_be_blank_and_a_cell_of_it_go_over_lines():
    assert rows('\tword\t"a\nb"\n0\tx\ty\n') == [Row(3, 1, {"column 1": "0", "word": "x", "a\nb": "y"})]


def test_an_open_quotation_mark_costs_one_row():
    assert rows('word,n\n"a,1\nb,2\nc,3,4\n') == [
        Problem("a file", "it is not CSV: unexpected end of data", 2),
        Row(3, 2, {"word": "b", "n": "2"}),
        Problem("a file", "it has 3 cells, but the header has 2. Put quotation marks around cells", 4),
    ]


def test_lines_of_text_are_rows_but_for_blank_ones_at_the_end():
    assert rows("one\n\n two \n\n\n") == [Row(1, 1, "one"), Row(2, 2, ""), Row(3, 3, "two")]
    assert list(opened('{"word": 1}\n').lines()) == [Row(1, 1, '{"word": 1}')]


def test_the_text_of_a_file_is_decoded_as_a_whole():
    assert opened("\nOù est-il?\nÇa va bien\n".encode("cp1252")).text() == "\nOù est-il?\nÇa va bien\n"
    assert [row.value for row in rows("Où?\n".encode("cp1252"))] == ["O\udcf9?"]


def test_a_spreadsheet_may_have_a_title_above_its_header():
    book, content = Workbook(), io.BytesIO()
    for cells in (["  "], ["Title"], [], ["n", "Word", None], [1.0, "a", None], [None], [2.5, None, None]):
        book.active.append(cells)
    book.save(content)
    assert rows(content.getvalue()) == [Row(5, 5, {"n": 1, "Word": "a"}), Row(7, 7, {"n": 2.5})]


@pytest.mark.parametrize(
    ("content", "suffix", "error", "reason"),
    [
        ("", "", ReadError, "the file is empty"),
        (b"\xff\xfe", ".csv", ReadError, "the file is empty"),
        (b"\xff\xfe", ".jsonl", ReadError, "the file is empty"),
        ("a,b\n1,2\n", ".csv", NoColumnError, "it has no column word; its first row is 'a', 'b'"),
        ("a\n", ".xlsx", ReadError, "it is no .xlsx file"),
        (b"PK\x03\x04 cut off", "", ReadError, "it cannot be read as an Excel file"),
        (b"\x00\x01", "", ReadError, "NUL bytes"),
    ],
)
def test_what_holds_no_rows_is_refused(content, suffix, error, reason):
    with pytest.raises(error, match=reason):
        rows(content, suffix)


def test_tables_that_are_read_at_the_same_time_keep_their_large_cells():
    long = "x" * 200_000
    one, other = iter(opened("word\na\n")), iter(opened(f"word\na\n{long}\n"))
    assert [next(one).value, next(other).value] == [{"word": "a"}] * 2
    assert list(one) == []
    assert [row.value for row in other] == [{"word": long}]


@pytest.mark.parametrize(
    ("content", "values", "lines"),
    [
        ('[\n,\n{"word": 1}\n]', [1], [2]),
        ('[\n{"word": 1},\n]', [1], [3]),
        ('[\n{"word": 1},,\n{"word": 2}\n]', [1, 2], [2]),
        ('{"word": 1},\n{"word": 2}\n', [1, 2], [1]),
        ('{"word": 1},\n,\n{"word": 2},\n', [1, 2], [1]),
        ('{\n"word": 1\n},\n{"word": 2}\n]', [1, 2], [3]),
        ('[\n{"word": 1}\n]\n]', [1], [4]),
        (',\n[{"word": 1}]', [1], [1]),
    ],
)
def test_a_comma_or_bracket_too_many_is_a_problem_of_its_line(content, values, lines):
    found = rows(content, ".json")
    assert [row.value["word"] for row in found if isinstance(row, Row)] == values
    assert [row.line for row in found if isinstance(row, Problem)] == lines


def test_a_broken_member_of_a_list_is_told_once():
    found = rows('[\n{"word": },\n{"word": 2},\n{"word": 3}\n]', ".json")
    assert found == [
        Problem("a file", "it is not JSON: Expecting value at column 10", 2),
        Row(3, 1, {"word": 2}),
        Row(4, 2, {"word": 3}),
    ]
