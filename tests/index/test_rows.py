"""Filters check themselves."""

from datetime import date

import pytest

from corpus.errors import InputError
from index import Filters


def test_dates_in_the_wrong_order_are_refused():
    with pytest.raises(InputError, match="no day is after 2024-02-02 and before 2024-02-01"):
        Filters(date(2024, 2, 2), date(2024, 2, 1))


def test_one_day_can_be_both_the_first_and_the_last():
    assert Filters(date(2024, 2, 1), date(2024, 2, 1)).after == date(2024, 2, 1)
