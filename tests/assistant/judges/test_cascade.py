"""The generator is asked about what the verifier is unsure of, about no more than it may, and about nothing else."""

import pytest

from assistant.generate.protocol import FakeGenerator
from assistant.judges import Judgement
from assistant.judges.cascade import Cascade, GeneratorJudge, yes_odds


class Scripted:
    """A judge with a support for each claim."""

    name, threshold = "scripted", 0.5

    def __init__(self, supports):
        self.supports = supports
        self.asked = []

    def judge(self, claims, evidence):
        self.asked += claims
        return [Judgement(self.supports[claim], 0.1) for claim in claims]


SMALL = {"sure": 0.95, "wrong": 0.05, "nearly": 0.6, "hardly": 0.3}


def test_only_what_is_unsure_is_asked_and_the_mean_counts():
    generator = Scripted({"nearly": 1.0, "hardly": 0.0})
    found = Cascade(Scripted(SMALL), generator, most=9).judge(list(SMALL), [""] * 4)
    assert sorted(generator.asked) == ["hardly", "nearly"]
    assert [judgement.support for judgement in found] == pytest.approx([0.95, 0.05, 0.8, 0.15])
    assert {judgement.contradiction for judgement in found} == {0.1}


def test_the_least_sure_come_first_where_not_all_may_be_asked():
    generator = Scripted({"nearly": 1.0})
    Cascade(Scripted(SMALL), generator, most=1).judge(list(SMALL), [""] * 4)
    assert generator.asked == ["nearly"]


@pytest.mark.parametrize(("reply", "support"), [("Yes", 1.0), ("No", 0.0), ("Perhaps", 0.5)])
def test_support_is_the_odds_of_yes(reply, support):
    [judgement] = GeneratorJudge(FakeGenerator({}, otherwise=reply)).judge(["It rained."], ["It rained."])
    assert judgement == Judgement(support, 0.0)


def test_the_generator_is_given_source_and_claim():
    generator = FakeGenerator({}, otherwise="No")
    GeneratorJudge(generator).judge(["The pier\nis open."], ["The pier is closed."])
    [prompt] = generator.prompts
    assert "Source: The pier is closed.\n\nClaim: The pier is open." in prompt[-1].content


def test_odds_count_every_way_of_writing_the_words():
    assert yes_odds({"Yes": 0.3, " yes": 0.3, "No": 0.2, "It": 0.2}) == pytest.approx(0.75)


def test_a_support_between_15_and_85_per_cent_is_not_sure():
    small = {"a": 0.14, "b": 0.16, "c": 0.84, "d": 0.86}
    generator = Scripted(dict.fromkeys(small, 1.0))
    found = Cascade(Scripted(small), generator).judge(list(small), [""] * 4)
    assert sorted(generator.asked) == ["b", "c"]
    assert [judgement.support for judgement in found] == pytest.approx([0.14, 0.58, 0.92, 0.86])
