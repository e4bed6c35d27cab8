"""Templates escape what they are given, and do not guess what they are not given."""

import pytest
from jinja2 import DictLoader, UndefinedError

from assistant.report import templates


@pytest.fixture
def environment(monkeypatch):
    environment = templates._environment.__wrapped__()
    environment.loader = DictLoader(
        {"name.html": "<b>{{ name }}</b>", "all.html": "{% for one in all %}{{ one }}{% endfor %}"}
    )
    monkeypatch.setattr(templates, "_environment", lambda: environment)


def test_a_value_is_text_and_not_markup(environment):
    assert templates.render("name.html", name="<i>&") == "<b>&lt;i&gt;&amp;</b>"


def test_what_a_template_made_is_markup(environment):
    assert templates.render("name.html", name=templates.render("name.html", name="a")) == "<b><b>a</b></b>"


def test_a_missing_value_is_an_error(environment):
    with pytest.raises(UndefinedError):
        templates.render("name.html")


def test_a_macro_is_called_like_a_function_and_escapes_what_it_is_given():
    note = templates.Macros("report/macros.html").note("done", "<i>&")
    assert note == '<div class="note done" role="status"><p>&lt;i&gt;&amp;</p></div>'
    assert note.__html__() == note


def test_a_stream_reads_what_it_loops_over_as_it_goes(environment):
    read = []
    pieces = templates.stream("all.html", all=(read.append(n) or f"<{n}" for n in range(3)))
    assert (next(pieces), read) == ("&lt;0", [0])
    assert (list(pieces), read) == (["&lt;1", "&lt;2"], [0, 1, 2])
