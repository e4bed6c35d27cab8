"""Claims as yes/no questions and sentences of SelQA as answers: the marks fit, and no page is in two parts."""

from random import Random

import pytest

from assistant.generate.style import NOT_STATED
from assistant.training.writer.others import claim_rows, sentence_rows, untokenised
from tests.support import training

TRUE, FALSE, OTHER = (
    "The film was seen by 9 people .",
    "The film was seen by 7 people .",
    "The film is long .",
)
EVIDENCE = "The film , a drama about a pier , was seen by 9 people in May ."


@pytest.fixture
def claims(tmp_path):
    rows = [
        {"claim": claim, "evidence": EVIDENCE, "label": label, "source": source, "page": f"Page {page}"}
        for page in range(60)
        for claim, label, source in (
            (TRUE, "SUPPORTS", "vitaminc_real"),
            (FALSE, "REFUTES", "vitaminc_real"),
            (OTHER, "NOT ENOUGH INFO", "vitaminc_real"),
            ("Not used .", "SUPPORTS", "fever_dev"),
        )
    ]
    return training.write_lines(tmp_path / "claims.jsonl.gz", rows)


def test_a_claim_is_confirmed_denied_or_not_stated(claims):
    rows = list(claim_rows(claims, "train", Random(0)))
    replies = {row.kind: {one.reply for one in rows if one.kind == row.kind} for row in rows}
    assert replies["claim no"] == {"No, the film was seen by 9 people [1]."}
    assert replies["claim yes"] == {"Yes, the film was seen by 9 people [1]."}
    assert replies["claim not stated"] == {NOT_STATED}
    assert {row.question for row in rows if row.kind == "claim no"} >= {"Was the film seen by 7 people?"}


def test_each_label_has_so_many_at_most_and_parts_share_no_page(claims):
    dev, train = (list(claim_rows(claims, part, Random(0))) for part in ("dev", "train"))
    assert len(dev) + len(train) == 180
    assert 0 < len(dev) < 30
    assert len(list(claim_rows(claims, "train", Random(0), most=4))) == 12


def test_a_short_right_sentence_is_the_answer(tmp_path):
    gold, wrong = "Ida Lund was born in Bergen.", [f"The storm of {n} passed the town." for n in range(4)]
    rows = [
        {
            "question": f"Where was Lund born, {n}?",
            "sentence": text,
            "relevant": int(text == gold),
            "source": source,
        }
        for n, source in enumerate(["selqa_dev"] * 30 + ["trecqa_train"] * 3)
        for text in (*wrong, gold)
    ]
    path = training.write_lines(tmp_path / "sentences.jsonl.gz", rows)
    found = [*sentence_rows(path, "train", Random(0)), *sentence_rows(path, "dev", Random(0))]
    assert len(found) == 30
    assert all(row.excerpts[int(row.reply[-3]) - 1] == gold for row in found)


def test_tokenised_text_is_written_as_one_writes_it():
    assert untokenised("-LRB- He 's here , `` so '' -RRB- .") == '(He\'s here, " so ").'
