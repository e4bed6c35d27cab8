"""Typing errors become words of the library; words, names and figures stay."""

import pytest

from corpus import Article
from index import Library
from index.embed import FakeEmbedder

KNOWN = {"who", "was", "it", "when", "did", "of", "the", "in", "iran", "storm", "stormy"}
TEXT = (
    "The mayor opposed the sale of the cranes. The coalition attacked in Iraq. The ministers met. "
    "Nobody was hurt in the tempest. It was received by the government."
)


@pytest.fixture(scope="module")
def library(tmp_path_factory):
    with Library.open(tmp_path_factory.mktemp("spelling"), embedder=FakeEmbedder()) as library:
        library.add([Article.create(TEXT, origin="a.txt", title="A")])
        yield library


@pytest.mark.parametrize(
    ("question", "spelled"),
    [
        (
            "who oposed teh sale of hte crans?",
            "who opposed the sale of the cranes?",
        ),  # left out, swapped, two
        (
            "Wen did the coaliton attack?",
            "Wen did the coalition attack?",
        ),  # three letters, one of them a rival
        ("who recieved it?", "who received it?"),
        ("the goverment and the minsters", "the government and the ministers"),
        ("was it atacked?", "was it attacked?"),
        ("was it sotlen or htes?", "was it sotlen or htes?"),
        ("Oposed by whom?", "Oposed by whom?"),  # with a capital
        ("who was in Irak?", "who was in Irak?"),  # a name
        ("was it stormy?", "was it stormy?"),  # a word that the library lacks
        ("who met the ministre?", "who met the ministre?"),  # two errors
        ("who sold 14 crans in 2O23?", "who sold 14 cranes in 2O23?"),
        ("who unmet it?", "who unmet it?"),  # not "met"
        ("who sold the crains?", "who sold the cranes?"),  # two errors, but only in vowels
        ("who sold the clanks?", "who sold the clanks?"),  # two errors in six letters
        ("a coalitoin or a coaltiion, coalision", "a coalition or a coalition, coalition"),
        ("karna in haq", "karna in haq"),  # two errors; short
        ("who is xyzzyqwert?", "who is xyzzyqwert?"),
        ("", ""),
    ],
)
def test_what_is_mended(library, question, spelled):
    assert library.spelled(question, KNOWN.__contains__) == spelled


def test_the_forms_of_a_word_are_looked_for_in_several_passages(tmp_path):
    with Library.open(tmp_path / "forms", embedder=FakeEmbedder()) as library:
        library.add(
            Article.create(text, origin=f"{n}.txt", title="A")
            for n, text in enumerate(["He had the command.", "The commander left."])
        )
        assert library.spelled("who was the comander?", KNOWN.__contains__) == "who was the commander?"


def test_an_empty_library_mends_nothing(tmp_path):
    with Library.open(tmp_path / "none", embedder=FakeEmbedder()) as library:
        assert library.spelled("who oposed it?", KNOWN.__contains__) == "who oposed it?"
