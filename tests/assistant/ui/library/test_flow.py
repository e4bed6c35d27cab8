"""Dropped files become articles, changes take their turns, and all of it can be taken back."""

import threading
from contextlib import closing
from itertools import count

import pytest

from assistant.jobs.turns import Turns
from assistant.ui.library.flow import Adding, Dropped, LibraryDesk
from assistant.ui.library.listing import take_back
from corpus import Article
from corpus.errors import ModelError
from index import Library
from index.check import check
from index.embed import FakeEmbedder
from index.lock import writer_lock
from tests.support.views import taken

HARM = "<img src=x onerror=alert(1)>"
NUMBERS = count()


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
    path = uploads / f"{next(NUMBERS)}.part"  # no two of one name, as the page sends them
    path.write_text(content)
    return Dropped.from_json({"name": name, "path": str(path)}, uploads)


def last(library, *files):
    return list(taken(Adding(library, files, Turns()).views()))[-1]


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


class HeldEmbedder(FakeEmbedder):
    """Embeds passages once it is let go, and tells that it was asked to."""

    def __init__(self):
        self.asked, self.go = threading.Event(), threading.Event()

    def embed_passages(self, passages):
        self.asked.set()
        assert self.go.wait(30)
        return super().embed_passages(passages)


@pytest.fixture
def held(tmp_path):
    with Library.open(tmp_path / "held", embedder=HeldEmbedder()) as library:
        yield library


def begun(library, *files, turns=None):
    """Adding under way: its first file is being embedded."""
    adding = Adding(library, files, turns or Turns())
    views = taken(adding.views())
    next(views)
    assert library.embedder.asked.wait(10)
    return adding, views


def until(views, wanted):
    """The first view that is wanted; they come without end while something is held."""
    return next(view for view in views if wanted(view))


def test_stopped_it_ends_after_the_file_under_way(held, uploads):
    adding, views = begun(held, dropped(uploads, "a.txt", "One."), dropped(uploads, "b.txt", "Two."))
    adding.stop()
    held.embedder.go.set()
    view = list(views)[-1]
    assert outcomes(view) == ["added", "stopped"]
    assert [row.source for row in held.articles()] == ["a.txt"]
    assert list(uploads.iterdir()) == []


def test_what_is_dropped_meanwhile_follows_the_others_and_is_undone_with_them(held, uploads):
    adding, views = begun(held, dropped(uploads, "a.txt", "One."))
    assert adding.more([dropped(uploads, "b.txt", "Two.")])
    held.embedder.go.set()
    view = list(views)[-1]
    assert outcomes(view) == ["added", "added"]
    assert not adding.more([dropped(uploads, "c.txt", "Three.")])
    take_back(held, view.undo)
    assert held.articles() == []


def test_it_waits_for_its_turn_and_tells_how_many_are_before(held, uploads):
    turns = Turns()
    _, first = begun(held, dropped(uploads, "a.txt", "One."), turns=turns)
    second = taken(Adding(held, [dropped(uploads, "b.txt", "Two.")], turns).views())
    assert outcomes(until(second, lambda view: view.before == 1)) == ["waiting"]
    held.embedder.go.set()
    assert [outcomes(list(views)[-1]) for views in (first, second)] == [["added"], ["added"]]


def test_stopped_while_it_waits_it_leaves_the_line(held, uploads):
    turns = Turns()
    _, first = begun(held, dropped(uploads, "a.txt", "One."), turns=turns)
    waiting = Adding(held, [dropped(uploads, "b.txt", "Two.")], turns)
    views = taken(waiting.views())
    until(views, lambda view: view.before == 1)
    waiting.stop()
    assert outcomes(list(views)[-1]) == ["stopped"]
    held.embedder.go.set()
    assert outcomes(list(first)[-1]) == ["added"]
    assert list(uploads.iterdir()) == []


@pytest.mark.slow
def test_it_is_seen_again_and_again_while_nothing_happens(held, uploads):
    _, views = begun(held, dropped(uploads, "a.txt", "One."))
    assert [outcomes(next(views)) for _ in range(3)][1:] == [["reading"]] * 2
    held.embedder.go.set()
    assert list(views)[-1].is_over


def test_closed_in_the_middle_it_ends_by_itself_and_the_next_gets_its_turn(held, uploads):
    turns = Turns()
    names = [f"{n}.txt" for n in range(9)]
    _, views = begun(held, *(dropped(uploads, name, name) for name in names), turns=turns)
    views.close()
    second = taken(Adding(held, [dropped(uploads, "next.txt", "Next.")], turns).views())
    assert until(second, lambda view: view.before == 1)
    held.embedder.go.set()
    assert outcomes(list(second)[-1]) == ["added"]
    assert [row.source for row in held.articles()] == ["0.txt", "next.txt"]
    assert list(uploads.iterdir()) == []
    assert check(held).problems == ()


