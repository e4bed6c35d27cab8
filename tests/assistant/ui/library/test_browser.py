"""The Library place in a real browser: add, search, sort, read, remove, undo, check; markup does nothing."""

import time
from contextlib import contextmanager
from threading import Event

import pytest
from playwright.sync_api import expect

from assistant.answering.ask import Assistant
from assistant.generate.protocol import FakeGenerator
from corpus import Article
from corpus.samples import ARTICLES
from index import Library, index_paths
from index.check import check
from index.embed import FakeEmbedder
from index.lock import writer_lock
from tests.assistant.ui.test_browser import ANSWER_MS, HARM, ask
from tests.support.serving import served as page_of

pytestmark = pytest.mark.browser

HARMFUL_NAME = "<img src=x onerror=window.harm=1>${window.harm=1}{{x}}.txt"


@pytest.fixture
def library(tmp_path, fake_embedder):
    with Library.open(tmp_path / "library", embedder=fake_embedder) as library:
        library.add(
            [
                Article.create(
                    f"Rain fell. {HARM}", origin="/rain.txt", title=f"Rain {HARM}", publisher=HARM
                ),
                Article.create("Tanks crossed the border.", origin="/tanks.txt", title="Tanks"),
                Article.create("Apples were ripe early this year.", origin="/apples.txt", title="Apples"),
            ]
        )
        yield library


@contextmanager
def served(library, assistant=None):
    fake = FakeGenerator({}, otherwise="Tanks crossed the border [1].")
    with page_of(assistant or Assistant(library, fake)) as address:
        yield address


def go(page, address):
    page.goto(address)
    page.get_by_role("tab", name="Library").click()
    page.locator(".articles").wait_for()


def choose(page, *files):
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="choose files").click()
    chooser.value.set_files([str(file) for file in files])


def rows(page):
    return page.locator(".articles td.title")


def test_files_are_added_each_with_its_outcome_and_all_of_it_is_undone(library, page, tmp_path):
    harmful, image = tmp_path / HARMFUL_NAME, tmp_path / "photo.jpg"
    harmful.write_text(f"Storm over the harbour {HARM}")
    image.write_bytes(b"x")
    with served(library) as address:
        go(page, address)
        expect(rows(page)).to_have_count(3)
        choose(page, harmful, image)
        expect(page.locator(".adding .added .name")).to_have_text(HARMFUL_NAME)
        expect(page.locator(".adding .skipped")).to_contain_text(".jpg files cannot be read")
        expect(rows(page)).to_have_count(4)
        assert {row.source for row in library.articles()} >= {HARMFUL_NAME}
        rows(page).get_by_role("button", name="Storm over").click()
        expect(page.locator(".beside .byline")).to_contain_text(HARMFUL_NAME)
        page.get_by_role("button", name="Undo").click()
        expect(page.locator("#library-told .note")).to_have_text("All is as it was before.")
        expect(rows(page)).to_have_count(3)
        assert page.evaluate("window.harm") is None


def test_a_folder_is_added_with_the_names_in_it(library, page, tmp_path):
    folder = tmp_path / "notes"
    (folder / "deep").mkdir(parents=True)
    (folder / "deep" / "fog.md").write_text("# Fog\n\nFog lay on the river.")
    (folder / ".hidden.txt").write_text("Hidden.")
    (folder / "photo.jpg").write_bytes(b"x")
    with served(library) as address:
        go(page, address)
        with page.expect_file_chooser() as chooser:
            page.get_by_role("button", name="a folder").click()
        chooser.value.set_files(str(folder))
        expect(page.locator(".adding .name")).to_have_text(["notes/deep/fog.md"])
        expect(rows(page)).to_have_count(4)
    assert [row.source for row in library.articles() if row.title == "Fog"] == ["notes/deep/fog.md"]


def test_dropped_files_are_added(library, page):
    with served(library) as address:
        go(page, address)
        transfer = page.evaluate_handle(
            "() => { const t = new DataTransfer();"
            " t.items.add(new File(['Fog lay on the river.'], 'fog.txt')); return t; }"
        )
        page.locator(".drop").dispatch_event("drop", {"dataTransfer": transfer})
        expect(page.locator(".adding .added .name")).to_have_text("fog.txt")
        expect(rows(page)).to_have_count(4)


