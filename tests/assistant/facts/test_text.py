"""A text is read once, and its readings are those of the functions that read it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.facts.numerals import is_number
from assistant.facts.text import Text, once, read

LETTERS = st.text(st.sampled_from("onetwhrfuivsxgadyMILTK'’ſİK"), min_size=1, max_size=12)
NUMBER_WORDS = st.sampled_from(
    """one two Ten twelve TWENTY hundred thousand million billion lakhs crore dozen zero first Second third tenth
    ninetieth half a an k m bn both twin none minus i v x and o'one two's twenty’one don't ſix""".split()
)


def test_the_terms_of_a_text_are_stems_and_figures():
    assert read("The U.S. has 2,500 resigning ministers; it told us so.").terms == {
        "us", "resign", "minist", "told", "2500",
    }  # fmt: skip
    assert Text("Three of 2,500 left in 2024.").terms == {"3", "2500", "2024", "left"}


@given(LETTERS | NUMBER_WORDS)
def test_a_word_is_a_number_if_a_number_is_read_in_it(word):
    if word.strip("'’") == word and "''" not in word.replace("’", "'"):
        assert is_number(word) == bool(Text(word).numbers)


def test_a_sentence_is_a_text_with_its_place():
    text = read("It rained. Two of them left.")
    assert [text.written[one.span.start : one.span.end] for one in text.sentences] == [
        one.written for one in text.sentences
    ]
    assert [(one.terms, one.length) for one in text.sentences] == [({"rain"}, 2), ({"2", "left"}, 4)]


def test_the_stems_of_a_sentence_are_content_words_without_endings():
    [sentence] = read("The officials haven't confirmed 2,500 of us; the US did.").sentences
    assert sentence.stems == {"official": "officials", "confirm": "confirmed", "2,500": "2,500", "us": "US"}


def test_what_is_read_once_is_kept_with_the_text():
    read_texts = []

    @once
    def reading(text, letter):
        read_texts.append(text)
        return text.written.count(letter)

    text = Text("banana")
    assert [reading(text, "a"), reading(text, "n"), reading(text, "a")] == [3, 2, 3]
    assert read_texts == [text, text]
    assert read("banana") is read("banana")
    assert read("banana").quantities is read("banana").quantities


@pytest.mark.parametrize("word", ["one", "first", "dozen", "both", "a", "half", "k"])
def test_words_that_are_more_than_a_number_are_none(word):
    assert not is_number(word)
