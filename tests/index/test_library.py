"""A library as its user meets it: add, replace, remove, search, and every refusal with its cure."""

import os
import shutil
import subprocess
import sys
import threading
from datetime import date

import pytest

from corpus import Article
from corpus.errors import Cure, EmbedderMismatchError, InputError, LibraryBusyError, LibraryError
from index import Changes, Library
from index.check import check
from index.embed import FakeEmbedder
from index.lock import writer_lock

TANKS = "Tanks crossed the border at dawn. The capital was quiet."
RAIN = "Rain fell on the harbour all night. Two boats sank."


def article(name, text, **metadata):
    return Article.create(text, origin=f"/{name}.txt", title=name.title(), **metadata)


@pytest.fixture
def library(tmp_path):
    with Library.open(tmp_path / "library", embedder=FakeEmbedder()) as library:
        yield library


class OtherEmbedder(FakeEmbedder):
    name = "other"
    dimension = 32


class RetrainedEmbedder(FakeEmbedder):
    digest = "f" * 64


def test_opening_and_searching_a_new_folder_writes_nothing(library):
    assert library.search("tanks") == []
    assert library.articles() == []
    assert not library.folder.exists()


def test_adding_counts_what_is_new_changed_and_the_same(library):
    assert library.add([article("a", TANKS), article("b", RAIN)]) == Changes(added=2)
    changed = article("b", RAIN, publisher="Reuters")
    assert library.add([article("a", TANKS), changed, article("c", "Snow.")]) == Changes(1, 1, 1)
    assert library.article(changed.id).publisher == "Reuters"
    assert check(library).problems == ()


def test_the_same_article_twice_in_one_run_is_stored_once(library):
    assert library.add([article("a", TANKS), article("a", TANKS)]) == Changes(added=1, unchanged=1)


def test_two_articles_with_the_same_text_are_two_and_know_of_each_other(library):
    first, second = article("a", TANKS), article("b", TANKS)
    library.add([first, second, article("c", RAIN)])
    groups = {row.id: row.duplicate_group for row in library.articles()}
    assert groups == {first.id: first.id, second.id: first.id, article("c", RAIN).id: None}
    library.remove([first.id])
    assert [row.duplicate_group for row in library.articles()] == [None, None]


def test_an_id_that_another_article_has_is_skipped_and_both_are_named(library):
    one = article("a", TANKS)
    other = Article(one.id, "B", RAIN, None, None, None, "s", "/elsewhere/a.txt", "0")
    changes = library.add([one, other])
    [problem] = changes.skipped
    assert (changes.added, problem.source) == (1, "/elsewhere/a.txt")
    assert "/a.txt" in problem.reason
    assert library.article(one.id) == one


def test_articles_are_committed_when_256_of_them_or_256_passages_wait(library):
    paragraph = " ".join(["word"] * 15)  # two of them are more than a passage holds
    with library.writing() as session:
        session.put(article("long", "\n\n".join([paragraph] * 255)))
        assert len(library.articles()) == 0
        session.put(article("short", paragraph))
        assert [row.passages for row in library.articles()] == [255, 1]
        for number in range(255):
            session.put(article(f"empty {number}", ""))
        assert len(library.articles()) == 2
        session.put(article("the last", ""))
        assert len(library.articles()) == 258


def test_a_library_has_format_1_so_that_older_and_newer_ones_can_be_told(library):
    library.add([article("a", RAIN)])
    manifest = library.store.manifest()
    assert (manifest.format, manifest.passage_settings) == (1, "sentences/200")


def test_search_finds_the_passage_and_its_quote_is_the_articles_text(library):
    tanks = article("a", TANKS)
    library.add([tanks, article("b", RAIN)])
    best = library.search("tanks at the border")[0].passage
    assert best.article == tanks
    assert best.text == tanks.text[best.span.start : best.span.end]
    assert [tanks.quote(span) for span in best.sentences] == TANKS.replace(". ", ".|").split("|")


def test_search_is_filtered(library):
    old, new = (
        article("a", TANKS, published=date(2020, 1, 1)),
        article("b", TANKS[:40], published=date(2024, 1, 1)),
    )
    library.add([old, new])
    assert {hit.passage.article.id for hit in library.search("tanks", after=date(2021, 1, 1))} == {new.id}
    assert {hit.passage.article.id for hit in library.search("tanks", article=old.id)} == {old.id}
    assert library.search("tanks", publisher="Reuters") == []


