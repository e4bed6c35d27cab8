"""The Ask place in a real browser: reading, keeping and coming back, over fakes."""

import json
import threading
from contextlib import contextmanager

import pytest
from playwright.sync_api import expect

from assistant.answering.ask import Assistant
from assistant.generate.protocol import Completion, FakeGenerator
from assistant.judges import FakeReader
from assistant.ui.history import FILE, History
from corpus import Article
from index import Library
from tests.support.serving import served as page_of

pytestmark = pytest.mark.browser

STORM = (
    "Rain fell on the harbour all night. Two boats sank near the pier. "
    "The harbour master closed the pier in the morning. Nobody was hurt."
)
BOATS = "How many boats sank near the pier?"
REPLIES = {
    "Next question": "Who closed the pier?",
    "Question: Who closed": "The harbour master closed the pier [1].",
    "Question: How many boats": "Two boats sank near the pier [1]. The harbour master closed the pier [2]."
    " Nine cats swam [1].",
}


@pytest.fixture
def context(browser):
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    yield context
    context.close()


@pytest.fixture
def page(context):
    return context.new_page()


@pytest.fixture
def library(tmp_path, fake_embedder):
    with Library.open(tmp_path / "library", embedder=fake_embedder) as library:
        library.add(
            [
                Article.create(STORM, origin="/storm.txt", title="Storm", publisher="Harbour Post"),
                Article.create(
                    "Tanks crossed the border.", origin="/t.txt", title="Tanks", publisher="Daily"
                ),
            ]
        )
        yield library


@contextmanager
def served(library, generator=None):
    with page_of(Assistant(library, generator or FakeGenerator(REPLIES))) as address:
        yield address


@pytest.fixture
def address(library):
    with served(library) as address:
        yield address


def ask(page, question):
    page.fill("#question textarea", question)
    page.press("#question textarea", "Enter")
    expect(page.locator("[data-stage=answered] h2")).to_have_text(question)
    expect(page.locator("#ask-button")).to_be_visible()  # nothing is written again from here on


def test_a_mark_shows_its_quote_and_opens_its_article_with_the_neighbours_marked(address, page):
    page.goto(address)
    ask(page, BOATS)
    first, second = page.locator(".mark").all()
    second.hover()
    expect(page.locator(".peek >> visible=true")).to_contain_text("The harbour master closed the pier")
    second.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".source mark")).to_have_text("The harbour master closed the pier in the morning.")
    expect(page.locator(".source .publisher")).to_have_text("Harbour Post")
    neighbour = page.locator(".source .neighbour").first
    expect(neighbour).to_have_text("Two boats sank near the pier.")
    neighbour.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".source mark")).to_have_text("Two boats sank near the pier.")
    expect(first).to_have_attribute("aria-current", "true")


def test_a_withheld_sentence_is_counted_and_can_be_opened(address, page):
    page.goto(address)
    ask(page, BOATS)
    expect(page.locator(".claims")).not_to_contain_text("cats")
    page.get_by_text("1 sentence was withheld").click()
    expect(page.locator(".withheld li")).to_contain_text("Nine cats swam.")


def test_an_answer_survives_reload_and_restart_by_its_link(library, context, page):
    with served(library) as address:
        page.goto(address)
        ask(page, BOATS)
        page.wait_for_url("**/?answer=*")
        link = page.url.removeprefix(address)
        page.reload()
        expect(page.locator("[data-stage=answered] h2")).to_have_text(BOATS)
    with served(library) as address:
        other = context.new_page()
        other.goto(address + link)
        expect(other.locator("[data-stage=answered] .claims")).to_contain_text(
            "Two boats sank near the pier."
        )
        expect(other.locator(".source mark")).to_have_text("Two boats sank near the pier.")
        expect(other.locator(".besides summary")).to_contain_text("Read, not cited")
        other.click("#history button")
        expect(other.locator(".earlier a")).to_have_text([BOATS])


def test_earlier_answers_are_searched_opened_and_removed(address, library, page):
    page.goto(address)
    ask(page, BOATS)
    ask(page, "Who closed the pier?")
    page.click("#history button")
    expect(page.locator(".earlier a")).to_have_text(["Who closed the pier?", BOATS])
    page.get_by_label("Search earlier answers").fill("boats")
    expect(page.locator(".earlier a")).to_have_text([BOATS])
    page.locator(".earlier a").click()
    expect(page.locator("[data-stage=answered] h2")).to_have_text(BOATS)
    page.get_by_role("button", name=f"Remove: {BOATS}").click()
    assert len(History(library.folder).search()) == 2
    page.get_by_role("button", name=f"Remove: {BOATS}").click()
    expect(page.locator("#earlier .hint")).to_have_text("No earlier answer has these words.")
    assert [asked.typed for asked in History(library.folder).search()] == ["Who closed the pier?"]


