"""The Batch place in a real browser: from the dropped file to an opened answer and the files to take, alone or not."""

import csv
import json
import threading
import time
from contextlib import contextmanager

import gradio as gr
import pytest
from playwright.sync_api import expect

from assistant.answering.ask import Assistant
from assistant.generate.protocol import FakeGenerator
from assistant.ui.batch.place import BatchPlace
from assistant.ui.batch.view import PAGE_ROWS
from corpus import Article
from corpus.samples import ARTICLES
from index import Library, index_paths
from tests.assistant.ui.batch.test_flow import OneAtATime
from tests.assistant.ui.test_browser import ANSWER_MS, HARM
from tests.assistant.ui.test_browser import served as page_served
from tests.support.serving import launched, loaded

pytestmark = pytest.mark.browser

BOATS = "Two boats sank near the pier."
REPLIES = {"Question: How many boats": "Two boats sank near the pier [1].", "Question: Who": "NOT STATED"}


@pytest.fixture(autouse=True)
def cache(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.fixture
def library(tmp_path, fake_embedder):
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
    with gr.Blocks(title="Pincite", analytics_enabled=False, fill_width=True) as app:
        BatchPlace(library, loaded(Assistant(library, generator)))
    app.queue(default_concurrency_limit=None)
    with launched(app) as address:
        yield address


def drop(page, file):
    page.locator("#batch-file input[type=file]").set_input_files(file)
    expect(page.locator("#batch-understood")).to_contain_text("can be asked")


def many(tmp_path, number):
    path = tmp_path / "many.txt"
    path.write_text("".join(f"How many boats sank on day {n}?\n" for n in range(number)))
    return path


def tab_to(page, selector):
    """Press Tab until what matches has the focus."""
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("(selector) => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"{selector} cannot be reached by keyboard")


class Paced(OneAtATime):
    """Takes a tenth of a second for each reply."""

    def __init__(self):
        super().__init__(REPLIES)

    def write(self, asked):
        time.sleep(0.1)


class Held(OneAtATime):
    """Writes the reply to a question that has the words `until` in it only once it may go on."""

    def __init__(self, until):
        super().__init__(REPLIES)
        self.until, self.go_on = until, threading.Event()

    def write(self, asked):
        if self.until in asked:
            assert self.go_on.wait(30)


def test_a_file_is_understood_asked_opened_and_taken_along(library, questions, page):
    with served(library, FakeGenerator(REPLIES)) as address:
        page.goto(address)
        drop(page, questions)
        expect(page.locator("#batch-understood")).to_contain_text("2 questions can be asked")
        expect(page.locator("#batch-understood")).to_contain_text("Line 2")
        page.click("#batch-run")
        expect(page.locator("#batch-table [data-row]")).to_have_count(2, timeout=20_000)
        expect(page.locator("#batch-table")).to_contain_text("abstained")
        page.locator('#batch-table [data-row="0"]').click()
        expect(page.locator("#batch-table .answers")).to_be_hidden()
        expect(page.locator("#batch-source mark")).to_have_text(BOATS)
        page.get_by_role("button", name="Next").click()
        expect(page.locator("#batch-opened .abstained")).to_have_text("The articles don't say.")
        expect(page.locator("#batch-opened h2")).to_have_text(f"Who {HARM} was the captain?")
        page.get_by_role("button", name="Back to the table").click()
        expect(page.locator('#batch-table [data-row="1"]')).to_be_focused()
        with page.expect_download() as download:
            page.get_by_role("button", name="Answers .csv").click()
        assert download.value.suggested_filename == "questions.answers.csv"
        assert page.evaluate("window.harm") is None


def test_markup_in_the_name_and_the_cells_of_a_file_is_shown_and_does_nothing(library, page, tmp_path):
    file = tmp_path / "<img src=x onerror=window.harm=1>.csv"
    with file.open("w", newline="") as out:
        rows = [["question", HARM], [f"How many boats sank? {HARM}", HARM], ["", HARM], [f"Who? {HARM}", ""]]
        csv.writer(out).writerows(rows)
    with served(library, FakeGenerator({}, otherwise=f"Two boats sank {HARM} [1].")) as address:
        page.goto(address)
        drop(page, file)
        expect(page.locator("#batch-understood")).to_contain_text("2 questions can be asked")
        page.click("#batch-run")
        opener = page.locator('#batch-table [data-row="0"]')
        expect(opener).to_have_text(f"How many boats sank? {HARM}")
        opener.click()
        expect(page.locator("#batch-opened .about")).to_contain_text("Question 1 of 2 · ")
        page.locator("#batch-opened .evidence button, #batch-opened .mark").first.click()
        expect(page.locator("#batch-source h2")).to_have_text(f"Rain {HARM}")
        assert page.evaluate("window.harm") is None


def test_everything_is_done_by_keyboard(library, questions, page):
    with served(library, FakeGenerator(REPLIES)) as address:
        page.goto(address)
        drop(page, questions)
        expect(page.locator("#batch-run")).to_be_enabled()
        tab_to(page, "#batch-run")
        page.keyboard.press("Enter")
        expect(page.locator("#batch-downloads")).to_be_visible(timeout=20_000)
        tab_to(page, '#batch-table [data-row="0"]')
        page.keyboard.press("Enter")
        expect(page.locator("#batch-opened [data-shut]")).to_be_focused()
        tab_to(page, "#batch-opened .mark")
        page.keyboard.press("Enter")
        expect(page.locator("#batch-source mark")).to_have_text(BOATS)
        expect(page.locator("#batch-opened .mark")).to_be_focused()
        page.keyboard.press("Escape")
        expect(page.locator('#batch-table [data-row="0"]')).to_be_focused()


def test_on_a_narrow_screen_the_article_lies_over_its_answer_and_leads_back_to_its_mark(
    library, questions, page
):
    page.set_viewport_size({"width": 390, "height": 800})
    with served(library, FakeGenerator(REPLIES)) as address:
        page.goto(address)
        drop(page, questions)
        page.click("#batch-run")
        page.locator('#batch-table [data-row="0"]').click()
        mark = page.locator("#batch-opened .mark")
        mark.press("Enter")
        expect(page.locator("#batch-source mark")).to_be_in_viewport()
        expect(page.locator("#batch-source .closer")).to_be_focused()
        page.keyboard.press("Enter")
        expect(page.locator("#batch-source .source")).to_have_count(0)
        expect(mark).to_be_focused()


def test_a_row_keeps_the_focus_while_others_are_filled(library, page, tmp_path):
    generator = Held("day 2?")
    with served(library, generator) as address:
        page.goto(address)
        drop(page, many(tmp_path, 3))
        page.click("#batch-run")
        row = page.locator('#batch-table [data-row="0"]')
        row.focus()
        expect(page.locator("#batch-table [data-row]")).to_have_count(2)
        generator.go_on.set()
        expect(page.locator("#batch-table [data-row]")).to_have_count(3)
        expect(row).to_be_focused()


def test_the_pages_of_a_long_batch_are_turned_while_it_goes_on(library, page, tmp_path):
    generator = Held(f"day {PAGE_ROWS + 2}?")
    with served(library, generator) as address:
        page.goto(address)
        drop(page, many(tmp_path, PAGE_ROWS + 5))
        page.click("#batch-run")
        expect(page.locator(f'#batch-table [data-row="{PAGE_ROWS + 1}"]')).to_be_visible(timeout=30_000)
        page.get_by_role("button", name="Previous").first.click()
        expect(page.locator('#batch-table [data-row="0"]')).to_be_visible()
        generator.go_on.set()
        expect(page.locator("#batch-table .status")).to_contain_text(f"{PAGE_ROWS + 5} questions answered")
        expect(page.locator('#batch-table [data-row="0"]')).to_be_visible()
        page.get_by_role("button", name="Next").first.click()
        expect(page.locator("#batch-table [data-row]")).to_have_count(5)


def test_stopped_it_says_that_what_is_answered_is_kept_and_goes_on_there(library, page, tmp_path):
    generator = Held("day 2?")
    with served(library, generator) as address:
        page.goto(address)
        drop(page, many(tmp_path, 4))
        page.click("#batch-run")
        expect(page.locator("#batch-table [data-row]")).to_have_count(2)
        page.click("#batch-stop")
        expect(page.locator("#batch-table .note")).to_contain_text("Stopped; what is answered is kept.")
        expect(page.locator("#batch-table .status")).to_contain_text("2 of 4 questions answered; 2 are left.")
        expect(page.locator("#batch-downloads")).to_be_visible()
        generator.go_on.set()
        page.click("#batch-run")
        expect(page.locator("#batch-table .status")).to_contain_text("4 of 4 questions answered.")
    assert sum("day 0?" in asked for asked in generator.begun) == 1


def test_another_file_dropped_takes_the_place_of_the_batch_under_way(library, page, tmp_path, questions):
    generator = Held("day 1?")
    with served(library, generator) as address:
        page.goto(address)
        drop(page, many(tmp_path, 9))
        page.click("#batch-run")
        expect(page.locator("#batch-table [data-row]")).to_have_count(1)
        page.get_by_role("button", name="Clear").or_(page.get_by_role("button", name="Remove")).first.click()
        expect(page.locator("#batch-table .answers")).to_have_count(0)
        drop(page, questions)
        generator.go_on.set()
        page.click("#batch-run")
        expect(page.locator("#batch-table .status")).to_contain_text("1 of 2 questions answered")
        expect(page.locator("#batch-run")).to_be_hidden()
    assert not any("day 8?" in asked for asked in generator.begun)


def test_reloaded_in_the_middle_the_same_file_goes_on_there(library, page, tmp_path):
    generator = Paced()
    with served(library, generator) as address:
        page.goto(address)
        drop(page, many(tmp_path, 30))
        page.click("#batch-run")
        expect(page.locator("#batch-table [data-row]").nth(2)).to_be_visible()
        page.reload()
        drop(page, tmp_path / "many.txt")
        expect(page.locator("#batch-table .status")).to_contain_text("of 30 questions answered; ")
        page.click("#batch-run")
        expect(page.locator("#batch-table .status")).to_contain_text(
            "30 of 30 questions answered.", timeout=30_000
        )
    assert sum("day 0?" in asked for asked in generator.begun) == 1
    assert len(generator.begun) < 35  # those under way when it was stopped were asked again


def test_closing_the_browser_ends_the_generation(library, page, tmp_path, cache):
    generator = Paced()
    with served(library, generator) as address:
        page.goto(address)
        drop(page, many(tmp_path, 500))
        page.click("#batch-run")
        expect(page.locator("#batch-table [data-row]").first).to_be_visible()
        assert len(list(cache.rglob("*.lock"))) == 1
        page.goto("about:blank")
        deadline = time.monotonic() + 20
        while list(cache.rglob("*.lock")) and time.monotonic() < deadline:
            page.wait_for_timeout(100)
        assert list(cache.rglob("*.lock")) == []
        assert len(generator.begun) < 200


def test_the_second_browser_is_told_its_place_and_begins_by_itself(
    library, browser, page, tmp_path, questions
):
    generator = Held("day 1?")
    other = browser.new_page()
    with served(library, generator) as address:
        page.goto(address)
        other.goto(address)
        drop(page, many(tmp_path, 3))
        page.click("#batch-run")
        expect(page.locator("#batch-table [data-row]")).to_have_count(1)
        drop(other, questions)
        other.click("#batch-run")
        expect(other.locator("#batch-table .note")).to_contain_text(
            "Waiting: another batch is answered first"
        )
        generator.go_on.set()
        expect(page.locator("#batch-table .status")).to_contain_text("3 of 3 questions answered.")
        expect(other.locator("#batch-table .status")).to_contain_text("1 of 2 questions answered")
    other.close()


def test_a_question_of_another_browser_is_answered_before_the_end_of_a_batch(
    library, browser, page, tmp_path
):
    class HeldTwice(Held):
        """Goes on with the fifth question once somebody else's waits, with the last one when it may."""

        asked = threading.Event()

        def in_line(self, asked):
            if "went down" in asked:
                self.asked.set()

        def write(self, asked):
            super().write(asked)
            if "day 4?" in asked:
                assert self.asked.wait(30)

    generator = HeldTwice("day 19?")
    asking = browser.new_page()
    with page_served(Assistant(library, generator)) as address:
        page.goto(address)
        page.get_by_role("tab", name="Batch").click()
        drop(page, many(tmp_path, 20))
        page.click("#batch-run")
        expect(page.locator("#batch-table [data-row]").first).to_be_visible()
        asking.goto(address)
        asking.fill("#question textarea", "How many boats went down?")
        asking.press("#question textarea", "Enter")
        expect(asking.locator("[data-stage=answered] .claims")).to_contain_text(
            "Two boats sank near the pier"
        )
        expect(page.locator("#batch-stop")).to_be_visible()
        generator.go_on.set()
        expect(page.locator("#batch-table .status")).to_contain_text("20 of 20 questions answered.")
    asking.close()
    assert ["went down" in asked for asked in generator.begun].index(True) == 5


@pytest.mark.models
def test_real_answers_come_row_by_row_and_their_marks_light_the_quotes(tmp_path, embedder, page):
    file = tmp_path / "three.csv"
    asked = [
        "How many US soldiers were killed in the drone attack on Tower 22?",
        "How much does the US military mission in Iraq cost each year?",
        "When does the coalition's military mission in Iraq end?",
    ]
    file.write_text("question,desk\n" + "".join(f"{question},news\n" for question in asked))
    with Library.open(tmp_path / "library", embedder=embedder) as library:
        index_paths(library, [ARTICLES])
        with Assistant.open(library) as assistant, page_served(assistant) as address:
            page.goto(address)
            page.get_by_role("tab", name="Batch").click()
            drop(page, file)
            page.click("#batch-run")
            first_alone = """() => document.querySelector('#batch-table [data-row="0"]')
                && !document.querySelector('#batch-table [data-row="2"]')"""
            page.wait_for_function(first_alone, timeout=ANSWER_MS)
            expect(page.locator("#batch-table [data-row]")).to_have_count(3, timeout=ANSWER_MS)
            expect(page.locator("#batch-table tbody tr").nth(1)).to_contain_text("The articles don't say.")
            page.locator('#batch-table [data-row="0"]').click()
            mark = page.locator("#batch-opened .mark").first
            mark.click()
            expect(mark).to_have_attribute("aria-current", "true")
            with page.expect_download() as download:
                page.get_by_role("button", name="Answers .jsonl").click()
            answers = [json.loads(line) for line in download.value.path().read_text().splitlines()]
            number = int(mark.get_attribute("data-number"))
            [quote] = [cited["quote"] for cited in answers[0]["citations"] if cited["number"] == number]
            expect(page.locator("#batch-source mark")).to_have_text(quote)
            expect(page.locator("#batch-source mark")).to_be_in_viewport()
            assert [answer["question"] for answer in answers] == asked
            assert [answer["abstained"] for answer in answers] == [False, True, False]
            assert [answer["columns"] for answer in answers] == [{"desk": "news"}] * 3
            with page.expect_download() as download:
                page.get_by_role("button", name="Answers .csv").click()
            with download.value.path().open(encoding="utf-8-sig", newline="") as table:
                rows = list(csv.DictReader(table))
            assert [row["question"] for row in rows] == asked
            assert [row["desk"] for row in rows] == ["news"] * 3