def test_the_list_is_searched_and_sorted(library, page):
    with served(library) as address:
        go(page, address)
        expect(rows(page).first).to_have_text("Apples")
        page.get_by_role("button", name="Characters").click()
        expect(page.locator("th.length")).to_have_attribute("aria-sort", "descending")
        expect(rows(page).first).to_have_text(f"Rain {HARM}")
        page.get_by_label("Search").fill("border")
        expect(rows(page)).to_have_text(["Tanks"])
        expect(page.locator(".counts")).to_have_text("1 of 3 articles")


def test_by_keyboard_alone_an_article_is_read_and_the_list_gets_the_focus_back(library, page):
    with served(library) as address:
        go(page, address)
        button = page.get_by_role("button", name="Tanks")
        button.focus()
        page.keyboard.press("Enter")
        expect(page.locator(".beside .text")).to_have_text("Tanks crossed the border.")
        expect(page.get_by_role("button", name="Close")).to_be_focused()
        page.keyboard.press("Escape")
        expect(page.locator(".beside")).to_have_count(0)
        expect(button).to_be_focused()


def test_marked_articles_are_removed_and_put_back(library, page):
    with served(library) as address:
        go(page, address)
        page.get_by_label("Mark Apples").check()
        page.get_by_label("Mark Tanks").check()
        page.get_by_role("button", name="Remove 2").click()
        expect(page.locator("#library-told .note")).to_contain_text("Removed “Apples” and 1 other.")
        expect(rows(page)).to_have_count(1)
        page.get_by_role("button", name="Undo").click()
        expect(rows(page)).to_have_count(3)


def test_an_article_is_removed_where_it_is_read(library, page):
    with served(library) as address:
        go(page, address)
        page.get_by_role("button", name="Rain").click()
        page.get_by_role("button", name="Remove from the library").click()
        expect(page.locator("#library-told .note")).to_contain_text(f"Removed “Rain {HARM}”.")
        expect(page.locator(".beside")).to_have_count(0)
        expect(rows(page)).to_have_text(["Apples", "Tanks"])
        assert page.evaluate("window.harm") is None


def test_what_it_was_built_with_is_told_and_it_is_checked_and_repaired(library, page):
    (library.folder / "vectors.faiss").write_bytes(b"damaged")
    with served(library) as address:
        go(page, address)
        page.get_by_role("button", name="About this library").click()
        expect(page.locator(".facts")).to_contain_text("fake")
        page.click("#library-check")
        expect(page.locator("#library-checked .note")).to_contain_text("all is well")
        page.click("#library-repair")
        expect(page.locator("#library-checked .note")).to_contain_text("Nothing was wrong.")


def test_the_other_places_follow_what_is_added_removed_and_put_back(library, page, tmp_path):
    new = tmp_path / "fog.md"
    new.write_text(f"---\ntitle: Fog {HARM}\npublisher: Coast Post {HARM}\n---\n\nFog lay on the river.")
    held = page.locator("#masthead p:last-child")
    with served(library) as address:
        go(page, address)
        choose(page, new)
        expect(held).to_have_text("4 articles on this computer")
        page.get_by_role("tab", name="Ask").click()
        page.click("#filters button")
        page.get_by_label("Publisher").click()
        page.get_by_role("option", name="Coast Post").click()
        page.get_by_label("Article", exact=True).click()
        expect(page.get_by_role("option", name="Fog")).to_contain_text(HARM)
        page.keyboard.press("Escape")
        ask(page, "What lay on the river?")
        expect(page.locator("#evidence .from b")).to_have_text([f"Fog {HARM}"])
        page.get_by_role("tab", name="Library").click()
        page.get_by_label("Mark Fog").check()
        page.get_by_role("button", name="Remove 1").click()
        expect(held).to_have_text("3 articles on this computer")
        page.get_by_role("tab", name="Ask").click()
        expect(page.get_by_label("Publisher")).to_have_value("Any")  # what was chosen is there no more
        expect(page.locator("#evidence .from b")).to_have_text([f"Fog {HARM}"])  # an answer stays as it was
        page.get_by_role("tab", name="Library").click()
        page.get_by_role("button", name="Undo").click()
        expect(held).to_have_text("4 articles on this computer")
        assert page.evaluate("window.harm") is None


