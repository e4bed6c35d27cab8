"""What was put in, taken out or exchanged between words that claim and source share."""

import pytest

from assistant.answer import Mismatch
from assistant.facts import slots
from assistant.facts.text import read


def exchanged(claim, source):
    return slots.exchanged(read(claim), read(source))


SOURCE = (
    "The treaty was signed by Canada in Ottawa, and most members without veto rights voted before the summit."
)


@pytest.mark.parametrize(
    ("claim", "mismatch"),
    [
        ("The treaty was not signed by Canada.", Mismatch("negation", "was not signed", "was signed")),
        ("The treaty wasn't signed by Canada.", Mismatch("negation", "was not signed", "was signed")),
        ("And few members voted.", Mismatch("quantifier", "And few members", "and most members")),
        ("The members voted after the summit.", Mismatch("negation", "voted after the", "voted before the")),
        ("The treaty was signed by Mexico in Ottawa.", Mismatch("name", "Mexico", "Canada")),
        ("It was signed by Canada in Toronto, and most left.", Mismatch("name", "Toronto", "Ottawa")),
    ],
)
def test_what_stands_in_the_place_of_another_is_named(claim, mismatch):
    assert exchanged(claim, SOURCE) == [mismatch]


def test_a_negation_that_is_left_out_is_named():
    source = "The vote was not binding on members."
    assert exchanged("The vote was binding on members.", source) == [
        Mismatch("negation", "was binding", "was not binding")
    ]


@pytest.mark.parametrize(
    "claim",
    [
        SOURCE,
        "The treaty that Canada signed does not bind members.",
        "In Ottawa the treaty was signed by the Canadian side in May.",
        "However, the treaty was signed by Canada in Ottawa.",
    ],
)
def test_a_claim_in_its_own_words_is_left_alone(claim):
    assert exchanged(claim, SOURCE) == []


ARTICLE = (
    "Three leaders died: Abu Hammam, who oversaw the west, Abu Ali al-Tunisi, who was in charge of technical"
    " development, and Shakir al-Issawi, a commander. Charles Lister of the Middle East Institute counted some 500"
    " attacks. Washington and Baghdad called on Iran to leave. Israel attacked Syria. Rasool, a general of Iraq, was"
    " killed in his car on Friday. Singh of the Pentagon told reporters the day before."
)


@pytest.mark.parametrize(
    ("claim", "said", "stated"),
    [
        (
            "Shakir al-Issawi, who was in charge of technical development, died.",
            "Shakir al-Issawi",
            "Abu Ali al-Tunisi",
        ),
        (
            "Charles Lister of the Washington Institute counted some 500 attacks.",
            "Washington Institute",
            "Middle East Institute",
        ),
        ("Syria attacked Israel.", "Syria", "Israel"),
    ],
)
def test_a_name_that_the_source_has_in_another_place_is_named(claim, said, stated):
    assert exchanged(claim, ARTICLE)[0] == Mismatch("name", said, stated)


@pytest.mark.parametrize(
    "claim",
    [
        "Rasool was killed in his car on Friday.",  # what stands between is about him
        "Singh told reporters the day before.",
        "Baghdad and Washington called on Iran to leave.",
        "Baghdad called on Iran to leave.",
        "Israel attacked Syria.",
        "The United States and Iraq called on Iran to leave.",
        "Syria was attacked by Israel.",
        "Al-Tunisi, who was in charge of technical development, died.",
    ],
)
def test_names_that_the_source_says_the_same_of_are_left_alone(claim):
    assert exchanged(claim, ARTICLE) == []


def test_a_list_may_stand_in_any_order():
    source = "The kingdom includes England, Scotland, Wales and Northern Ireland."
    assert exchanged("The kingdom includes Northern Ireland, Scotland, Wales and England.", source) == []


def test_another_writing_of_a_name_is_no_other_name():
    assert exchanged("It came out in the US on Friday.", "It came out in the United States on Friday.") == []


def test_half_a_name_in_its_place_is_named():
    source = "The leader Ayman al-Zawahiri spoke of Mali."
    assert exchanged("The leader Merrill al-Zawahiri spoke of Mali.", source) == [
        Mismatch("name", "Merrill", "Ayman al-Zawahiri")
    ]


def test_accents_and_possessives_make_no_other_name():
    assert exchanged("It is Leon's house in town.", "It is León’s house in town.") == []


@pytest.mark.parametrize(
    ("place", "claim", "found"),
    [
        (
            "went to the old harbour",
            "went to the old mill with his friend",
            True,
        ),  # 4 of 8 words, 2 of content
        ("went to the old harbour", "went to the old mill with his dear friend", False),  # 4 of 9 words
        ("sold old boats by night", "sold old boats at home", False),  # 3 of 5 words
        ("was in the harbour", "was in the harbour of friends", False),  # 4 of 6 words, 1 of content
    ],
)
def test_a_place_is_the_same_by_four_words_two_of_content_and_half_of_the_claim(place, claim, found):
    source = f"Ann Berg {place}, while Carl Dahl slept."
    assert exchanged(f"Carl Dahl {claim}.", source) == [Mismatch("name", "Carl Dahl", "Ann Berg")] * found


@pytest.mark.parametrize(("words", "found"), [(30, []), (31, [Mismatch("name", "Carl Dahl", "Ann Berg")])])
def test_a_name_explains_another_one_at_most_thirty_words_behind_it(words, found):
    source = f"Carl Dahl slept{' so' * (words - 1)} Ann Berg went to the old harbour."
    assert exchanged("Carl Dahl went to the old mill.", source) == found
