"""Dropped files become articles; each has an outcome, and all of it can be taken back."""

from threading import Event

import pytest

from assistant.ui.adding import Dropped, Outcome, adding
from assistant.ui.catalogue import take_back
from corpus import Article
from corpus.errors import LibraryBusyError
from index import Library
from index.check import check
from index.lock import writer_lock

HARM = "<img src=x onerror=alert(1)>"


@pytest.fixture
def library(tmp_path, fake_embedder):
    with Library.open(tmp_path / "library", embedder=fake_embedder) as library:
        yield library


@pytest.fixture
def uploads(tmp_path):
    folder = tmp_path / "uploads"
    folder.mkdir()
    return folder


def dropped(uploads, name, content):
    path = uploads / f"{len(list(uploads.iterdir()))}.part"
    path.write_text(content)
    return Dropped.from_json({"name": name, "path": str(path)}, uploads)


def last(library, *files):
    return list(adding(library, files, Event()))[-1]


def outcomes(view):
    return [row.outcome.value for row in view.rows]


def test_an_article_comes_from_the_files_own_name_and_no_copy_is_kept(library, uploads):
    view = last(library, dropped(uploads, "notes/rain & wind.txt", "Rain fell."))
    [row] = library.articles()
    assert (row.source, row.title) == ("notes/rain & wind.txt", "Rain fell.")
    assert outcomes(view) == ["added"]
    assert list(uploads.iterdir()) == []
    own = (".writer", "library.db", "vectors.faiss")
    assert all(path.name.startswith(own) for path in library.folder.iterdir())
    assert check(library).problems == ()


def test_a_web_address_in_the_file_is_the_source(library, uploads):
    last(library, dropped(uploads, "a.md", "---\ntitle: A\nsource: https://example.org/a\n---\n\nRain fell."))
    assert [row.source for row in library.articles()] == ["https://example.org/a"]


def test_each_file_that_is_skipped_says_why_and_the_rest_is_added(library, uploads):
    view = last(
        library,
        dropped(uploads, "empty.txt", ""),
        Dropped.from_json({"name": "photo.jpg", "path": ""}, uploads),
        Dropped.from_json({"name": "lost.txt", "path": ""}, uploads),
        dropped(uploads, "rows.jsonl", '{"text": "Ann left."}\n{"text": 3}\n{"text": "Ben stayed."}\n'),
    )  # fmt: skip
    assert outcomes(view) == ["skipped", "skipped", "skipped", "added"]
    reasons = [row.reasons for row in view.rows]
    assert reasons[0] == ("it is empty",)
    assert reasons[1][0].startswith(".jpg files cannot be read")
    assert reasons[2] == ("it did not arrive. Drop it again",)
    assert view.rows[3].articles == 2
    assert "line 2" in reasons[3][0]


def test_a_file_of_the_same_name_is_unchanged_or_replaces_and_undo_brings_the_old_one_back(library, uploads):
    last(library, dropped(uploads, "rain.txt", "Rain fell."))
    assert outcomes(last(library, dropped(uploads, "rain.txt", "Rain fell."))) == ["unchanged"]
    view = last(library, dropped(uploads, "rain.txt", "Snow fell."), dropped(uploads, "new.txt", "Hail."))
    assert outcomes(view) == ["replaced", "added"]
    take_back(library, view.undo)
    assert [library.article(row.id).text for row in library.articles()] == ["Rain fell."]
    assert check(library).problems == ()


def test_a_name_twice_in_one_drop_is_taken_back_whole(library, uploads):
    view = last(library, dropped(uploads, "a.txt", "One."), dropped(uploads, "a.txt", "Two."))
    assert outcomes(view) == ["added", "replaced"]
    take_back(library, view.undo)
    assert library.articles() == []


def test_stopped_it_leaves_the_rest_and_says_so(library, uploads):
    stopped = Event()
    stopped.set()
    [*_, view] = adding(library, [dropped(uploads, "a.txt", "One.")], stopped)
    assert view.is_over
    assert outcomes(view) == [Outcome.STOPPED]


def test_closed_in_the_middle_it_stops_by_itself_and_lets_go_of_the_library(library, uploads):
    files = [dropped(uploads, f"{n}.txt", f"Text {n}.") for n in range(50)]
    stopped = Event()
    views = adding(library, files, stopped)
    next(views)
    views.close()
    assert stopped.is_set()
    with writer_lock(library.folder, wait_seconds=10):
        assert len(library.articles()) < 50


def test_a_library_that_another_process_writes_to_is_said(library, uploads):
    with writer_lock(library.folder), pytest.raises(LibraryBusyError):
        last(library, dropped(uploads, "a.txt", "One."))


def test_articles_can_be_asked_for_while_others_are_added(library, uploads):
    library.add([Article.create("Two boats sank.", origin="/boats.txt", title="Boats")])
    for view in adding(library, [dropped(uploads, f"{n}.txt", f"Text {n}.") for n in range(9)], Event()):
        assert view.is_over or library.search("boats", 1)[0].passage.article.title == "Boats"


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd.txt", "etc/passwd.txt"),
        ("/a\\b.txt", "a/b.txt"),
        (f"{HARM}\x00.txt", f"{HARM}.txt"),
        ("", "a file without a name"),
        (None, "a file without a name"),
    ],
)
def test_a_name_is_only_a_name(uploads, name, kept):
    assert Dropped.from_json({"name": name}, uploads).name == kept


def test_only_uploads_are_ever_read(library, uploads, tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("The secret.")
    (uploads / "link.txt").symlink_to(secret)
    paths = [secret, uploads / "link.txt", uploads / ".." / "secret.txt"]
    view = last(
        library, *(Dropped.from_json({"name": "a.txt", "path": str(path)}, uploads) for path in paths)
    )
    assert outcomes(view) == ["skipped"] * 3
    assert secret.exists()
