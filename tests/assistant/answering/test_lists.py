"""The lists of words of questions and answers: each is looked up, and says each thing once."""

from pathlib import Path

import pytest

from assistant.answering import lists

CODE = "".join(path.read_text(encoding="utf-8") for path in Path(lists.__file__).parent.rglob("*.py"))


@pytest.mark.parametrize("name", lists.LISTS)
def test_a_list_is_looked_up_and_says_each_thing_once(name):
    assert f'"{name}"' in CODE or f"'{name}'" in CODE
    entries = lists.listed(name)
    assert entries and len(set(entries)) == len(entries)


def test_an_entry_may_have_several_words():
    assert "according to" in lists.listed("reported")
    assert lists.one_of("limits") == r"(?:by|until|till|since)"
    assert r"at\s+present" in lists.one_of("newest")
