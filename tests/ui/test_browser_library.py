"""The Library place in a real browser: add, search, sort, read, remove, undo, check; markup does nothing."""

from contextlib import contextmanager

import gradio as gr
import pytest
from playwright.sync_api import expect
from test_browser import HARM

from assistant.ui.library_place import library_place
from assistant.ui.server import launch
from corpus import Article
from index import Library

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
def served(library):
    with gr.Blocks(title="Pincite", analytics_enabled=False, fill_width=True) as app:
        library_place(library)
    app.queue(default_concurrency_limit=None)
    try:
        yield launch(app)
    finally:
        app.close(verbose=False)


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
        page.goto(address)
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
        page.goto(address)
        with page.expect_file_chooser() as chooser:
            page.get_by_role("button", name="a folder").click()
        chooser.value.set_files(str(folder))
        expect(page.locator(".adding .name")).to_have_text(["notes/deep/fog.md"])
        expect(rows(page)).to_have_count(4)
    assert [row.source for row in library.articles() if row.title == "Fog"] == ["notes/deep/fog.md"]


def test_dropped_files_are_added(library, page):
    with served(library) as address:
        page.goto(address)
        transfer = page.evaluate_handle(
            "() => { const t = new DataTransfer();"
            " t.items.add(new File(['Fog lay on the river.'], 'fog.txt')); return t; }"
        )
        page.locator(".drop").dispatch_event("drop", {"dataTransfer": transfer})
        expect(page.locator(".adding .added .name")).to_have_text("fog.txt")
        expect(rows(page)).to_have_count(4)


def test_the_list_is_searched_and_sorted(library, page):
    with served(library) as address:
        page.goto(address)
        expect(rows(page).first).to_have_text("Apples")
        page.get_by_role("button", name="Characters").click()
        expect(page.locator("th.length")).to_have_attribute("aria-sort", "descending")
        expect(rows(page).first).to_have_text(f"Rain {HARM}")
        page.get_by_label("Search").fill("border")
        expect(rows(page)).to_have_text(["Tanks"])
        expect(page.locator(".counts")).to_have_text("1 of 3 articles")


def test_by_keyboard_alone_an_article_is_read_and_the_list_gets_the_focus_back(library, page):
    with served(library) as address:
        page.goto(address)
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
        page.goto(address)
        page.get_by_label("Mark Apples").check()
        page.get_by_label("Mark Tanks").check()
        page.get_by_role("button", name="Remove 2").click()
        expect(page.locator("#library-told .note")).to_contain_text("Removed “Apples” and 1 other.")
        expect(rows(page)).to_have_count(1)
        page.get_by_role("button", name="Undo").click()
        expect(rows(page)).to_have_count(3)


def test_an_article_is_removed_where_it_is_read(library, page):
    with served(library) as address:
        page.goto(address)
        page.get_by_role("button", name="Rain").click()
        page.get_by_role("button", name="Remove from the library").click()
        expect(page.locator("#library-told .note")).to_contain_text(f"Removed “Rain {HARM}”.")
        expect(page.locator(".beside")).to_have_count(0)
        expect(rows(page)).to_have_text(["Apples", "Tanks"])
        assert page.evaluate("window.harm") is None


def test_what_it_was_built_with_is_told_and_it_is_checked_and_repaired(library, page):
    (library.folder / "vectors.faiss").write_bytes(b"damaged")
    with served(library) as address:
        page.goto(address)
        page.get_by_role("button", name="About this library").click()
        expect(page.locator(".facts")).to_contain_text("fake")
        page.click("#library-check")
        expect(page.locator("#library-checked .note")).to_contain_text("all is well")
        page.click("#library-repair")
        expect(page.locator("#library-checked .note")).to_contain_text("Nothing was wrong.")
