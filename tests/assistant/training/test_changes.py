"""What is changed is changed in one fact, and what is said otherwise is said of the same facts."""

from random import Random

import pytest

from assistant.facts import polarity, slots
from assistant.training import changes

SENTENCE = "On 14 May 1987 all 2,500 workers of the northern yard were paid, which surprised Ida Lund."


@pytest.mark.parametrize("kind", sorted(changes.FALSE))
@pytest.mark.parametrize("seed", range(20))
def test_a_change_changes_something_and_not_much(kind, seed):
    changed = changes.FALSE[kind](SENTENCE, Random(seed))
    assert changed is not None and changed != SENTENCE
    assert len(set(changed.split()) ^ set(SENTENCE.split())) <= 6


def test_only_the_number_is_changed():
    words = changes.number("The yard had 2,500 workers.", Random(1)).split()
    assert words[:3] == ["The", "yard", "had"] and words[4] == "workers." and words[3] != "2,500"


def test_a_year_is_a_date_and_no_number():
    assert changes.number("It burned in 1987.", Random(0)) is None
    assert changes.date("It burned in 1987.", Random(0)) not in (None, "It burned in 1987.")


def test_not_is_put_in_and_taken_out():
    assert changes.negation("It was closed.", Random(0)) == "It was not closed."
    assert changes.negation("It was not closed.", Random(0)) == "It was closed."


def test_a_name_gives_way_to_another_of_as_many_words():
    changed = changes.name("The harbour master Ida Lund spoke.", Random(0), ["Bergen", "Paul Okafor"])
    assert changed == "The harbour master Paul Okafor spoke."


def test_names_leave_out_the_beginnings_of_sentences_and_months():
    assert changes.names("Yesterday in May the Aurora left. Ferries to Bergen wait.") == ["Aurora", "Bergen"]


def test_a_clause_is_left_out():
    assert changes.without_clause(SENTENCE, Random(4)) in (
        "On 14 May 1987 all 2,500 workers of the northern yard were paid.",
        "All 2,500 workers of the northern yard were paid, which surprised Ida Lund.",
    )


def test_a_number_is_written_otherwise():
    assert changes.rewritten("It has three piers.", Random(0)) == "It has 3 piers."
    assert changes.rewritten("It cost 3,000,000 crowns.", Random(0)) == "It cost 3 million crowns."


@pytest.mark.parametrize("change", [*changes.FALSE.values(), *changes.TRUE.values()])
def test_what_has_nothing_to_change_is_left(change):
    assert change("Ferries float.", Random(0)) is None


def test_opposites_that_measure_stand_in_no_list_of_the_checks():
    words = {word for pair in changes.UNLISTED_OPPOSITES for word in pair}
    assert not words & (slots._SWAPS.keys() | polarity._OPPOSITES.keys())
    assert changes.unlisted_opposite("A wide road.", Random(0)) == "A narrow road."
    assert changes.unlisted_opposite("A road.", Random(0)) is None