def test_fewer_than_one_passage_cannot_be_asked_for(library):
    library.add([article("harbour", RAIN)])
    for k in (0, -1):
        with pytest.raises(InputError, match=f"{k} passages were asked for"):
            library.search("rain", k)
    assert len(library.search("rain", 1)) == 1


def test_an_unknown_article_is_told_with_the_nearest_ids(library):
    known = article("harbour", RAIN)
    library.add([known])
    with pytest.raises(LibraryError, match=f"no article 'harbor-.*nearest are: {known.id}"):
        library.article(known.id.replace("our", "or"))
    for refused in (lambda: library.remove(["x"]), lambda: library.search("rain", article="x")):
        with pytest.raises(LibraryError, match=r"no article 'x'.*See all$") as told:
            refused()
        assert told.value.cure is Cure.LIST_ARTICLES


def test_removing_takes_the_article_from_everywhere(library):
    tanks = article("a", TANKS)
    library.add([tanks, article("b", RAIN)])
    assert library.remove([tanks.id]) == Changes(removed=1)
    assert [hit.passage.article.title for hit in library.search("tanks crossed the border")] == ["B"]
    assert check(library).problems == ()


def test_an_article_without_text_is_kept_and_never_found(library):
    library.add([article("a", ""), article("b", RAIN)])
    assert [row.characters for row in library.articles()] == [0, len(RAIN)]
    assert len(library.search("rain")) == 1
    assert check(library).problems == ()


def test_stats_count(library):
    library.add([article("a", TANKS), article("b", TANKS), article("c", RAIN)])
    stats = library.stats()
    assert (stats.articles, stats.passages, stats.copies, stats.embedder, stats.dimension) == (
        3,
        3,
        2,
        "fake",
        64,
    )
    assert stats.bytes > 0


def test_a_library_is_complete_after_it_is_opened_again(library):
    library.add([article("a", TANKS)])
    with Library.open(library.folder, embedder=FakeEmbedder()) as again:
        assert again.search("tanks")[0].score == library.search("tanks")[0].score


def test_another_embedder_is_refused_with_both_names_and_the_cure(library):
    library.add([article("a", TANKS)])
    expected = r"built with 'fake' \(64 dimensions\), but 'other' \(32\) was asked for. Rebuild it$"
    with pytest.raises(EmbedderMismatchError, match=expected) as told:
        Library.open(library.folder, embedder=OtherEmbedder())
    assert told.value.cure is Cure.INDEX_ELSEWHERE
    with pytest.raises(EmbedderMismatchError, match="SHA-256"):
        Library.open(library.folder, embedder=RetrainedEmbedder())


def test_a_library_that_another_embedder_began_meanwhile_is_not_mixed(library):
    with Library.open(library.folder, embedder=OtherEmbedder()) as late:
        library.add([article("a", TANKS)])
        with pytest.raises(EmbedderMismatchError):
            late.add([article("b", RAIN)])
    assert len(library.articles()) == 1


@pytest.mark.parametrize(
    ("key", "value", "message"), [("format", 99, "format 99"), ("passage_settings", "x", "'x'")]
)
def test_a_library_of_another_make_is_refused(library, key, value, message):
    library.add([article("a", TANKS)])
    with library.store.transaction() as connection:
        connection.execute("UPDATE meta SET value = ? WHERE key = ?", (value, key))
    with pytest.raises(LibraryError, match=message):
        Library.open(library.folder)


def test_a_folder_with_other_things_in_it_is_refused(tmp_path):
    (tmp_path / "thesis.docx").touch()
    with pytest.raises(LibraryError, match=r"holds thesis\.docx and no library\.db"):
        Library.open(tmp_path)


def test_a_file_in_the_folders_place_is_refused(tmp_path):
    (tmp_path / "library").touch()
    with pytest.raises(LibraryError, match="is a file, expected a folder"):
        Library.open(tmp_path / "library")


