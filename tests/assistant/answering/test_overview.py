"""An overview quotes different sentences that stand by themselves, from several articles, the oldest first."""

from datetime import date

import numpy as np
import pytest

from assistant.answering.overview import SENTENCES, choose_overview
from corpus import Article, Span
from corpus.sentences import split_sentences
from index import Hit
from index.rows import StoredPassage
from index.search import SearchResult

QUESTION = np.array([1.0, 0.0, 0.0], np.float32)


def unit(*values):
    vector = np.array(values, np.float32)
    return vector / np.linalg.norm(vector)


def hit(name, text, vectors, published=None, score=1.0):
    article = Article.create(text, origin=f"{name}.txt", title=name, published=published)
    spans = tuple(split_sentences(text))
    assert len(spans) == len(vectors)
    passage = StoredPassage(1, article, Span(0, len(text)), spans, np.stack(vectors), None)
    return Hit(passage, score, score, 0.0)


def chosen(*hits, about=()):
    return [snippet.text for snippet in choose_overview(SearchResult(list(hits), QUESTION), frozenset(about))]


LONG = "The {} of the plan was told to all the members today."


def test_the_nearest_sentences_of_several_articles_are_quoted_the_oldest_first():
    new = hit("new", LONG.format("first"), [unit(1, 0.2, 0)], date(2024, 5, 1))
    old = hit("old", "Nobody in town had ever heard of such a plan.", [unit(1, 0, 0.9)], date(2023, 5, 1))
    assert chosen(new, old) == [
        "Nobody in town had ever heard of such a plan.",
        "The first of the plan was told to all the members today.",
    ]


@pytest.mark.parametrize(
    "sentence",
    [
        "He told all the members of the plan about it today.",
        "In his view all members of the plan were told today.",
        "Too short to say something.",
        "Were all the members of the plan told of it today?",
        "However all the members of the plan were told of it.",
    ],
)
def test_what_does_not_stand_by_itself_is_left_out(sentence):
    assert chosen(hit("a", sentence, [unit(1, 0, 0)])) == []


def test_what_says_the_same_is_quoted_once():
    one = hit("one", LONG.format("end"), [unit(1, 0.1, 0)])
    two = hit("two", LONG.format("end") + " So be it.", [unit(1, 0, 0.1), unit(0, 1, 0)])
    assert len(chosen(one, two)) == 1


def test_there_are_no_more_than_so_many_sentences():
    hits = [
        hit(
            f"a{n}",
            " ".join(f"{word}{n}" for word in "many words that are all of one kind".split()) + ".",
            [unit(1, n / 3, 0)],
        )
        for n in range(9)
    ]
    assert len(chosen(*hits)) == SENTENCES == 5


def test_what_is_too_far_away_is_no_overview():
    for cosine, found in ((0.31, 1), (0.29, 0)):
        vector = np.array([cosine, np.sqrt(1 - cosine**2), 0], np.float32)
        assert len(chosen(hit("a", LONG.format("end"), [vector]))) == found
    assert chosen() == []


@pytest.mark.parametrize(
    ("about", "found"),
    [
        ({"plan"}, 1),
        ({"plan", "member"}, 1),
        ({"plan", "member", "enron"}, 0),
        ({"plan", "enron"}, 0),  # one word of two
        ({"enron"}, 0),
        ({"budget", "plan", "member", "enron"}, 1),  # three of four
        ({"budget", "plan", "member"}, 1),  # the title has a word as well
    ],
)
def test_what_has_too_few_words_of_the_subject_is_no_overview(about, found):
    assert len(chosen(hit("Budget", LONG.format("end"), [unit(1, 0, 0)]), about=about)) == found


def test_all_names_of_the_subject_are_there():
    found = SearchResult([hit("Budget", LONG.format("end"), [unit(1, 0, 0)])], QUESTION)
    about = frozenset({"budget", "plan", "member", "enron"})
    assert choose_overview(found, about, frozenset({"budget"}))
    assert not choose_overview(found, about, frozenset({"enron"}))


def test_each_sentence_is_near_and_its_passage_has_a_word_of_the_subject():
    near = hit("near", LONG.format("end"), [unit(1, 0, 0)])
    far = hit("far", "Another plan was nowhere to be seen in town.", [unit(0.2, 1, 0)])
    other = hit("other", "Nobody in town had ever heard of such things.", [unit(1, 1, 0)])
    beside = hit("beside", "Nobody else in town heard of it. Plan it.", [unit(1, 0, 1), unit(0, 1, 0)])
    assert chosen(near, far, other, beside, about={"plan"}) == [
        "Nobody else in town heard of it.",
        LONG.format("end"),
    ]


@pytest.mark.parametrize(
    ("title", "correction", "day", "is_quoted"),
    [
        (
            "Mission until 2026",
            "The report 'Mission until 2026' was wrong about the plan.",
            date(2024, 5, 2),
            False,
        ),
        (
            "Mission until 2026",
            "The report 'Mission until 2026' was read by all members.",
            date(2024, 5, 2),
            True,
        ),
        (
            "Mission until 2026",
            "The report 'Mission until 2026' was wrong about the plan.",
            date(2024, 4, 2),
            True,
        ),
        ("The mission", "Somebody was wrong about The mission and all of the plan.", date(2024, 5, 2), True),
    ],
)
def test_what_a_later_article_corrects_is_not_quoted(title, correction, day, is_quoted):
    first = hit(title, LONG.format("first"), [unit(1, 0.2, 0)], date(2024, 5, 1))
    later = hit("later", correction, [unit(1, 0, 0.9)], day)
    assert (LONG.format("first") in chosen(first, later)) is is_quoted
