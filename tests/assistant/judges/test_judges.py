"""Judges: word overlap follows the words; the trained ones tell what answers and what proves."""

import json
import shutil

import numpy as np
import pytest

from assistant.answer import Mismatch, MismatchKind
from assistant.judges import Reading, Verifier, WordOverlap, differences
from assistant.judges.crossencoder import SHIPPED
from assistant.judges.signals import SIGNALS, observe
from assistant.judges.verifier import CALIBRATION
from corpus import Span
from corpus.errors import ModelError


def test_scores_are_the_share_of_the_claims_terms():
    claims = ["The minister resigned.", "The minister resigned.", "Seven ministers resigned.", "Is it?"]
    evidence = ["Ministers were resigning.", "The king resigned.", "7 ministers resigned.", "It is."]
    scores = WordOverlap().score(claims, evidence)
    assert scores.dtype == np.float32
    assert scores.tolist() == [1.0, 0.5, np.float32(1.0), 0.0]


PAGE = " ".join(f"Nothing of note happened in week {n} of that long and quiet year." for n in range(30))
ARRIVAL = "The ferry Aurora reached Bergen."


class Halves:
    """Stands for a cross-encoder: remembers what it read, and is undecided about all of it."""

    def __init__(self):
        self.read = []

    def score(self, firsts, seconds):
        self.read.append(list(seconds))
        return np.full((len(firsts), 2), 0.5, np.float32)


def test_signals_name_each_kind_of_failed_check():
    rows, contradicted = observe(Halves(), ["It had 300 guests."], ["It had 212 guests."])
    found = dict(zip(SIGNALS, rows[0].tolist(), strict=True))
    assert (found["constant"], found["support"], found["number"], found["date"]) == (1.0, 0.0, 1.0, 0.0)
    assert found["overlap x length"] == 0.0  # words count in long evidence alone
    assert contradicted.tolist() == [0.5]


def test_the_signals_are_those_that_the_calibration_weighs():
    assert SIGNALS[-5:] == ("number", "date", "name", "negation", "quotation")
    assert list(json.loads((SHIPPED / "verifier" / CALIBRATION).read_text())) == list(SIGNALS)


def test_long_evidence_is_read_twice_the_second_time_only_what_is_nearest():
    encoder = Halves()
    short, long = "It had 212 guests.", f"{PAGE} {ARRIVAL} {PAGE}"
    rows, _ = observe(encoder, [ARRIVAL, ARRIVAL], [short, long])
    first, second = encoder.read
    assert first[0] == short and len(first[1].split()) > 100
    assert len(second) == 1 and ARRIVAL in second[0] and len(second[0].split()) <= 30
    length = SIGNALS.index("length")
    assert rows[0, length] == 0 < rows[1, length]


def test_numbers_are_read_as_the_evidence_writes_them():
    encoder = Halves()
    encoder.score = lambda firsts, seconds: encoder.read.extend(firsts) or np.full((len(firsts), 2), 0.5)
    observe(encoder, ["About 2.5 thousand left."], ["2,500 people left."])
    assert encoder.read[0] == "About 2,500 left."


def test_of_no_pairs_there_are_no_signals():
    rows, contradicted = observe(Halves(), [], [])
    assert (rows.shape, contradicted.shape) == ((0, len(SIGNALS)), (0,))


@pytest.fixture(scope="module")
def verifier():
    return Verifier.load()


@pytest.mark.models
def test_the_verifier_tells_what_is_said_from_what_is_not(verifier):
    source = "Harbour master Ida Lund said on Monday that the storm had damaged the northern pier."
    claims = [
        source,
        "Ida Lund said that the storm had damaged the northern pier.",
        "Ida Lund said that the storm had not damaged the northern pier.",
        "Ida Lund will be paid next year.",
    ]
    scores = verifier.score(claims, [source] * len(claims))
    assert (scores.dtype, scores.shape) == (np.float32, (4,))
    assert (scores >= verifier.threshold).tolist() == [True, True, False, False]


@pytest.mark.models
def test_scores_do_not_depend_on_what_else_is_asked(verifier):
    claims, evidence = ["The pier is open.", "It rained " * 30], ["The pier is closed.", "It rained. " * 40]
    together = verifier.score(claims, evidence)
    alone = [verifier.score([c], [e])[0] for c, e in zip(claims, evidence, strict=True)]
    assert together == pytest.approx(alone, abs=1e-3)
    assert verifier.score([], []).shape == (0,)


