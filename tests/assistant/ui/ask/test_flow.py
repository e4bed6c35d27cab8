"""One question, view by view, over a fake generator."""

from concurrent.futures import Future

import pytest

from assistant.answering.ask import Assistant
from assistant.answering.question.follow_up import Exchange
from assistant.generate.protocol import FakeGenerator
from assistant.jobs.turns import Turns
from assistant.judges import FakeReader
from assistant.ui.ask.flow import Desk, Form, front
from assistant.ui.history import History
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


def views(assistant, form, library):
    return Desk(library, assistant, History(library.folder), Turns()).views(form)


def add_rain(library):
    library.add([Article.create(RAIN, origin="/rain.txt", title="Rain", publisher="Reuters")])


def test_evidence_comes_before_the_text_and_the_answer_last(library):
    add_rain(library)
    seen = list(views(ready(library), Form("How many boats sank?"), library))
    first_evidence = next(n for n, view in enumerate(seen) if "Found in the articles" in view.evidence)
    first_draft = next(n for n, view in enumerate(seen) if 'class="draft"' in view.reply)
    assert first_evidence < first_draft < len(seen) - 1
    assert 'data-stage="answered"' in seen[-1].reply
    assert "Cited" in seen[-1].evidence


def test_a_reply_that_is_not_stated_ends_in_abstention(library):
    add_rain(library)
    last = list(views(ready(library, "NOT STATED"), Form("Who was the captain?"), library))[-1]
    assert "The articles don&#39;t say." in last.reply
    assert "The nearest passages" in last.evidence


def test_filters_that_leave_nothing_say_so(library):
    add_rain(library)
    last = list(views(ready(library), Form("How many boats sank?", publisher=" Nobody "), library))[-1]
    assert "No article here was published" in last.reply


@pytest.mark.parametrize(
    ("form", "message"),
    [
        (Form("  "), "There is no question yet"),
        (Form("Why?", after="last week"), "&#39;last week&#39; is not a date"),
        (Form("Why?", before="2024-13-01"), "2024-13-01"),
    ],
)
def test_what_cannot_be_asked_is_said_in_the_page(library, form, message):
    [view] = views(ready(library), form, library)
    assert 'data-stage="error"' in view.reply
    assert message in view.reply


def test_a_model_that_failed_to_load_is_said_in_the_page(library):
    add_rain(library)
    broken = Future()
    broken.set_exception(ModelError("no model 'x'. Fetch it: pincite models fetch x"))
    *_, view = views(broken, Form("Why?"), library)
    assert "pincite models fetch x" in view.reply


def test_a_model_that_still_loads_is_said_to(library):
    add_rain(library)
    loading = Future()
    seen = views(loading, Form("How many boats sank?"), library)
    assert "Loading the language model" in next(seen).reply
    loading.set_result(ready(library).result())
    assert 'data-stage="answered"' in list(seen)[-1].reply


def test_an_empty_library_says_how_to_add_articles(library):
    assert f"pincite index PATH... --library {library.folder}" in front(library)
    [view] = views(ready(library), Form("Why?"), library)
    assert "There are no articles yet" in view.reply
    assert view.is_front


def test_a_reply_is_not_the_front_of_the_page(library):
    add_rain(library)
    assert not any(view.is_front for view in views(ready(library), Form("How many boats sank?"), library))


def test_sample_questions_are_offered_over_the_sample_articles_only(library):
    add_rain(library)
    assert "data-question" not in front(library)
    library.add(read_articles([ARTICLES]))
    assert front(library).count("data-question") == len(questions())


def test_an_answer_is_in_the_history_with_all_that_was_read_and_is_shown_again(library):
    add_rain(library)
    last = list(views(ready(library), Form("  How many boats\nsank? ", publisher="reuters"), library))[-1]
    [kept] = History(library.folder).search()
    assert (kept.typed, kept.answer.text, kept.filters.publisher) == (
        "How many boats sank?", "Two boats sank [1].", "reuters",
    )  # fmt: skip
    assert kept.evidence[0].quote == "Two boats sank."
    assert Desk(library, ready(library), History(library.folder), Turns()).kept(kept.id) == last


def test_the_relevance_of_the_nearest_passages_is_kept_as_the_reader_gave_it(library):
    add_rain(library)
    reader, future = FakeReader({"boats": 0.012345}), Future()
    future.set_result(Assistant(library, FakeGenerator({}), reader=reader))
    last = list(views(future, Form("How many boats sank?"), library))[-1]
    [kept] = History(library.folder).search()
    assert (kept.relevance, reader.calls) == ((0.0123, 0.001), 1)
    assert "Not about this: relevance 1%" in last.evidence


def test_an_answer_that_is_not_in_the_history_is_said_to_be_missing(library):
    view = Desk(library, ready(library), History(library.folder), Turns()).kept("<b>")
    assert "not in the history" in view.reply


def test_an_article_can_be_asked_alone(library):
    add_rain(library)
    [row] = library.articles()
    last = list(views(ready(library), Form("How many boats sank?", article=row.id), library))[-1]
    assert "Cited" in last.evidence
    last = list(views(ready(library), Form("How many boats sank?", article="gone"), library))[-1]
    assert "no article &#39;gone&#39;" in last.reply


def test_a_follow_up_is_asked_as_it_is_rewritten_unless_it_is_wanted_as_typed(library):
    add_rain(library)
    future = Future()
    future.set_result(Assistant(library, FakeGenerator({}, otherwise="Two boats sank [1].")))
    before = Exchange("How many boats left the harbour?", "Nine.")
    seen = list(views(future, Form("and where did they sink?", previous=before), library))
    assert seen[-1].exchange == Exchange("Where did the boats sink?", "Two boats sank [1].")
    assert "Asked as: <q>Where did the boats sink?</q>" in seen[-1].reply
    seen = list(views(future, Form("and where did they sink?", previous=before, as_typed=True), library))
    assert seen[-1].exchange.question == "and where did they sink?"


def test_who_comes_second_sees_the_evidence_and_waits_for_the_text(library):
    add_rain(library)
    desk = Desk(library, ready(library), History(library.folder), Turns())
    first = desk.views(Form("How many boats sank?"))
    next(first)
    second = desk.views(Form("Did two boats sank?"))
    waiting = next(view for view in second if "Waiting: another answer is written first" in view.reply)
    assert "Two boats sank." in waiting.evidence
    first.close()
    assert 'data-stage="answered"' in list(second)[-1].reply


def test_with_extract_the_articles_are_quoted_and_no_model_is_asked(library):
    add_rain(library)
    generator, future = FakeGenerator({}), Future()
    future.set_result(Assistant(library, generator, reader=FakeReader({"Two boats": 0.999})))
    last = list(views(future, Form("How many boats sank?", extract=True), library))[-1]
    assert "No language model wrote this." in last.reply and "<mark>Two boats</mark>" in last.evidence
    assert generator.prompts == []