def test_with_the_first_articles_the_front_of_ask_changes(page, tmp_path, fake_embedder):
    new = tmp_path / "fog.txt"
    new.write_text("Fog lay on the river.")
    with Library.open(tmp_path / "empty", embedder=fake_embedder) as library, served(library) as address:
        page.goto(address)
        expect(page.locator(".front h2")).to_have_text("There are no articles yet")
        page.get_by_role("tab", name="Library").click()
        choose(page, new)
        expect(rows(page)).to_have_text(["Fog lay on the river."])
        page.get_by_role("tab", name="Ask").click()
        expect(page.locator(".front")).to_have_text("Ask your articles a question.")
        expect(page.locator("#masthead p:last-child")).to_have_text("1 article on this computer")


class HeldEmbedder(FakeEmbedder):
    """Embeds passages only while it may."""

    def __init__(self):
        self.go = Event()
        self.go.set()

    def embed_passages(self, passages):
        assert self.go.wait(60)
        return super().embed_passages(passages)


@pytest.fixture
def held(tmp_path):
    """A library to which nothing can be added until its embedder may go on."""
    with Library.open(tmp_path / "held", embedder=HeldEmbedder()) as library:
        library.add([Article.create("Tanks crossed the border.", origin="/tanks.txt", title="Tanks")])
        library.embedder.go.clear()
        yield library


def written(folder, *names):
    paths = [folder / f"{name}.txt" for name in names]
    for path in paths:
        path.write_text(f"{path.stem} came.")
    return paths


def test_what_one_adds_keeps_nobody_from_asking(held, browser, page, tmp_path):
    other = browser.new_page()
    with served(held) as address:
        go(page, address)
        choose(page, *written(tmp_path, "Fog"))
        expect(page.locator(".adding .reading .name")).to_have_text("Fog.txt")
        other.goto(address)
        ask(other, "Who crossed the border?")
        expect(other.locator("[data-stage=answered] .claims")).to_contain_text("Tanks crossed the border.")
        expect(page.locator(".adding .reading .name")).to_have_text("Fog.txt")
        held.embedder.go.set()
        expect(page.locator(".adding .added .name")).to_have_text("Fog.txt")
    other.close()


def test_the_second_browser_is_told_that_another_change_is_made_first(held, browser, page, tmp_path):
    other = browser.new_page()
    with served(held) as address:
        go(page, address)
        go(other, address)
        choose(page, *written(tmp_path, "Fog"))
        expect(page.locator(".adding .reading .name")).to_have_text("Fog.txt")
        other.get_by_label("Mark Tanks").check()
        other.get_by_role("button", name="Remove 1").click()
        expect(other.locator("#library-told .note")).to_have_text("Waiting: another change is made first")
        expect(other.get_by_role("button", name="Remove 1")).to_be_disabled()
        held.embedder.go.set()
        expect(page.locator(".adding .added .name")).to_have_text("Fog.txt")
        expect(other.locator("#library-told .note")).to_contain_text("Removed “Tanks”.")
        expect(rows(other)).to_have_text(["Fog came."])
    other.close()


def test_what_is_dropped_while_others_are_added_follows_them(held, page, tmp_path):
    with served(held) as address:
        go(page, address)
        choose(page, *written(tmp_path, "Fog"))
        expect(page.locator(".adding .name")).to_have_text(["Fog.txt"])
        choose(page, *written(tmp_path, "Hail", "Snow"))
        expect(page.locator(".adding .name")).to_have_text(["Fog.txt", "Hail.txt", "Snow.txt"])
        held.embedder.go.set()
        expect(page.locator(".adding .status")).to_contain_text("3 files added.")
        page.get_by_role("button", name="Undo").click()
        expect(rows(page)).to_have_text(["Tanks"])


