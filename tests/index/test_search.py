"""Hybrid search: both sides find, filters hold, copies are collapsed, scores are what they say."""

from datetime import date

import numpy as np
import pytest

from corpus import Article
from corpus.errors import LibraryError
from index import Library
from index.embed import FakeEmbedder

FERRY = "The ferry Aurora left Bergen on Monday with two hundred passengers and eleven crew members on board."
PIER = "Harbour master Ida Lund said that the storm had damaged the northern pier beyond quick repair."


def article(name, text, **metadata):
    return Article.create(text, origin=name, title=name, **metadata)


@pytest.fixture
def library(tmp_path):
    with Library.open(tmp_path / "library", embedder=FakeEmbedder()) as library:
        library.add(
            [
                article("ferry", FERRY, publisher="North Post", published=date(2024, 3, 1)),
                article(
                    "copy",
                    FERRY.replace("crew members on board", "crew aboard"),
                    publisher="South Post",
                    published=date(2024, 3, 2),
                ),
                article("pier", PIER, publisher="North Post", published=date(2024, 5, 1)),
                article("cheese", "Cheese is made of milk by patient people in the high valleys."),
            ]
        )
        yield library


def titles(hits):
    return [hit.passage.article.title for hit in hits]


def test_the_best_passage_comes_first_with_exact_offsets(library):
    best = library.search("Who spoke about the damaged pier?")[0]
    assert best.passage.article.title == "pier"
    assert (
        best.passage.text
        == best.passage.article.text[best.passage.span.start : best.passage.span.end]
        == PIER
    )


def test_a_score_is_the_cosine_plus_the_weighted_keyword_share(library):
    for hit in library.search("Who spoke about the damaged pier?"):
        [question, passage] = FakeEmbedder().embed(
            ["Who spoke about the damaged pier?", f"{hit.passage.article.title}\n{hit.passage.text}"]
        )
        assert hit.cosine == pytest.approx(float(np.dot(question, passage)), abs=1e-5)
        assert hit.score == pytest.approx(hit.cosine + 0.4 * hit.keyword)
        assert 0 <= hit.keyword <= 1


class AngleEmbedder(FakeEmbedder):
    """Gives each passage the cosine with any query that its title says: an article "0.6" has 0.6."""

    def embed(self, texts):
        return np.eye(1, self.dimension, dtype=np.float32).repeat(len(texts), axis=0)

    def embed_passages(self, passages):
        return [(self._at(float(passage.title)), self.embed(passage.sentences)) for passage in passages]

    def _at(self, cosine):
        vector = np.zeros(self.dimension, np.float32)
        vector[:2] = cosine, (1 - cosine**2) ** 0.5
        return vector


@pytest.mark.parametrize(
    ("cosine", "first"),
    [(0.6, "with the word"), (0.45, "nearer")],
    ids=["0.6 + 0.4 > 0.9", "0.45 + 0.4 < 0.9"],
)
def test_a_passage_with_the_words_of_the_query_beats_one_that_is_nearer_by_less_than_the_weight(
    tmp_path, cosine, first
):
    with Library.open(tmp_path / "library", embedder=AngleEmbedder()) as library:
        library.add(
            [article("0.9", "Cheese is made of milk."), article(f"{cosine}", "The pier was damaged.")]
        )
        best = library.search("pier")[0].passage.article.title
    assert best == {"with the word": f"{cosine}", "nearer": "0.9"}[first]


def test_keyword_search_finds_what_vector_search_does_not(tmp_path):
    with Library.open(tmp_path / "library", embedder=AngleEmbedder()) as library:
        library.add(
            article(f"0.9{n:03}", f"Sheep number {'abcdefghijklm'[n % 13] * (n + 3)}.") for n in range(101)
        )
        library.add([article("0.1", "The pier was damaged.")])
        assert len(library.search("nothing of this", 200)) == 100  # the nearest ones
        hits = library.search("pier", 200)
    assert len(hits) == 101  # these and one by its word
    assert next(hit for hit in hits if hit.passage.article.title == "0.1").cosine == pytest.approx(0.1)


def test_ten_passages_are_found_unless_told_otherwise(tmp_path):
    with Library.open(tmp_path / "library", embedder=FakeEmbedder()) as library:
        library.add(article(f"{n}", f"Sheep number {'abcdefghijklm'[n] * 5}.") for n in range(12))
        assert len(library.search("sheep")) == 10


@pytest.mark.parametrize(("shared_words", "n_hits"), [(16, 1), (15, 2)], ids=["13 of 21", "12 of 22"])
def test_passages_with_six_tenths_of_their_runs_of_four_words_in_common_are_copies(
    tmp_path, shared_words, n_hits
):
    words = [f"word{letter}" for letter in "abcdefghijklmnopqrst"]
    other = words[:shared_words] + [f"{word}x" for word in words[shared_words:]]
    with Library.open(tmp_path / "library", embedder=FakeEmbedder()) as library:
        library.add([article("one", " ".join(words)), article("other", " ".join(other))])
        assert len(library.search("worda")) == n_hits


def test_copies_are_collapsed_and_named(library):
    hits = library.search("When did the ferry Aurora leave Bergen?")
    found = titles(hits)
    assert ("ferry" in found) != ("copy" in found)
    kept = next(hit for hit in hits if hit.passage.article.title in ("ferry", "copy"))
    [other] = kept.copies
    assert library.article(other).title == ({"ferry", "copy"} - {kept.passage.article.title}).pop()


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"publisher": "north post"}, {"ferry", "pier"}),
        ({"after": date(2024, 3, 2)}, {"copy", "pier"}),
        ({"before": date(2024, 3, 1)}, {"ferry"}),
        ({"after": date(2024, 3, 1), "before": date(2024, 4, 1), "publisher": "South Post"}, {"copy"}),
        ({"publisher": "Nobody"}, set()),
    ],
)
def test_filters_hold(library, filters, expected):
    assert set(titles(library.search("the ferry and the pier", **filters))) == expected


def test_one_article_can_be_searched(library):
    id = next(row.id for row in library.articles() if row.title == "cheese")
    assert titles(library.search("the ferry", article=id)) == ["cheese"]
    with pytest.raises(LibraryError, match="nearest"):
        library.search("the ferry", article=id[:-1])


@pytest.mark.parametrize("query", ["", "?", '"', "ferry AND (", "x" * 10_000])
def test_any_text_is_a_query(library, query):
    assert len(library.search(query, 2)) == 2


def test_k_is_kept_and_the_order_is_the_scores(library):
    hits = library.search("storm", 2)
    assert len(hits) == 2
    assert hits[0].score >= hits[1].score
