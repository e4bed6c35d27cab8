"""Which sentences need no citation: the length at which a line stops being a heading."""

import pytest

from assistant.audit.exempt import needs_citation
from corpus import Span


@pytest.mark.parametrize(("words", "needs_one"), [(8, False), (9, True)])
def test_a_line_of_at_most_eight_words_that_stands_alone_is_a_headline(words: int, needs_one: bool):
    line = " ".join(["Troops"] * words)
    assert needs_citation(f"{line}\n\nMore below.", Span(0, len(line)), marked=False) is needs_one


@pytest.mark.parametrize(("length", "needs_one"), [(1_000, False), (1_001, True)])
def test_a_bold_line_of_at_most_1000_characters_is_a_heading(length: int, needs_one: bool):
    line = f"**{'x' * (length - 4)}**"
    assert needs_citation(f"{line}\nMore below.", Span(0, len(line)), marked=False) is needs_one