def test_a_library_that_another_process_writes_to_is_said_and_the_next_gets_its_turn(library, uploads):
    turns = Turns()
    with writer_lock(library.folder):
        view = list(taken(Adding(library, [dropped(uploads, "a.txt", "One.")], turns).views()))[-1]
    assert "is being written to by another process" in view.trouble
    assert outcomes(view) == ["stopped"]
    view = list(taken(Adding(library, [dropped(uploads, "a.txt", "One.")], turns).views()))[-1]
    assert (view.trouble, outcomes(view)) == ("", ["added"])


def test_an_error_in_the_middle_keeps_what_was_added_and_can_be_taken_back(tmp_path, uploads):
    class FailingEmbedder(FakeEmbedder):
        def embed_passages(self, passages):
            if any("Two" in passage.text for passage in passages):
                raise ModelError("the model is gone")
            return super().embed_passages(passages)

    with Library.open(tmp_path / "library", embedder=FailingEmbedder()) as library:
        view = last(
            library, *(dropped(uploads, f"{n}.txt", text) for n, text in enumerate(["One.", "Two.", "3"]))
        )
        assert (view.trouble, outcomes(view)) == ("the model is gone", ["added", "stopped", "stopped"])
        take_back(library, view.undo)
        assert library.articles() == []


def test_articles_can_be_searched_while_others_are_added(held, uploads):
    held.embedder.go.set()
    held.add([Article.create("Two boats sank.", origin="/boats.txt", title="Boats")])
    held.embedder.asked.clear()
    held.embedder.go.clear()
    _, views = begun(held, dropped(uploads, "a.txt", "One."))
    assert held.search("boats", 1)[0].passage.article.title == "Boats"
    held.embedder.go.set()
    assert list(views)[-1].is_over


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


@pytest.fixture
def filled(library):
    library.add([Article.create(f"{name} fell.", origin=f"/{name}", title=name) for name in ("Rain", "Snow")])
    return library


def ids(library, *titles):
    return [row.id for row in library.articles() if row.title in titles]


def titles(library):
    return [row.title for row in library.articles()]


def test_what_is_removed_is_told_and_taken_back(filled):
    desk = LibraryDesk(filled)
    working, removed = desk.remove(ids(filled, "Rain"))
    assert "Removing" in working.html and not working.is_made
    assert "Removed “Rain”." in removed.html and removed.is_made
    assert titles(filled) == ["Snow"]
    *_, back = desk.undo(removed.undo)
    assert "All is as it was before." in back.html and not back.undo
    assert titles(filled) == ["Rain", "Snow"]


def test_one_change_waits_for_another_and_is_told_so(filled):
    desk = LibraryDesk(filled)
    first = desk.remove(ids(filled, "Rain"))
    next(first)  # it is its turn, and it has not begun
    second, seen = desk.remove(ids(filled, "Snow")), []
    waiting = threading.Event()

    def go_on():
        for told in second:
            seen.append(told.html)
            waiting.set()

    thread = threading.Thread(target=go_on)
    thread.start()
    assert waiting.wait(10)
    assert titles(filled) == ["Rain", "Snow"]
    assert "Removed “Rain”." in list(first)[-1].html
    thread.join(10)
    assert "Waiting: another change is made first" in seen[0]
    assert "Removed “Snow”." in seen[-1]


def test_one_who_leaves_the_line_keeps_nobody_waiting(filled):
    desk = LibraryDesk(filled)
    first, second = desk.remove(ids(filled, "Rain")), desk.repair()
    next(first)
    assert "Waiting" in next(second).html
    first.close()
    second.close()
    *_, last = desk.repair()
    assert "Nothing was wrong." in last.html
    assert titles(filled) == ["Rain", "Snow"]


def test_another_process_that_writes_is_said_and_an_undo_can_be_tried_again(filled):
    desk = LibraryDesk(filled)
    *_, removed = desk.remove(ids(filled, "Rain"))
    with writer_lock(filled.folder):
        *_, busy = desk.undo(removed.undo)
        *_, refused = desk.remove(ids(filled, "Snow"))
    assert "is being written to by another process" in busy.html
    assert "data-undo" in busy.html and busy.undo == removed.undo and not busy.is_made
    assert "data-undo" not in refused.html and not refused.undo
    assert titles(filled) == ["Snow"]
    *_, back = desk.undo(busy.undo)
    assert back.is_made
    assert titles(filled) == ["Rain", "Snow"]


def test_files_are_added_with_their_outcome_and_undone(filled, tmp_path):
    (tmp_path / "fog.part").write_text("Fog came.")
    desk = LibraryDesk(filled)
    with closing(taken(desk.add("a browser", [Dropped("fog.txt", tmp_path / "fog.part")]))) as course:
        *_, last = course
    assert last.is_made and "1 file added" in last.html
    assert "Fog came." in titles(filled)
    list(desk.undo(last.undo))
    assert titles(filled) == ["Rain", "Snow"]


def test_stopping_where_nothing_is_added_does_nothing(filled):
    LibraryDesk(filled).stop("a browser")
    assert titles(filled) == ["Rain", "Snow"]
