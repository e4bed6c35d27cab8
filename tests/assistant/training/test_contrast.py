"""Contrasts: both sides are there, words of the parts are apart, and gaps are filled by what stood there."""

import re
from random import Random

import pytest

from assistant.training.contrast import gaps, pairs
from assistant.training.contrast.kinds import KINDS, LEFT_OUT, OFTEN
from assistant.training.contrast.lexicon import Lexicon
from assistant.training.contrast.real import doubted, exchanged
from assistant.training.contrast.twins import Twins
from assistant.training.encoder import TrainingPair
from assistant.training.squad import AnsweredQuestion, Paragraph
from corpus import Span
from corpus.sentences import split_sentences

TEXT = "The bridge was built in 1987 by Ida Lund. It had 212 lamps. The town praised the bridge. Oslo saw Bergen."


@pytest.fixture
def paragraph():
    question = AnsweredQuestion("Who built the bridge?", Span(32, 40))
    return Paragraph("Bridge", TEXT, tuple(split_sentences(TEXT)), (question,))


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_has_both_sides_and_no_claim_on_both(kind):
    for seed in range(12):
        twins = KINDS[kind](Lexicon("train", Random(seed)))
        assert twins.true and twins.false
        assert not set(twins.true) & set(twins.false)
        for text in (*twins.true, *twins.false):
            assert re.fullmatch(r"[A-Z0-9][^{}|]*\.", text), text


def test_the_same_seed_draws_the_same():
    drawn = [[KINDS[kind](Lexicon("train", Random(3))) for kind in KINDS] for _ in range(2)]
    assert drawn[0] == drawn[1]


@pytest.mark.parametrize("words", ["first_names", "last_names", "roles", "places", "deeds"])
def test_the_parts_share_no_words(words):
    train, dev, test = (set(Lexicon(part, Random(0)).items(words)) for part in ("train", "dev", "test"))
    assert train and dev and test and not (train & dev or train & test or dev & test)


@pytest.mark.parametrize("seed", range(30))
def test_what_failed_or_was_refused_is_no_fact_and_was_not_done(seed):
    twins = KINDS["negated"](Lexicon("train", Random(seed)))
    assert not set(twins.false) & {twins.evidence}
    assert any(re.search(r"managed to", claim) for claim in twins.false)
    is_denial = re.search(r"\bdenied|\bcleared|\bacquitted", twins.evidence)
    assert is_denial or any(re.search(r"did not|has not", claim) for claim in twins.true)


def test_kinds_that_are_left_out_are_not_trained_on(paragraph):
    trained = {
        p.kind.rpartition(",")[0]
        for g in pairs.contrast_groups([paragraph], "train", Random(0), 1)
        for p in g
    }
    unseen = pairs.contrast_groups([paragraph], "test", Random(0), 1, left_out=True)
    assert {p.kind.rpartition(",")[0] for g in unseen for p in g} == LEFT_OUT
    assert not trained & LEFT_OUT and set(KINDS) - LEFT_OUT <= trained
    assert set(OFTEN) <= set(KINDS) - LEFT_OUT


def test_claims_stand_with_all_of_their_evidence(paragraph):
    twins = Twins("Moss has 3 cranes.", ("Moss has 3 cranes.",), ("Moss has 4 cranes.",), contradicted=True)
    group = pairs.pairs_of("k", twins, f"News. {twins.evidence}", Random(0))
    assert [(pair.first, pair.targets, pair.kind) for pair in group] == [
        ("Moss has 3 cranes.", (1.0, 0.0), "k, kept"),
        ("Moss has 4 cranes.", (0.0, 1.0), "k, false"),
    ]
    assert all(pair.second == "News. Moss has 3 cranes." for pair in group)


def test_a_gap_is_filled_by_the_words_that_stood_there():
    twins = Twins("Moss has 3 cranes, Larvik 4.", ("Moss has 3 cranes.",), ("Moss has 4 cranes.",))
    evidence = f"News. {twins.evidence}"
    found = {pair.first: pair for pair in gaps.of_twins("k", twins, evidence, Random(0))}
    assert {
        pair.first: evidence[pair.words.start : pair.words.end] for pair in found.values() if pair.words
    } == {
        "[MASK] has 3 cranes.": "Moss",
        "Moss has [MASK] cranes.": "3",
        "Moss has 3 [MASK].": "cranes",
    }
    empty = [pair for pair in found.values() if not pair.words]
    assert {pair.first for pair in empty} == {"[MASK] has 4 cranes.", "Moss has 4 [MASK]."}
    assert all(pair.targets == (0.0, None) for pair in empty)


def test_words_of_a_refuted_claim_that_its_evidence_has_fill_no_gap():
    refuted = TrainingPair("Moss has cranes.", "Moss has no ferry.", (0.0, 1.0), "fever_dev")
    unknown = TrainingPair("Moss has cranes.", "Moss is large.", (0.0, 0.0), "fever_dev")
    [[pair]] = gaps.of_claims([refuted, unknown], Random(0))
    assert (pair.first, pair.words, pair.targets) == ("[MASK] has cranes.", None, (0.0, None))


def test_the_answer_of_a_statement_is_its_gap(paragraph):
    statements = {("Who built the bridge?", "Ida Lund"): "Ida Lund built the bridge."}
    [group] = gaps.of_statements([paragraph], statements, Random(0))
    filled, empty = group
    assert filled.first == empty.first == "[MASK] built the bridge."
    assert filled.second[filled.words.start : filled.words.end] == "Ida Lund"
    assert empty.words is None and "Ida Lund" not in empty.second


def test_a_real_sentence_is_doubted_at_its_passive_and_turned_round_at_its_names():
    lexicon = Lexicon("train", Random(0))
    changed = doubted("The bridge was built in 1987.", lexicon)
    assert changed != "The bridge was built in 1987." and changed.startswith("The bridge ")
    assert doubted("The bridge stands.", lexicon) is None
    assert exchanged("Last year Kari Dal sued Ola Berg.") == "Last year Ola Berg sued Kari Dal."
    assert exchanged("Last year Kari Dal and Ola Berg sued.") is None
