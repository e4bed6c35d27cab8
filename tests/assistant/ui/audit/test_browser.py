"""The Audit place in a real browser: from the pasted answer to the article beside its claim, and what may go wrong.

Over fakes, where not the verifier or the models are what is tested.
"""

import json
import threading
import time
from concurrent.futures import Future
from contextlib import contextmanager

import gradio as gr
import pytest
from playwright.sync_api import expect

from assistant.answering.ask import Assistant
from assistant.generate.protocol import FakeGenerator
from assistant.jobs.turns import Turns
from assistant.judges import Judgement, WordOverlap
from assistant.ui.audit.flow import AuditDesk
from assistant.ui.audit.place import audit_place
from assistant.ui.page import build_app
from corpus import Article
from corpus.samples import ARTICLES
from index import Library, index_paths
from tests.assistant.ui.test_browser import HARM
from tests.support.serving import launched

pytestmark = pytest.mark.browser

BOATS = "Two boats sank near the pier."
ANSWER = f"""# How many {HARM} boats sank?

Two boats sank near the pier [1]. Nine sailors were rescued by helicopters {HARM} [1]. It was a “dark night” [2].

Sources:
[1] Rain {HARM}
[2] Tanks"""


TOWER_22 = "Drone kills three US soldiers at Tower 22 in Jordan"
TYPED = f"""Three US soldiers were killed in the drone attack on Tower 22 [1]. More than 60 other service members
were injured at Tower 22 [1]. Iran denied any part in the attack [3].

Sources:
[1] {TOWER_22}"""
MODEL_MS = 120_000  # until the language model has judged a short answer, on a busy two-core machine
SOON_SECONDS = 10


class HeldJudge(WordOverlap):
    """Judges nothing before it is let go."""

    def __init__(self):
        self.go_on = threading.Event()

    def judge(self, claims, evidence):
        assert self.go_on.wait(10)
        return super().judge(claims, evidence)


class SlowJudge(WordOverlap):
    """Takes its time."""

    def judge(self, claims, evidence):
        time.sleep(0.05)
        return super().judge(claims, evidence)


class UnsureJudge(WordOverlap):
    """Never sure, and rather not."""

    def judge(self, claims, evidence):
        return [Judgement(0.4, 0.0) for _ in claims]


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
def served(library, judge=WordOverlap, *, assistant=None, turns=None):
    with gr.Blocks(title="Pincite", analytics_enabled=False, fill_width=True) as app:
        audit_place(AuditDesk(library, assistant or Future(), turns or Turns(), judge))
    app.queue(default_concurrency_limit=None)
    with launched(app) as address:
        yield address


def audit(page, text):
    page.fill("#audit-pasted textarea", text)
    page.click("#audit-run")
    expect(page.locator("#audit-status .note")).to_contain_text("Audited")
    expect(page.locator(".report .answer")).to_be_visible()


def drop(page, file):
    page.set_input_files("#audit-file input[type=file]", str(file))
    expect(page.locator("#audit-file")).to_contain_text(file.stem[:8])


