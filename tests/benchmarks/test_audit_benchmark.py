"""The benchmark of the audit: what counts as found and as a false alarm, made answers, the script with fakes."""

import json

import pytest

from assistant.answer import Verdict
from assistant.audit.found import AuditedAnswer, AuditedClaim, Finding, FindingKind
from assistant.judges import WordOverlap
from corpus import Article, Span
from corpus.errors import InputError
from index.embed import FakeEmbedder
from tests.benchmarks import audit, made_answers, planted

TEXT = "It sank on Monday [1]. Twelve were saved [1]."
FERRY = "The ferry Aurora left Bergen on Monday. It carried 212 passengers and a crew of nine.\n\nNobody was hurt."


def finding(kind, start, end):
    return Finding(kind, Span(start, end), None, None, TEXT[start:end], "", "Look.")


def audited(*of_claims, of_answer=()):
    """The two claims of TEXT with their findings, and those of the answer."""
    claims = tuple(
        AuditedClaim(TEXT[start:end], Span(start, end), Verdict.SUPPORTED, 0.9, (1,), tuple(found))
        for (start, end), found in zip([(0, 22), (23, 45)], of_claims, strict=True)
    )
    return AuditedAnswer("a", None, TEXT, (), claims, tuple(of_answer), 1.0, 1.0, 0, 0)


def fault(kind, where):
    return planted.Fault("a", kind, where, "because")


def lines(path, *rows):
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


@pytest.fixture
def articles():
    return [Article.create(FERRY, origin=f"{n}.txt", title=f"Ferry {n}") for n in range(3)]


@pytest.fixture
def folder(tmp_path):
    """A set of two answers on one article, the second one clean."""
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "ferry.txt").write_text(f"Ferry to Bergen\n\n{FERRY}")
    source = {"number": 1, "title": "Ferry to Bergen"}
    lines(
        tmp_path / "answers.jsonl",
        {"id": "a", "answer": "The ferry Aurora carried 312 passengers [1].", "sources": [source]},
        {"id": "b", "answer": "The ferry Aurora left Bergen on Monday [1].", "sources": [source]},
    )
    lines(
        tmp_path / "faults.jsonl",
        {"id": "a", "kind": "number", "where": "312", "why": "212"},
        {"id": "b", "kind": None, "where": None, "why": "clean"},
    )
    return tmp_path


def test_a_finding_of_the_kind_at_the_words_is_found_typed_and_pinned():
    one = planted.outcome(audited([], [finding(FindingKind.NUMBER, 23, 29)]), fault("number", "Twelve"))
    assert (one.found, one.typed, one.pinned) == (True, True, True)
    assert (one.false_alarms, one.clean, one.alarmed) == ((), 1, 0)


def test_a_finding_elsewhere_in_the_claim_is_not_pinned_and_one_of_another_kind_not_typed():
    there = finding(FindingKind.NUMBER, 30, 34)
    one = planted.outcome(audited([], [there]), fault("number", "Twelve"))
    assert (one.found, one.typed, one.pinned) == (True, True, False)
    one = planted.outcome(audited([], [there]), fault("date", "Twelve"))
    assert (one.found, one.typed, one.pinned) == (True, False, False)


def test_a_finding_in_another_claim_is_a_false_alarm():
    alarm = finding(FindingKind.DATE, 11, 17)
    one = planted.outcome(audited([alarm], []), fault("number", "Twelve"))
    assert (one.found, one.false_alarms, one.clean, one.alarmed) == (False, (alarm,), 1, 1)
    clean = planted.outcome(audited([alarm], []), fault(None, None))
    assert (clean.false_alarms, clean.clean, clean.alarmed) == ((alarm,), 2, 1)


def test_a_fault_of_the_sources_is_found_among_the_findings_of_the_answer():
    unused = finding(FindingKind.UNUSED_SOURCE, 0, 0)
    one = planted.outcome(audited([], [], of_answer=[unused]), fault("unused_source", None))
    assert (one.found, one.typed, one.pinned, one.false_alarms) == (True, True, True, ())
    clean = planted.outcome(audited([], [], of_answer=[unused]), fault(None, None))
    assert clean.false_alarms == (unused,)


