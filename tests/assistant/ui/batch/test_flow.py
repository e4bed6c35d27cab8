"""A file of questions becomes a table of answers, is kept, goes on, takes its turn, and is written in every format."""

import json
import threading
from concurrent.futures import Future, ThreadPoolExecutor

import pytest

from assistant.answering.ask import Assistant
from assistant.batch.journal import BatchFiles
from assistant.generate.protocol import FakeGenerator
from assistant.jobs.turns import Turns
from assistant.ui.batch.flow import FORMATS, DroppedBatch
from corpus import Article
from corpus.errors import GeneratorError, InputError, ModelError
from index import Library
from index.embed import FakeEmbedder

FERRY = "The ferry Aurora left Bergen on Monday. The storm had damaged the northern pier."
REPLIES = {
    "When": "The ferry Aurora left Bergen on Monday [1].",
    "What": "The storm had damaged the northern pier [1]. Nobody expected <b>that</b> [1].",
}


class OneAtATime(FakeGenerator):
    """Writes replies in the order in which they were asked for, as the real generators do, and notes that order."""

    def __init__(self, replies):
        super().__init__(replies)
        self.turns = Turns()
        self.begun = []

    def complete(self, messages, max_tokens):
        with self.turns.place() as place:
            self.in_line(messages[-1].content)
            for _ in place.waits():
                pass
            self.begun.append(messages[-1].content)
            self.write(messages[-1].content)
            return super().complete(messages, max_tokens)

    def in_line(self, asked):
        """Called when a question has its place in the line."""

    def write(self, asked):
        """Called while its reply is written."""


@pytest.fixture
def library(tmp_path):
    with Library.open(tmp_path / "library", embedder=FakeEmbedder()) as library:
        library.add([Article.create(FERRY, origin="ferry.txt", title="Ferry")])
        yield library


def loaded(library, generator=None):
    future = Future()
    future.set_result(Assistant(library, generator or FakeGenerator(REPLIES)))
    return future


@pytest.fixture
def batch(library, tmp_path):
    file = tmp_path / "questions.txt"
    file.write_text("When did the ferry leave Bergen?\n\nWhat had the storm damaged?\n")
    return DroppedBatch(file, library, tmp_path / "kept")


def ask_for(batch, number):
    batch.file.write_text("".join(f"When did the ferry leave Bergen on day {n}?\n" for n in range(number)))


def run(batch, generator=None, turns=None, anew=False):
    assistant = loaded(batch.library, generator)
    return list(batch.views(assistant, turns or Turns(), anew=anew))


def openers(view):
    return view.html.count("data-row=")


def test_what_the_file_holds_is_told_before_anything_is_asked(batch):
    told = batch.understood()
    assert "2 questions can be asked" in told
    assert "1 row cannot be asked" in told and "Line 2" in told
    assert batch.page().can_run and not batch.page().can_restart


def test_a_file_without_questions_is_told_in_words_of_the_page(batch):
    batch = DroppedBatch(batch.file.with_suffix(".csv"), batch.library, batch.kept)
    batch.file.write_text("a,b\n1,2\n")
    told = batch.understood()
    assert "questions.csv: it has no column question" in told and 'class="note error"' in told
    assert "--" not in told and str(batch.file.parent) not in told
    assert not batch.page().can_run


def test_the_table_fills_answer_by_answer_beside_the_questions_that_wait(batch):
    views = run(batch)
    assert [openers(view) for view in views] == [0, 1, 2, 2]
    assert "0 of 2 questions done" in views[0].html and "Being answered" in views[0].html
    assert all("What had the storm damaged?" in view.html for view in views)
    assert "2 of 2 questions answered." in views[-1].html
    assert "<b>that" not in views[-1].html
    assert not views[-1].can_run and views[-1].can_restart


def test_every_question_of_a_long_file_is_asked(batch):
    ask_for(batch, 60)
    generator = FakeGenerator(REPLIES)
    assert "60 of 60 questions answered" in run(batch, generator)[-1].html
    assert len(generator.prompts) == 60


def test_the_page_follows_the_answers_until_the_reader_turns_to_another(batch):
    ask_for(batch, 52)
    views = batch.views(loaded(batch.library), Turns())
    first = [next(views) for _ in range(52)][-1]
    assert "51 to 52 of 52" in first.html
    batch.turned_to = 0
    *_, last = views
    assert "1 to 50 of 52" in last.html
    for page in (1, 99):
        batch.turned_to = page
        assert openers(batch.page()) == 2


def test_the_page_stays_where_it_has_followed_the_answers_to(batch):
    ask_for(batch, 52)
    last = "51 to 52 of 52"
    assert last in run(batch)[-1].html
    assert last in batch.page().html


def test_turned_back_to_the_answers_the_page_follows_them_again(batch):
    ask_for(batch, 52)
    batch.turned_to = 0
    views = batch.views(loaded(batch.library), Turns())
    next(views)
    assert batch.turned_to is None
    views.close()


def test_an_answer_can_be_read_while_others_are_written(batch):
    views = batch.views(loaded(batch.library), Turns())
    next(views), next(views)
    assert "1 of 2 questions answered; 1 are left." in batch.page().html
    assert "left Bergen on Monday" in batch.opened(0)
    assert "Question 1 of 2" in batch.opened(-5)
    assert "no answer yet" in batch.opened(1)
    assert "no answer yet" in batch.opened(99)
    views.close()