def test_stop_ends_it_after_the_file_under_way_and_by_keyboard_keeps_the_focus(held, page, tmp_path):
    with served(held) as address:
        go(page, address)
        choose(page, *written(tmp_path, "Fog", "Hail"))
        expect(page.locator(".adding .reading .name")).to_have_text("Fog.txt")
        page.get_by_role("button", name="Stop").press("Enter")
        expect(page.locator(".adding .status")).to_contain_text("ends after the one under way")
        held.embedder.go.set()
        expect(page.locator(".adding .status")).to_contain_text("1 file added; 1 file not added.")
        expect(page.get_by_role("button", name="Undo")).to_be_focused()
        expect(rows(page)).to_have_text(["Fog came.", "Tanks"])


def test_a_library_that_another_process_writes_to_is_said(library, page, tmp_path):
    with served(library) as address:
        go(page, address)
        with writer_lock(library.folder):
            choose(page, *written(tmp_path, "Fog"))
            expect(page.locator("#library-told .error")).to_contain_text(
                "being written to by another process"
            )
            expect(page.locator(".adding .status")).to_contain_text("1 file not added.")
        choose(page, tmp_path / "Fog.txt")
        expect(page.locator(".adding .status")).to_contain_text("1 file added")


class SlowEmbedder(FakeEmbedder):
    """Takes 100 ms for each article."""

    def embed_passages(self, passages):
        time.sleep(0.1)
        return super().embed_passages(passages)


def test_closing_the_page_ends_the_adding_and_keeps_what_was_added(browser, tmp_path):
    page = browser.new_page()
    files = written(tmp_path, *(f"File {n}" for n in range(150)))
    with Library.open(tmp_path / "library", embedder=SlowEmbedder()) as library, served(library) as address:
        page.goto(address)
        page.get_by_role("tab", name="Library").click()
        choose(page, *files)
        page.locator(".adding .added").first.wait_for()
        page.close()
        with writer_lock(library.folder, wait_seconds=12):  # it was let go long before all were added
            added = len(library.articles())
        assert 0 < added < 150
        assert check(library).problems == ()


def tab_to(page, locator, key="Tab"):
    for _ in range(30):
        page.keyboard.press(key)
        if locator.evaluate("one => one === document.activeElement"):
            return
    pytest.fail(f"{key} does not lead to {locator}")


def test_by_keyboard_alone_the_list_is_searched_sorted_opened_marked_and_articles_removed(library, page):
    tanks, told = page.get_by_role("button", name="Tanks", exact=True), page.locator("#library-told .note")
    with served(library) as address:
        go(page, address)
        page.get_by_role("tab", name="Library").focus()
        tab_to(page, page.get_by_label("Search", exact=True))
        page.keyboard.type("t")
        expect(page.locator(".counts")).to_have_text("3 of 3 articles")
        page.keyboard.type("anks")
        expect(rows(page)).to_have_text(["Tanks"])
        characters = page.get_by_role("button", name="Characters")
        tab_to(page, characters)
        page.keyboard.press("Enter")
        expect(page.locator("th.length")).to_have_attribute("aria-sort", "descending")
        expect(characters).to_be_focused()
        page.keyboard.press("Enter")
        expect(page.locator("th.length")).to_have_attribute("aria-sort", "ascending")
        expect(characters).to_be_focused()
        tab_to(page, tanks)
        page.keyboard.press("Enter")
        expect(page.locator(".beside .text")).to_have_text("Tanks crossed the border.")
        page.keyboard.press("Escape")
        expect(tanks).to_be_focused()
        tab_to(page, page.get_by_label("Mark Tanks"), "Shift+Tab")
        page.keyboard.press("Space")
        tab_to(page, page.get_by_role("button", name="Remove 1"), "Shift+Tab")
        page.keyboard.press("Enter")
        expect(told).to_contain_text("Removed “Tanks”.")
        expect(page.get_by_role("button", name="Undo")).to_be_focused()
        page.keyboard.press("Enter")
        expect(told).to_have_text("All is as it was before.")
        expect(told).to_be_focused()
        expect(rows(page)).to_have_text(["Tanks"])


