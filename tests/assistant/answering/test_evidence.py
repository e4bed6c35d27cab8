"""Evidence: the best sentences within the budget, none twice, each exactly where it stands."""

import pytest

from assistant.answering.evidence import Snippet, choose_evidence, index_of_next
from corpus import Article, Span
from index import Library
from index.embed import FakeEmbedder

TEXT = """The ferry Aurora left Bergen on Monday with 212 passengers.
Harbour master Ida Lund said that the storm had damaged the northern pier.
The company expects repairs to take three weeks.
On Monday the ferry Aurora left Bergen with 212 passengers.
Nobody was hurt."""


@pytest.fixture
def library(tmp_path):
    with Library.open(tmp_path / "library", embedder=FakeEmbedder()) as library:
        library.add([Article.create(TEXT, origin="ferry.txt", title="Ferry")])
        yield library


def choose(library, question, **limits):
    [vector] = library.embedder.embed([question])
    hits = library.search(question)
    return choose_evidence(question, vector, hits, count_tokens=lambda text: len(text.split()), **limits)


def test_the_sentence_that_answers_comes_first_and_is_an_exact_quote(library):
    best = choose(library, "Who said the northern pier was damaged?")[0]
    assert best.text == "Harbour master Ida Lund said that the storm had damaged the northern pier."
    assert best.article.text[best.span.start : best.span.end] == best.text


def test_the_budget_is_kept_and_smaller_sentences_fill_it(library):
    chosen = choose(library, "Who said the northern pier was damaged?", budget=16)
    assert sum(len(snippet.text.split()) for snippet in chosen) <= 16
    assert "Nobody was hurt." in [snippet.text for snippet in chosen]


def test_what_is_said_twice_is_given_once(library):
    texts = [snippet.text for snippet in choose(library, "When did the ferry Aurora leave Bergen?")]
    assert sum("212 passengers" in text for text in texts) == 1


def test_a_sentence_over_the_budget_is_cut_at_a_blank(library):
    [snippet] = choose(library, "Who said the northern pier was damaged?", budget=5, most=1)
    assert snippet.text == snippet.article.text[snippet.span.start : snippet.span.end]
    assert 0 < len(snippet.text.split()) <= 5
    assert TEXT[snippet.span.end] == " "


def test_no_passages_no_evidence(library):
    assert choose_evidence("Who?", FakeEmbedder().embed(["Who?"])[0], [], count_tokens=len) == []


def test_as_good_a_sentence_of_another_article_goes_before_a_second_of_the_same(library):
    def snippet(article, score):
        return Snippet(Article.create("It is so.", origin=article, title=article), Span(0, 9), score, 0.5)

    first, second, other = snippet("a", 3.0), snippet("a", 2.0), snippet("b", 1.9)
    assert index_of_next([first, second, other], []) == 0
    assert index_of_next([second, other], [first]) == 1
