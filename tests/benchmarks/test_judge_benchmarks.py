"""The benchmarks of judges: figures worked out by hand, their two formats, each script with a fake judge."""

import gzip
import json

import numpy as np
import pytest

from assistant.judges import Judgement
from corpus.errors import InputError
from index.keywords import bm25
from tests.benchmarks import claims, formats, metrics, ranking


class FakeJudge:
    """Scores by the first word of the evidence; keeps what it was asked."""

    name = "fake"
    threshold = 0.5

    def __init__(self):
        self.known = {"proves": 0.9, "perhaps": 0.6, "hardly": 0.2, "never": 0.1}
        self.asked = []

    def judge(self, claims, evidence):
        self.asked += zip(claims, evidence, strict=True)
        return [Judgement(self.known[text.split()[0]], 0.0) for text in evidence]


def floats(*values):
    return np.array(values, np.float32)


def pair(claim, evidence, supported, **fields):
    return {"claim": claim, "evidence": evidence, "supported": supported, **fields}


def ranked(question, sentence, relevant):
    return {"question": question, "sentence": sentence, "relevant": relevant}


def lines(path, *rows):
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


@pytest.fixture
def pairs(tmp_path):
    return lines(
        tmp_path / "pairs.jsonl",
        pair("it sank", "hardly a word", 0, group="a", kind="ferry"),
        pair("it sank", "proves it", 1, group="a", kind="ferry"),
        pair("it left", "perhaps it did", 1, kind="ferry"),
        pair("they met 12 envoys", "perhaps 12 envoys", 0, kind="talks"),
        pair("they met 13 envoys", "proves 12 envoys", 0, kind="talks"),
        pair("it rained", "never a drop", 0, kind="weather"),
    )


@pytest.fixture
def questions(tmp_path):
    return lines(
        tmp_path / "questions.jsonl",
        ranked("Who left Bergen?", "The weather was fine.", 0),
        ranked("Why?", "Because.", 1),
        ranked("Who left Bergen?", "The ferry left Bergen.", 1),
        ranked("Who left Bergen?", "Bergen is a town.", 0),
        ranked("When?", "Never.", 0),
    )


def rows_of(table):
    return [dict(zip(table.columns, row, strict=True)) for row in table.rows]


def test_auroc_counts_pairs_in_the_right_order_and_ties_half():
    # of 2 x 2 pairs: right, right, a tie, right
    assert metrics.auroc(floats(0.9, 0.5, 0.5, 0.1), [True, True, False, False]) == 0.875
    assert metrics.auroc(floats(0.1, 0.9), [True, False]) == 0


def test_balanced_accuracy_is_the_mean_of_sensitivity_and_specificity():
    assert metrics.balanced_accuracy([True, True, True, False], [True, False, False, False]) == pytest.approx(
        (1 + 1 / 3) / 2
    )


@pytest.mark.parametrize("figure", [metrics.auroc, metrics.balanced_accuracy])
@pytest.mark.parametrize("truth", [True, False])
def test_figures_of_one_class_are_undefined(figure, truth):
    assert figure(floats(0, 1), [truth, truth]) is None


def test_calibration_error_weighs_bins_by_their_size():
    # bin (.7, .8]: mean score .75, share 2/3; bin (.1, .2]: .2 and 1; so (3 * 1/12 + 1 * .8) / 4
    scores = floats(0.75, 0.75, 0.75, 0.2)
    expected = (3 * (0.75 - 2 / 3) + 0.8) / 4
    assert metrics.calibration_error(scores, [True, True, False, True]) == pytest.approx(expected)


def test_a_score_on_the_edge_of_two_bins_belongs_to_the_lower_one():
    # both in (.4, .5]: mean score .475, share 1/2
    assert metrics.calibration_error(floats(0.5, 0.45), [True, False]) == pytest.approx(0.025)


def test_calibration_error_of_certain_scores_that_are_right_is_zero():
    assert metrics.calibration_error(floats(0, 1, 1), [False, True, True]) == 0
    assert metrics.calibration_error(floats(0, 1), [True, False]) == 1
    assert metrics.calibration_error(floats(), []) is None


def test_average_precision_is_the_mean_precision_at_relevant_places():
    assert metrics.average_precision(floats(0.9, 0.8, 0.7), [True, False, True]) == pytest.approx(
        (1 + 2 / 3) / 2
    )
    assert metrics.average_precision(floats(0.9, 0.8), [False, False]) is None


def test_reciprocal_rank_is_of_the_first_relevant_place():
    assert metrics.reciprocal_rank(floats(0.1, 0.9, 0.5), [True, False, True]) == 0.5
    assert metrics.reciprocal_rank(floats(0.9, 0.9, 0.5), [True, True, False]) == 1
    assert metrics.reciprocal_rank(floats(0.1), [False]) is None


@pytest.mark.parametrize("figure", [metrics.average_precision, metrics.reciprocal_rank])
def test_the_order_in_a_file_is_worth_nothing_where_scores_are_equal(figure):
    assert figure(floats(0, 0, 0, 0), [True, False, False, False]) == 0.25
    assert figure(floats(0, 0, 0, 0), [False, False, False, True]) == 0.25