def test_what_was_answered_is_there_again_and_the_rest_goes_on(batch):
    views = batch.views(loaded(batch.library), Turns())
    next(views), next(views)
    views.close()
    assert openers(batch.page()) == 1 and batch.page().can_run
    assert [openers(view) for view in run(batch)] == [1, 2, 2]


def test_begun_anew_everything_is_asked_again(batch):
    run(batch)
    assert [openers(view) for view in run(batch, anew=True)] == [0, 1, 2, 2]


def test_answers_from_other_articles_can_be_read_and_only_begun_anew(batch):
    run(batch)
    batch.library.add([Article.create("Rain fell.", origin="rain.txt", title="Rain")])
    view = batch.page()
    assert "the articles have changed since" in view.html and "--" not in view.html
    assert openers(view) == 2 and not view.can_run and view.can_restart
    [refused] = run(batch)
    assert "the articles have changed since" in refused.html and openers(refused) == 2
    assert len(batch.written(batch.file.parent)) == len(FORMATS)
    assert [openers(view) for view in run(batch, anew=True)] == [0, 1, 2, 2]


def test_answers_of_another_model_are_not_mixed_with_new_ones(batch):
    run(batch)
    other = FakeGenerator(REPLIES)
    other.name = "another@1"
    [refused] = run(batch, other)
    assert "the generator was fake@0, now it is another@1" in refused.html and openers(refused) == 2


def test_a_file_that_another_pincite_answers_is_told(batch):
    run(batch)
    [folder] = batch.kept.iterdir()
    with BatchFiles.of(folder / "questions.answers.jsonl").locked():
        [view] = run(batch)
    assert "Another Pincite on this computer is answering this file" in view.html
    assert openers(view) == 2


def test_a_damaged_file_of_answers_is_told_in_words_of_the_page(batch):
    run(batch)
    [folder] = batch.kept.iterdir()
    (folder / "questions.answers.jsonl").write_text("nonsense\n")
    view = batch.page()
    assert "press Begin anew" in view.html and "--restart" not in view.html
    assert view.can_restart and not view.can_run


def test_the_answers_are_written_in_every_format(batch):
    with pytest.raises(InputError, match="Nothing is answered yet"):
        batch.written(batch.file.parent)
    run(batch)
    files = batch.written(batch.file.parent)
    assert [path.name for path in files] == [f"questions.answers{suffix}" for suffix in FORMATS]
    assert all(path.stat().st_size > 100 for path in files)
    lines = [json.loads(line) for line in files[0].read_text().splitlines()]
    assert lines[0]["question"] == "When did the ferry leave Bergen?"
    assert "left Bergen on Monday" in files[FORMATS.index(".md")].read_text()


def test_an_assistant_that_failed_to_load_is_a_note(batch):
    failed = Future()
    failed.set_exception(ModelError("the model is missing. Fetch it"))
    [view] = batch.views(failed, Turns())
    assert "the model is missing" in view.html and "note error" in view.html


def test_a_question_that_fails_keeps_its_row_and_is_asked_again(batch):
    class Broken(FakeGenerator):
        def complete(self, messages, max_tokens):
            if "storm" in messages[-1].content.rpartition("Question")[2]:
                raise GeneratorError("the server <b>went away</b>")
            return super().complete(messages, max_tokens)

    last = run(batch, Broken(REPLIES))[-1]
    assert "the server &lt;b&gt;went away" in last.html and "1 failed" in last.html
    assert last.can_run
    assert "went away" in batch.opened(1)
    assert "2 of 2 questions answered." in run(batch)[-1].html


def test_batches_run_one_after_another_and_each_knows_its_place(batch, tmp_path):
    other = DroppedBatch(tmp_path / "other.txt", batch.library, batch.kept)
    other.file.write_text("When did the ferry leave?\n")
    assistant, turns = loaded(batch.library), Turns()
    first = batch.views(assistant, turns)
    next(first)
    second = other.views(assistant, turns)
    assert "Waiting: another batch is answered first" in next(second).html
    assert "2 of 2 questions answered." in list(first)[-1].html
    assert "1 of 1 question answered." in list(second)[-1].html


def test_one_who_leaves_the_line_keeps_nobody_waiting(batch):
    assistant, turns = loaded(batch.library), Turns()
    with turns.place():
        leaving = batch.views(assistant, turns)
        next(leaving)
        leaving.close()
    assert "2 of 2 questions answered." in run(batch, turns=turns)[-1].html


def test_a_question_waits_for_one_answer_of_a_batch_at_most(batch):
    """The question comes while the fifth of twenty is written; it is the next."""

    class Held(OneAtATime):
        fifth_is_written, asked = threading.Event(), threading.Event()

        def in_line(self, asked):
            if "storm" in asked.rpartition("Question")[2]:
                self.asked.set()

        def write(self, asked):
            if "day 4?" in asked:
                self.fifth_is_written.set()
                assert self.asked.wait(10)

    ask_for(batch, 20)
    generator = Held(REPLIES)
    assistant = loaded(batch.library, generator)
    with ThreadPoolExecutor(1) as other:
        running = other.submit(lambda: list(batch.views(assistant, Turns())))
        assert generator.fifth_is_written.wait(10)
        answer = assistant.result().ask("What had the storm damaged?")
        assert "20 of 20 questions answered." in running.result(10)[-1].html
    assert "northern pier" in answer.text
    assert ["storm" in asked.rpartition("Question")[2] for asked in generator.begun].index(True) == 5
