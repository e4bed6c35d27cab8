"""Comparisons that the words or the figures of a source decide, each with its true twin."""

import pytest

from assistant.answer import Mismatch
from assistant.facts.aligned import aligned
from assistant.facts.compare import mismatches
from assistant.facts.comparisons import comparisons
from assistant.facts.text import read

FERRIES = (
    "The Moss ferry carried 41,200 passengers in June 2023, more than in any month before. The Horten ferry carried"
    " 29,700 passengers in that month."
)
JOBS = "The north lost 300 jobs, while the south lost 900 jobs."
MILLS = "The old mill uses 40 litres of water. The new mill uses 25 litres of water."
BRIDGES = "The Askøy bridge is 1,057 metres long. The Sotra bridge is 2 km long."


@pytest.mark.parametrize(
    ("source", "claim", "holds"),
    [
        (FERRIES, "The Horten ferry carried fewer passengers in June 2023 than the Moss ferry.", True),
        (FERRIES, "The Moss ferry carried fewer passengers in June 2023 than the Horten ferry.", False),
        (
            FERRIES,
            "The Horten ferry carried more passengers than the Moss ferry, 29,700 against 41,200.",
            False,
        ),
        (JOBS, "The north lost fewer jobs than the south.", True),
        (JOBS, "The south lost fewer jobs than the north.", False),
        (BRIDGES, "The Sotra bridge is longer than the Askøy bridge.", True),
        (BRIDGES, "The Sotra bridge is shorter than the Askøy bridge.", False),
        ("Larvik is larger than Moss.", "Moss is smaller than Larvik.", True),
        ("Larvik is larger than Moss.", "Larvik is smaller than Moss.", False),
        ("Larvik is larger than Moss.", "Moss is larger than Larvik.", False),
        ("The party won 47 of the 90 seats.", "The party won a majority of the 90 seats.", True),
        ("The party won 45 of the 90 seats.", "The party won a majority of the 90 seats.", False),
        ("The party won 46 of the 90 seats.", "The party won more than half of the seats.", True),
        ("The party won 31 of the 90 seats.", "The party won most of the seats.", False),
        ("The party won 31 of the 90 seats.", "The party won fewer than half of the 90 seats.", True),
        ("The party won 31 of the 90 seats.", "The party won half of the 90 seats.", False),
        ("It won 58 percent of the vote.", "It won a majority of the vote.", True),
        ("It won 48 percent of the vote.", "It won a majority of the vote.", False),
        (MILLS, "The new mill uses less water than the old mill.", True),
        (MILLS, "The new mill uses more water than the old mill.", False),
        ("The party won 89 of the 90 seats.", "The party won all of the 90 seats.", False),
    ],
)
def test_a_comparison_that_is_decided(source, claim, holds):
    [found] = comparisons(read(claim), read(source))
    assert found.holds is holds
    assert bool(mismatches(claim, source, source)) is not holds


@pytest.mark.parametrize(
    ("source", "claim"),
    [
        ("Prices rose from 10 to 20 euros.", "Prices doubled."),
        ("Prices rose from 10 to 19 euros.", "Prices doubled."),
        ("Prices fell from 80 to 40 euros.", "Prices halved."),
        ("Prices doubled.", "Prices doubled."),
        ("From 2010 to 2020 prices rose.", "Prices doubled."),  # years are no prices
        ("Rents rose from 10 to 13 euros.", "Prices doubled."),  # of something else
        (FERRIES, "The Horten ferry carried more dogs than the Moss ferry."),
        (FERRIES, "The Horten ferry did not carry more passengers than the Moss ferry."),
        (FERRIES, "The Horten ferry carried more than 20,000 passengers."),
        (
            "Oslo had 12 bridges in 2020 and Oslo had 9 bridges in 2010. Bergen had 10 bridges.",
            "Oslo has more bridges than Bergen.",
        ),
        ("Profits rose in the first half of 2024.", "Profits rose in the first half of 2024."),
        ("Larvik is not larger than Moss.", "Moss is smaller than Larvik."),
        ("The party won 31 of the 90 seats and 12 of the 20 towns.", "The party won most of the votes."),
    ],
)
def test_what_agrees_or_is_not_decided_is_not_told(source, claim):
    assert comparisons(read(claim), read(source)) == []


@pytest.mark.parametrize(
    ("source", "claim", "mismatch"),
    [
        (
            "Prices rose from 10 to 20 euros.",
            "Prices tripled.",
            Mismatch("number", "tripled", "10 to 20 euros"),
        ),
        (
            "Prices rose from 10 to 17 euros.",
            "Prices doubled.",
            Mismatch("number", "doubled", "10 to 17 euros"),
        ),
        ("The staff doubled.", "The staff halved.", Mismatch("number", "halved", "doubled")),
        (JOBS, "The south lost fewer jobs than the north.", Mismatch("opposite", "fewer", "900")),
        (
            "It won 31 of the 90 seats.",
            "It won a majority of the 90 seats.",
            Mismatch("quantifier", "a majority", "31 of the 90"),
        ),
    ],
)
def test_what_does_not_hold_is_a_mismatch_with_both_sides(source, claim, mismatch):
    assert mismatches(claim, source, source)[0] == mismatch


@pytest.mark.parametrize(
    ("source", "claim", "expected"),
    [
        (
            "The party won 47 of the 90 seats.",
            "It won a majority of the 90 seats.",
            "It won 47 of the 90 seats.",
        ),
        (JOBS, "The north lost fewer jobs than the south.", "The north lost 300 jobs."),
        ("Larvik is larger than Moss.", "Moss is smaller than Larvik.", "Larvik is larger than Moss."),
    ],
)
def test_what_holds_is_asked_in_the_words_of_the_evidence(source, claim, expected):
    assert aligned(read(claim), read(source)) == expected
