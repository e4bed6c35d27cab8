"""The words that answer are those of likely snippets, at their place in the article."""

import pytest

from assistant.answer import AnswerSpan
from assistant.answering.answerable import answer_spans, may_answer
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


def test_the_generator_is_worth_asking_if_one_snippet_may_answer():
    place = Span(0, 10)
    assert not may_answer([snippet(place, 0.01, place), snippet(place, 0.019, place)])
    assert may_answer([snippet(place, 0.01, place), snippet(place, 0.02, place)])
    assert may_answer([Snippet(ARTICLE, place, 1.0)])
    assert not may_answer([])


@pytest.mark.parametrize(("answerable", "are_lit"), [(0.5, True), (0.49, False)])
def test_words_are_lit_if_it_is_as_likely_as_not_that_they_answer(answerable, are_lit):
    assert bool(answer_spans([snippet(Span(11, 30), answerable, Span(0, 8))])) is are_lit
