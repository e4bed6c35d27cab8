"""Each kind of damage is found by `check`, named, mended by `repair`, and then gone."""

import faiss
import numpy as np
import pytest

from corpus import Article
from corpus.errors import LibraryBusyError, LibraryError
from index import Changes, Library, index_paths
from index.check import _passage, check, repair
from index.embed import FakeEmbedder
from index.lock import writer_lock
from index.rows import RawPassage, checksum, encode_spans
from index.vectors import Vectors

TEXTS = {
    "one": "Tanks crossed the border at dawn. The capital was quiet. Schools stayed closed for a week.",
    "two": "Rain fell on the harbour all night. Two boats sank. Nobody was hurt, said the harbour master.",
}


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "news"
    folder.mkdir()
    for name, text in TEXTS.items():
        (folder / f"{name}.txt").write_text(f"{name.title()}\n\n{text}")
    return folder


@pytest.fixture
def library(tmp_path, folder):
    with Library.open(tmp_path / "library", embedder=FakeEmbedder()) as library:
        index_paths(library, [folder])
        yield library


def test_a_sound_library_has_no_problems_and_counts_what_was_looked_at(library):
    report = check(library)
    assert (report.problems, dict(report.counts)) == (
        (),
        {"articles": 2, "passages": library.store.n_passages},
    )
    assert repair(library).actions == ()


def test_an_empty_library_is_sound(tmp_path):
    with Library.open(tmp_path / "none", embedder=FakeEmbedder()) as library:
        assert check(library).problems == ()


NAN = np.full(64, np.nan, "<f4").tobytes()
COLUMNS = "start, end, checksum, embedding, sentence_spans, sentence_embeddings"
FIRST = "WHERE id = (SELECT min(id) FROM passages)"
DAMAGE = {  # name: (statement, what check says, what repair says)
    "a passage outside of the text": (
        f"UPDATE passages SET end = 9999 {FIRST}",
        "outside of the text",
        "split one",
    ),
    "a passage that lies elsewhere": (
        f"UPDATE passages SET start = start + 1 {FIRST}",
        "sentence is outside",
        "split",
    ),
    "spans that are not those written": (
        f"UPDATE passages SET sentence_spans = zeroblob(8) {FIRST}",
        "not those of its checksum",
        "split one",
    ),
    "a vector of NaN": (f"UPDATE passages SET embedding = x'{NAN.hex()}' {FIRST}", "checksum", "embedded"),
    "a vector that is cut off": (f"UPDATE passages SET embedding = x'00' {FIRST}", "checksum", "embedded"),
    "sentence vectors that are gone": (
        f"UPDATE passages SET sentence_embeddings = x'' {FIRST}",
        "checksum",
        "embedded",
    ),
    "all passages of an article gone": (
        "DELETE FROM passages WHERE article_id LIKE 'one%'",
        "is in no passage",
        "split one",
    ),
    "one passage of an article gone": (
        "DELETE FROM passages WHERE id = 2",
        "is in no passage",
        "split ",
    ),
    "a keyword row that says something else": (
        "UPDATE passages_fts SET text = 'nothing' WHERE rowid = 1",
        "passage 1 of one",
        "rebuilt the keyword index",
    ),
    "a keyword row too many": (
        "INSERT INTO passages_fts (rowid, text) VALUES (999, 'x')",
        "1 rows belong to no passage",
        "rebuilt the keyword index",
    ),
    "a keyword row missing": (
        "DELETE FROM passages_fts WHERE rowid = 1",
        "passage 1",
        "rebuilt the keyword index",
    ),
    "a keyword index damaged inside": (
        "UPDATE passages_fts_data SET block = zeroblob(40) WHERE id > 10",
        "keyword index",
        "rebuilt the keyword index",
    ),
    "wrong duplicate groups": (
        "UPDATE articles SET duplicate_group = 'x' WHERE id LIKE 'one%'",
        "duplicate groups",
        "grouped the duplicates",
    ),
    "a changed text": (
        "UPDATE articles SET text = text || '!' WHERE id LIKE 'one%'",
        "digest",
        "removed one",
    ),
    "a changed date": (
        "UPDATE articles SET published = 'soon' WHERE id LIKE 'one%'",
        "digest",
        "removed one",
    ),
    "a passage without an article": (
        f"INSERT INTO passages (article_id, {COLUMNS}) SELECT 'gone', {COLUMNS} FROM passages LIMIT 1",
        "belongs to no article",
        "removed 1 passages",
    ),
}


def damage(library, statement):
    library.store.database.statement("PRAGMA foreign_keys = OFF")
    library.store.database.statement(statement)
    library.store.database.statement("PRAGMA foreign_keys = ON")


