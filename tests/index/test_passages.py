"""Passages: whole sentences within the limit, in order, nothing lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import Article
from corpus.sentences import split_sentences
from index.embed import FakeEmbedder
from index.passages import PASSAGE_SETTINGS, split_passages

LIMIT = FakeEmbedder.max_tokens - 44  # what the fake leaves for text beside title and special tokens


def passages(text):
    article = Article.create(text, origin="a.txt", title="A")
    return article, split_passages(article, FakeEmbedder())


def tokens(text):
    return FakeEmbedder().count_tokens([text])[0]


_text = st.lists(
    st.sampled_from(
        ["One two three. ", "Four, five six seven! ", "\n\n", "\n", "word " * 30, "x" * 300, "Nine? "]
    ),
    max_size=25,
).map("".join)


@given(_text)
def test_passages_are_ordered_disjoint_within_the_limit_and_lose_nothing(text):
    article, found = passages(text)
    position = 0
    for passage in found:
        assert passage.span.start >= position
        assert not article.text[position : passage.span.start].strip()
        assert passage.span.start == passage.sentences[0].start
        assert passage.span.end == passage.sentences[-1].end
        assert tokens(article.quote(passage.span)) <= LIMIT
        position = passage.span.end
    assert not article.text[position:].strip()


@given(_text)
def test_each_sentence_that_fits_is_in_one_passage_whole(text):
    article, found = passages(text)
    inside = [span for passage in found for span in passage.sentences]
    assert inside == sorted(inside)
    fitting = [
        s for s in split_sentences(article.text) if tokens(article.quote(s)) <= LIMIT and len(s) <= 200
    ]
    assert set(fitting) <= set(inside)


def test_a_paragraph_that_fits_is_kept_whole():
    article, found = passages(
        "One two three four five. Six seven eight.\n\n" + "Nine ten eleven twelve. " * 3
    )
    assert [article.quote(passage.span).split()[0] for passage in found] == ["One", "Nine"]


class LargeEmbedder(FakeEmbedder):
    max_tokens = 512


class TinyEmbedder(FakeEmbedder):
    max_tokens = 50


def sentence(tokens, word="word"):
    """A sentence of so many tokens; its full stop is one."""
    return " ".join(["Word", *[word] * (tokens - 2)]) + "."


@pytest.mark.parametrize(
    ("embedder", "most"), [(LargeEmbedder(), 200), (FakeEmbedder(), 20), (TinyEmbedder(), 8)]
)
def test_a_passage_has_at_most_200_tokens_and_leaves_44_of_the_models_for_the_title_but_may_have_8(
    embedder, most
):
    half = most // 2
    fitting = Article.create(f"{sentence(half)} {sentence(half)}", origin="a", title="A")
    over = Article.create(f"{sentence(half)} {sentence(half + 1)}", origin="a", title="A")
    assert [len(split_passages(one, embedder)) for one in (fitting, over)] == [1, 2]


def test_a_run_of_more_than_ten_characters_a_token_is_cut():
    pieces = [[len(span) for span in passages("x" * length)[1][0].sentences] for length in (200, 201)]
    assert pieces == [[200], [100, 101]]


def test_the_settings_that_libraries_record_do_not_change():
    assert PASSAGE_SETTINGS == "sentences/200"


def test_an_article_without_text_has_no_passages():
    assert passages("")[1] == []
