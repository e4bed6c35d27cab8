"""How long one waits in the browser, on an idle machine. Over the sample articles and their questions, real models:

latency   seconds from the press of Enter to the first evidence, the first word and the checked answer, in a
          browser and in this process, where the terminal gets them: by turns, --rounds times; ratio of medians
two       two browsers at once, every question in each: seconds to the checked answer; those of the same question
          alone; and what queueing explains: that one and the longest of the others before it
"""

import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from shutil import which

from playwright.sync_api import Browser, Page, sync_playwright

from assistant.answering.ask import Assistant
from assistant.answering.events import Answered, EvidenceFound, TextDelta
from assistant.ui.page import build_app
from assistant.ui.server import launch
from corpus.errors import InputError
from corpus.samples import ARTICLES, questions
from index import Library, index_paths
from tests.benchmarks import report

CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
ANSWER_MS = 300_000
STAGES = ("evidence", "word", "answer")
# What stands on the page when a stage is reached.
SIGNS = (".evidence button", ".draft, [data-stage=answered]", "[data-stage=answered]")
WATCH = """
(signs) => {
  window.reached = {};
  const look = () => {
    for (const sign of signs)
      if (!(sign in reached) && document.querySelector(sign)) reached[sign] = performance.now();
  };
  new MutationObserver(look).observe(document.body, {childList: true, subtree: true, characterData: true});
  addEventListener("keydown", (event) => { if (event.key === "Enter") window.pressed = performance.now(); }, true);
}
"""
WAITED = "(signs) => signs.map((sign) => sign in reached ? (reached[sign] - pressed) / 1000 : null)"


@dataclass(frozen=True, slots=True)
class Waited:
    """Seconds from the question to each of STAGES."""

    where: str
    question: str
    evidence: float | None
    word: float | None
    answer: float | None


def in_process(assistant: Assistant, question: str) -> Waited:
    """As `pincite ask` gets it; an abstention has no word before its end."""
    started = time.perf_counter()
    reached: dict[type, float] = {}
    for event in assistant.stream(question):
        reached.setdefault(type(event), time.perf_counter() - started)
    end = reached[Answered]
    return Waited("process", question, reached.get(EvidenceFound), reached.get(TextDelta, end), end)


def begin(page: Page, address: str, question: str) -> None:
    """Ask on a fresh page."""
    page.goto(address)
    page.locator("#masthead h1").wait_for()
    field = page.locator("#question textarea")
    field.fill(question)
    page.evaluate(WATCH, SIGNS)
    field.press("Enter")


def in_browser(page: Page, question: str) -> Waited:
    """The times of what `begin` asked."""
    page.locator(SIGNS[-1]).wait_for(timeout=ANSWER_MS)
    return Waited("browser", question, *page.evaluate(WAITED, SIGNS))


def latency(
    rounds: int, asked: Sequence[str], assistant: Assistant, browser: Browser, address: str
) -> list[Waited]:
    """Both sides by turns, the first round of each not counted."""
    page = browser.new_page()
    waited: list[Waited] = []
    for n in range(rounds + 1):
        for question in report.progress(asked, f"round {n}"):
            begin(page, address, question)
            both = [in_browser(page, question), in_process(assistant, question)]
            if n:
                waited += both
    page.close()
    return waited


def two_browsers(asked: Sequence[str], browser: Browser, address: str) -> list[Waited]:
    """Every question in each of two browsers at once, from opposite ends."""
    contexts = [browser.new_context(), browser.new_context()]
    pages = [context.new_page() for context in contexts]
    left = [list(asked), list(reversed(asked))]
    asking: dict[int, str] = {}
    waited: list[Waited] = []
    while any(left) or asking:
        for n, page in enumerate(pages):
            if n not in asking and left[n]:
                asking[n] = left[n].pop(0)
                begin(page, address, asking[n])
        for n in [n for n in asking if pages[n].locator(SIGNS[-1]).count()]:
            waited.append(in_browser(pages[n], asking.pop(n)))
            report.tell(f"browser {n + 1}: {waited[-1].answer:.1f} s")
        time.sleep(0.02)
    for context in contexts:
        context.close()
    return waited


def latency_table(waited: Sequence[Waited]) -> report.Table:
    """Medians of both sides, and their ratio."""
    rows: list[tuple[report.Cell, ...]] = []
    for stage in STAGES:
        sides = [
            report.percentile((getattr(one, stage) for one in waited if one.where == where), 50)
            for where in ("browser", "process")
        ]
        browser, process = sides
        rows.append((stage, browser, process, browser / process if browser and process else None))
    return report.Table("Seconds to", ("median", "browser", "process", "ratio"), tuple(rows))


def queue_table(alone: Sequence[Waited], together: Sequence[Waited]) -> report.Table:
    """Each question of two browsers beside the same alone."""
    solo = {
        question: max(one.answer or 0.0 for one in alone if one.question == question)
        for question in {one.question for one in alone}
    }
    rows = tuple(
        (
            one.question[:50],
            one.evidence,
            one.answer,
            solo[one.question],
            solo[one.question] + max(solo.values()),
        )
        for one in together
    )
    return report.Table(
        "Two browsers at once", ("question", "evidence", "answer", "alone", "explained"), rows
    )


@contextmanager
def served() -> Iterator[tuple[Assistant, str]]:
    """The sample articles behind the page, with the real models."""
    with tempfile.TemporaryDirectory() as folder, Library.open(Path(folder, "library")) as library:
        index_paths(library, [ARTICLES])
        with Assistant.open(library) as assistant:
            loaded: Future[Assistant] = Future()
            loaded.set_result(assistant)
            app = build_app(library, loaded)
            try:
                yield assistant, launch(app)
            finally:
                app.close(verbose=False)


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print."""
    parser = report.parser(__doc__)
    parser.add_argument("--rounds", type=int, default=3, help="of each question alone (default: 3)")
    options = parser.parse_args(arguments)
    chromium = next(filter(None, map(which, CHROMIUM)), None)
    if chromium is None:
        raise InputError("there is no Chromium. On Debian: apt-get install chromium")
    asked = questions()
    with served() as (assistant, address), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        alone = latency(options.rounds, asked, assistant, browser, address)
        together = two_browsers(asked, browser, address)
        browser.close()
    in_page = [one for one in alone if one.where == "browser"]
    report.show(
        options,
        [latency_table(alone), queue_table(in_page, together)],
        list(map(asdict, [*alone, *together])),
    )


if __name__ == "__main__":
    report.run(main)
