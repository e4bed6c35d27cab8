"""Errors of parsing libraries become one kind of error, of one line."""

import pytest

from corpus.errors import ReadError
from corpus.parsing import parsing


@pytest.mark.parametrize(("length", "kept"), [(200, 200), (201, 200)])
def test_the_reason_of_a_library_is_one_line_of_at_most_200_characters(length, kept):
    reason = "KeyError: '" + "x" * (length - 12) + "'"
    with pytest.raises(ReadError) as told, parsing("a PDF"):
        raise KeyError("x" * (length - 12))
    assert str(told.value) == f"it is not a PDF, or damaged ({reason[:kept]})"
