"""The page in a real browser: over fakes for all that can go wrong, and once with the real models."""

import threading
import time

import pytest
from playwright.sync_api import expect

from assistant.answering.ask import Assistant
from assistant.generate.protocol import Completion, FakeGenerator
from corpus import Article
from corpus.samples import ARTICLES
from index import Library, index_paths
from tests.support.serving import served

pytestmark = pytest.mark.browser

HARM = "<script>window.harm=1</script><img src=x onerror='window.harm=1'>${window.harm=1}{{harm}}`"
ANSWER_MS = 120_000  # a real answer on a busy two-core machine, first reading of the prompt included


class SlowGenerator(FakeGenerator):
    """Writes a word every 50 ms until it is closed, and tells when that happens."""

    def __init__(self):
        super().__init__({}, otherwise="Two boats sank [1]. " * 200)
        self.closed = threading.Event()

    def complete(self, messages, max_tokens):
        return Completion(super().complete(messages, max_tokens).first_token, self._slowly())

    def _slowly(self):
        try:
            for word in self._otherwise.split(" "):
                time.sleep(0.05)
                yield f"{word} "
        finally:
            self.closed.set()


@pytest.fixture
def library(tmp_path, fake_embedder):
    with Library.open(tmp_path / "library", embedder=fake_embedder) as library:
        library.add(
            [
                Article.create(
                    f"Rain fell on the harbour all night. Two boats sank near the pier. {HARM} End.",
                    origin="/rain.txt", title=f"Rain {HARM}", publisher=HARM,
                ),
                Article.create("Tanks crossed the border at dawn.", origin="/tanks.txt", title="Tanks"),
            ]
        )  # fmt: skip
        yield library


def ask(page, question):
    page.fill("#question textarea", question)
    page.press("#question textarea", "Enter")


def test_markup_in_articles_questions_and_replies_is_shown_and_does_nothing(library, page):
    assistant = Assistant(library, FakeGenerator({}, otherwise=f"Two boats sank [1]. {HARM} [1]."))
    with served(assistant) as address:
        page.goto(address)
        ask(page, f"How many boats sank? {HARM}")
        expect(page.locator("[data-stage=answered] h2")).to_have_text(f"How many boats sank? {HARM}")
        expect(page.locator(".source h2")).to_have_text(f"Rain {HARM}")
        expect(page.locator(".source .publisher")).to_have_text(HARM)
        expect(page.locator(".claims")).to_contain_text(HARM)
        expect(page.locator(".source .text")).to_contain_text(HARM)
        assert page.evaluate("window.harm") is None


def test_nothing_is_asked_of_another_host(library, page):
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    with served(Assistant(library, FakeGenerator({}, otherwise="Two boats sank [1]."))) as address:
        page.goto(address)
        ask(page, "How many boats sank?")
        page.locator(".mark").click()
        expect(page.locator(".source mark")).to_have_text("Two boats sank near the pier.")
        for place in ("Batch", "Audit", "Library"):
            page.get_by_role("tab", name=place).click()
        page.wait_for_load_state("load")
    assert len(asked) > 5
    assert [url for url in asked if not url.startswith((address, "data:", "blob:"))] == []


def test_evidence_opens_its_article_by_keyboard_and_fills_the_source(library, page):
    with served(Assistant(library, FakeGenerator({}))) as address:
        page.goto(address)
        ask(page, "Who crossed the border at dawn?")
        expect(page.locator(".abstained")).to_have_text("The articles don't say.")
        last = page.locator(".evidence button").last
        quote = last.locator("q").inner_text()
        last.focus()
        page.keyboard.press("Enter")
        expect(page.locator(".source mark")).to_have_text(quote)
        expect(last).to_have_attribute("aria-current", "true")


def test_stop_ends_the_generation_and_shows_nothing_unchecked(library, page):
    generator = SlowGenerator()
    with served(Assistant(library, generator)) as address:
        page.goto(address)
        ask(page, "How many boats sank?")
        expect(page.locator(".draft")).to_contain_text("Two boats sank")
        page.click("#stop-button")
        expect(page.locator("[data-stage=stopped]")).to_contain_text("was not checked")
        assert generator.closed.wait(5)
        expect(page.locator("#ask-button")).to_be_visible()
        expect(page.locator(".draft")).to_have_count(0)


def test_closing_the_page_ends_the_generation(library, page):
    generator = SlowGenerator()
    with served(Assistant(library, generator)) as address:
        page.goto(address)
        ask(page, "How many boats sank?")
        expect(page.locator(".draft")).to_be_visible()
        page.goto("about:blank")
        assert generator.closed.wait(5)


def test_a_date_that_is_none_is_said_calmly_in_the_page(library, page):
    with served(Assistant(library, FakeGenerator({}))) as address:
        page.goto(address)
        page.click("#filters button")
        page.get_by_label("Published on or after").fill("last week")
        ask(page, "Why?")
        expect(page.locator("[data-stage=error]")).to_contain_text("'last week' is not a date")
        expect(page.locator("#ask-button")).to_be_visible()


@pytest.mark.models
def test_a_real_answer_comes_after_its_evidence_and_its_mark_lights_the_quote(tmp_path, embedder, page):
    with Library.open(tmp_path / "library", embedder=embedder) as library:
        index_paths(library, [ARTICLES])
        with Assistant.open(library) as assistant, served(assistant) as address:
            page.goto(address)
            page.get_by_role("button", name="Tower 22").click()
            page.locator(".evidence button").first.wait_for()
            assert page.locator("[data-stage=working]").count() == 1
            expect(page.locator(".draft")).to_contain_text("Three", timeout=ANSWER_MS, ignore_case=True)
            mark = page.locator("[data-stage=answered] .mark").first
            mark.click(timeout=ANSWER_MS)
            expect(mark).to_have_attribute("aria-current", "true")
            quote = library.article(mark.get_attribute("data-article")).text[
                int(mark.get_attribute("data-start")) : int(mark.get_attribute("data-end"))
            ]
            expect(page.locator(".source mark")).to_have_text(quote)
            expect(page.locator(".source mark")).to_be_in_viewport()
            cited = page.locator(".evidence button[aria-current=true] q")
            assert cited.first.inner_text() == quote
