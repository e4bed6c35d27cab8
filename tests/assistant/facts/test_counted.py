"""What is counted in a source: spans of time between its dates, and its lists; an alarm where it cannot be."""

from datetime import date

import pytest

from assistant.facts.compare import mismatches
from assistant.facts.counted import lengths
from assistant.facts.text import read

ATTACK = "A drone struck on 28 January 2024. The militia announced on 30 January 2024 that it would stop."
RATE = "It claimed attacks from January to June 2024. The show ran from 1978 to 1990. It met in May."


def flagged(claim, source, published=None):
    return [mismatch.claim_says for mismatch in mismatches(claim, source, source, published)]


@pytest.mark.parametrize(
    ("source", "claim"),
    [
        (ATTACK, "Two days after the attack the militia stopped."),
        (ATTACK, "They came 2 days apart."),
        (RATE, "It claimed attacks for six months."),
        (RATE, "The show ran for 12 years."),
        ("It began on 1 March 2024. On 16 March 2024 it ended.", "Two weeks later it ended."),
        ("It began in March 2019. In June 2019 it ended.", "Three months later it ended."),
        ("It began in 2003. In 2011 it ended.", "Eight years later it ended."),
    ],
)
def test_time_between_two_dates_is_counted(source, claim):
    assert flagged(claim, source) == []


@pytest.mark.parametrize(
    ("source", "claim", "wrong"),
    [
        (ATTACK, "Four days after the attack the militia stopped.", "Four days"),
        (ATTACK, "The militia stopped for two days.", "two days"),
        (RATE, "It claimed attacks for five months.", "five months"),
        (RATE, "The show ran for 13 years.", "13 years"),
        (
            "It began on 1 March 2024. On 16 March 2024 it ended.",
            "Three weeks later it ended.",
            "Three weeks",
        ),
        ("It began in 2003. In 2011 it ended.", "Seven years later it ended.", "Seven years"),
        ("It began on 28 January 2024.", "Two days later it ended.", "Two days"),
    ],
)
def test_time_that_lies_between_no_dates_is_not_proven(source, claim, wrong):
    assert flagged(claim, source) == [wrong]


def test_the_day_of_publication_is_one_of_the_dates():
    source = "On 27 September 2024 the paper reported it."
    assert flagged("Three days later it was wrong.", source, date(2024, 9, 30)) == []
    assert flagged("Three days later it was wrong.", source, date(2024, 10, 1)) == ["Three days"]


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("It named Sgt. William Rivers, 46, Spc. Kennedy Sanders, 24, and Spc. Breonna Moffett, 23.", {2, 3}),
        ("They met in Iraq, Iran and Syria.", {3}),
        ("They studied at Ramapo College and Rutgers University.", {2}),
        ("They met in Iraq and Syria.", set()),  # too common to be two of whatever is claimed
        ("In Iraq, Rivers spoke. Sanders and others left.", set()),
    ],
)
def test_the_names_of_a_list_are_counted(text, counts):
    assert lengths(read(text)) == counts


def test_a_count_is_held_against_lists():
    source = "It named Sgt. William Rivers, 46, Spc. Kennedy Sanders, 24, and Spc. Breonna Moffett, 23."
    assert flagged("The dead were a sergeant and two specialists.", source) == []
    assert flagged("The dead were a sergeant and four specialists.", source) == ["four"]
    assert flagged("It was the second list.", source) == ["second"]
    assert flagged("It took two days.", source) == ["two days"]


def test_a_claim_may_list_what_it_counts():
    assert (
        flagged(
            "There are two: Ramapo College and Rutgers University.", "Ramapo College and Rutgers University"
        )
        == []
    )


@pytest.mark.parametrize(
    ("source", "claim", "wrong"),
    [
        ("It began on 1 March 2024. On 17 March 2024 it ended.", "Two weeks later it ended.", []),
        ("It began on 1 March 2024. On 18 March 2024 it ended.", "Two weeks later it ended.", ["Two weeks"]),
        ("It began on 1 March 2024. On 22 May 2024 it ended.", "Three months later it ended.", []),
        (
            "It began on 1 March 2024. On 20 May 2024 it ended.",
            "Three months later it ended.",
            ["Three months"],
        ),
    ],
    ids=["16 days", "17 days", "82 days", "80 days"],
)
def test_weeks_may_be_two_days_off_and_months_ten(source, claim, wrong):
    assert flagged(claim, source) == wrong


PORTS = "Arendal Bergen Drammen Egersund Florvik Grimstad Halden Kragen Larvik Molde Narvik Oslo Porsgrunn".split()


@pytest.mark.parametrize(("number", "word", "wrong"), [(12, "twelve", []), (13, "thirteen", ["thirteen"])])
def test_a_list_of_at_most_twelve_is_counted(number, word, wrong):
    *ports, last = PORTS[:number]
    assert flagged(f"They called at {word} ports.", f"They called at {', '.join(ports)} and {last}.") == wrong
