"""The words that answer are those of likely snippets, at their place in the article."""

from datetime import date

import pytest

from assistant.answer import AnswerSpan
from assistant.answering.answerable import (
    answer_spans,
    is_confirmed,
    is_said_unknown,
    may_answer,
    newest_first,
    probability,
)
from assistant.answering.evidence import Snippet
from assistant.judges import Reading
from corpus import Article, Span

ARTICLE = Article.create("It rained. Ida Lund said that.", origin="a.txt", title="A")


def snippet(span, answerable, words, probability=0.5):
    return Snippet(ARTICLE, span, 1.0, Reading(answerable, words, probability))


def test_words_are_those_of_likely_snippets_at_their_place_in_the_article():
    found = answer_spans([snippet(Span(0, 10), 0.4, Span(3, 9)), snippet(Span(11, 30), 0.8, Span(0, 8))])
    assert found == (AnswerSpan(2, Span(11, 19), "Ida Lund", 0.4),)


def test_words_of_a_snippet_that_was_cut_end_where_it_ends():
    cut = [snippet(Span(11, 14), 0.8, Span(0, 8)), snippet(Span(11, 14), 0.8, Span(4, 8))]
    assert [(span.citation, span.text) for span in answer_spans(cut)] == [(1, "Ida")]


def found(answerable, search):
    return [Snippet(ARTICLE, Span(0, 10), 1.0, Reading(answerable, Span(0, 2), 1.0), search)]


@pytest.mark.parametrize(
    ("answerable", "search", "not_stated", "may"),
    [
        (0.96, 0.9, 0.0, True),
        (0.96, 0.9, 0.9, True),  # the reader is sure, the generator in doubt
        (0.8, 0.9, 0.001, True),
        (0.8, 0.9, 0.9, False),
        (0.1, 0.5, 0.0, False),
        (0.1, 2.0, 0.0, True),
        (0.6, 1.0, 0.2, True),  # .30
        (0.3, 1.0, 0.2, False),  # .18
    ],
)
def test_relevance_search_and_the_generators_doubt_decide_together(answerable, search, not_stated, may):
    assert may_answer(found(answerable, search), not_stated, usual=0.2) is may


def test_a_style_that_gives_up_early_has_more_doubt_at_the_same_odds():
    assert may_answer(found(0.8, 1.0), 0.1, usual=0.5)
    assert not may_answer(found(0.8, 1.0), 0.1, usual=0.001)


def test_the_snippet_that_is_likeliest_to_answer_counts():
    assert probability([*found(0.2, 2.0), *found(0.9, 1.0)]) == probability(found(0.9, 1.0))
    assert probability(found(0.9, 1.0)) == pytest.approx(0.5553, abs=1e-3)
    assert probability([]) == 0.0


def test_without_a_reader_the_threshold_of_the_style_decides():
    unread = [Snippet(ARTICLE, Span(0, 10), 1.0)]
    assert may_answer(unread, 0.19, usual=0.2) and not may_answer(unread, 0.2, usual=0.2)
    assert not may_answer([], usual=0.2)


@pytest.mark.parametrize(("answerable", "are_lit"), [(0.5, True), (0.49, False)])
def test_words_are_lit_if_it_is_as_likely_as_not_that_they_answer(answerable, are_lit):
    assert bool(answer_spans([snippet(Span(11, 30), answerable, Span(0, 8))])) is are_lit


@pytest.mark.parametrize(
    ("text", "answerable", "is_unknown"),
    [
        ("The plan does not say how many leave.", 0.9, True),
        ("The plan does not say how many leave.", 0.49, False),
        ("She declined to name the buyer.", 0.9, True),
        ("They haven't given a reason.", 0.9, True),
        ("The published plan gives no number.", 0.9, True),
        ("The cause remains unclear.", 0.9, True),
        ("The plan does not cost much.", 0.9, False),
        ("He refused to leave.", 0.9, False),
        ("The unknown soldier lies here.", 0.9, False),
    ],
)
def test_a_source_that_does_not_know_is_recognised(text, answerable, is_unknown):
    article = Article.create(text, origin="a.txt", title="A")
    best = Snippet(article, Span(0, len(text)), 1.0, Reading(answerable, Span(0, 3), 1.0))
    assert is_said_unknown([*found(0.1, 1.0), best]) is is_unknown


@pytest.mark.parametrize(
    ("written", "confirmed"),
    [
        ("Ida Lund said that.", True),
        ("The ferry captain Ida Lund said that.", False),  # two words that only the question has
        ("Captain Ida Lund said that.", True),
        ("Lund said that.", False),  # a word that answers is missing
        ("Ida Lund said that loudly.", False),  # a word that nobody used
    ],
)
def test_a_written_answer_has_the_readers_words_and_no_new_ones(written, confirmed):
    read = [snippet(Span(11, 30), 0.9, Span(0, 8))]
    assert is_confirmed("Which ferry captain said that?", written, "Ida Lund said that.", read) is confirmed


def test_without_a_reader_every_written_answer_is_confirmed():
    assert is_confirmed("Who?", "Cheese.", "", [Snippet(ARTICLE, Span(0, 10), 1.0)])


def told(year, text, words, answerable=0.95):
    article = Article.create(text, origin=f"{year}.txt", title="A", published=date(year, 5, 1))
    start = text.index(words)
    return Snippet(
        article, Span(0, len(text)), 1.0, Reading(answerable, Span(start, start + len(words)), 1.0)
    )


OLD, NEW = told(2021, "The port employs 410 people.", "410"), told(2024, "It has a staff of 520.", "520")


@pytest.mark.parametrize(
    ("question", "snippets", "order"),
    [
        ("How many people does the port employ?", [OLD, NEW], [(2024, 0.95), (2021, 0.75)]),
        (
            "How many people does it employ?",
            [OLD, told(2024, "It has 520.", "520", 0.9)],
            [(2024, 0.9), (2021, 0.75)],
        ),
        (
            "How many people does it employ?",
            [OLD, told(2024, "It has 520.", "520", 0.89)],
            [(2021, 0.95), (2024, 0.89)],
        ),
        (
            "How many people does it employ?",
            [OLD, told(2024, "It has 410 now.", "410")],
            [(2021, 0.95), (2024, 0.95)],
        ),
        ("How many people did the port employ?", [OLD, NEW], [(2021, 0.95), (2024, 0.95)]),
        ("How many people does it employ in 2021?", [OLD, NEW], [(2021, 0.95), (2024, 0.95)]),
        (
            "Who is the chairman?",
            [
                told(2023, "The chairman is Kari Dal.", "Kari Dal"),
                told(2024, "The chairman, Bo Berg, left.", "Bo Berg"),
            ],
            [(2024, 0.95), (2023, 0.75)],
        ),
    ],
)
def test_the_newest_of_what_answers_equally_counts_for_today(question, snippets, order):
    found = newest_first(question, snippets)
    assert [(one.article.published.year, one.relevance) for one in found] == order