@pytest.mark.models
@pytest.mark.parametrize("written", [None, "rubbish", '{"constant": 1}', "[]"])
def test_a_verifier_without_its_calibration_is_told(tmp_path, written):
    shutil.copytree(SHIPPED / "verifier", tmp_path, dirs_exist_ok=True)
    (tmp_path / CALIBRATION).unlink()
    if written is not None:
        (tmp_path / CALIBRATION).write_text(written)
    with pytest.raises(ModelError, match=r"calibration\.json cannot be used.*Install Pincite again"):
        Verifier.load(tmp_path)


@pytest.mark.models
def test_another_calibration_is_another_verifier(tmp_path, verifier):
    shutil.copytree(SHIPPED / "verifier", tmp_path / "verifier")
    assert Verifier.load(tmp_path / "verifier").name == verifier.name
    calibration = tmp_path / "verifier" / CALIBRATION
    calibration.write_text(calibration.read_text().replace("0.", "0.1", 1))
    assert Verifier.load(tmp_path / "verifier").name != verifier.name


TEN_WORDS = "In week {} nothing of any note happened on board."
FORTY_SENTENCES = " ".join(TEN_WORDS.format(n) for n in range(40))


@pytest.mark.parametrize(("of", "supported"), [(5, True), (7, False)], ids=["3 of 5 words", "4 of 7 words"])
def test_the_baseline_needs_six_tenths_of_the_words(of, supported):
    words = "boats nets sails ropes oars masts decks".split()[:of]
    judge = WordOverlap()
    [judgement] = judge.judge([" ".join(words)], [" ".join(words[: of // 2 + 1])])
    assert (judgement.support >= judge.threshold) is supported


def test_at_most_150_words_are_read_and_then_at_most_30():
    encoder = Halves()
    observe(encoder, ["Nothing happened on board."], [FORTY_SENTENCES])
    assert [len(text.split()) for [text] in encoder.read] == [150, 30]


@pytest.mark.parametrize(
    ("signal", "words", "claim_words"),
    [("length", 50, 5), ("overlap x claim length", 10, 12)],
)
def test_evidence_counts_as_long_from_51_words_on_and_a_claim_from_13(signal, words, claim_words):
    def found(words, claim_words):
        claim, text = " ".join(["boats"] * claim_words), " ".join(["boats"] * words)
        return observe(Halves(), [claim], [text])[0][0, SIGNALS.index(signal)]

    assert found(words, claim_words) == 0
    assert found(words + 1, claim_words + 1) > 0


@pytest.mark.parametrize(("weight", "supported"), [(0.01, True), (-0.01, False)])
def test_the_verifier_takes_what_is_more_likely_than_not_for_supported(weight, supported):
    verifier = Verifier(Halves(), "halves", dict.fromkeys(SIGNALS, 0.0) | {"constant": weight})
    [judgement] = verifier.judge(["It sank."], ["It sank."])
    assert judgement.support == pytest.approx(0.5, abs=0.01)
    assert (judgement.support >= verifier.threshold) is supported


class Gapped:
    """Stands for a cross-encoder that knows who was killed, and nothing else."""

    heads = 2

    def read(self, firsts, seconds):
        places = [
            second.index("four leaders") if "[MASK] were killed" in first else -1
            for first, second in zip(firsts, seconds, strict=True)
        ]
        return [
            Reading(0.9, Span(at, at + 12), 1.0) if at >= 0 else Reading(0.1, Span(0, 1), 1.0)
            for at in places
        ]


def test_what_fills_a_gap_and_is_another_word_is_a_difference():
    verifier = Verifier(Gapped(), "gapped@0", dict.fromkeys(SIGNALS, 0.0))
    evidence = "In May four leaders were killed."
    assert verifier.differences("Civilians were killed.", evidence) == [
        Mismatch(MismatchKind.WORD, "Civilians", "four leaders")
    ]
    assert verifier.differences("Leaders were killed.", evidence) == []


def test_a_judge_that_cannot_tell_has_no_differences():
    assert differences(WordOverlap(), "Civilians were killed.", "Leaders were killed.") == ()