@pytest.mark.parametrize(("statement", "found", "action"), DAMAGE.values(), ids=DAMAGE)
def test_damage_is_found_named_and_mended(library, folder, statement, found, action):
    damage(library, statement)
    assert found in "\n".join(check(library).problems)
    assert action in "\n".join(repair(library).actions)
    assert check(library).problems == ()
    index_paths(library, [folder])
    assert check(library).problems == ()
    assert library.search("tanks border")[0].passage.article.title == "One"
    assert library.search("harbour rain")[0].passage.article.title == "Two"


def test_an_article_that_was_removed_is_back_after_its_file_is_indexed_again(library, folder):
    damage(library, "UPDATE articles SET text = text || '!' WHERE id LIKE 'one%'")
    [action, *_] = repair(library).actions
    assert f"Index {folder / 'one.txt'} again" in action
    assert index_paths(library, [folder]) == Changes(added=1, unchanged=1)


def test_a_repaired_file_is_still_known_as_read(library, folder):
    damage(library, f"UPDATE passages SET end = 9999 {FIRST}")
    repair(library)
    assert index_paths(library, [folder]) == Changes(unchanged=2)


def test_a_vector_in_the_faiss_file_that_is_not_the_stored_one_is_found_and_mended(library):
    vectors = Vectors(library.folder)
    vectors.sync(library.store)
    [id, *_] = vectors.ids().tolist()
    vectors._index.remove_ids(np.array([id]))
    vectors._index.add_with_ids(np.eye(1, 64, dtype=np.float32), np.array([id]))
    vectors._save()
    assert check(library).problems == (f"vectors.faiss: the vector of passage {id} is not the stored one",)
    assert "rebuilt vectors.faiss" in repair(library).actions[-1]
    assert check(library).problems == ()
    assert faiss.read_index(str(library.vectors.path)).ntotal == library.store.n_passages


def test_a_faiss_file_with_an_id_too_many_is_found(library):
    vectors = Vectors(library.folder)
    vectors.sync(library.store)
    vectors._index.add_with_ids(np.eye(1, 64, dtype=np.float32), np.array([999]))
    vectors._save()
    assert "expected those of" in check(library).problems[0]
    repair(library)
    assert check(library).problems == ()


def test_a_missing_faiss_file_is_no_problem_because_it_is_only_a_cache(library):
    library.vectors.path.unlink()
    assert check(library).problems == ()


def test_a_torn_page_of_the_database_is_reported_and_repair_says_what_is_left_to_do(library):
    library.close()
    path = library.store.database.path
    content = bytearray(path.read_bytes())
    for page in range(2, len(content) // 4096):
        content[page * 4096 : page * 4096 + 64] = bytes(64)
    path.write_bytes(content)
    assert any(problem.startswith("database: ") for problem in check(library).problems)
    with pytest.raises(LibraryError, match="Put back a copy of the folder"):
        repair(library)


def test_repair_is_refused_while_another_writes(library):
    with writer_lock(library.folder), pytest.raises(LibraryBusyError):
        repair(library)


def test_vectors_of_the_wrong_length_are_found_even_with_the_right_checksum(library):
    article = Article.create("Rain.", origin="a", title="A")
    blobs = np.ones(4, "<f4").tobytes(), encode_spans([]), b""
    passage = RawPassage(1, 0, 5, checksum(*blobs), *blobs)
    assert _passage(article, passage, 4) == "a vector does not have length 1"
    assert _passage(article, passage, 8) == "its vectors have 16 bytes, expected 32"


@pytest.mark.parametrize(
    ("length", "found"), [(1.0009, None), (0.9991, None), (1.0011, "length 1"), (0.9989, "length 1")]
)
def test_a_vectors_length_may_be_off_by_a_thousandth(length, found):
    article = Article.create("Rain.", origin="a", title="A")
    blobs = (np.eye(1, 4, dtype="<f4") * length).astype("<f4").tobytes(), encode_spans([]), b""
    problem = _passage(article, RawPassage(1, 0, 5, checksum(*blobs), *blobs), 4)
    assert problem is None if found is None else found in problem


@pytest.mark.parametrize(("off", "n_problems"), [(5e-7, 0), (2e-6, 1)])
def test_a_number_of_the_vector_index_may_be_off_by_a_millionth(library, off, n_problems):
    [(id, blob)] = library.store.embeddings([1])
    vector = np.frombuffer(blob, "<f4") + np.float32(off)
    with library.store.transaction() as connection:
        connection.execute("UPDATE passages SET embedding = ? WHERE id = ?", (vector.tobytes(), id))
    assert len(list(library.vectors.problems(library.store))) == n_problems


def test_the_sign_of_a_heading_needs_no_passage(tmp_path, fake_embedder):
    file = tmp_path / "report.md"
    file.write_text("# Storm\n\nThe pier was damaged.\n")
    with Library.open(tmp_path / "library", embedder=fake_embedder) as library:
        index_paths(library, [file])
        assert check(library).problems == ()
