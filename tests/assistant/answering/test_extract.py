"""Which snippets an extracted answer quotes: the best if it is likely to answer, more if they are very likely to."""

from datetime import date

import pytest

from assistant.answering.evidence import Snippet
from assistant.answering.extract import extract, is_about
from assistant.answering.question.plan import How, QuestionPart
from assistant.judges import Reading
from corpus import Article, Span

ARTICLE = Article.create("One is here. Two is here. Three is here. Four is here.", origin="a.txt", title="A")
SEARCH = 1.5
PLACES = [Span(0, 12), Span(13, 25), Span(26, 40), Span(41, 54)]


def snippets(relevance):
    return [
        Snippet(ARTICLE, place, 1.0, Reading(probability, Span(0, 3), 1.0), SEARCH)
        for place, probability in zip(PLACES, relevance, strict=False)
    ]


@pytest.mark.parametrize(
    ("relevance", "quoted"),
    [
        ([0.1, 0.2], []),
        ([0.1, 0.6, 0.5], [2]),
        ([0.6, 0.9], [2]),
        ([0.9, 0.8], [1, 2]),
        ([0.9, 0.79], [1]),
        ([0.9, 0.1, 0.95], [1, 3]),
        ([0.9, 0.95, 0.99, 0.97], [2, 3, 4]),
        ([], []),
    ],
)
def test_what_is_quoted(relevance, quoted):
    pinned = extract(QuestionPart("Which?"), snippets(relevance), [1, 2, 3, 4][: len(relevance)])
    assert [claim.citations for claim in pinned.claims] == [(number,) for number in quoted]
    assert [claim.text for claim in pinned.claims] == [ARTICLE.quote(PLACES[number - 1]) for number in quoted]
    assert pinned.withheld == ()


def test_without_a_reader_nothing_is_quoted():
    assert extract(QuestionPart("Which?"), [Snippet(ARTICLE, PLACES[0], 1.0)], [1]).claims == ()


def figures(*texts):
    """Snippets that all may answer, of an article of 2024."""
    article = Article.create(" ".join(texts), origin="a.txt", title="A", published=date(2024, 5, 1))
    starts = [article.text.index(text) for text in texts]
    return [
        Snippet(article, Span(start, start + len(text)), 1.0, Reading(0.9, Span(0, 3), 1.0), SEARCH)
        for start, text in zip(starts, texts, strict=True)
    ]


@pytest.mark.parametrize(
    ("texts", "quoted"),
    [
        (["Moss carried 40 in June 2023.", "Horten carried 29.", "Oslo carried 3."], 2),
        (["The first sails in 2026 and the second in 2027.", "They cost 480 million."], 1),
        (["Moss carried 40 in June 2023.", "Nobody was hurt."], 0),
    ],
)
def test_a_comparison_of_unnamed_sides_is_quoted_until_there_are_two_figures(texts, quoted):
    part = QuestionPart("Which carried?", How.QUOTE, figures=2)
    pinned = extract(part, figures(*texts), [1, 2, 3])
    assert [claim.text for claim in pinned.claims] == texts[:quoted]


@pytest.mark.parametrize(
    ("year", "quoted"),
    [
        (2023, ["In 2023 it sold 14."]),
        (2024, ["In March 2020 it sold 1. It sold 9 more."]),
        (2020, ["In March 2020 it sold 1."]),
        (2021, []),
    ],
)
def test_a_figure_is_of_the_year_beside_it_or_of_its_article(year, quoted):
    found = figures(
        "Since 2020, it has sold 30.", "In 2023 it sold 14.", "In March 2020 it sold 1.", "It sold 9 more."
    )
    part = QuestionPart("How many were sold?", How.QUOTE, figures=1, year=year)
    assert [
        claim.text for claim in extract(part, found[1:] if year == 2024 else found, [1, 2, 3, 4]).claims
    ] == quoted


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("Iraq saw 137 operations.", True),
        ("Iraq saw operations in 2024.", False),
        ("Iraq saw the second of the operations.", False),
        ("Iraq has 2,500 troops.", False),
        ("It stood at 5,200 in Iraq.", True),
    ],
)
def test_a_figure_counts_what_is_asked_for(text, about):
    part = QuestionPart(
        "How many operations did Iraq see?", How.QUOTE, frozenset(["iraq"]), frozenset(["operation"]), 1
    )
    [snippet] = figures(text)
    assert is_about(snippet, part) is about


def test_the_sentence_before_may_say_what_is_counted():
    part = QuestionPart(
        "How many boats did Horten lose?", How.QUOTE, frozenset(["horten"]), frozenset(["boat"]), 1
    )
    assert is_about(figures("Moss lost 4 boats.", "Horten lost 2.")[1], part)


def quotes(part, found):
    return [claim.text for claim in extract(part, found, range(1, len(found) + 1)).claims]


def test_a_sentence_that_points_back_is_quoted_behind_the_one_before_it():
    found = figures("Gdansk bought the tugs.", "It paid 3 million.")
    assert quotes(QuestionPart("Who paid?"), found[1:]) == ["Gdansk bought the tugs. It paid 3 million."]
    assert quotes(QuestionPart("Who paid?"), found) == ["Gdansk bought the tugs.", "It paid 3 million."]
    assert quotes(QuestionPart("Who paid?"), figures("It paid 3 million.")) == ["It paid 3 million."]


@pytest.mark.parametrize(
    ("question", "quoted"),
    [
        ("When did Ola resign?", "Ola resigned on Friday. (Friday, 26 April 2024)"),
        ("Who resigned?", "Ola resigned on Friday."),
    ],
)
def test_the_date_of_a_day_of_the_week_stands_behind_the_quote_if_it_is_asked_for(question, quoted):
    assert quotes(QuestionPart(question), figures("Ola resigned on Friday.")) == [quoted]
