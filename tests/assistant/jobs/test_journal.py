"""A journal keeps what was appended, whatever happens to the last line."""

import errno
import os
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.jobs.journal import Journal
from corpus.errors import InputError


def test_what_was_appended_is_read_back_in_order(tmp_path):
    path = tmp_path / "new" / "journal.jsonl"
    journal = Journal(path)
    assert (len(journal), list(journal)) == (0, [])
    journal.append({"a": "ü\n"})
    journal.append([1])
    assert list(journal) == [{"a": "ü\n"}, [1]]
    assert (len(Journal(path)), list(Journal(path))) == (2, [{"a": "ü\n"}, [1]])
    journal.remove()
    assert not path.exists() and len(journal) == 0


@pytest.mark.parametrize("cut", range(1, 9))
def test_a_half_written_line_is_cut_off(tmp_path, cut):
    journal = Journal(tmp_path / "journal.jsonl")
    journal.append(1)
    whole = journal.path.read_bytes()
    journal.append("second")
    os.truncate(journal.path, len(whole) + cut)
    again = Journal(journal.path)
    assert list(again) == [1]
    assert len(journal.path.read_bytes()) == len(whole) + cut
    again.append(2)
    assert list(again) == list(Journal(journal.path)) == [1, 2]


def test_a_full_disk_is_told_and_loses_nothing(tmp_path, monkeypatch):
    journal = Journal(tmp_path / "journal.jsonl")
    journal.append(1)

    def full(_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(InputError, match=r"No space left on device.*make room"):
        journal.append(2)
    monkeypatch.undo()
    journal.append(3)
    assert list(journal) == list(Journal(journal.path)) == [1, 3]


def test_what_is_cut_off_is_moved_to_the_file_named_for_it(tmp_path):
    path, cut = tmp_path / "journal.jsonl", tmp_path / "cut"
    path.write_bytes(b'1\n{"half')
    journal = Journal(path, cut=cut)
    assert not cut.exists()
    journal.append(2)
    assert path.read_bytes() == b"1\n2\n"
    assert cut.read_bytes() == b'{"half\n'


def test_lines_that_another_process_appended_stay(tmp_path):
    one, other = Journal(tmp_path / "journal.jsonl"), Journal(tmp_path / "journal.jsonl")
    other.append("other")
    one.append("one")
    assert list(one) == ["one"]
    one.append("two")
    assert list(one) == ["one", "two"]
    assert list(Journal(one.path)) == ["other", "one", "two"]


def test_a_snapshot_does_not_see_what_is_written_later(tmp_path):
    journal = Journal(tmp_path / "journal.jsonl")
    with Journal.as_it_is(journal.path) as empty:
        assert list(empty) == []
    journal.append("a")
    journal.append("b")
    with Journal.as_it_is(journal.path) as before:
        journal.append("c")
        journal.replace(lambda: ["c", "b", "a"])
        assert list(before) == ["a", "b"]
    assert list(journal) == list(Journal(journal.path)) == ["c", "b", "a"]


def test_replacing_documents_by_the_same_ones_does_not_write(tmp_path):
    journal = Journal(tmp_path / "journal.jsonl")
    journal.append("a")
    before = journal.path.stat().st_ino
    journal.replace(lambda: ["a"])
    assert journal.path.stat().st_ino == before
    journal.replace(lambda: ["a", "b"])
    assert journal.path.stat().st_ino != before


@settings(deadline=None)  # each document is written to the disk
@given(st.lists(st.integers() | st.text()), st.data())
def test_any_documents_are_found_by_their_numbers(documents, data):
    with tempfile.TemporaryDirectory() as folder:
        journal = Journal(Path(folder, "journal.jsonl"))
        for document in documents:
            journal.append(document)
        numbers = data.draw(st.lists(st.sampled_from(range(len(documents))))) if documents else []
        assert list(Journal(journal.path).at(numbers)) == [documents[number] for number in numbers]
