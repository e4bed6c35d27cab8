"""Tables: what is in a cell stays text, in a spreadsheet and in Markdown."""

import csv
import io

import pytest
from openpyxl import load_workbook

from assistant.report.tables import Sheet, inert, markdown_table, write_csv, write_xlsx


def written(*rows):
    out = io.StringIO(newline="")
    write_csv(out, rows)
    return out.getvalue()


def test_a_csv_has_plain_values_and_nothing_for_none():
    assert written(["a", "b", "c", "d"], [1, 0.5, True, None]) == "a,b,c,d\r\n1,0.5,True,\r\n"


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n"])
def test_text_that_would_be_a_formula_has_an_apostrophe_in_front(start):
    [[cell, number]] = csv.reader(io.StringIO(written([f"{start}1", -1]), newline=""))
    assert (cell, number) == (f"'{start}1", "-1")


def test_a_workbook_has_widths_and_a_header_that_stays_in_view(tmp_path):
    rows = [["name", "number"], ["=1+1", 2]]
    write_xlsx(tmp_path / "t.xlsx", [Sheet("One", rows, [44], has_header=True), Sheet("Two", rows, [])])
    book = load_workbook(tmp_path / "t.xlsx")
    one, two = book["One"], book["Two"]
    assert (one.freeze_panes, one.column_dimensions["A"].width) == ("A2", 44)
    assert [cell.font.b for cell in one["A"]] == [True, False]
    assert (two.freeze_panes, two["A1"].font.b) == (None, False)
    assert [(cell.value, cell.data_type, cell.quotePrefix) for cell in one[2]] == [
        ("=1+1", "s", True), (2, "n", False),
    ]  # fmt: skip


def test_a_text_too_long_for_excel_is_cut(tmp_path):
    write_xlsx(tmp_path / "t.xlsx", [Sheet("One", [["x" * 32_767], ["x" * 32_768]], [])])
    whole, cut = (cell.value for cell in load_workbook(tmp_path / "t.xlsx")["One"]["A"])
    assert (whole, cut) == ("x" * 32_767, "x" * 32_766 + "…")


def test_a_table_is_aligned_in_its_source():
    assert markdown_table([("Figure", "Value"), ("A", "12,345,678")]) == [
        "| Figure |      Value |", "| ------ | ---------: |", "| A      | 12,345,678 |",
    ]  # fmt: skip


def test_others_text_is_no_markdown():
    assert inert("[a](http://b) `c` *d* | e\n# f") == "[a]\\(http://b) \\`c\\` \\*d\\* \\| e # f"
    assert inert(None) == ""
