"""The rows: keyword search, filters, round trips, and files that are no library."""

import sqlite3
from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import Article, Span
from corpus.errors import LibraryError
from corpus.rows import Problem
from index.keywords import match_prefix
from index.rows import EmbeddedPassage, FileRow, Filters, decode_spans, encode_spans
from index.store import Store

DIMENSION = 4


@pytest.fixture
def store(tmp_path):
    store = Store(tmp_path)
    store.create("fake", "0" * 64, DIMENSION, "any")
    yield store
    store.database.close()


def article(name, text, **metadata):
    return Article.create(text, origin=f"/{name}.txt", title=name.title(), **metadata)


def put(store, one, *, file=None):
    """Store the article as one passage that is one sentence, and give the passage's id."""
    span = Span(0, len(one.text))
    vector = np.eye(1, DIMENSION, dtype=np.float32)
    store.put_article(one, [EmbeddedPassage(span, (span,), vector[0], vector)], signature=b"", file=file)
    return int(store.passage_ids()[-1])


def test_an_article_comes_back_exactly_as_it_was_stored(store):
    stored = article(
        "café", "Naïve 東京 🙂.", publisher="P", author="A", published=date(2024, 9, 27), source="https://x"
    )
    put(store, stored)
    assert store.article(stored.id) == stored


def test_a_passage_comes_back_with_its_spans_vectors_and_text(store):
    id = put(store, article("a", "Tanks rolled in."))
    [passage] = store.passages([id])
    assert (passage.id, passage.text, passage.sentences) == (id, "Tanks rolled in.", (Span(0, 16),))
    assert passage.sentence_vectors.dtype == np.float32
    np.testing.assert_array_equal(passage.sentence_vectors, [[1, 0, 0, 0]])


def test_passages_come_in_the_order_asked_for_and_without_those_that_went(store):
    first, second = put(store, article("a", "One.")), put(store, article("b", "Two."))
    assert [passage.id for passage in store.passages(np.array([second, 99, first]))] == [second, first]


def test_a_passages_id_is_never_used_again(store):
    old = put(store, article("a", "One."))
    store.delete_articles([article("a", "One.").id])
    assert put(store, article("b", "Two.")) == old + 1


def test_keyword_search_stems_ranks_the_fuller_match_first_and_scores_it_higher(store):
    both = put(store, article("a", "Ministers resigned."))
    one = put(store, article("b", "The minister stayed where he was, for years."))
    put(store, article("c", "Rain."))
    hits = store.keyword('"minister" OR "resigning"', 10, Filters())
    assert [id for id, _ in hits] == [both, one]
    assert hits[0][1] > hits[1][1] > 0


def test_filters_hold_for_keyword_search_and_for_allowed_ids_alike(store):
    early = article("a", "Rain fell.", published=date(2024, 1, 1), publisher="Süddeutsche")
    late = article("b", "Rain fell.", published=date(2024, 2, 1), publisher="Reuters")
    undated = article("c", "Rain fell.")
    ids = {one.id: put(store, one) for one in (early, late, undated)}
    for filters, expected in (
        (Filters(after=date(2024, 1, 2)), [late]),
        (Filters(before=date(2024, 1, 1)), [early]),
        (Filters(after=date(2024, 1, 1), before=date(2024, 2, 1)), [early, late]),
        (Filters(publisher="SÜDDEUTSCHE"), [early]),
        (Filters(publisher="Süd"), []),
        (Filters(article=undated.id), [undated]),
    ):
        wanted = [ids[one.id] for one in expected]
        assert store.allowed(filters).tolist() == wanted
        assert sorted(id for id, _ in store.keyword('"rain"', 10, filters)) == wanted


def test_no_filter_allows_everything_and_is_false(store):
    assert not Filters()
    assert store.allowed(Filters()) is None


def test_replacing_an_article_leaves_nothing_of_the_old_one(store):
    put(store, article("a", "Rain fell."))
    id = put(store, article("a", "Snow fell."))
    assert store.keyword('"rain"', 10, Filters()) == []
    assert store.passage_ids().tolist() == [id]


def test_an_article_takes_its_files_row_along_until_the_file_is_finished(store):
    store.put_file(FileRow("/a.txt", "d", (Problem("/a.txt#1", "bad"),)))
    assert store.files() == {"/a.txt": FileRow("/a.txt", "d", (Problem("/a.txt#1", "bad"),))}
    put(store, article("a", "Rain."), file="/a.txt")
    assert store.files() == {}


def test_a_failed_transaction_leaves_no_trace(store):
    with pytest.raises(RuntimeError), store.transaction():
        put(store, article("a", "Rain."))
        raise RuntimeError
    assert (store.article_ids(), store.generation) == ([], 0)


def test_the_generation_goes_up_with_every_change(store):
    put(store, article("a", "Rain."))
    first = store.generation
    store.delete_articles([article("a", "Rain.").id])
    assert store.generation > first > 0


def test_an_empty_place_reads_as_an_empty_library_and_stays_empty(tmp_path):
    store = Store(tmp_path / "none")
    assert (store.manifest(), store.article_ids(), store.keyword('"a"', 1, Filters())) == (None, [], [])
    assert not (tmp_path / "none").exists()


def test_a_reader_sees_the_library_that_another_creates_later(tmp_path):
    reader, writer = Store(tmp_path), Store(tmp_path)
    assert reader.article_ids() == []
    writer.create("fake", "0" * 64, DIMENSION, "any")
    put(writer, article("a", "Rain."))
    assert reader.article_ids() == writer.article_ids() != []


@pytest.mark.parametrize("content", [b"not a database, " * 100, b"SQLite format 3\x00 cut off"])
def test_a_damaged_file_is_told_with_its_name_and_the_cure(tmp_path, content):
    (tmp_path / "library.db").write_bytes(content)
    with pytest.raises(LibraryError, match=r"library\.db: .*index again"):
        Store(tmp_path).manifest()


def test_another_programs_database_is_refused(tmp_path):
    sqlite3.connect(tmp_path / "library.db").execute("CREATE TABLE songs (name)").connection.close()
    with pytest.raises(LibraryError, match="not a Pincite library"):
        Store(tmp_path).manifest()


def test_listing_all_passages_does_not_read_their_blobs(store):
    [(*_, plan)] = store.database.statement("EXPLAIN QUERY PLAN SELECT id FROM passages")
    assert "COVERING INDEX" in plan


@given(st.lists(st.tuples(st.integers(0, 2**30), st.integers(0, 2**30)).map(sorted)))
def test_spans_survive_the_way_to_bytes_and_back(pairs):
    spans = tuple(Span(*pair) for pair in pairs)
    assert decode_spans(encode_spans(spans)) == spans


def test_articles_are_found_by_the_beginning_of_a_word_wherever_it_stands(store):
    for name, text in (("one", "Rain fell. O'Brien left."), ("two", "It was raining."), ("three", "Snow.")):
        put(store, article(name, text))
    assert {id.split("-")[0] for id in store.articles_matching(match_prefix("rai"))} == {"one", "two"}
    assert {id.split("-")[0] for id in store.articles_matching(match_prefix("O'Brien"))} == {"one"}
    assert match_prefix("&") is None
