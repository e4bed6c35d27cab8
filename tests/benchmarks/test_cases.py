"""The benchmark of case folders: what counts as right, and the script with word overlap in the verifier's place."""

import json

import pytest

from corpus.errors import InputError
from tests.benchmarks import cases

SOURCE = {"number": 1, "title": "Report", "text": "The ferry carried 412 passengers on Monday."}
KEPT = ("kept", "The ferry carried 412 passengers on Monday [1].", "supported, no finding")
ACCUSED = ("accused", "The ferry carried 413 passengers on Monday [1].", "supported, no finding")
REFUSED = ("refused", "The ferry carried 500 passengers on Monday [1].", "not supported")
TICKED = ("ticked", "The ferry carried 412 passengers [1].", "not supported")


@pytest.fixture
def folder(tmp_path):
    def made(*rows, table=None):
        path = tmp_path / "15-ferries"
        path.mkdir(exist_ok=True)
        answers = [{"id": name, "answer": answer, "sources": [SOURCE]} for name, answer, _ in rows]
        (path / "answers.jsonl").write_text("".join(json.dumps(answer) + "\n" for answer in answers))
        lines = [f"| {name} | {expected} | supported 0.96 | **wrong** |\n" for name, _, expected in rows]
        (path / "EXPECTED.md").write_text(
            table or "| id | should be | came out |\n|---|---|---|\n" + "".join(lines)
        )
        return path

    return made


def test_true_ones_are_kept_without_a_finding_and_false_ones_refused(folder, capsys):
    path = folder(KEPT, ACCUSED, REFUSED, TICKED)
    cases.main([str(path), "--no-verifier", "--verbose", "--json", str(path / "out.json")])
    rows = json.loads((path / "out.json").read_text())["tables"][0]["rows"]
    right = {"true": 2, "kept": 1, "false": 2, "refused": 1, "right": 2, "of": 4, "share": 0.5}
    assert rows == [{"folder": "15-ferries"} | right, {"folder": "all"} | right]
    told = capsys.readouterr().err.splitlines()
    assert [line.split(":")[0] for line in told] == ["15-ferries, accused", "15-ferries, ticked"]
    assert told[0].endswith("; number") and told[1].endswith("; no finding")


def test_a_true_answer_whose_source_no_mark_names_is_wrong(folder):
    path = folder(("unmarked", "The ferry carried 412 passengers on Monday.", "supported, no finding"))
    assert [one.is_right for one in cases.outcomes(path, cases.WordOverlap())] == [False]


def test_a_folder_without_a_table_and_an_answer_without_a_row_are_told(folder):
    with pytest.raises(InputError, match="has no row"):
        list(cases.outcomes(folder(KEPT, table="# Nothing here\n"), cases.WordOverlap()))
    with pytest.raises(InputError, match="has no answer 'kept'"):
        list(cases.outcomes(folder(KEPT, table="| other | not supported | |\n"), cases.WordOverlap()))
    with pytest.raises(InputError, match="cannot read"):
        cases.read_expected(folder(KEPT) / "none")