def test_a_second_writer_is_told_who_writes_and_readers_are_not_held_up(library):
    library.add([article("a", TANKS)])
    with writer_lock(library.folder):
        with pytest.raises(LibraryBusyError, match=rf"process {os.getpid()}, since 20\d\d-"):
            library.add([article("b", RAIN)])
        assert len(library.search("tanks")) == 1
    assert library.add([article("b", RAIN)]) == Changes(added=1)


def test_what_was_committed_before_an_error_stays_and_the_lock_is_free(library):
    def failing():
        yield article("a", TANKS * 500)  # more passages than a batch, so it is committed at once
        raise RuntimeError

    with pytest.raises(RuntimeError):
        library.add(failing())
    assert [row.title for row in library.articles()] == ["A"]
    assert library.search("tanks")[0].passage.article.title == "A"
    assert library.add([article("a", TANKS * 500)]) == Changes(unchanged=1)


def test_progress_counts_articles_and_embedded_passages(library):
    seen = []
    library.add([article("a", TANKS), article("b", RAIN)], progress=seen.append)
    assert [(step.done_files, step.total_files, step.current) for step in seen[:2]] == [
        (0, None, "A"),
        (1, None, "B"),
    ]
    assert seen[-1].passages == 2


def test_a_reader_sees_what_another_writes_and_saves_what_it_had_to_rebuild(library):
    library.add([article("a", TANKS)])
    with Library.open(library.folder, embedder=FakeEmbedder()) as reader:
        assert len(reader.search("rain")) == 1
        library.add([article("b", RAIN)])
        assert reader.search("rain")[0].passage.article.title == "B"
    library.vectors.path.unlink()
    with Library.open(library.folder, embedder=FakeEmbedder()) as reader:
        reader.search("rain")
    assert library.vectors.saved_generation() == library.store.generation


def test_a_database_put_back_from_a_copy_gets_vectors_of_its_own(library, tmp_path):
    library.add([article("a", TANKS)])
    library.close()
    shutil.copy(library.folder / "library.db", tmp_path)
    library.add([article("b", RAIN)])
    library.close()
    shutil.copy(tmp_path / "library.db", library.folder)
    with Library.open(library.folder, embedder=FakeEmbedder()) as restored:
        restored.add([article("c", "Snow fell on the hills.")])
        restored.add([article("d", "Hail broke the windows.")])
        assert check(restored).problems == ()
        assert restored.search("snow on the hills")[0].passage.article.title == "C"


def test_a_thread_that_has_ended_leaves_no_file_open(library):
    library.add([article("a", TANKS)])
    reader = threading.Thread(target=library.articles)
    reader.start()
    reader.join()
    assert len(library.store.database._open) == 1  # this thread's


def test_where_the_vectors_file_cannot_be_written_a_writer_is_told_and_a_reader_finds_all_the_same(library):
    library.add([article("a", TANKS)])
    library.vectors.path.unlink()
    library.vectors.path.mkdir()
    with pytest.raises(LibraryError, match=r"vectors\.faiss cannot be written: .*articles are stored"):
        library.add([article("b", RAIN)])
    with Library.open(library.folder, embedder=FakeEmbedder()) as reader:
        assert reader.search("rain")[0].passage.article.title == "B"
    assert not list(library.folder.glob("*.part"))
    library.vectors.path.rmdir()
    assert library.add([]) == Changes()
    assert library.vectors.saved_generation() == library.store.generation


def test_threads_search_while_one_writes_and_all_they_see_is_whole(library):
    library.add([article("a", TANKS)])
    failures, done = [], threading.Event()

    def read():
        while not done.is_set():
            for hit in library.search("tanks border"):
                if hit.passage.text != hit.passage.article.quote(hit.passage.span):
                    failures.append(hit)

    threads = [threading.Thread(target=read) for _ in range(3)]
    for thread in threads:
        thread.start()
    for version in range(15):
        library.add([article("a", f"{TANKS} Version {version}."), article(f"n{version}", RAIN)])
    done.set()
    for thread in threads:
        thread.join()
    assert failures == []
    assert len(library.articles()) == 16


def test_importing_the_package_loads_nothing_heavy():
    code = "import sys, index; index.Library; print({'torch', 'faiss', 'datasketch'} & set(sys.modules))"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout == "set()\n"
