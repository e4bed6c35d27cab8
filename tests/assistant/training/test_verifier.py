"""Pairs for the verifier: parts that share no page and no article, and labels that are true of their texts."""

import gzip
import json
from random import Random

import pytest

from assistant.training import verifier
from assistant.training.squad import AnsweredQuestion, Paragraph, part_of, read_paragraphs
from corpus import Span

TEXT = "The ferry Aurora left Bergen in 1987 (a Monday). It had 212 passengers. Ida Lund was its captain."


@pytest.fixture
def paragraph():
    ends = [48, 71, len(TEXT)]
    starts = [0, 49, 72]
    spans = tuple(Span(start, end) for start, end in zip(starts, ends, strict=True))
    return Paragraph("Aurora", TEXT, spans, (AnsweredQuestion("How many?", Span(56, 59)),))


def pairs(paragraph, seeds=range(30)):
    return [p for seed in seeds for [p] in verifier.made_groups([paragraph], Random(seed), 3)]


def test_a_supported_copy_stands_in_its_evidence_and_what_is_elsewhere_does_not(paragraph):
    made = pairs(paragraph)
    copied = [pair for pair in made if pair.kind == "copied"]
    elsewhere = [pair for pair in made if pair.kind == "elsewhere"]
    assert copied and all(pair.first in pair.second and pair.targets == (1.0, 0.0) for pair in copied)
    assert elsewhere and all(
        pair.first not in pair.second and pair.targets == (0.0, 0.0) for pair in elsewhere
    )


def test_a_changed_claim_is_not_in_its_evidence(paragraph):
    changed = [pair for pair in pairs(paragraph) if pair.kind in ("number", "date", "negation")]
    assert changed and all(pair.first not in pair.second and pair.targets == (0.0, 1.0) for pair in changed)


def test_a_clause_that_the_evidence_lacks_makes_a_claim_unproven(paragraph):
    added = [pair for pair in pairs(paragraph) if pair.kind == "clause added"]
    assert added and all("(a Monday)" in p.first and "(a Monday)" not in p.second for p in added)


def test_the_sentence_of_an_answer(paragraph):
    assert paragraph.sentence_of(paragraph.questions[0]) == 1


def test_claims_are_split_by_page_and_keep_their_labels(tmp_path):
    rows = [
        {"claim": f"Claim {n}.", "evidence": "E.", "label": label, "supported": int(label == "SUPPORTS"),
         "source": "vitaminc_real", "page": f"Page {n % 40}"}
        for n, label in enumerate(["SUPPORTS", "REFUTES", "NOT ENOUGH INFO"] * 40)
    ]  # fmt: skip
    path = tmp_path / "claims.jsonl.gz"
    with gzip.open(path, "wt") as file:
        file.writelines(json.dumps(row) + "\n" for row in rows)
    parts = {
        part: [pair for group in verifier.claim_groups(path, part, Random(0), []) for pair in group]
        for part in ("dev", "test")
    } | {"train": [p for g in verifier.claim_groups(path, "train", Random(0), ["Other."] * 4) for p in g]}
    assert sum(map(len, parts.values())) == len(rows)
    pages = {part: {int(pair.first[6:-1]) % 40 for pair in found} for part, found in parts.items()}
    assert not pages["train"] & pages["test"] and not pages["train"] & pages["dev"]
    assert {pair.targets for found in parts.values() for pair in found} == {
        (1.0, 0.0),
        (0.0, 1.0),
        (0.0, 0.0),
    }


def test_articles_fall_into_one_part_each(tmp_path):
    titles = [f"Title_{n}" for n in range(60)]
    qas = [{"id": "1", "question": "Who  spoke?", "answers": [{"text": "Ida", "answer_start": 0}]}]
    data = [{"title": t, "paragraphs": [{"context": "Ida spoke. So it was.", "qas": qas}]} for t in titles]
    path = tmp_path / "squad.json.gz"
    with gzip.open(path, "wt") as file:
        json.dump({"data": data}, file)
    found = {part: read_paragraphs(path, part) for part in ("train", "dev", "test")}
    assert sum(map(len, found.values())) == 60
    assert all(part_of(p.title.replace(" ", "_")) == part for part, ps in found.items() for p in ps)
    assert found["train"][0].questions[0].question == "Who spoke?"
    assert found["train"][0].texts == ["Ida spoke.", "So it was."]
