"""The Batch place in a real browser, over fakes: from the dropped file to an opened answer and the files to take."""

from concurrent.futures import Future
from contextlib import contextmanager

import gradio as gr
import pytest
from playwright.sync_api import expect
from test_browser import HARM, SlowGenerator

from assistant.ask import Assistant
from assistant.generate import FakeGenerator
from assistant.ui.batch_place import batch_place
from assistant.ui.server import launch
from corpus import Article
from index import Library

pytestmark = pytest.mark.browser

BOATS = "Two boats sank near the pier."
REPLIES = {"Question: How many boats": "Two boats sank near the pier [1].", "Question: Who": "NOT STATED"}


@pytest.fixture
def library(tmp_path, fake_embedder, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    with Library.open(tmp_path / "library", embedder=fake_embedder) as library:
        text = f"Rain fell on the harbour all night. {BOATS} {HARM}"
        library.add([Article.create(text, origin="/rain.txt", title=f"Rain {HARM}")])
        yield library


@pytest.fixture
def questions(tmp_path):
    path = tmp_path / "questions.txt"
    path.write_text(f"How many boats sank?\n\nWho {HARM} was the captain?\n")
    return path


@contextmanager
def served(library, generator):
    future = Future()
    future.set_result(Assistant(library, generator))
    with gr.Blocks(title="Pincite", analytics_enabled=False, fill_width=True) as app:
        batch_place(library, future)
    app.queue(default_concurrency_limit=None)
    try:
        yield launch(app)
    finally:
        app.close(verbose=False)


def test_a_file_is_understood_asked_opened_and_taken_along(library, questions, page):
    with served(library, FakeGenerator(REPLIES)) as address:
        page.goto(address)
        page.locator("#batch-file input[type=file]").set_input_files(questions)
        expect(page.locator("#batch-understood")).to_contain_text("2 questions can be asked")
        expect(page.locator("#batch-understood")).to_contain_text("Line 2")
        page.click("#batch-run")
        expect(page.locator("#batch-desk [data-row]")).to_have_count(2, timeout=20_000)
        expect(page.locator("#batch-table")).to_contain_text("abstained")
        page.locator("#batch-desk [data-row]").first.focus()
        page.keyboard.press("Enter")
        page.locator("#batch-opened .mark").click()
        expect(page.locator("#batch-source mark")).to_have_text(BOATS)
        with page.expect_download() as download:
            page.locator("#batch-downloads").get_by_text(".csv").click()
        assert download.value.suggested_filename == "questions.answers.csv"
        assert page.evaluate("window.harm") is None


def test_stopped_it_says_that_what_is_answered_is_kept(library, questions, page):
    with served(library, SlowGenerator()) as address:
        page.goto(address)
        page.locator("#batch-file input[type=file]").set_input_files(questions)
        page.click("#batch-run")
        page.click("#batch-stop")
        expect(page.locator("#batch-opened")).to_contain_text("What is answered is kept")
        expect(page.locator("#batch-run")).to_be_visible()
