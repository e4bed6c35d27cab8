"""A file of questions becomes a table of answers, is kept, goes on, and is written in every format."""

from concurrent.futures import Future

import pytest

from assistant.ask import Assistant
from assistant.generate import FakeGenerator
from assistant.ui.batching import FORMATS, Batch
from corpus import Article
from corpus.errors import InputError, ModelError
from index import Library
from index.embed import FakeEmbedder

FERRY = "The ferry Aurora left Bergen on Monday. The storm had damaged the northern pier."
REPLIES = {
    "When": "The ferry Aurora left Bergen on Monday [1].",
    "What": "The storm had damaged the northern pier [1]. Nobody expected <b>that</b> [1].",
}


@pytest.fixture
def library(tmp_path):
    with Library.open(tmp_path / "library", embedder=FakeEmbedder()) as library:
        library.add([Article.create(FERRY, origin="ferry.txt", title="Ferry")])
        yield library


@pytest.fixture
def assistant(library):
    loaded = Future()
    loaded.set_result(Assistant(library, FakeGenerator(REPLIES)))
    return loaded


@pytest.fixture
def batch(library, tmp_path):
    file = tmp_path / "questions.txt"
    file.write_text("When did the ferry leave Bergen?\n\nWhat had the storm damaged?\n")
    return Batch(file, library, tmp_path / "kept")


def test_what_the_file_holds_is_told_before_anything_is_asked(batch):
    told = batch.understood()
    assert "2 questions can be asked" in told
    assert "Line 2" in told


def test_a_file_that_holds_no_question_is_told(batch):
    batch.file.write_text("\n")
    assert 'class="note error"' in batch.understood()


def test_the_table_fills_answer_by_answer(batch, assistant):
    views = list(batch.views(assistant))
    assert [len(view.records) for view in views] == [0, 1, 2, 2]
    assert "2 of 2 done" in views[-1].html
    assert views[-1].html.count("data-row=") == 2
    assert "<b>that" not in views[-1].html


def test_what_was_answered_is_there_again_and_the_rest_goes_on(batch, assistant):
    views = batch.views(assistant)
    next(views), next(views)
    views.close()
    assert len(batch.before().records) == 1
    assert [len(view.records) for view in batch.views(assistant)] == [1, 2, 2]


def test_begun_anew_everything_is_asked_again(batch, assistant):
    list(batch.views(assistant))
    assert [len(view.records) for view in batch.views(assistant, anew=True)] == [0, 1, 2, 2]


def test_the_answers_are_written_in_every_format(batch, assistant):
    with pytest.raises(InputError, match="Nothing is answered yet"):
        batch.written(".csv", batch.file.parent)
    list(batch.views(assistant))
    for suffix in FORMATS:
        path = batch.written(suffix, batch.file.parent)
        assert path.suffix == suffix and path.stat().st_size > 100
    assert "left Bergen on Monday" in batch.written(".md", batch.file.parent).read_text()


def test_an_assistant_that_failed_to_load_is_a_note(batch):
    failed = Future()
    failed.set_exception(ModelError("the model is missing. Fetch it"))
    [view] = batch.views(failed)
    assert "the model is missing" in view.html and "note error" in view.html
