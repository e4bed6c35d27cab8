"""Entries of a list of sources: what is a number, a publisher, an author, a quote."""

import pytest

from assistant.audit.source_list import label_number, read_entry


@pytest.mark.parametrize(
    ("label", "number"), [(999, 999), (1000, None), ("[999]", 999), ("[1000]", None), ("³", 3), (True, None)]
)
def test_a_number_has_at_most_three_figures(label, number):
    assert label_number(label) == number


@pytest.mark.parametrize(
    ("name", "is_publisher"),
    [("The Harbour News of Old Bergen", True), ("The Harbour News of Old Bergen Town", False)],
    ids=["6 words", "7 words"],
)
def test_a_publisher_has_at_most_six_words(name, is_publisher):
    found = read_entry(f"Ferry leaves after the storm | {name}")
    assert found.publisher == (name if is_publisher else None)


@pytest.mark.parametrize(
    ("author", "is_title"), [("Ida Marie Lund Berg", True), ("Ida Marie Lund Berg Dahl", False)]
)
def test_words_in_quotation_marks_after_an_author_of_at_most_four_words_are_a_title(author, is_title):
    words = "Ferry leaves after the storm"
    found = read_entry(f"{author}. “{words}.” Harbour News")
    assert found.quote == (None if is_title else f"{words}.")
    assert (found.title == words) is is_title


@pytest.mark.parametrize(("words", "is_quote"), [("The ferry has left", True), ("The ferry left", False)])
def test_four_words_in_quotation_marks_after_a_title_are_a_quote(words, is_quote):
    assert read_entry(f"Storm over Bergen, Harbour News “{words}”").quote == (words if is_quote else None)
