"""Copies of one report are found, cut and edited ones too; different reports on one event are not."""

import random

import pytest

from corpus.duplicates import _pairs, duplicate_groups, signature

WORDS = [
    f"{start}{end}" for start in ("ba", "ce", "di", "fo", "gu", "ka", "le", "mi", "no") for end in "rstnlx"
]


def report(seed: int, words: int = 400) -> list[str]:
    return random.Random(seed).choices(WORDS, k=words)


def edited(words: list[str], share: float, seed: int = 0) -> list[str]:
    chance = random.Random(seed)
    return [word + "ed" if chance.random() < share else word for word in words]


def groups(**texts: list[str]) -> dict[str, str]:
    return duplicate_groups({name: signature(" ".join(words)) for name, words in texts.items()})


def test_copies_cut_to_sixty_percent_and_lightly_edited_share_a_group():
    wire = report(1)
    found = groups(
        wire=wire, cut=wire[:240], edited=edited(wire, 0.05), both=edited(wire[:280], 0.04), other=report(2)
    )
    assert found == dict.fromkeys(("wire", "cut", "edited", "both"), "both")


def test_reports_that_share_a_paragraph_are_not_duplicates():
    shared = report(3, 50)
    assert groups(one=report(4) + shared, two=shared + report(5)) == {}


@pytest.mark.parametrize(("shared", "are_copies"), [(216, True), (153, False)], ids=["0.37", "0.23"])
def test_three_tenths_of_their_runs_of_four_words_in_common_make_two_reports_copies(shared, are_copies):
    one, other = report(4), report(5)
    found = groups(one=one, other=one[:shared] + other[shared:])
    assert found == ({"one": "one", "other": "one"} if are_copies else {})


def test_case_and_punctuation_do_not_matter():
    one, two = (
        signature("The U.S. left Iraq, officials said."),
        signature("the u.s. LEFT Iraq — officials said"),
    )
    assert one == two


def test_a_group_is_named_by_its_smallest_id_whatever_the_order():
    a, b = report(6), report(7)
    ids = {"m": a, "c": b, "x": a, "d": b}
    assert groups(**ids) == groups(**dict(reversed(ids.items()))) == {"m": "m", "x": "m", "c": "c", "d": "c"}


def test_signature_is_stored_in_bytes_that_never_change():
    stored = signature("The US and Iraq announced a plan on Friday.")
    assert len(stored) == 512
    assert stored[:8].hex() == "b011664d92e4001a"


def test_texts_without_words_have_signatures_of_their_own():
    assert signature("?!") != signature("…")
    assert signature("short") != signature("other")
    assert duplicate_groups({}) == {}


def test_of_equal_articles_each_is_compared_with_one_other():
    same = signature(" ".join(report(8)))
    signatures = {f"{number:04}": same for number in range(2_000)}
    assert len(list(_pairs(signatures))) == 1_999  # of two million
    assert set(duplicate_groups(signatures).values()) == {"0000"}


def test_batches_of_a_long_text_hold_each_run_of_words():
    words = report(9, 25_000)
    rotated = words[7_000:] + words[:7_000]
    assert groups(one=words, two=rotated) == {"one": "one", "two": "one"}
    assert signature(" ".join(words)) == signature(" ".join(words) + " " + " ".join(words[-40:-20]))
