"""Which snippets an extracted answer quotes: the best if it is likely to answer, more if they are very likely to."""

import pytest

from assistant.answering.evidence import Snippet
from assistant.answering.extract import extract
from assistant.answering.plan import QuestionPart
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