def tab_to(page, target, most=60):
    """Press Tab until the target has the focus."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if target.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError(f"{most} times Tab do not lead to {target}")


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


def test_by_keyboard_alone_from_the_empty_page_to_an_opened_source_and_back(tmp_path, fake_embedder, page):
    with Library.open(tmp_path / "samples", embedder=fake_embedder) as library:
        index_paths(library, [ARTICLES])
        with launched(build_app(library, Future())) as address:
            page.goto(address)
            place = page.get_by_role("tab", name="Audit")
            expect(page.locator("#question textarea")).to_be_focused()
            tab_to(page, place)
            page.keyboard.press("Enter")
            tab_to(page, page.locator("#audit-pasted textarea"))
            page.keyboard.insert_text(TYPED)
            tab_to(page, page.locator("#audit-run"))
            page.keyboard.press("Enter")
            expect(page.locator("a.claim")).to_have_count(3)
            tab_to(page, page.locator("a.claim").first)
            page.keyboard.press("Enter")
            row = page.locator(".row[open]")
            expect(row.locator("summary")).to_be_focused()
            opener = row.locator(".opener")
            tab_to(page, opener)
            page.keyboard.press("Enter")
            expect(page.locator(".beside h2")).to_have_text(TOWER_22)
            expect(page.locator(".beside mark")).to_be_in_viewport()
            expect(page.locator(".beside .closer")).to_be_focused()
            page.keyboard.press("Enter")
            expect(page.locator(".beside")).to_have_count(0)
            expect(opener).to_be_focused()
            page.keyboard.press("Enter")
            expect(page.locator(".beside .closer")).to_be_focused()
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
        expect(page.locator("#audit-status .note")).to_contain_text("Audited")
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


def test_scripts_and_markup_in_a_file_and_in_its_name_are_text(library, page, tmp_path):
    sources = [
        {"number": 1, "title": f"Rain {HARM}", "quote": f"{BOATS} {HARM}", "publisher": HARM},
        {"number": 2, "title": HARM, "text": f"It was dark. {HARM}"},
    ]
    told = {"question": HARM, "answer": f"{BOATS} [1] {HARM} [2]. “Dark {HARM}” [3].", "sources": sources}
    file = tmp_path / "<img src=x onerror=window.harm=1>`${window.harm=1}{{harm}}.jsonl"
    file.write_text("\n".join([json.dumps(told), f'{{"answer": "{HARM}"}}', HARM]))
    with served(library) as address:
        page.goto(address)
        drop(page, file)
        page.click("#audit-run")
        expect(page.locator("#audit-status .note")).to_contain_text("Audited img src=x onerror=window.harm=1")
        expect(page.locator("#audit-status .problems")).to_contain_text("Line 3")
        expect(page.locator(".answer h2").first).to_have_text(HARM)
        page.get_by_role("button", name="Open every claim").click()
        expect(page.locator(".answer").first).to_contain_text(f"“Dark {HARM}” [3].")
        page.locator(".opener").first.click()
        expect(page.locator(".beside .source h2")).to_have_text(f"Rain {HARM}")
        assert page.evaluate("window.harm") is None
        assert page.locator("#audit-desk script, #audit-desk img").count() == 0


def test_stop_keeps_what_is_audited_and_the_same_file_goes_on_there(library, page, tmp_path):
    file = tmp_path / "answers.jsonl"
    file.write_text("\n".join(lines(40)))
    judge = HeldJudge()
    with served(library, lambda: judge) as address:
        page.goto(address)
        drop(page, file)
        page.click("#audit-run")
        expect(page.locator("#audit-status")).to_contain_text("0 of 40 answers")
        page.click("#audit-stop")
        expect(page.locator("#audit-status")).to_contain_text("Stopped: ")
        judge.go_on.set()
        expect(page.locator("#audit-run")).to_be_visible()
        page.click("#audit-run")
        expect(page.locator("#audit-status .note")).to_contain_text(
            "Audited answers.jsonl: 40 answers", timeout=15_000
        )
        page.get_by_role("button", name="Next").first.click()
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


def test_the_second_browser_is_told_its_place_and_stop_leaves_it(library, browser, page):
    judge, turns = HeldJudge(), Turns()
    second = browser.new_page()
    with served(library, lambda: judge, turns=turns) as address:
        for each in (page, second):
            each.goto(address)
            each.fill("#audit-pasted textarea", ANSWER)
        page.click("#audit-run")
        expect(page.locator("#audit-status")).to_contain_text("Auditing the pasted text: 0 of 1 answer")
        second.click("#audit-run")
        expect(second.locator("#audit-status")).to_contain_text("Waiting: another audit is made first")
        second.click("#audit-stop")
        expect(second.locator("#audit-status")).to_contain_text("Stopped before it began")
        expect(second.locator("#audit-run")).to_be_visible()
        second.click("#audit-run")
        expect(second.locator("#audit-status")).to_contain_text("Waiting: another audit is made first")
        judge.go_on.set()
        for each in (page, second):
            expect(each.locator("#audit-status")).to_contain_text("Audited the pasted text: 1 answer")
            expect(each.locator("a.claim")).to_have_count(3)
    second.close()


def test_closing_the_page_ends_the_audit(library, page, tmp_path):
    file = tmp_path / "answers.jsonl"
    file.write_text("\n".join(lines(4000)))
    turns = Turns()
    with served(library, SlowJudge, turns=turns) as address:
        page.goto(address)
        drop(page, file)
        page.click("#audit-run")
        expect(page.locator("#audit-status")).to_contain_text("of 4,000 answers")
        page.goto("about:blank")
        closed = time.monotonic()
        with turns.place() as place:
            for _ in place.waits():
                assert time.monotonic() < closed + SOON_SECONDS


def test_thorough_says_that_the_language_model_loads_and_then_that_it_judged(library, page):
    loading = Future()
    with served(library, UnsureJudge, assistant=loading) as address:
        page.goto(address)
        page.fill("#audit-pasted textarea", ANSWER)
        page.get_by_label("Thorough").check()
        page.click("#audit-run")
        expect(page.locator("#audit-status")).to_contain_text("Loading the language model")
        loading.set_result(Assistant(library, FakeGenerator({}, otherwise="Yes")))
        expect(page.locator("#audit-status")).to_contain_text("where it is unsure by the language model fake")
        expect(page.locator("a.claim .sign").first).to_have_text("✓(supported)")


def test_the_shipped_verifier_tells_right_from_wrong_and_each_passage_lights_its_words(
    tmp_path, fake_embedder, page
):
    with Library.open(tmp_path / "samples", embedder=fake_embedder) as library:
        index_paths(library, [ARTICLES])
        with launched(build_app(library, Future())) as address:
            page.goto(address)
            page.get_by_role("tab", name="Audit").click()
            audit(page, TYPED)
            right_wrong_and_nowhere(page)
            page.get_by_role("button", name="Open every claim").click()
            openers = page.locator(".opener")
            for n in range(openers.count()):
                lights_its_words(page, library, openers.nth(n))


@pytest.mark.models
def test_with_the_real_models_a_thorough_audit_comes_to_the_same_and_names_its_judge(
    tmp_path, embedder, page
):
    with Library.open(tmp_path / "samples", embedder=embedder) as library:
        index_paths(library, [ARTICLES])
        loaded = Future()
        with Assistant.open(library) as assistant, launched(build_app(library, loaded)) as address:
            loaded.set_result(assistant)
            page.goto(address)
            page.get_by_role("tab", name="Audit").click()
            page.fill("#audit-pasted textarea", TYPED)
            page.get_by_label("Thorough").check()
            page.click("#audit-run")
            expect(page.locator("#audit-status .note")).to_contain_text(
                "by the language model pincite-writer", timeout=MODEL_MS
            )
            right_wrong_and_nowhere(page)
            page.locator("a.claim").first.click()
            lights_its_words(page, library, page.locator(".row[open] .opener").first)


def right_wrong_and_nowhere(page):
    """The verdicts on TYPED, and what is told of the wrong number and of the mark that points at nothing."""
    expect(page.locator("a.claim .sign")).to_have_text(["✓(supported)", "✗(unsupported)", "∅(dangling)"])
    rows = page.locator(".answer .row")
    expect(rows.nth(1)).to_contain_text("Number: 60 40")
    expect(rows.nth(2)).to_contain_text("Dangling")


def lights_its_words(page, library, opener):
    """What the article has lit is what stands in it where the passage says."""
    start, end = (int(opener.get_attribute(f"data-{side}")) for side in ("start", "end"))
    article = library.article(opener.get_attribute("data-article"))
    opener.click()
    expect(page.locator(".beside h2")).to_have_text(article.title)
    mark = page.locator(".beside mark")
    expect(mark).to_be_in_viewport()
    expect(mark).to_have_js_property("textContent", article.text[start:end])
    assert page.locator(".beside .text").text_content() == article.text
