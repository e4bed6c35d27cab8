"""Numbers with units: one value in many writings, and what a hedge or a bound leaves open."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.facts.quantities import is_counted, quantities


def proves(source, claim):
    claimed = quantities(claim)
    assert claimed, claim
    return all(is_counted(quantity, quantities(source)) for quantity in claimed)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("2,500", "2.5 thousand"),
        ("2,500", "two thousand five hundred"),
        ("$3.2bn", "3.2 billion dollars"),
        ("$3.2bn", "US$3,200 million"),
        ("87 percent", "87%"),
        ("87 per cent", "87%"),
        ("third", "3rd"),
        ("twenty-first", "21st"),
        ("one hundred and five", "105"),
        ("half a million", "500,000"),
        ("a million dollars", "$1m"),
        ("5 km", "5,000 metres"),
        ("5 km", "3.1 miles"),
        ("two weeks", "14 days"),
        ("-5", "minus five"),
        ("−5", "-5"),
        (".5", "0.5"),
        ("69 crore", "690 million"),
        ("3 pm", "3:00 pm"),
        ("four quarters of the city", "the 4 quarters"),
        ("two dozen", "24"),
        ("half a dozen", "six"),
        ("one in four", "25%"),
        ("two out of five", "40%"),
        ("9 in 10", "90%"),
        ("25 basis points", "a quarter of a percentage point"),
        ("half a percentage point", "0.5 percentage points"),
        ("£3.4 million", "3.4 million pounds"),
        ("3 pounds of tea", "1.36 kg of tea"),
        ("€7.4 million", "7,4 million euros"),
        ("₹50 crore", "500 million rupees"),
        ("¥300 million", "300 million yen"),
        ("0.5 GW", "500 MW"),
        ("3 TWh", "3,000 GWh"),
        ("30 °C", "86 degrees Fahrenheit"),
        ("two tonnes", "2,000 kg"),
        ("10 miles", "16 km"),
        ("half a mile", "0.5 miles"),
        ("61·4%", "61.4 percent"),
        ("41\u202f200 men", "41,200 men"),
        ("1.234.567 men", "1,234,567 men"),
        ("2½ hours", "150 minutes"),
        ("two and a half million", "2.5 million"),
        ("40-50 people", "between 40 and 50 people"),
        ("all but two of the ten boats", "eight of the ten boats"),
        ("all but one of the 12", "eleven of the 12"),
    ],
)
def test_one_number_in_two_writings(one, other):
    assert proves(one, other)
    assert proves(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("5 km", "5 miles"),
        ("$5", "£5"),
        ("87 members", "87%"),
        ("5", "-5"),
        ("15", "5"),
        ("2.5 million", "2.5 billion"),
        ("COVID-19", "18"),
        ("hundred", "three"),
        ("3 percentage points", "3 percent"),
        ("3 percent", "3 percentage points"),
        ("50 basis points", "50 percent"),
        ("£3.4 million", "3.4 million dollars"),
        ("3 pounds of tea", "3 kg of tea"),
        ("0.5 GW", "50 MW"),
        ("30 °C", "30 °F"),
        ("40-50 people", "40-60 people"),
        ("C$5", "A$5"),
    ],
)
def test_other_numbers_and_other_units(one, other):
    assert not proves(one, other)


@pytest.mark.parametrize(
    ("source", "claim", "proven"),
    [
        ("87 members", "more than 80", True),
        ("more than 80 members", "87", False),
        ("more than 80 members", "more than 80", True),
        ("80 members", "more than 80", False),
        ("80 members", "at least 80", True),
        ("79 members", "at least 80", False),
        ("1,200 members", "more than 80", False),  # of something else, most likely
        ("2,480 men", "about 2,500", True),
        ("2,400 men", "about 2,500", False),
        ("about 400 aircraft", "about 382", False),
        ("87", "nearly 90", True),
        ("91", "nearly 90", False),
        ("about 2,500", "2,500", True),
        ("over 80", "under 80", False),
        ("up to 800", "fewer than 825", True),
        ("34%", "a third of", True),
        ("40%", "a third of", False),
        ("10 to 15 km", "10 km", True),
        ("10 or more", "at least 10", True),
        ("four horns and the Sixth", "six horns", False),  # of horns there are four
        ("twenty years and nine seats", "twenty seats", False),
        ("four of the six horns", "four players", True),
        ("two of 87 members; two left", "two members", False),
        (
            "2,500 now, and 900 troops in Syria",
            "2,500 troops",
            True,
        ),  # so many of anything else would be a chance
        ("2,500 tanks, and 900 troops in Syria", "2,500 troops", False),
        ("over 80 members and 90 guests", "over 85 members", False),  # 90 is of something else
        ("at least 40 people", "exactly 40 people", False),
        ("40 people", "exactly 40 people", True),
        ("about 40 people", "precisely 40 people", False),
        ("nearly 40 people", "more than 40 people", False),
        ("all but two of the ten boats", "two of the ten boats", False),
        ("900 American troops and 30 tanks", "30 troops", False),  # an adjective stands between
        ("170 attacks and 800 men", "more than 710 attacks", False),
        ("720 attacks and 800 men", "more than 710 attacks", True),
    ],
)
def test_bounds_and_rounding_work_one_way(source, claim, proven):
    assert proves(source, claim) is proven


@pytest.mark.parametrize(
    ("source", "claim"),
    [
        ("half a year", "six months"),
        ("the first half of 2024", "six months"),
        ("the second half of the year", "six months"),
        ("the first quarter of 2024", "three months"),
        ("a year", "12 months"),
        ("a year and a half", "18 months"),
        ("a decade", "ten years"),
        ("a fortnight", "two weeks"),
        ("a dozen men", "12 men"),
    ],
)
def test_a_span_of_time_without_a_numeral_proves_one_with_it(source, claim):
    assert proves(source, claim)
    assert not proves(source, "seven months")


def test_the_year_of_a_half_year_is_no_number():
    assert [quantity.written for quantity in quantities("in the first half of 2024")] == [
        "first",
        "half",
        "2024",
    ]


def test_bound_unit_and_words_are_found():
    [quantity] = quantities("It cost nearly US$3.2bn.")
    assert (quantity.number, quantity.unit.dimension, quantity.bound) == (3.2e9, "$", "just under")
    assert quantity.written == "US$3.2bn"


def test_words_that_are_numbers_on_the_way_are_marked():
    found = {
        quantity.written: quantity.implied for quantity in quantities("One of both came first, two second")
    }
    assert found == {"One": True, "both": True, "first": True, "two": False, "second": False}


@settings(deadline=None)
@given(st.integers(2, 999_999_999))
def test_thousands_may_be_marked_or_not(value):
    assert proves(f"{value:,}", str(value))
    assert proves(str(value), f"{value:,}")
    assert not proves(str(value), str(value + 1))


ONES = "one two three four five six seven eight nine".split()
TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()


@settings(deadline=None)
@given(st.integers(1, 9), st.integers(2, 9), st.integers(1, 9), st.sampled_from(["thousand", "million"]))
def test_figures_and_words_are_one_number(hundreds, tens, ones, scale):
    value = (100 * hundreds + 10 * tens + ones) * {"thousand": 1000, "million": 1_000_000}[scale]
    written = f"{ONES[hundreds - 1]} hundred and {TENS[tens - 2]}-{ONES[ones - 1]} {scale}"
    assert [quantity.number for quantity in quantities(written)] == [value]
    assert proves(written, f"{value:,}")


@settings(deadline=None)
@given(st.integers(1, 99_999), st.sampled_from([("km", "kilometres"), ("%", "percent"), ("kg", "kilograms")]))
def test_units_in_short_and_in_full(value, unit):
    assert proves(f"{value} {unit[0]}", f"{value} {unit[1]}")


@pytest.mark.parametrize(
    ("source", "claim", "proven"),
    [
        ("955 men", "about 1,000", True),
        ("940 men", "about 1,000", False),
        ("82 men", "nearly 90", True),
        ("80 men", "nearly 90", False),
        ("160 men", "more than 80", True),
        ("165 men", "more than 80", False),
        ("4.95 km", "3.1 miles", True),  # 4.989 km
        ("4.9 km", "3.1 miles", False),
        ("100 now, and 900 troops in Syria", "100 troops", True),
        ("99 now, and 900 troops in Syria", "99 troops", False),
        ("2,480 men", "approximately 2,500", True),
        ("95 men", "a little more than 80", False),
    ],
)
def test_how_far_off_a_number_may_be(source, claim, proven):
    assert proves(source, claim) is proven


def test_a_sign_of_several_letters_and_a_blank_is_a_currency():
    [quantity] = quantities("It cost U.S.$ 5.")
    assert (quantity.unit.dimension, quantity.written) == ("$", "U.S.$ 5")
