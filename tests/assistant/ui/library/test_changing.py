"""Changes of a library, one after another, each told its place and its outcome."""

import threading
from contextlib import closing

import pytest

from assistant.ui.library.adding import Dropped
from assistant.ui.library.changing import Changes
from corpus import Article
from index import Library
from index.lock import writer_lock


@pytest.fixture
def library(tmp_path, fake_embedder):
    with Library.open(tmp_path / "library", embedder=fake_embedder) as library:
        library.add(
            [Article.create(f"{name} fell.", origin=f"/{name}", title=name) for name in ("Rain", "Snow")]
        )
        yield library


def ids(library, *titles):
    return [row.id for row in library.articles() if row.title in titles]


def titles(library):
    return [row.title for row in library.articles()]


def test_what_is_removed_is_told_and_taken_back(library):
    changes = Changes(library)
    working, removed = changes.remove(ids(library, "Rain"))
    assert "Removing" in working.html and not working.is_made
    assert "Removed “Rain”." in removed.html and removed.is_made
    assert titles(library) == ["Snow"]
    *_, back = changes.undo(removed.undo)
    assert "All is as it was before." in back.html and not back.undo
    assert titles(library) == ["Rain", "Snow"]


def test_one_change_waits_for_another_and_is_told_so(library):
    changes = Changes(library)
    first = changes.remove(ids(library, "Rain"))
    next(first)  # it is its turn, and it has not begun
    second, seen = changes.remove(ids(library, "Snow")), []
    waiting = threading.Event()

    def go_on():
        for told in second:
            seen.append(told.html)
            waiting.set()

    thread = threading.Thread(target=go_on)
    thread.start()
    assert waiting.wait(10)
    assert titles(library) == ["Rain", "Snow"]
    assert "Removed “Rain”." in list(first)[-1].html
    thread.join(10)
    assert "Waiting: another change is made first" in seen[0]
    assert "Removed “Snow”." in seen[-1]


def test_one_who_leaves_the_line_keeps_nobody_waiting(library):
    changes = Changes(library)
    first, second = changes.remove(ids(library, "Rain")), changes.repair()
    next(first)
    assert "Waiting" in next(second).html
    first.close()
    second.close()
    *_, last = changes.repair()
    assert "Nothing was wrong." in last.html
    assert titles(library) == ["Rain", "Snow"]


def test_another_process_that_writes_is_said_and_an_undo_can_be_tried_again(library):
    changes = Changes(library)
    *_, removed = changes.remove(ids(library, "Rain"))
    with writer_lock(library.folder):
        *_, busy = changes.undo(removed.undo)
        *_, refused = changes.remove(ids(library, "Snow"))
    assert "is being written to by another process" in busy.html
    assert "data-undo" in busy.html and busy.undo == removed.undo and not busy.is_made
    assert "data-undo" not in refused.html and not refused.undo
    assert titles(library) == ["Snow"]
    *_, back = changes.undo(busy.undo)
    assert back.is_made
    assert titles(library) == ["Rain", "Snow"]


def test_files_are_added_with_their_outcome_and_undone(library, tmp_path):
    (tmp_path / "fog.part").write_text("Fog came.")
    changes = Changes(library)
    with closing(changes.add("a browser", [Dropped("fog.txt", tmp_path / "fog.part")])) as course:
        *_, last = course
    assert last.is_made and "1 file added" in last.html
    assert "Fog came." in titles(library)
    list(changes.undo(last.undo))
    assert titles(library) == ["Rain", "Snow"]


def test_stopping_where_nothing_is_added_does_nothing(library):
    Changes(library).stop("a browser")
    assert titles(library) == ["Rain", "Snow"]
