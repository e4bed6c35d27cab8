"""The HTML of an audit's frame: what others wrote is text."""

import pytest

from assistant.ui import fragments
from assistant.ui.audit.view import HTML
from corpus.rows import Problem
from tests.support.html import SCRIPT, Tags, require_text_only


@pytest.mark.parametrize(
    "html",
    [
        fragments.note("error", f"{SCRIPT}\n{SCRIPT}"),
        HTML.working(SCRIPT, 1, 2, SCRIPT, SCRIPT, 1),
        HTML.finished(SCRIPT, 1, 1, [Problem("a.jsonl", SCRIPT, 1)], SCRIPT, 50),
    ],
)
def test_what_others_wrote_is_text_and_never_markup(html):
    require_text_only(html)
    assert "alert(1)" in Tags(html).text
