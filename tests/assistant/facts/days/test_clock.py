"""Times of day: one moment in two notations, and two moments in notations that are alike."""

import pytest

from assistant.facts.days.clock import clock_times
from assistant.facts.quantities import is_counted, quantities


def proves(source, claim):
    claimed = quantities(claim)
    assert claimed, claim
    return all(is_counted(quantity, quantities(source)) for quantity in claimed)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("at 7 p.m.", "at 19:00"),
        ("at 11:30 p.m. on 4 May", "at 23:30 on 4 May"),
        ("at noon", "at 12:00"),
        ("at midnight", "at 00:00"),
        ("at 12 a.m.", "at midnight"),
        ("at 12.30 p.m.", "at 12:30"),
        ("at half past eight in the evening", "at 8:30pm"),
        ("at a quarter to ten in the morning", "at 9:45 AM"),
        ("at ten minutes to five", "at 4:50 p.m."),
        ("at seven o’clock", "at 7 a.m."),
        ("at 7:30", "at 7:30 p.m."),
        ("at 7 on Friday", "at 7 p.m. on Friday"),
        ("at 0430 hours", "at 4:30 a.m."),
        ("at 19h30", "at 7:30 p.m."),
        ("at 14:00 GMT", "at 3 p.m. CET"),
        ("at 1900 GMT", "at 7 p.m. GMT"),
        ("at 2 p.m. EST", "at 2 p.m."),  # a zone is compared where both name one
        ("from 9 to 11 a.m.", "from 9:00 to 11:00"),
        ("from 11 to 1 p.m.", "from 11 a.m. to 1 p.m."),
    ],
)
def test_one_moment_in_two_notations(one, other):
    assert proves(one, other)
    assert proves(other, one)


@pytest.mark.parametrize(
    ("source", "claim"),
    [
        ("at 7 p.m.", "at 7 a.m."),
        ("at 11:30 p.m.", "at 11:30 a.m."),
        ("at noon", "at midnight"),
        ("at 07:30", "at 7:30 p.m."),
        ("at 14:00 GMT", "at 2 p.m. EST"),
        ("from 9 a.m. to 5 p.m.", "from 9 p.m. to 5 a.m."),
        ("at half past eight", "at half past nine"),
        ("7 people came", "at 7 p.m."),
        ("at 7 p.m.", "7 people came"),
        ("at 7 p.m.", "7 percent"),
    ],
)
def test_another_moment_or_no_moment(source, claim):
    assert not proves(source, claim)


@pytest.mark.parametrize(
    "text",
    ["2:30:15", "3:2", "7 people", "$7:30", "at 40 on Friday", "2018-06-30T07:00:00Z", "5.44", "the past"],
)
def test_what_is_no_time_of_day(text):
    assert list(clock_times(text)) == []
