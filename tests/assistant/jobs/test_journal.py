"""A journal keeps what was appended, whatever happens to the last line."""

import errno
import os

import pytest

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
    assert journal.path.read_bytes() == whole
    again.append(2)
    assert list(again) == [1, 2]


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
