"""The Audit place in a real browser, over fakes: from the pasted answer to the article beside its claim."""

import json
import threading
from contextlib import contextmanager

import gradio as gr
import pytest
from playwright.sync_api import expect
from test_browser import HARM

from assistant.judges import WordOverlap
from assistant.ui.audit_place import audit_place
from assistant.ui.server import launch
from corpus import Article
from index import Library

pytestmark = pytest.mark.browser

BOATS = "Two boats sank near the pier."
ANSWER = f"""# How many {HARM} boats sank?

Two boats sank near the pier [1]. Nine sailors were rescued by helicopters {HARM} [1]. It was a “dark night” [2].

Sources:
[1] Rain {HARM}
[2] Tanks"""


class HeldJudge(WordOverlap):
    """Judges nothing before it is let go."""

    def __init__(self):
        self.go_on = threading.Event()

    def judge(self, claims, evidence):
        assert self.go_on.wait(10)
        return super().judge(claims, evidence)


@pytest.fixture
def library(tmp_path, fake_embedder):
    with Library.open(tmp_path / "library", embedder=fake_embedder) as library:
        text = f"Rain fell on the harbour all night. {BOATS} {HARM} End."
        library.add(
            [
                Article.create(text, origin="/rain.txt", title=f"Rain {HARM}", publisher=HARM),
                Article.create("Tanks crossed the border at dawn.", origin="/tanks.txt", title="Tanks"),
            ]
        )
        yield library


@contextmanager
def served(library, judge=WordOverlap):
    with gr.Blocks(title="Pincite", analytics_enabled=False, fill_width=True) as app:
        audit_place(library, judge)
    app.queue(default_concurrency_limit=None)
    try:
        yield launch(app)
    finally:
        app.close(verbose=False)


def audit(page, text):
    page.fill("#audit-pasted textarea", text)
    page.click("#audit-run")
    expect(page.locator("#audit-status .note")).to_contain_text("audited.")
    expect(page.locator(".report .answer")).to_be_visible()


def lines(number):
    sources = [{"number": 1, "text": BOATS}]
    return [
        json.dumps({"answer": f"Two boats sank [1]. It was day {n}.", "sources": sources})
        for n in range(number)
    ]


def test_a_claim_opens_to_its_passage_and_the_passage_to_its_article(library, page):
    with served(library) as address:
        page.goto(address)
        audit(page, ANSWER)
        expect(page.locator(".answer h2")).to_have_text(f"How many {HARM} boats sank?")
        expect(page.locator("a.claim .sign").first).to_have_text("✓(supported)")
        page.locator("a.claim").first.click()
        row = page.locator(".row[open]")
        expect(row.locator(".told")).to_contain_text("Supported")
        expect(row.locator("mark.lit")).to_have_text(BOATS)
        row.get_by_role("button", name="Open the article").click()
        expect(page.locator(".beside h2")).to_have_text(f"Rain {HARM}")
        expect(page.locator(".beside mark")).to_have_text(BOATS)
        expect(page.locator(".beside mark")).to_be_in_viewport()
        expect(row).to_be_in_viewport()
        assert page.evaluate("window.harm") is None


def test_by_keyboard_alone_an_article_opens_and_closes_where_it_was(library, page):
    with served(library) as address:
        page.goto(address)
        audit(page, ANSWER)
        page.locator("a.claim").first.focus()
        page.keyboard.press("Enter")
        expect(page.locator(".row[open] summary")).to_be_focused()
        page.keyboard.press("Tab")
        opener = page.locator(".row[open] .opener")
        expect(opener).to_be_focused()
        page.keyboard.press("Enter")
        expect(page.get_by_role("button", name="Close", exact=True).last).to_be_focused()
        page.keyboard.press("Escape")
        expect(page.locator(".beside")).to_have_count(0)
        expect(opener).to_be_focused()


def test_verdicts_filter_the_claims(library, page):
    with served(library) as address:
        page.goto(address)
        audit(page, ANSWER)
        rows = page.locator(".answer .row:not([hidden])")
        all_rows = rows.count()
        page.locator('.legend [data-verdict="supported"]').click()
        expect(rows).to_have_count(1)
        expect(page.locator(".filtering")).to_contain_text("Shown: 1 claim in 1 of 1 answers.")
        page.get_by_role("button", name="Show all").click()
        expect(rows).to_have_count(all_rows)


def test_a_dropped_file_is_audited_told_of_and_taken_along_in_each_format(library, page, tmp_path):
    file = tmp_path / "<img src=x onerror=window.harm=1>.jsonl"
    file.write_text("\n".join([*lines(2), f'{{"answer": 3, "id": "{BOATS}"}}']))
    with served(library) as address:
        page.goto(address)
        page.set_input_files("#audit-file input[type=file]", str(file))
        expect(page.locator("#audit-file")).to_contain_text(".jsonl")
        page.click("#audit-run")
        expect(page.locator("#audit-status .note")).to_contain_text("2 answers audited.")
        expect(page.locator("#audit-status .problems")).to_contain_text("Line 3")
        expect(page.locator(".index li")).to_have_count(2)
        for label, begins in (
            ("Report .html", "<!doctype html>"),
            ("Report .csv", "\ufeffanswer,question"),
            ("Repaired .jsonl", '{"id"'),
        ):
            with page.expect_download() as download:
                page.get_by_role("button", name=label).click()
            assert download.value.path().read_text().startswith(begins)
        assert page.evaluate("window.harm") is None


def test_stop_keeps_what_is_audited_and_the_same_file_goes_on_there(library, page, tmp_path):
    file = tmp_path / "answers.jsonl"
    file.write_text("\n".join(lines(40)))
    judge = HeldJudge()
    with served(library, lambda: judge) as address:
        page.goto(address)
        page.set_input_files("#audit-file input[type=file]", str(file))
        expect(page.locator("#audit-file")).to_contain_text("answers")
        page.click("#audit-run")
        expect(page.locator("#audit-status")).to_contain_text("0 of 40 answers")
        page.click("#audit-stop")
        expect(page.locator("#audit-status")).to_contain_text("Stopped: ")
        judge.go_on.set()
        expect(page.locator("#audit-run")).to_be_visible()
        page.click("#audit-run")
        expect(page.locator("#audit-status .note")).to_contain_text("40 answers audited.", timeout=15_000)
        page.get_by_role("button", name="Later").first.click()
        expect(page.locator(".answer h2").first).to_have_text("Answer 26")


def test_what_is_no_answer_is_said_calmly_in_place(library, page):
    with served(library) as address:
        page.goto(address)
        page.click("#audit-run")
        expect(page.locator("#audit-status .note.error")).to_contain_text("There is nothing to audit yet")
        page.fill("#audit-pasted textarea", f"Only words {HARM}")
        page.click("#audit-run")
        expect(page.locator("#audit-status .note.error")).to_contain_text("it has neither marks")
        expect(page.locator("#audit-run")).to_be_visible()
        expect(page.locator(".toast-wrap .error")).to_have_count(0)
