"""Answers handed in become a report, view by view; what cannot be audited is said."""

import json
import re
import threading
from concurrent.futures import Future
from html import unescape

import pytest

from assistant.answering.ask import Assistant
from assistant.generate.protocol import FakeGenerator
from assistant.jobs.follow import Stopped
from assistant.jobs.turns import Turns
from assistant.judges import Judgement, WordOverlap
from assistant.report.page import asset
from assistant.ui.audit.flow import FIXES, REPORTS, AuditDesk, StoppableJudge, Submission
from corpus import Article
from corpus.errors import Cure, GeneratorError, InputError, ModelError
from index import Library
from tests.support.views import taken

RAIN = "Rain fell on the harbour all night. Two boats sank near the pier. Nobody was hurt."
PASTED = """Two boats sank near the pier [1]. Nine sailors were rescued by a helicopter [1].

Sources:
[1] Rain"""
HARM = "<img src=x onerror=harm()>"


WAIT_SECONDS = 10  # for another thread; so long only where something is broken


class Gated(WordOverlap):
    """Judges claims of a day only once its gate is open."""

    def __init__(self, *days):
        self.gates = {f"day {day}": threading.Event() for day in days}  # no day is a number of RAIN's

    def judge(self, claims, evidence):
        for day, gate in self.gates.items():
            if any(day in claim for claim in claims):
                assert gate.wait(WAIT_SECONDS)
        return super().judge(claims, evidence)


class Unsure(WordOverlap):
    """Never sure, and rather not."""

    def judge(self, claims, evidence):
        return [Judgement(0.4, 0.0) for _ in claims]


class Held(FakeGenerator):
    """Says Yes, once it is let go; tells when it is first asked."""

    def __init__(self):
        super().__init__({}, otherwise="Yes")
        self.asked, self.go = threading.Event(), threading.Event()

    def complete(self, messages, max_tokens):
        self.asked.set()
        assert self.go.wait(WAIT_SECONDS)
        return super().complete(messages, max_tokens)


@pytest.fixture
def library(tmp_path, fake_embedder):
    with Library.open(tmp_path / "library", embedder=fake_embedder) as library:
        library.add([Article.create(RAIN, origin="/rain.txt", title="Rain")])
        yield library


@pytest.fixture
def handing_in(tmp_path):
    """What hands in a text, or a file by its path."""

    def of(pasted="", dropped=None):
        return lambda: Submission.of(pasted, dropped, tmp_path / "session")

    return of


def with_model(library, generator):
    future = Future()
    future.set_result(Assistant(library, generator))
    return future


def views(desk, submit, **options):
    return taken(desk.views(submit, **options))


def seen(library, submit, verifier=WordOverlap):
    return list(views(AuditDesk(library, Future(), Turns(), verifier), submit))


def lines_of(tmp_path, *answers):
    file = tmp_path / "answers.jsonl"
    file.write_text("\n".join(answers))
    return str(file)


def line(number):
    sources = [{"number": 1, "title": "Rain"}]
    return json.dumps({"answer": f"Two boats sank [1]. Rain fell on day {number} [1].", "sources": sources})


def verdicts(audit):
    return re.findall(r'<a class="claim (\w+)"', audit.report())


def told(shown, words):
    """The first view whose status has these words."""
    return next(view for view in shown if words in text_of(view.status))


def text_of(html):
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def test_a_pasted_answer_becomes_a_report_with_each_claim_judged(library, handing_in):
    last = seen(library, handing_in(PASTED))[-1]
    assert text_of(last.status) == "Audited the pasted text: 1 answer, judged by the verifier."
    report = last.audit.report()
    assert re.findall(r'<a class="claim (\w+)" href="(#\w+)">', report) == [
        ("supported", "#a1c1"), ("unsupported", "#a1c2"),
    ]  # fmt: skip
    assert "1 of 2 claims in 1 answer is supported by what they cite." in text_of(report)


def test_a_passage_names_its_article_and_its_lit_words(library, handing_in):
    report = seen(library, handing_in(PASTED))[-1].audit.report()
    [(id, start, end), *_] = re.findall(
        r'class="opener" data-article="([^"]+)" data-start="(\d+)" data-end="(\d+)"', report
    )
    assert library.article(id).text[int(start) : int(end)] == "Two boats sank near the pier."


def test_progress_counts_the_answers_and_says_who_judges(library, handing_in, tmp_path):
    judge = Gated(11, 12)
    file = lines_of(tmp_path, line(11), line(12))
    shown = views(AuditDesk(library, Future(), Turns(), lambda: judge), handing_in(dropped=file))
    assert text_of(next(shown).status) == "Reading answers.jsonl"
    view = told(shown, "Auditing")
    assert text_of(view.status) == "Auditing answers.jsonl: 0 of 2 answers Judged by the verifier."
    judge.gates["day 11"].set()
    view = told(shown, "1 of 2 answers")
    assert re.search("about .* left", text_of(view.status))
    assert view.audit.report().count('<article class="answer"') == 1
    judge.gates["day 12"].set()
    assert text_of(list(shown)[-1].status) == "Audited answers.jsonl: 2 answers, judged by the verifier."


