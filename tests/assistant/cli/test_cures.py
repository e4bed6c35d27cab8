import pytest

from assistant.cli import cures as of_the_command_line
from assistant.ui import cures as of_the_page
from corpus.errors import Cure


@pytest.mark.parametrize("cures", [of_the_command_line, of_the_page])
def test_there_are_words_for_each_cure(cures):
    assert set(cures.HOW) == set(Cure)


def test_the_page_names_no_flags():
    assert not [words for words in of_the_page.HOW.values() if "--" in words]


def test_the_page_tells_other_errors_as_they_are():
    assert of_the_page.told(ValueError("no span")) == "no span"