def test_feedback_with_a_comment_is_kept_in_a_file(address, library, page):
    page.goto(address)
    ask(page, BOATS)
    page.get_by_role("button", name="Not helpful").click()
    expect(page.locator("#told")).to_contain_text(FILE)
    page.get_by_label("Comment").fill("The cats are missing")
    page.keyboard.press("Enter")
    expect(page.locator("#told")).to_contain_text("Your comment is kept")
    *_, line = (library.folder / FILE).read_text().splitlines()
    assert json.loads(line)["feedback"] == {"thumb": "down", "comment": "The cats are missing"}


def test_an_answer_is_copied_with_footnotes_and_downloaded_with_its_evidence(address, context, page):
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(address)
    ask(page, BOATS)
    page.get_by_role("button", name="Copy as Markdown").click()
    expect(page.locator(".said")).to_have_text("Copied")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert "Two boats sank near the pier.[^1]" in copied
    assert "[^1]: Storm, Harbour Post: “Two boats sank near the pier.”" in copied
    with page.expect_download() as download:
        page.get_by_role("link", name="Download JSON").click()
    assert json.loads(download.value.path().read_text())["question"] == BOATS
    with page.expect_download() as download:
        page.get_by_role("link", name="Download HTML").click()
    assert "Two boats sank near the pier." in download.value.path().read_text()


def test_a_follow_up_shows_how_it_was_asked(address, page):
    page.goto(address)
    ask(page, BOATS)
    ask(page, "and who closed it?")
    expect(page.locator(".asked-as q")).to_have_text("Who closed the pier?")
    expect(page.locator(".claims")).to_contain_text("The harbour master closed the pier.")
    page.get_by_role("button", name="Ask it as typed").click()
    expect(page.locator(".asked-as")).to_have_count(0)
    expect(page.locator("[data-stage=answered] h2")).to_have_text("and who closed it?")


def test_the_publishers_and_articles_of_the_library_can_be_chosen(address, page):
    page.goto(address)
    page.click("#filters button")
    page.get_by_label("Publisher").click()
    page.get_by_role("option", name="Daily").click()
    ask(page, BOATS)
    expect(page.locator("#evidence .from b")).to_have_text(["Tanks"])


def test_an_abstention_says_why_the_nearest_passages_did_not_do(address, page):
    page.goto(address)
    ask(page, "Who was the captain?")
    expect(page.locator(".abstained + .hint")).to_contain_text("found no answer")
    expect(page.locator(".why").first).to_contain_text("says nothing of “captain”")


class HeldGenerator(FakeGenerator):
    """Begins a reply and goes on once it is let go."""

    def __init__(self):
        super().__init__(REPLIES)
        self.go = threading.Event()

    def complete(self, messages, max_tokens):
        reply = super().complete(messages, max_tokens)
        return Completion(reply.first_token, self._held(reply.text))

    def _held(self, pieces):
        yield next(pieces)
        assert self.go.wait(30)
        yield from pieces


def test_the_second_browser_sees_its_evidence_and_its_place_while_the_first_is_answered(library, context):
    generator = HeldGenerator()
    first, second = context.new_page(), context.new_page()
    with served(library, generator) as address:
        for page in (first, second):
            page.goto(address)
            page.fill("#question textarea", BOATS)
        first.press("#question textarea", "Enter")
        expect(first.locator(".draft")).to_be_visible()
        second.press("#question textarea", "Enter")
        expect(second.locator(".status")).to_contain_text("another answer is written first")
        expect(second.locator(".evidence q").first).to_be_visible()
        generator.go.set()
        for page in (first, second):
            expect(page.locator("[data-stage=answered] .claims")).to_contain_text("Two boats sank")


def test_a_question_after_stop_waits_until_the_stopped_one_has_ended(library, page):
    generator = HeldGenerator()
    with served(library, generator) as address:
        page.goto(address)
        page.fill("#question textarea", BOATS)
        page.press("#question textarea", "Enter")
        expect(page.locator(".draft")).to_be_visible()
        page.click("#stop-button")
        expect(page.locator("[data-stage=stopped]")).to_be_visible()
        page.fill("#question textarea", "Who closed the pier?")
        page.press("#question textarea", "Enter")
        expect(page.locator(".status")).to_contain_text("another answer is written first")
        generator.go.set()
        expect(page.locator("[data-stage=answered] h2")).to_have_text("Who closed the pier?")


def test_the_articles_are_quoted_at_once_with_the_words_that_answer_lit(page, library):
    generator = FakeGenerator(REPLIES)
    with page_of(Assistant(library, generator, reader=FakeReader({"Two boats": 0.999}))) as address:
        page.goto(address)
        page.click("#filters button")
        page.get_by_label("Quote the articles, without a language model").check()
        page.fill("#question textarea", BOATS)
        page.click("#ask-button")
        expect(page.locator('[data-stage="answered"] .claim')).to_contain_text(
            "Two boats sank near the pier."
        )
        expect(page.locator(".evidence mark")).to_have_text("Two boats")
        expect(page.locator(".reply")).to_contain_text("No language model wrote this.")
    assert generator.prompts == []
