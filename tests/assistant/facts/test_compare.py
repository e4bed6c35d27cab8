"""Exact facts: each kind of mismatch with both sides, and none where the source says the same in another way."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.answer import Mismatch
from assistant.facts.compare import mismatches
from assistant.facts.names import names
from assistant.facts.text import Text

SNIPPET = "The U.S. has about 2,500 troops in Iraq, and three bases."
ARTICLE = f"{SNIPPET} Iraqi officials met Turkish ones at the United Nations. Prime Minister al-Sudani spoke."


def found(claim, source, published=None):
    return mismatches(claim, source, source, published)


@pytest.mark.parametrize(
    "claim",
    [
        "The US has 2500 troops in Iraq.",
        "There are 3 bases in Iraq.",
        "There are more than 2,000 troops in Iraq.",
        "Al-Sudani's officials went to the UN.",
        "Turkey and Iraq met.",
        "However, the United States has three bases.",
    ],
)
def test_what_is_there_is_no_mismatch(claim):
    assert mismatches(claim, SNIPPET, ARTICLE) == ()


@pytest.mark.parametrize(
    ("claim", "mismatch"),
    [
        ("The US has 900 troops.", Mismatch("number", "900", "2,500, three")),
        ("It has four bases.", Mismatch("number", "four", "2,500, three")),
        ("It had three bases in 2011.", Mismatch("date", "2011", "")),
        ("Macron has bases.", Mismatch("name", "Macron", "")),
    ],
)
def test_what_is_not_there_is_named_with_both_sides(claim, mismatch):
    assert mismatches(claim, SNIPPET, ARTICLE) == (mismatch,)


def test_the_numbers_and_dates_of_a_source_are_listed_apart():
    source = "On 3 May 2019, 40 of 87 members left."
    assert found("On 4 May 2019, 41 of 87 members left.", source) == (
        Mismatch("number", "41", "40, 87"),
        Mismatch("date", "4 May 2019", "3 May 2019"),
    )


def test_numbers_are_values():
    assert Text("Three of 2,500 left at 7.5 in 2024.").numbers == {
        "3": "Three",
        "2500": "2,500",
        "7.5": "7.5",
        "2024": "2024",
    }
    assert Text("One was first of twenty-one thousand.").numbers == {"21000": "twenty-one thousand"}


def test_names_lose_dots_and_possessives():
    assert names("The U.S. struck al-Abbasi's base; He saw it.") == {"us": "US", "abbasi": "Abbasi"}
    assert names("Then Abbasi’s men left Ain al-Asad") == {"abbasi": "Abbasi", "ain": "Ain", "asad": "Asad"}


def test_a_year_that_may_be_a_number_is_proven_as_either():
    assert found("The army lost 1500 men.", "The army lost 1,500 men.") == ()
    assert found("The army lost 1,500 men.", "The army lost 1500 men.") == ()
    assert found("There are 2,012 posts.", "It was founded in 2012.") == (Mismatch("number", "2,012", ""),)
    assert found("It is 1500 km long.", "In 1500 it was built.") == (Mismatch("number", "1500 km", ""),)


def test_a_number_in_a_name_is_sought_in_the_article():
    article = "Toy Story 2\nThe film was liked. It followed the 2008 Summer Games and a B-52."
    snippet = "The film was liked."
    assert mismatches("Toy Story 2 was liked.", snippet, article) == ()
    assert mismatches("It was liked by the 2008 Summer Games.", snippet, article) == ()
    assert mismatches("Toy Story 3 was liked.", snippet, article) == (Mismatch("number", "3", ""),)


def test_the_number_of_a_list_point_is_no_fact():
    assert mismatches("2. The US has three bases.", SNIPPET, ARTICLE) == ()


def test_relative_dates_are_counted_from_the_day_of_publication():
    source = "The ministers met yesterday and will meet again next month."
    assert found("They met on 26 September 2024.", source, date(2024, 9, 27)) == ()
    assert found("They will meet in October 2024.", source, date(2024, 9, 27)) == ()
    wrong = Mismatch("date", "25 September 2024", "yesterday, next month")
    assert found("They met on 25 September 2024.", source, date(2024, 9, 27)) == (wrong,)
    assert found("They met yesterday.", source) == ()
    assert found("They met on 26 September 2024.", source) == (
        Mismatch("date", "26 September 2024", "yesterday, next month"),
    )


def test_a_month_without_a_year_is_that_before_or_after_the_day_of_publication():
    source, day = "The auditor warned in January.", date(2024, 3, 13)
    assert found("The auditor warned in January 2024.", source, day) == ()
    assert found("The auditor warned in January 2025.", source, day) == ()
    assert found("The auditor warned in January 2022.", source, day) == (
        Mismatch("date", "January 2022", "January"),
    )
    assert found("The auditor warned in January 2022.", source) == ()
    history = "In 2022 a board was elected. The auditor warned in January."
    assert found("The auditor warned in January 2022.", history, day) == ()


def test_dates_that_the_source_counts_from_another_are_known():
    source = "Parliament voted on 5 January 2020. Two days earlier a drone had killed the general."
    assert found("A drone killed the general on 3 January 2020.", source) == ()
    assert found("A drone killed the general on 2 January 2020.", source) == (
        Mismatch("date", "2 January 2020", "5 January 2020"),
    )


def test_a_number_beyond_a_bound_counts_only_where_the_source_speaks_of_the_same():
    source = "ISIS claimed 170 separate attacks this year. The port is old. It handled 800 ships."
    assert found("ISIS claimed more than 160 attacks.", source) == ()
    assert found("ISIS claimed more than 710 attacks.", source) == (Mismatch("number", "710", "170, 800"),)
    assert found("ISIS made more than 710 raids.", source) == (Mismatch("number", "710", "170, 800"),)
    assert found("The port handled more than 710 ships.", source) == ()


def test_opposites_and_what_was_not_said_are_found():
    source = "Rogers objects to the plan. The ministry did not say how many troops will leave."
    assert found("Rogers welcomes the plan.", source) == (Mismatch("opposite", "welcomes", "objects"),)
    assert found("The plan states how many troops will leave.", source) == (
        Mismatch("negation", "states how many troops will", "not say how many troops will"),
    )


def test_what_two_checks_find_is_said_once():
    source = "The army of Canada did not attack the town."
    assert mismatches("The army of Mexico did attack the town.", source, source) == (
        Mismatch("negation", "attack", "not attack"),
        Mismatch("name", "Mexico", "Canada"),
    )


def test_a_quotation_that_is_not_word_for_word_is_a_mismatch():
    source = "He said: “We will not leave until the work is done.”"
    assert found('He said "We will not leave ... the work is done".', source) == ()
    assert found('He said "We will never leave until the work is done".', source)[-1] == Mismatch(
        "quotation", "We will never leave until the work is done", "We will not leave until the work is done"
    )


SENTENCES = st.lists(
    st.sampled_from(
        """The a not never without all some Iraq Macron "we will not go" unlikely likely 2,500 $3.2bn 5 km over about
        in 2024 the 1990s 27 September 2019 yesterday on Friday third two-thirds 87% U.S. O'Brien's however, said. “a b
        c” ( ) - – 3:30 pm 10-15 miles one both no. 1 B-52 -4 May may""".split()
    ),
    min_size=1,
    max_size=25,
).map(" ".join)


@settings(deadline=None)
@given(SENTENCES, SENTENCES, SENTENCES)
def test_a_text_is_never_at_odds_with_a_source_that_holds_it(before, text, after):
    assert mismatches(text, text, text) == ()
    assert [m for m in mismatches(text, f"{before}.\n{text}.\n{after}", text) if m.kind == "number"] == []


@settings(deadline=None)
@given(st.text(), st.text(), st.none() | st.dates())
def test_any_text_can_be_checked(claim, source, published):
    assert mismatches(claim, claim, claim, published) == ()
    assert isinstance(mismatches(claim, source, source, published), tuple)
