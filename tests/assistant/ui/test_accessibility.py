"""Every place by axe-core, light and dark, empty and in use: no finding that is serious or worse."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from assistant.answering.ask import Assistant
from assistant.generate.protocol import FakeGenerator
from corpus import Article
from index import Library
from tests.support.serving import served

pytestmark = pytest.mark.browser

STORM = (
    "Rain fell on the harbour all night. Two boats sank near the pier. The harbour master closed it at noon."
)
BOATS = "How many boats sank?"
REPLIES = {BOATS: "Two boats sank near the pier [1]. Nine cats swam [1].", "cost": "NOT STATED"}
PASTED = "Two boats sank near the pier [1]. Nine cats swam ashore [2].\n\nSources:\n[1] Storm\n[2] Cats\n"


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    from index.embed import FakeEmbedder

    folder = tmp_path_factory.mktemp("axe")
    with (
        pytest.MonkeyPatch.context() as patched,
        Library.open(folder / "library", embedder=FakeEmbedder()) as library,
    ):
        patched.setenv("XDG_CACHE_HOME", str(folder))
        storm = Article.create(STORM, origin="/storm.txt", title="Storm", publisher="Harbour Post")
        tanks = Article.create("Tanks crossed the border.", origin="/t.txt", title="Tanks")
        library.add([storm, tanks])
        with served(Assistant(library, FakeGenerator(REPLIES))) as address:
            yield address


@pytest.fixture(params=["light", "dark"])
def page(browser, address, request):
    page = browser.new_page(viewport={"width": 1280, "height": 900}, color_scheme=request.param)
    page.goto(address)
    page.locator("#masthead h1").wait_for()
    yield page
    page.close()


def require_no_findings(page):
    found = Axe().run(page).response["violations"]
    serious = [finding for finding in found if finding["impact"] in ("serious", "critical")]
    assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in serious] == []


def place(page, name):
    page.get_by_role("tab", name=name).click()


def test_ask(page):
    require_no_findings(page)
    page.fill("#question textarea", BOATS)
    page.press("#question textarea", "Enter")
    page.locator("[data-stage=answered] .mark").first.press("Enter")
    page.locator(".source mark").wait_for()
    page.get_by_text("1 sentence was withheld").click()
    page.click("#filters button")
    page.click("#history button")
    page.locator(".earlier a").first.wait_for()
    require_no_findings(page)


def test_ask_where_the_articles_do_not_say(page):
    page.fill("#question textarea", "What did it cost?")
    page.press("#question textarea", "Enter")
    expect(page.locator("[data-stage=answered]")).to_contain_text("The articles don't say")
    require_no_findings(page)


def test_batch(page, tmp_path, request):
    place(page, "Batch")
    require_no_findings(page)
    file = tmp_path / "questions.txt"
    file.write_text(
        f"{BOATS}\nWhat did it cost? ({request.node.name})\n"
    )  # else the other's answers are taken up
    page.locator("#batch-file input[type=file]").set_input_files(file)
    page.click("#batch-run")
    page.locator("#batch-downloads").wait_for()
    page.locator("#batch-desk [data-row]").first.click()
    page.locator("#batch-opened .mark").first.click()
    page.locator("#batch-source mark").wait_for()
    require_no_findings(page)


def test_audit(page):
    place(page, "Audit")
    require_no_findings(page)
    page.fill("#audit-pasted textarea", PASTED)
    page.click("#audit-run")
    page.locator("#audit-downloads").wait_for()
    require_no_findings(page)


def test_library(page):
    place(page, "Library")
    page.locator(".articles td.title button").first.wait_for()
    require_no_findings(page)
    page.locator(".articles td.title button").first.click()
    page.locator("#library-source .source").wait_for()
    page.click("#library-about button")
    page.click("#library-check")
    expect(page.locator("#library-checked")).to_contain_text("articles")
    require_no_findings(page)
