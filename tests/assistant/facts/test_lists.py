"""The lists that the checks look up: each is looked up, and says each thing once."""

from pathlib import Path

import pytest

from assistant.facts import lists, units

ROOM = Path(lists.__file__).parent
CODE = "".join(path.read_text(encoding="utf-8") for path in ROOM.rglob("*.py"))


@pytest.mark.parametrize("name", lists.LISTS)
def test_a_list_is_looked_up(name):
    assert f'"{name}"' in CODE


@pytest.mark.parametrize("name", [name for name, listed in lists.LISTS.items() if isinstance(listed, str)])
def test_no_row_stands_twice_in_a_list(name):
    rows = lists.rows(name)
    assert rows and len(set(rows)) == len(rows)


@pytest.mark.parametrize("name", ["calendar", "no_such_list"])
def test_a_list_that_is_not_there_is_an_error(name):
    with pytest.raises(KeyError):
        lists.listed(name)


def test_a_row_of_opposites_has_two_sides():
    assert next(lists.sides("swapped")) == (["increased"], ["decreased"])
    assert {tuple(map(tuple, pair)) for pair in lists.sides("swapped")} == {
        tuple(map(tuple, pair[::-1])) for pair in lists.sides("swapped")
    }


def test_a_word_stands_for_its_number():
    implied = lists.values("implied")
    assert (implied["both"], implied["a dozen"], implied["no"]) == (2, 12, 0)
    assert lists.values("numbers")["twentieth"] == 20


def test_units_of_one_dimension_are_of_one_base():
    assert units.unit_at("2 km", 1)[0].factor == 1000
    assert units.unit_at("2 sq mi", 1)[0].factor == pytest.approx(1609.344**2)
    assert units.unit_at("2 mph", 1)[0].factor == pytest.approx(1609.344 / 3600)
