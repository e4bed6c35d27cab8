"""A file is there whole or not at all."""

import pytest

from assistant.jobs.files import whole_file
from corpus.errors import InputError


def test_it_appears_at_the_end_under_its_name_alone(tmp_path):
    path = tmp_path / "answers.csv"
    with whole_file(path) as file:
        file.write("whole")
        assert not path.exists()
    assert [(found.name, found.read_text()) for found in tmp_path.iterdir()] == [("answers.csv", "whole")]


def test_after_an_error_what_was_there_is_still_there(tmp_path):
    path = tmp_path / "answers.csv"
    path.write_text("before")
    with pytest.raises(ValueError, match="broken"), whole_file(path) as file:
        file.write("half")
        raise ValueError("broken")
    assert [(found.name, found.read_text()) for found in tmp_path.iterdir()] == [("answers.csv", "before")]


def test_of_two_that_are_written_at_once_each_is_whole_and_the_last_one_stays(tmp_path):
    path = tmp_path / "answers.csv"
    with whole_file(path) as one:
        with whole_file(path) as other:
            one.write("one")
            other.write("other")
        assert path.read_text() == "other"
    assert [(found.name, found.read_text()) for found in tmp_path.iterdir()] == [("answers.csv", "one")]


def test_a_folder_that_is_not_there_is_told(tmp_path):
    with pytest.raises(InputError, match="cannot be written"), whole_file(tmp_path / "none" / "a.csv"):
        pass
