"""Evidence: the best sentences within the budget, none twice, each exactly where it stands."""

import numpy as np
import pytest

from assistant.answering.evidence import Snippet, blended, choose_evidence, index_of_next, rank_sentences
from assistant.judges import FakeReader
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


def snippet(article, score):
    return Snippet(Article.create("It is so.", origin=article, title=article), Span(0, 9), score, 0.5)


def test_as_good_a_sentence_of_another_article_goes_before_a_second_of_the_same():
    first, second, other = snippet("a", 3.0), snippet("a", 2.0), snippet("b", 1.9)
    assert index_of_next([first, second, other], []) == 0
    assert index_of_next([second, other], [first]) == 1


@pytest.mark.parametrize(("score", "index"), [(1.71, 1), (1.69, 0)])
def test_a_second_sentence_of_an_article_loses_three_tenths(score, index):
    assert index_of_next([snippet("a", 2.0), snippet("b", score)], [snippet("a", 3.0)]) == index


def test_the_search_counts_twelve_times_beside_the_odds_of_the_relevance():
    odds = np.array([0.5, 0.5, 1 / (1 + np.exp(-3.0))], np.float32)
    assert blended(odds, [0.0, 1.0, 0.5]).tolist() == pytest.approx([0.0, 12.0, 9.0], abs=1e-5)


def test_a_sentences_score_is_its_cosine_a_fifth_of_its_words_and_half_of_its_passages_score(library):
    question = "northern pier"
    [vector] = library.embedder.embed([question])
    hits = library.search(question)
    ranked = rank_sentences(question, vector, hits)
    best, last = ranked[0], ranked[-1]
    assert "northern pier" in best.text and "pier" not in last.text

    def expected(snippet, keywords):
        [passage] = [hit for hit in hits if snippet.text in hit.passage.text]
        cosine = float(library.embedder.embed([snippet.text])[0] @ vector)
        return pytest.approx(cosine + 0.2 * keywords + 0.5 * passage.score, abs=1e-3)

    assert best.score == expected(best, 1)
    assert last.score == expected(last, 0)


def chosen_of(tmp_path, *sentences):
    """The texts that are chosen from an article of these sentences."""
    with Library.open(tmp_path / "other", embedder=FakeEmbedder()) as library:
        library.add([Article.create("\n".join(sentences), origin="a.txt", title="A")])
        return [snippet.text for snippet in choose(library, "Who sold boats?")]


@pytest.mark.parametrize(
    ("sold", "said_twice"),
    [("sold red boats today.", True), ("sold boats today.", False)],
    ids=["4 of 5", "3 of 4"],
)
def test_sentences_with_eight_tenths_of_their_words_in_common_say_the_same(tmp_path, sold, said_twice):
    assert len(chosen_of(tmp_path, f"Anna {sold}", f"Bertha {sold}")) == (1 if said_twice else 2)


WORDS = [f"{first}{second}" for first in "bdfgklmnprst" for second in ("ab", "ed", "im", "og", "ur")]


def test_at_most_eight_snippets_are_chosen(tmp_path):
    assert len(chosen_of(tmp_path, *(f"{word.title()} sold boats." for word in WORDS[:12]))) == 8


def test_the_best_32_sentences_are_read_anew(tmp_path):
    with Library.open(tmp_path / "other", embedder=FakeEmbedder()) as library:
        text = "\n".join(f"{word.title()} sold boats." for word in WORDS[:40])
        library.add([Article.create(text, origin="a.txt", title="A")])
        [vector] = library.embedder.embed(["boats"])
        hits = library.search("boats", 100)
        assert len(rank_sentences("boats", vector, hits, FakeReader({}))) == 32
        assert len(rank_sentences("boats", vector, hits)) == 40


@pytest.mark.parametrize(("tokens", "number"), [(40, 5), (41, 4)])
def test_the_snippets_have_at_most_200_tokens_together(library, tokens, number):
    [vector] = library.embedder.embed(["Who?"])
    text = "Anna left. Bertha stayed. Carl rowed. Dora swam. Ernst slept. Frida sang. Georg drank."
    library.add([Article.create(text, origin="b.txt", title="B")])
    chosen = choose_evidence("Who?", vector, library.search("Who?"), count_tokens=lambda text: tokens)
    assert len(chosen) == number