def test_the_lines_of_a_group_are_one_claim_and_others_stand_alone(pairs):
    read = formats.read_claims(pairs)
    assert [one.claim for one in read] == [
        "it sank",
        "it left",
        "they met 12 envoys",
        "they met 13 envoys",
        "it rained",
    ]
    assert read[0].evidence == ("hardly a word", "proves it")
    assert [one.supported for one in read] == [True, True, False, False, False]
    assert [one.line for one in read] == [1, 3, 4, 5, 6]
    assert read[4].fields["kind"] == "weather"


def test_the_sentences_of_a_question_are_ranked_together_wherever_they_stand(questions):
    [left, why, when] = formats.read_rankings(questions)
    assert left.sentences == ("The weather was fine.", "The ferry left Bergen.", "Bergen is a town.")
    assert left.relevant == (False, True, False)
    assert [one.can_fail for one in (left, why, when)] == [True, False, False]


def test_gzipped_lines_and_blank_ones_are_read(pairs, tmp_path):
    packed = tmp_path / "packed.jsonl.gz"
    packed.write_bytes(gzip.compress(b"\n" + pairs.read_bytes() + b" \n"))
    assert [one.line for one in formats.read_claims(packed)] == [2, 4, 5, 6, 7]


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ('{"claim": "c", ', "line 2: no JSON object"),
        ('["c", "e", 1]', "line 2: no JSON object"),
        ('{"claim": "c", "supported": 1}', 'line 2: no field "evidence"'),
        ('{"claim": "c", "evidence": "e"}', 'line 2: no field "supported"'),
        ('{"claim": "c", "evidence": null, "supported": 1}', 'line 2: "evidence" is None and no text'),
        ('{"claim": "c", "evidence": "e", "supported": 2}', 'line 2: "supported" is 2, neither 0 nor 1'),
        ('{"claim": "c", "evidence": "e", "supported": "1"}', "line 2: \"supported\" is '1', neither"),
        (
            '{"claim": "other", "evidence": "e", "supported": 1, "group": "a"}',
            "line 2: group 'a' has another",
        ),
    ],
)
def test_rubbish_is_told_with_its_line_and_what_was_expected(tmp_path, written, told):
    path = lines(tmp_path / "claims.jsonl", pair("c", "e", 1, group="a"))
    path.write_text(f"{path.read_text()}{written}\n")
    with pytest.raises(InputError) as error:
        formats.read_claims(path)
    assert f"{path}, {told}" in str(error.value)
    assert "Expected: " in str(error.value)


def test_a_wrong_relevance_is_told(tmp_path):
    path = lines(tmp_path / "q.jsonl", ranked("q", "s", "yes"))
    with pytest.raises(InputError, match="line 1: \"relevant\" is 'yes', neither 0 nor 1"):
        formats.read_rankings(path)


def test_an_empty_file_and_a_cut_one_are_told(tmp_path, pairs):
    (tmp_path / "empty.jsonl").write_text("\n")
    (tmp_path / "cut.jsonl.gz").write_bytes(gzip.compress(pairs.read_bytes())[:-20])
    with pytest.raises(InputError, match=r"is empty\. Expected: "):
        formats.read_claims(tmp_path / "empty.jsonl")
    with pytest.raises(InputError, match=r"cannot read .*cut"):
        formats.read_claims(tmp_path / "cut.jsonl.gz")


def test_a_claim_scores_the_highest_of_its_texts_and_checks_bring_a_score_to_zero(pairs):
    alone, checked = claims.measure(formats.read_claims(pairs), [FakeJudge()])
    assert alone.scores.tolist() == floats(0.9, 0.6, 0.6, 0.9, 0.1).tolist()
    assert checked.scores.tolist() == floats(0.9, 0.6, 0.6, 0.0, 0.1).tolist()  # 13 envoys are not 12
    assert (alone.name, checked.name) == ("fake", "fake and checks")
    assert 0 < checked.pairs_a_second < alone.pairs_a_second


def test_the_row_of_a_judge_has_every_figure(pairs):
    read = formats.read_claims(pairs)
    alone, checked = rows_of(claims.overall("title", read, claims.measure(read, [FakeJudge()])))
    assert (alone["claims"], alone["supported"]) == (5, 0.4)
    assert alone["AUROC"] == pytest.approx((0.5 + 1 + 1 + 0 + 0.5 + 1) / 6)
    assert (alone["sensitivity"], alone["specificity"]) == pytest.approx((1, 1 / 3))
    assert alone["balanced accuracy"] == pytest.approx(2 / 3)
    # bin (.8, .9]: .9 against 1/2 of two; (.5, .6]: .6 against 1/2 of two; (0, .1]: .1 against 0 of one
    assert alone["calibration error"] == pytest.approx((0.8 + 0.2 + 0.1) / 5, abs=1e-6)
    assert checked["balanced accuracy"] == pytest.approx((1 + 2 / 3) / 2)