def test_broken_rows_are_listed_by_line(library, handing_in, tmp_path):
    last = seen(library, handing_in(dropped=lines_of(tmp_path, line(1), '{"answer": 3}', "<b>no</b>")))[-1]
    assert "2 rows cannot be read" in text_of(last.status)
    assert re.findall(r"Line (\d)", text_of(last.status)) == ["2", "3"]


def test_markup_in_a_name_or_in_a_file_is_text_in_every_view(library, handing_in, tmp_path):
    file = tmp_path / f"{HARM}.jsonl"
    told = {
        "question": HARM,
        "answer": f"Two boats sank {HARM} [1].",
        "sources": [{"number": 1, "title": HARM}],
    }
    file.write_text(f"{json.dumps(told)}\n{HARM}")
    views = seen(library, handing_in(dropped=str(file)))
    assert all("<img" not in view.status and HARM in text_of(view.status) for view in views if view.audit)
    assert "<img" not in views[-1].audit.report()
    file.write_text(HARM)
    [*_, refused] = seen(library, handing_in(dropped=str(file)))
    assert "note error" in refused.status and "<img" not in refused.status


def test_closed_in_the_middle_it_shows_what_is_done_and_goes_on_there(library, handing_in, tmp_path):
    submit = handing_in(dropped=lines_of(tmp_path, *map(line, range(10, 14))))
    judge, turns = Gated(12), Turns()
    shown = views(AuditDesk(library, Future(), turns, lambda: judge), submit)
    audit = told(shown, "2 of 4 answers").audit
    shown.close()
    assert text_of(audit.status()).startswith("Stopped: 2 of 4 answers of answers.jsonl audited.")
    assert audit.report().count('<article class="answer"') == 2
    again = views(AuditDesk(library, Future(), turns, lambda: judge), submit)
    told(again, "Waiting: another audit is made first")  # until the question under way is answered
    judge.gates["day 12"].set()
    view = told(again, "Auditing")
    assert view.audit.done >= 2
    assert list(again)[-1].audit.done == 4


def test_one_waits_for_the_audit_before_and_is_told_of_it(library, handing_in):
    turns = Turns()
    desk = AuditDesk(library, Future(), turns, WordOverlap)
    turns.acquire()
    shown = views(desk, handing_in(PASTED))
    assert told(shown, "Waiting").audit is None
    later = views(desk, handing_in(PASTED))
    told(later, "Waiting: 2 other audits are made first")
    shown.close()
    told(later, "Waiting: another audit is made first")
    turns.release()
    assert list(later)[-1].audit.done == 1


@pytest.mark.parametrize(("thorough", "expected"), [(False, "partly"), (True, "supported")])
def test_thorough_asks_the_language_model_where_the_verifier_is_unsure(
    library, handing_in, thorough, expected
):
    generator = FakeGenerator({}, otherwise="Yes")
    desk = AuditDesk(library, with_model(library, generator), Turns(), Unsure)
    last = list(views(desk, handing_in("Two boats sank [1].\n\nSources:\n[1] Rain"), thorough=thorough))[-1]
    assert verdicts(last.audit) == [expected]
    assert bool(generator.prompts) is thorough
    assert ("by the verifier, and where it is unsure by the language model fake." in last.status) is thorough


def test_how_often_the_language_model_was_asked_is_told(library, handing_in):
    generator = Held()
    shown = views(
        AuditDesk(library, with_model(library, generator), Turns(), Unsure), handing_in(PASTED), thorough=True
    )
    view = told(shown, "It was asked once so far.")
    assert "Auditing the pasted text: 0 of 1 answer" in text_of(view.status)
    generator.go.set()
    list(shown)


def test_closed_within_an_answer_the_language_model_is_asked_no_more_and_the_next_has_its_turn(
    library, handing_in
):
    generator, turns = Held(), Turns()
    desk = AuditDesk(library, with_model(library, generator), turns, Unsure)
    shown = views(desk, handing_in(PASTED), thorough=True)
    while not generator.asked.is_set():
        next(shown)
    shown.close()
    generator.go.set()
    with turns.place() as place:
        for _ in place.waits():
            pass
    assert len(generator.prompts) == 1


def test_a_language_model_that_still_loads_keeps_nobody_in_line(library, handing_in):
    loading, turns = Future(), Turns()
    desk = AuditDesk(library, loading, turns, Unsure)
    thorough = views(desk, handing_in(PASTED), thorough=True)
    told(thorough, "Loading the language model")
    assert list(views(desk, handing_in(PASTED)))[-1].audit.done == 1
    loading.set_result(Assistant(library, FakeGenerator({}, otherwise="No")))
    assert "language model fake" in list(thorough)[-1].status