def test_an_answer_that_comes_late_does_not_stand_for_what_was_asked_last(library, page):
    search, late = page.get_by_label("Search", exact=True), []

    def hold_the_first(route):
        if "tanks" in (route.request.post_data or ""):
            late.append(route)
        else:
            route.continue_()

    with served(library) as address:
        go(page, address)
        page.route("**/run/**", hold_the_first)
        with page.expect_request("**/run/**"):
            search.fill("tanks")
        search.fill("apples")
        expect(rows(page)).to_have_text(["Apples"])
        with page.expect_request(lambda request: "apples" in (request.post_data or "")):  # asked again
            late[0].continue_()
        expect(rows(page)).to_have_text(["Apples"])


def test_pages_are_turned_by_keyboard_without_losing_the_place(library, page):
    library.add(Article.create(f"Text {n}.", origin=f"/{n}", title=f"Z {n:03}") for n in range(100))
    following = page.get_by_role("button", name="Next")
    with served(library) as address:
        go(page, address)
        following.press("Enter")
        expect(page.locator(".pages span")).to_have_text("51 to 100 of 103")
        expect(following).to_be_focused()
        page.keyboard.press("Enter")
        expect(page.locator(".pages span")).to_have_text("101 to 103 of 103")
        expect(page.get_by_role("button", name="Previous")).to_be_focused()


def test_a_mark_stays_with_its_article_and_goes_with_it(library, page):
    with served(library) as address:
        go(page, address)
        page.get_by_label("Mark Tanks").check()
        for order in ("descending", "ascending"):
            page.get_by_role("button", name="Characters").click()
            expect(page.locator("th.length")).to_have_attribute("aria-sort", order)
            expect(page.get_by_label("Mark Tanks")).to_be_checked()
            expect(page.locator("[data-pick]:checked")).to_have_count(1)
        for words, title in (("apples", "Apples"), ("tanks", "Tanks")):
            page.get_by_label("Search", exact=True).fill(words)
            expect(rows(page)).to_have_text([title])
            expect(page.locator("[data-pick]:checked")).to_have_count(0)
            expect(page.get_by_role("button", name="Remove", exact=True)).to_be_disabled()
            page.locator("[data-pick]").check()


@pytest.mark.models
def test_a_fact_that_was_dropped_is_asked_for_cited_removed_and_put_back(tmp_path, embedder, page):
    said = "The Halden Foundation bought the Kestrel Point lighthouse for 4.2 million euros in March 2025."
    new = tmp_path / "lighthouse.md"
    new.write_text(
        f"---\ntitle: Lighthouse sold\npublisher: Coast Post\n---\n\nKestrel Point had been dark for years. {said} "
        "Its lamp will be lit again in summer."
    )
    with Library.open(tmp_path / "library", embedder=embedder) as library:
        index_paths(library, [ARTICLES])
        with Assistant.open(library) as assistant, served(library, assistant) as address:
            go(page, address)
            choose(page, new)
            expect(page.locator(".adding .added .name")).to_have_text("lighthouse.md", timeout=ANSWER_MS)
            expect(page.locator("#masthead p:last-child")).to_have_text("16 articles on this computer")
            page.get_by_role("tab", name="Ask").click()
            ask(page, "Who bought the Kestrel Point lighthouse?")
            mark = page.locator("[data-stage=answered] .mark").first
            mark.click(timeout=ANSWER_MS)
            expect(page.locator(".claims")).to_contain_text("Halden Foundation")
            expect(page.locator("#source h2")).to_have_text("Lighthouse sold")
            expect(page.locator("#source mark")).to_have_text(said)
            page.get_by_role("tab", name="Library").click()
            page.get_by_label("Mark Lighthouse sold").check()
            page.get_by_role("button", name="Remove 1").click()
            expect(page.locator("#library-told .note")).to_contain_text("Removed “Lighthouse sold”.")
            assert len(library.articles()) == 15
            page.get_by_role("button", name="Undo").click()
            expect(page.locator("#masthead p:last-child")).to_have_text("16 articles on this computer")
            assert check(library).problems == ()
