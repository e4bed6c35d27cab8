"""FAISS beside numpy, and the file: whatever happens to it, the vectors are those in SQLite."""

import re

import faiss
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus import Article, Span
from corpus.errors import LibraryError
from index.rows import EmbeddedPassage
from index.store import Store
from index.vectors import Vectors

DIMENSION = 8


def unit(rng, n):
    matrix = rng.standard_normal((n, DIMENSION)).astype(np.float32)
    return matrix / np.linalg.norm(matrix, axis=1, keepdims=True)


def put(store, name, matrix):
    """Store an article with one passage a row."""
    one = Article.create("x" * max(len(matrix), 1), origin=name, title=name)
    passages = [
        EmbeddedPassage(Span(n, n + 1), (), row, row[:0].reshape(0, DIMENSION))
        for n, row in enumerate(matrix)
    ]
    store.put_article(one, passages, signature=b"", file=None)
    return one.id


@pytest.fixture
def store(tmp_path):
    store = Store(tmp_path)
    store.create("fake", "0" * 64, DIMENSION, "any")
    yield store
    store.database.close()


@pytest.fixture
def path(tmp_path):
    return tmp_path / "vectors.faiss"


def synced(store, folder):
    vectors = Vectors(folder)
    vectors.sync(store)
    return vectors


def saved(store, folder):
    vectors = synced(store, folder)
    vectors.end_writing(store)
    return vectors


def content(vectors):
    ids = np.sort(vectors.ids())
    return ids.tolist(), vectors.get(ids).tolist()


@given(st.integers(0, 2**32 - 1), st.integers(1, 300), st.integers(1, 40), st.booleans())
@settings(max_examples=25, deadline=None)
def test_faiss_agrees_with_numpy_under_any_filter(tmp_path_factory, seed, n, k, filtered):
    store, rng = Store(tmp_path_factory.mktemp("library")), np.random.default_rng(seed)
    store.create("fake", "0" * 64, DIMENSION, "any")
    matrix = unit(rng, n)
    put(store, "a", matrix)
    vectors, [query], ids = (
        synced(store, tmp_path_factory.mktemp("v")),
        unit(rng, 1),
        store.passage_ids(),
    )
    allowed = rng.choice(ids, rng.integers(0, n + 1), replace=False) if filtered else None
    candidates = ids if allowed is None else np.sort(allowed)
    expected = matrix[np.searchsorted(ids, candidates)] @ query
    order = np.lexsort((candidates, -expected))[:k]
    found, scores = vectors.search(query, k, allowed)
    np.testing.assert_allclose(scores, expected[order], atol=1e-5)
    np.testing.assert_array_equal(found, candidates[order])
    store.database.close()


def test_equal_scores_are_ordered_by_id_however_many_there_are(store, path):
    same = np.repeat(np.eye(1, DIMENSION, dtype=np.float32), 80, axis=0)
    put(store, "a", same)
    ids, scores = synced(store, path.parent).search(same[0], 3)
    assert (ids.tolist(), scores.tolist()) == ([1, 2, 3], [1, 1, 1])


def test_an_empty_library_finds_nothing(tmp_path):
    vectors = synced(Store(tmp_path / "none"), tmp_path / "none")
    ids, scores = vectors.search(np.ones(DIMENSION, np.float32), 5)
    assert (ids.shape, scores.shape, ids.dtype) == ((0,), (0,), np.int64)


def test_changes_are_taken_over_by_the_next_sync(store, path):
    rng = np.random.default_rng(0)
    old = put(store, "a", unit(rng, 3))
    vectors = synced(store, path.parent)
    new = unit(rng, 2)
    put(store, "b", new)
    store.delete_articles([old])
    vectors.sync(store)
    assert content(vectors) == ([4, 5], new.tolist())


def test_the_file_is_faiss_own_and_loads_without_touching_the_rows(store, path):
    put(store, "a", unit(np.random.default_rng(0), 3))
    first = synced(store, path.parent)
    assert first.was_rebuilt
    first.end_writing(store)
    assert faiss.read_index(str(path)).ntotal == 3
    loaded = synced(store, path.parent)
    assert not loaded.was_rebuilt
    assert content(loaded) == content(first)


def test_an_older_file_gets_what_it_lacks(store, path):
    rng = np.random.default_rng(0)
    put(store, "a", unit(rng, 3))
    saved(store, path.parent)
    put(store, "b", unit(rng, 2))
    vectors = synced(store, path.parent)
    assert (len(vectors), vectors.was_rebuilt) == (5, False)
    assert vectors.saved_generation() < store.generation


DAMAGE = {
    "missing": lambda content: None,
    "empty": lambda content: b"",
    "cut off": lambda content: content[:-1],
    "only the beginning": lambda content: content[:40],
    "a flipped bit": lambda content: content[:60] + bytes([content[60] ^ 1]) + content[61:],
    "another magic": lambda content: content[:-1] + b"9",
    "another library": lambda content: re.sub(rb'"library_id": ".', b'"library_id": "z', content),
    "a later generation": lambda content: re.sub(rb'"generation": \d', b'"generation": 9', content),
    "rubbish": lambda content: b"rubbish" * 1000,
}


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE)
def test_a_bad_file_is_rebuilt_from_the_rows(store, path, damage):
    put(store, "a", unit(np.random.default_rng(0), 3))
    good = saved(store, path.parent)
    damaged = damage(path.read_bytes())
    path.unlink()
    if damaged is not None:
        path.write_bytes(damaged)
    vectors = synced(store, path.parent)
    assert vectors.was_rebuilt
    assert content(vectors) == content(good)


def test_a_vector_of_the_wrong_length_is_told_with_the_cure(store, path):
    put(store, "a", unit(np.random.default_rng(0), 1))
    with store.transaction() as connection:
        connection.execute("UPDATE passages SET embedding = x'00'")
    with pytest.raises(LibraryError, match=r"passage 1 has 1 bytes, expected 32\. Repair"):
        synced(store, path.parent)