def test_a_language_model_that_cannot_be_loaded_is_said_in_place(library, handing_in):
    failed = Future()
    failed.set_exception(ModelError("no model file. Name another", Cure.NAME_MODEL))
    desk = AuditDesk(library, failed, Turns(), WordOverlap)
    assert (
        "Name another: start Pincite with it"
        in list(views(desk, handing_in(PASTED), thorough=True))[-1].status
    )


def test_a_language_model_that_fails_leaves_what_is_audited(library, handing_in, tmp_path):
    class Failing(FakeGenerator):
        def complete(self, messages, max_tokens):
            if "day 1" in messages[-1].content:
                raise GeneratorError("the server is gone")
            return super().complete(messages, max_tokens)

    turns = Turns()
    desk = AuditDesk(library, with_model(library, Failing({}, otherwise="No")), turns, Unsure)
    last = list(views(desk, handing_in(dropped=lines_of(tmp_path, line(0), line(1))), thorough=True))[-1]
    assert 'class="note error"' in last.status and "the server is gone" in last.status
    assert last.audit.report().count('<article class="answer"') == 1
    assert list(views(desk, handing_in(PASTED)))[-1].audit.done == 1


def test_a_judge_that_can_be_stopped_judges_as_the_judge_itself_until_then():
    claims, evidence = ["Two boats sank.", "It rained."], ["Two boats sank.", "The sun shone."]
    stop = threading.Event()
    each = StoppableJudge(WordOverlap(), stop, each=True)
    together = StoppableJudge(WordOverlap(), stop)
    expected = WordOverlap().judge(claims, evidence)
    assert each.judge(claims, evidence) == together.judge(claims, evidence) == expected
    assert (each.asked, together.asked) == (2, 1)
    assert (each.name, each.threshold) == (WordOverlap.name, WordOverlap.threshold)
    stop.set()
    for judge in (each, together):
        with pytest.raises(Stopped):
            judge.judge(claims, evidence)


def test_a_long_report_is_shown_in_pages(library, handing_in, tmp_path):
    file = lines_of(tmp_path, *map(line, range(26)))
    audit = seen(library, handing_in(dropped=file))[-1].audit
    first, second, beyond = audit.report(0), audit.report(1), audit.report(9)
    assert first.count('<article class="answer"') == 25
    assert "1 to 25 of 26" in first and 'data-page="1"' in first and 'data-page="-1"' not in first
    assert re.findall(r'<article class="answer" id="(\w+)"', second) == ["a26"]
    assert beyond == second


def test_the_report_and_the_repaired_answers_are_written_in_every_format(library, handing_in):
    files = seen(library, handing_in(PASTED))[-1].audit.files()
    reports, fixes = files[: len(REPORTS)], files[len(REPORTS) :]
    assert [path.name for path in reports] == [f"pasted-audit{suffix}" for suffix in REPORTS]
    assert [path.name for path in fixes] == [f"pasted-repaired{suffix}" for suffix in FIXES]
    assert asset("report.css") in reports[0].read_text()
    assert "**Struck**: Nine sailors were rescued" in fixes[0].read_text()
    assert json.loads(fixes[1].read_text())["answer"] == "Two boats sank near the pier [1]."


@pytest.mark.parametrize(
    ("pasted", "message"),
    [
        ("  \n", "There is nothing to audit yet"),
        ("Just some words.", "the pasted text is no answer: it has neither marks"),
    ],
)
def test_what_cannot_be_audited_is_said_in_place(library, handing_in, tmp_path, pasted, message):
    last = seen(library, handing_in(pasted))[-1]
    assert last.audit is None
    assert 'class="note error"' in last.status
    assert message in text_of(last.status)
    assert str(tmp_path) not in last.status


def test_a_verifier_that_cannot_be_loaded_is_said_in_place(library, handing_in):
    def missing():
        raise ModelError("the verifier is missing. Install Pincite again")

    assert "Install Pincite again" in seen(library, handing_in(PASTED), missing)[-1].status


def test_an_empty_library_leaves_what_the_answers_bring_along(handing_in, tmp_path, fake_embedder):
    answer = {"answer": "Two boats sank [1].", "sources": [{"number": 1, "text": "Two boats sank."}]}
    with Library.open(tmp_path / "none", embedder=fake_embedder) as empty:
        audit = seen(empty, handing_in(dropped=lines_of(tmp_path, json.dumps(answer))))[-1].audit
    assert '<a class="claim supported"' in audit.report()
    assert "opener" not in audit.report()


def test_nothing_is_written_of_what_was_not_handed_in(tmp_path):
    with pytest.raises(InputError, match="nothing to audit"):
        Submission.of("", None, tmp_path / "session")
