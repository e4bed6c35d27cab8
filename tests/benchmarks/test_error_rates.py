"""False ticks and false doubts of three made claims with a fake judge, and the form of the sealed sets."""

import json
from collections import Counter

import pytest

from assistant.audit.claims import parse_claims
from assistant.audit.found import FindingKind
from assistant.audit.reading import read_answers
from assistant.judges import Judgement
from corpus import Article, read_articles
from corpus.rows import Problem
from corpus.samples import ARTICLES
from tests.benchmarks import error_rates, metrics, planted
from tests.benchmarks.formats import read_claims
from tests.benchmarks.report import Table

FERRY = (
    "The ferry Aurora left Bergen on Monday. It carried 212 passengers and a crew of nine. Nobody was hurt."
)
PLANTED = error_rates.SEALED.parent / "planted"


class ScoresOf:
    """A judge that gives each claim the score that it was told."""

    name = "told"
    threshold = 0.5

    def __init__(self, scores):
        self.scores = scores

    def judge(self, claims, evidence):
        return [Judgement(self.scores[claim], 0.0) for claim in claims]


@pytest.fixture
def claims(tmp_path):
    rows = [
        {
            "claim": "The ferry Aurora carried 212 passengers.",
            "evidence": FERRY,
            "supported": 1,
            "kind": "true",
        },
        {
            "claim": "The ferry Aurora carried 312 passengers.",
            "evidence": FERRY,
            "supported": 0,
            "kind": "figure",
        },
        {
            "claim": "The ferry Aurora was bought by envoys.",
            "evidence": FERRY,
            "supported": 0,
            "kind": "added",
        },
    ]
    path = tmp_path / "claims.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return path


def test_the_interval_of_a_share_is_wilsons():
    # of 20 without a hit: z^2 / (n + z^2)
    assert metrics.wilson(0, 20) == (0, pytest.approx(0.16113, abs=1e-5))
    assert metrics.wilson(20, 20) == (pytest.approx(0.83887, abs=1e-5), 1)
    assert metrics.wilson(0, 0) is None


def test_a_table_is_written_as_markdown():
    table = Table("Ferries", ("name", "passengers"), (("Aurora", 212), ("Borealis", None)))
    assert table.to_markdown().splitlines() == [
        "**Ferries**",
        "",
        "| name | passengers |",
        "| :-- | --: |",
        "| Aurora | 212 |",
        "| Borealis | - |",
    ]


def test_false_ticks_and_false_doubts_are_told_by_judge_and_kind_and_no_claim_is(claims, tmp_path, capsys):
    judge = ScoresOf(
        {
            "The ferry Aurora carried 212 passengers.": 0.4,
            "The ferry Aurora carried 312 passengers.": 0.9,
            "The ferry Aurora was bought by envoys.": 0.1,
        }
    )
    out = tmp_path / "out.json"
    error_rates.main(["--claims", str(claims), "--json", str(out)], lambda: judge)
    shown = capsys.readouterr().out
    assert "| kind | claims | audit | word overlap | verifier alone |" in shown
    assert "Aurora" not in shown + out.read_text()
    ticks, doubts = ({row["kind"]: row for row in t["rows"]} for t in json.loads(out.read_text())["tables"])
    assert list(ticks) == ["all", "figure", "added"]
    assert (ticks["all"]["claims"], ticks["all"]["verifier alone"]) == (2, "50.0 (9.5 to 90.5)")
    assert ticks["figure"]["verifier alone"] == "100.0 (20.7 to 100.0)"
    assert ticks["figure"]["audit"] == ticks["added"]["audit"] == "0.0 (0.0 to 79.3)"
    assert ticks["added"]["word overlap"] == "0.0 (0.0 to 79.3)"
    assert list(doubts) == ["all", "true"]
    assert doubts["true"]["verifier alone"] == doubts["true"]["audit"] == "100.0 (20.7 to 100.0)"
    assert doubts["true"]["word overlap"] == "0.0 (0.0 to 79.3)"


def test_help_documents_the_input(capsys):
    with pytest.raises(SystemExit, match="0"):
        error_rates.main(["--help"])
    assert error_rates.__doc__ in capsys.readouterr().out


def test_half_of_the_sealed_claims_are_supported_and_every_kind_is_there_several_times():
    claims = read_claims(error_rates.SEALED)
    assert len(claims) >= 400
    assert len({claim.claim for claim in claims}) == len(claims)
    assert sum(claim.supported for claim in claims) * 2 == len(claims)
    kinds = Counter(claim.fields["kind"] for claim in claims)
    assert min(kinds.values()) >= 5
    for claim in claims:
        assert claim.fields["kind"].startswith("true: ") == claim.supported, claim.line
        assert 5 <= len(claim.claim.split()) <= 30, claim.line


def test_every_answer_of_the_sealed_planted_set_has_at_most_one_fault_in_one_claim():
    answers = {answer.id: answer for answer in read_answers(PLANTED / "answers.jsonl")}
    assert not [answer for answer in answers.values() if isinstance(answer, Problem)]
    faults = planted.read_faults(PLANTED / "faults.jsonl")
    assert list(answers) == list(faults)
    assert len(answers) >= 60
    kinds = Counter(fault.kind for fault in faults.values())
    assert set(kinds) == {None, *FindingKind}
    assert kinds[None] * 3 >= len(answers)
    known = {article.digest for article in read_articles([ARTICLES]) if isinstance(article, Article)}
    for id, answer in answers.items():
        fault, listed = faults[id], {source.number for source in answer.sources}
        parsed = parse_claims(answer.text, sorted(listed))
        named = {number for claim in parsed for number in claim.numbers}
        digests = {source.digest for source in answer.sources if source.digest}
        assert (fault.kind is FindingKind.DANGLING) == bool(named - listed), id
        assert (fault.kind is FindingKind.UNUSED_SOURCE) == bool(listed - named), id
        assert (fault.kind is FindingKind.STALE) == bool(digests - known), id
        assert fault.why
        if fault.where is not None:
            assert answer.text.count(fault.where) == 1, id
            start = answer.text.index(fault.where)
            assert any(claim.span.start <= start < claim.span.end for claim in parsed), id
