"""Dates by what they have in common, and relative dates by the day of publication."""

from datetime import date

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from assistant.facts.days.dates import counted_mentions, is_dated, mentions

FRIDAY = date(2024, 9, 27)


def proves(source, claim, published=None):
    claimed = mentions(claim, published)
    assert claimed, claim
    return all(is_dated(mention, mentions(source, published)) for mention in claimed)


@pytest.mark.parametrize(
    ("source", "claim"),
    [
        ("27 September 2024", "September 27, 2024"),
        ("27 September 2024", "2024-09-27"),
        ("27 September 2024", "27/9/2024"),
        ("27 September 2024", "Sept. 2024"),
        ("27 September 2024", "in 2024"),
        ("27 September 2024", "on a Friday"),
        ("September 27", "27 September 2024"),
        ("the 27th of September", "September 27"),
        ("in 1994", "the 1990s"),
        ("in 1994", "the '90s"),
        ("in 1788", "the 1700s"),
        ("in 1850", "the 19th century"),
        ("the nineteenth century", "19th century"),
        ("3,700 BC", "3700 BC"),
        ("11,000 BC", "11000 BC"),
        ("2011–2012", "2011-12"),
        ("13 January 2012", "before January 14th"),
        ("in 2014", "before 2015"),
        ("27–29 September", "September 29"),
        ("the first quarter of 2023", "in Q1 2023"),
        ("Q1 of 2023", "the first quarter of 2023"),
        ("in May 2023", "in the second quarter of 2023"),
        ("the second half of 2023", "in H2 2023"),
        ("24.07.2021", "July 24, 2021"),
    ],
)
def test_a_date_proves_what_it_holds(source, claim):
    assert proves(source, claim)


@pytest.mark.parametrize(
    ("source", "claim"),
    [
        ("27 September 2024", "28 September 2024"),
        ("27 September 2024", "27 August 2024"),
        ("27 September 2024", "27 September 2023"),
        ("27 September 2024", "on a Monday"),
        ("September 2024", "27 September 2024"),
        ("the 1990s", "in 1994"),
        ("in 1984", "the 1990s"),
        ("300 BC", "AD 300"),
        ("in 2015", "before 2015"),
        ("in 2014", "after 2015"),
        ("September 27", "in 2024"),
        ("the first quarter of 2023", "in Q3 2023"),
        ("the first quarter of 2023", "in Q1 2022"),
        ("the first half of 2023", "in H2 2023"),
        ("in Q2 2023", "in May 2023"),
        ("in 2023", "in Q2 2023"),
        ("no date", "in May"),
    ],
)
def test_a_date_does_not_prove_more_than_it_holds(source, claim):
    assert not proves(source, claim)


@pytest.mark.parametrize(
    ("source", "claim"),
    [
        ("yesterday", "26 September 2024"),
        ("today", "September 27"),
        ("tomorrow", "28 September 2024"),
        ("on Wednesday", "25 September 2024"),
        ("last Wednesday", "18 September 2024"),
        ("next Monday", "30 September 2024"),
        ("last month", "in August 2024"),
        ("next year", "in 2025"),
        ("last October", "in October 2023"),
        ("last May", "in May 2024"),
        ("next May", "in May 2025"),
        ("in May last year", "in May 2023"),
        ("on 5 May last year", "5 May 2023"),
        ("last week", "17 September 2024"),
        ("two days ago", "25 September 2024"),
        ("10 months ago", "in November 2023"),
        ("26 September 2024", "yesterday"),
    ],
)
def test_relative_dates_need_the_day_of_publication(source, claim):
    assert proves(source, claim, FRIDAY)
    assert not proves(source, claim, date(2019, 1, 3))
    assert not proves(source, claim) or "May" in source or "October" in source


def test_the_same_relative_words_need_no_day():
    assert proves("They met  two days ago.", "It was two days ago")
    assert not proves("They met last week.", "They met last month.")


def test_the_next_year_of_a_story_is_not_counted_from_its_publication():
    assert mentions("They married in 2012 and had a son the next year.", FRIDAY) == mentions(
        "They married in 2012 and had a son the next one..", FRIDAY
    )


@pytest.mark.parametrize(
    ("text", "counted"),
    [
        ("On 5 January 2020 they voted. Two days earlier a drone struck.", (2020, 1, 3)),
        ("On 31 December 2019 they voted. The next day it snowed.", (2020, 1, 1)),
        ("It snowed two days before 5 January 2020.", (2020, 1, 3)),
        ("It snowed the day before the 5 January 2020.", (2020, 1, 4)),
    ],
)
def test_dates_are_counted_from_other_dates_of_the_text(text, counted):
    [mention] = counted_mentions(text, mentions(text))
    assert [(r.years, r.month, r.day) for r in mention.readings] == [((counted[0],) * 2, *counted[1:])]


@pytest.mark.parametrize(
    "text", ["Two days earlier it snowed.", "In 2020 they voted. Two days later it snowed."]
)
def test_nothing_is_counted_from_no_day(text):
    assert counted_mentions(text, mentions(text)) == []


def test_dates_in_capitals_and_with_a_time_are_read_whole():
    assert proves("08:00, 30 JUN 2018", "30 June 2018")
    assert proves("2018-06-30T07:00:00Z", "30 June 2018")
    assert not proves("2019 - 12:00AM", "2012")


def test_words_that_only_look_like_dates_are_none():
    assert mentions("He may march on. 2,012 men, $1999, 5.2010, 16,500 years ago, 1080p and 50%") == []


@settings(deadline=None)
@given(st.dates(date(1000, 1, 1), date(2099, 12, 31)))
def test_a_day_in_any_writing_is_one_day(day):
    month = "January February March April May June July August September October November December".split()[
        day.month - 1
    ]
    writings = [
        f"{day.day} {month} {day.year}",
        f"{month} {day.day}, {day.year}",
        f"the {day.day}th of {month} {day.year}",
        day.isoformat(),
    ]
    for source in writings:
        assert all(proves(source, claim) for claim in writings)


@settings(deadline=None)
@example(date.min, "yesterday")
@example(date.min, "on Monday")
@example(date.max, "next month")
@given(st.dates(), st.sampled_from(["yesterday", "on Monday", "last week", "next month", "9999 weeks ago"]))
def test_any_day_of_publication_is_counted_from(published, words):
    assert [mention.relative for mention in mentions(words, published)] == [True]


@pytest.mark.parametrize(
    ("between", "counts"), [(" that ", True), (" since ", False)], ids=["6 characters", "7 characters"]
)
def test_a_date_that_is_counted_from_stands_at_most_six_characters_behind(between, counts):
    text = f"It snowed two days before{between}5 January 2020."
    assert bool(counted_mentions(text, mentions(text))) is counts


@pytest.mark.parametrize("bound", ["before", "prior to", "earlier than"])
def test_a_bound_of_any_length_is_seen(bound):
    assert proves("13 January 2012", f"{bound} January 14th")
    assert not proves("15 January 2012", f"{bound} January 14th")