def test_words_that_the_answer_does_not_have_are_told():
    with pytest.raises(InputError, match="'thirteen' do not stand in"):
        planted.outcome(audited([], []), fault("number", "thirteen"))


def test_an_answer_without_its_line_of_faults_is_told():
    with pytest.raises(InputError, match="no answer 'a'"):
        list(planted.outcomes([audited([], [])], {}))


@pytest.mark.parametrize("row", [{"id": "a"}, {"id": "a", "kind": "typo", "where": None, "why": ""}])
def test_faults_of_another_format_are_told(tmp_path, row):
    with pytest.raises(InputError, match="of another format"):
        planted.read_faults(lines(tmp_path / "faults.jsonl", row))


def test_made_claims_stand_in_their_sources_and_no_two_texts_are_the_same(articles):
    made = list(made_answers.made_answers(articles, 10, None))
    assert [len(answer["sources"]) for answer in made] == [4, 4, 2]
    assert made[0]["answer"].startswith("The ferry Aurora left Bergen on Monday [1]. It carried 212")
    assert made[0]["sources"][0]["text"].endswith("\n\nThe ferry Aurora left Bergen on Monday.")
    texts = [source["text"] for answer in made for source in answer["sources"]]
    assert len(set(texts)) == 10


def test_made_pages_have_about_so_many_words_and_the_claims_sentence(articles):
    [answer] = made_answers.made_answers(articles, 4, 60)
    claims = ["left Bergen on Monday", "a crew of nine", "Nobody was hurt", "left Bergen on Monday"]
    for claim, source in zip(claims, answer["sources"], strict=True):
        assert claim in source["text"]
        assert 60 <= len(source["text"].split()) < 80


def test_a_set_is_audited_and_its_figures_written_by_the_command(folder, capsys):
    arguments = [str(folder), "--corpus", str(folder / "corpus"), "--no-verifier", "--verbose"]
    audit.main([*arguments, "--json", str(folder / "out.json")], FakeEmbedder())
    assert capsys.readouterr().out.startswith("Planted faults\nkind ")
    document = json.loads((folder / "out.json").read_text())
    kinds, alarms = (table["rows"] for table in document["tables"])
    assert [(row["kind"], row["planted"], row["found"], row["pinned"]) for row in kinds] == [
        ("number", 1, 1, 1),
        ("all", 1, 1, 1),
    ]
    assert alarms[0] == {"in": "clean answers", "count": 0, "of": 1, "share": 0}
    assert document["details"][0]["at_fault"][0]["claim_says"] == "312"


def test_claims_are_held_against_each_of_their_texts(tmp_path, capsys):
    path = lines(
        tmp_path / "claims.jsonl",
        {
            "claim": "It carried 212 passengers.",
            "evidence": "Cheese is made of milk.",
            "supported": 0,
            "group": "a",
        },
        {"claim": "It carried 212 passengers.", "evidence": FERRY, "supported": 1, "group": "a"},
        {"claim": "The ferry carried 300 passengers.", "evidence": FERRY, "supported": 0},
    )
    audit.main(["--claims", str(path), "--no-verifier", "--json", str(tmp_path / "out.json")])
    assert capsys.readouterr().out.startswith("claims.jsonl\nby ")
    verdicts, scores = json.loads((tmp_path / "out.json").read_text())["tables"][0]["rows"]
    assert (verdicts["claims"], verdicts["supported"], verdicts["balanced accuracy"]) == (2, 0.5, 1)
    assert (scores["by"], scores["sensitivity"]) == ("scores", 1)


def test_throughput_has_a_row_an_evidence(monkeypatch):
    monkeypatch.setattr(audit, "TIMED", (("one sentence", None, 4), ("a page", 300, 4)))
    table = audit.throughput(WordOverlap())
    assert [(name, claims) for name, claims, _ in table.rows] == [("one sentence", 4), ("a page", 4)]
    assert all(speed > 0 for _, _, speed in table.rows)


def test_nothing_to_measure_is_refused(capsys):
    with pytest.raises(SystemExit, match="2"):
        audit.main(["--many", "3"])
    assert "--many 3 leaves nothing to measure; give 10 or more" in capsys.readouterr().err


def test_help_documents_the_input(capsys):
    with pytest.raises(SystemExit, match="0"):
        audit.main(["--help"])
    assert audit.__doc__ in capsys.readouterr().out