def test_no_pair_is_judged_twice_but_for_the_warm_up(pairs):
    judge = FakeJudge()
    claims.measure(formats.read_claims(pairs) * 2, [judge])
    assert len(judge.asked) == claims.WARM_UP + 12


def test_blocks_do_not_change_the_scores():
    many = [(f"claim {n}", "proves" if n % 3 else "never") for n in range(claims.BLOCK + 7)]
    scores, seconds = claims.score(FakeJudge(), many)
    assert scores.tolist() == floats(*(0.9 if n % 3 else 0.1 for n in range(len(many)))).tolist()
    assert seconds > 0


def test_a_field_breaks_the_claims_down(pairs):
    read = formats.read_claims(pairs)
    rows = rows_of(claims.breakdown("title", read, claims.measure(read, [FakeJudge()]), "kind"))
    assert [(row["kind"], row["judge"]) for row in rows[:3]] == [
        ("ferry", "fake"),
        ("ferry", "fake and checks"),
        ("talks", "fake"),
    ]
    ferry, talks, checked = rows[0], rows[2], rows[3]
    assert (ferry["claims"], ferry["sensitivity"], ferry["specificity"]) == (2, 1, None)
    assert (talks["claims"], talks["specificity"], talks["AUROC"]) == (2, 0, None)
    assert checked["specificity"] == 0.5


def test_an_unknown_field_is_told_before_anything_is_judged(pairs):
    with pytest.raises(InputError, match=r"no field 'page'\. Expected: --by one of kind$"):
        claims.main([str(pairs), "--by", "page"], lambda: pytest.fail("models were loaded"))


def test_claims_are_read_measured_and_written_by_the_command(pairs, tmp_path, capsys):
    arguments = [str(pairs), str(pairs), "--by", "kind", "--json", str(tmp_path / "out.json")]
    claims.main(arguments, lambda: [FakeJudge()])
    shown = capsys.readouterr().out
    assert shown.startswith("pairs.jsonl\njudge ")
    assert "fake and checks" in shown
    document = json.loads((tmp_path / "out.json").read_text())
    assert document["details"][3] == {
        "file": str(pairs),
        "line": 5,
        "claim": "they met 13 envoys",
        "kind": "talks",
        "supported": False,
        "scores": {"fake": 0.9, "fake and checks": 0.0},
    }


def test_a_sample_is_of_claims_with_all_their_texts(pairs, tmp_path):
    arguments = [str(pairs), "--sample", "3", "--seed", "1", "--json", str(tmp_path / "out.json")]
    judge = FakeJudge()
    claims.main(arguments, lambda: [judge])
    drawn = json.loads((tmp_path / "out.json").read_text())["details"]
    expected = formats.sample(formats.read_claims(pairs), 3, 1)
    assert [one["line"] for one in drawn] == [one.line for one in expected]
    assert len(set(judge.asked)) == sum(len(one.evidence) for one in expected)


def test_rankers_are_measured_on_the_questions_whose_order_matters(questions):
    asked, left_out = ranking.rankable(questions)
    assert ([one.question for one in asked], left_out) == (["Who left Bergen?"], 2)
    backwards, keyword = ranking.measure(
        asked, {"backwards": lambda question, texts: -bm25(question, texts), "BM25": bm25}
    )
    assert (keyword.average_precisions, keyword.reciprocal_ranks) == ((1,), (1,))
    assert (backwards.average_precisions, backwards.reciprocal_ranks) == ((1 / 3,), (1 / 3,))


def test_questions_are_read_ranked_and_written_by_the_command(questions, tmp_path, capsys):
    ranking.main([str(questions), "--json", str(tmp_path / "out.json")], lambda: {"BM25": bm25})
    title = "questions.jsonl: 1 questions, 3 sentences; 2 questions left out"
    assert capsys.readouterr().out.startswith(f"{title}\nranker ")
    document = json.loads((tmp_path / "out.json").read_text())
    assert (document["tables"][0]["rows"][0]["MAP"], document["tables"][0]["rows"][0]["MRR"]) == (1, 1)
    assert document["details"] == [
        {"file": str(questions), "question": "Who left Bergen?", "average_precision": {"BM25": 1}}
    ]


def test_a_file_without_a_question_to_rank_is_told(tmp_path):
    path = lines(tmp_path / "q.jsonl", ranked("q", "s", 1), ranked("q", "t", 1))
    with pytest.raises(InputError, match="1 questions, each with only relevant sentences or only others"):
        ranking.rankable(path)


@pytest.mark.parametrize("script", [claims, ranking])
def test_help_documents_the_input(script, capsys):
    with pytest.raises(SystemExit, match="0"):
        script.main(["--help"])
    assert script.__doc__ in capsys.readouterr().out


@pytest.mark.parametrize("script", [claims, ranking])
def test_a_sample_of_nothing_is_refused(script, capsys):
    with pytest.raises(SystemExit, match="2"):
        script.main(["any.jsonl", "--sample", "0"])
    assert "--sample 0 leaves nothing to measure" in capsys.readouterr().err
