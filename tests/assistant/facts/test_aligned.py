"""A number that the evidence has too is written as there; every other word stays."""

from datetime import date

import pytest

from assistant.facts.aligned import aligned
from assistant.facts.text import read


@pytest.mark.parametrize(
    ("claim", "evidence", "expected"),
    [
        ("It cost $3.2bn.", "It cost US$3.2 billion.", "It cost US$3.2 billion."),
        ("It rose 5 percent in 2 years.", "It rose 5% in two years.", "It rose 5% in two years."),
        ("It rose 5 percent.", "There were 5 of them.", "It rose 5 percent."),  # another unit
        ("It had 300 guests.", "It had 212 guests.", "It had 300 guests."),
        ("One of them left.", "There was 1 left.", "One of them left."),
        ("It lasted two days.", "It lasted 48 hours.", "It lasted 48 hours."),
        ("It starts at 7 p.m. on Friday.", "It starts at 19:00.", "It starts at 19:00 on Friday."),
        ("Eight of the ten sank.", "All but two of the ten sank.", "All but two of the ten sank."),
        ("It came third.", "There were three.", "It came third."),
        ("Juergen O'Brien left Koeln.", "Jürgen O’Brien left Köln.", "Jürgen O’Brien left Köln."),
        ("Ola Berg left.", "Kari Dal left.", "Ola Berg left."),
    ],
)
def test_equal_numbers_are_written_alike(claim, evidence, expected):
    assert aligned(read(claim), read(evidence)) == expected


@pytest.mark.parametrize(
    ("claim", "evidence", "expected"),
    [
        ("She resigned on 11 March 2024.", "She resigned on Monday.", "She resigned on Monday."),
        ("She resigned on 12 March 2024.", "She resigned yesterday.", "She resigned yesterday."),
        ("It was signed in October 2023.", "It was signed last October.", "It was signed last October."),
        ("It passed on 13 May 2023.", "It passed on 13/05/2023.", "It passed on 13/05/2023."),
        (
            "It passed in Q1 2023.",
            "It passed in the first quarter of 2023.",
            "It passed in the first quarter of 2023.",
        ),
        ("It ran from 1914 to 1918.", "It ran from 1914-18.", "It ran from 1914-18."),
        ("It ran 1914-18.", "It ran from 1914 to 1918.", "It ran 1914 to 1918."),
        ("It passed on Friday, 8 March 2024.", "It passed last Friday.", "It passed last Friday."),
        ("It passed in Q1 2024.", "It passed in February 2024.", "It passed in Q1 2024."),
        ("It ran in the 1990s.", "It ran in 1994.", "It ran in the 1990s."),
        ("It passed in 2024.", "It passed on 8 March 2024.", "It passed in 2024."),
        ("She resigned on 10 March 2024.", "She resigned on Monday.", "She resigned on 10 March 2024."),
    ],
)
def test_a_date_is_written_as_the_evidence_writes_it(claim, evidence, expected):
    assert aligned(read(claim), read(evidence), date(2024, 3, 13)) == expected


def test_of_several_dates_that_fit_the_one_in_the_nearest_sentence_is_taken():
    evidence = "The court met on Monday. The minister resigned on 11/03/2024."
    wanted = "The minister resigned on 11/03/2024."
    assert (
        aligned(read("The minister resigned on 11 March 2024."), read(evidence), date(2024, 3, 13)) == wanted
    )
