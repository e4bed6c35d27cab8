"""One question, view by view, over a fake generator."""

from concurrent.futures import Future

import pytest

from assistant.ask import Assistant
from assistant.generate import FakeGenerator
from assistant.ui.asking import Form, front, views
from corpus import Article, read_articles
from corpus.errors import ModelError
from corpus.samples import ARTICLES, questions
from index import Library

RAIN = "Rain fell on the harbour all night. Two boats sank."


@pytest.fixture
def library(tmp_path, fake_embedder):
    with Library.open(tmp_path / "library", embedder=fake_embedder) as library:
        yield library


def ready(library, reply="Two boats sank [1]."):
    future = Future()
    future.set_result(Assistant(library, FakeGenerator({}, otherwise=reply)))
    return future


def add_rain(library):
    library.add([Article.create(RAIN, origin="/rain.txt", title="Rain", publisher="Reuters")])


def test_evidence_comes_before_the_text_and_the_answer_last(library):
    add_rain(library)
    seen = list(views(ready(library), Form("How many boats sank?")))
    first_evidence = next(n for n, view in enumerate(seen) if "Found in the articles" in view.evidence)
    first_draft = next(n for n, view in enumerate(seen) if 'class="draft"' in view.reply)
    assert first_evidence < first_draft < len(seen) - 1
    assert 'data-stage="answered"' in seen[-1].reply
    assert "Cited" in seen[-1].evidence


def test_a_reply_that_is_not_stated_ends_in_abstention(library):
    add_rain(library)
    last = list(views(ready(library, "NOT STATED"), Form("Who was the captain?")))[-1]
    assert "The articles don&#x27;t say." in last.reply
    assert "The nearest passages" in last.evidence


def test_filters_that_leave_nothing_say_so(library):
    add_rain(library)
    last = list(views(ready(library), Form("How many boats sank?", publisher=" Nobody ")))[-1]
    assert "No article here was published" in last.reply


@pytest.mark.parametrize(
    ("form", "message"),
    [
        (Form("  "), "There is no question yet"),
        (Form("Why?", after="last week"), "&#x27;last week&#x27; is not a date"),
        (Form("Why?", before="2024-13-01"), "2024-13-01"),
    ],
)
def test_what_cannot_be_asked_is_said_in_the_page(library, form, message):
    [view] = views(ready(library), form)
    assert 'data-stage="error"' in view.reply
    assert message in view.reply


def test_a_model_that_failed_to_load_is_said_in_the_page():
    broken = Future()
    broken.set_exception(ModelError("no model 'x'. Fetch it: pincite models fetch x"))
    [view] = views(broken, Form("Why?"))
    assert "pincite models fetch x" in view.reply


def test_a_model_that_still_loads_is_said_to(library):
    add_rain(library)
    loading = Future()
    seen = views(loading, Form("How many boats sank?"))
    assert "Loading the language model" in next(seen).reply
    loading.set_result(ready(library).result())
    assert 'data-stage="answered"' in list(seen)[-1].reply


def test_an_empty_library_says_how_to_add_articles(library):
    assert f"pincite index PATH... --library {library.folder}" in front(library)
    [view] = views(ready(library), Form("Why?"))
    assert "There are no articles yet" in view.reply


def test_sample_questions_are_offered_over_the_sample_articles_only(library):
    add_rain(library)
    assert "data-question" not in front(library)
    library.add(read_articles([ARTICLES]))
    assert front(library).count("data-question") == len(questions())
