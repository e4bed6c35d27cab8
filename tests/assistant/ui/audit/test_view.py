"""The HTML of an audit's frame: what others wrote is text."""

import pytest

from assistant.ui import fragments
from assistant.ui.audit import view as render_audit
from corpus.rows import Problem
from tests.support.html import SCRIPT, Tags, require_text_only


@pytest.mark.parametrize(
    "html",
    [
        fragments.note("error", f"{SCRIPT}\n{SCRIPT}"),
        render_audit.working(SCRIPT, 1, 2, 3.0, SCRIPT, 1),
        render_audit.finished(SCRIPT, 1, 1, [Problem("a.jsonl", SCRIPT, 1)], SCRIPT),
    ],
)
def test_what_others_wrote_is_text_and_never_markup(html):
    require_text_only(html)
    assert "alert(1)" in Tags(html).text
