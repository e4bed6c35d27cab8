"""A number that the evidence has too is written as there; every other word stays."""

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
    ],
)
def test_equal_numbers_are_written_alike(claim, evidence, expected):
    assert aligned(read(claim), read(evidence)) == expected
