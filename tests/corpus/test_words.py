"""Words, stems and endings."""

from corpus.words import is_function_word, plain, stem, without_ending, words


def test_words_lose_dots_and_possessives():
    assert words("The U.S. men's teams’ 3 O'Brien") == ["The", "US", "men", "teams", "O'Brien"]


def test_a_function_word_in_capitals_is_a_name():
    assert [is_function_word(word) for word in ("us", "Us", "US", "It", "IT")] == [
        True,
        True,
        False,
        True,
        False,
    ]


def test_stems_join_the_forms_of_a_word():
    assert [stem(word) for word in ("resigning", "resigned", "ministers", "2,500")] == [
        "resign", "resign", "minist", "2,500",
    ]  # fmt: skip


def test_endings_are_cut_from_words_of_five_letters_or_more():
    assert without_ending("Dates") == without_ending("dated") == "dat"
    assert without_ending("uses") == "uses"
    assert plain("Pavón") == "pavon"
