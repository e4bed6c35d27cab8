"""Many questions at once: the answers are those of `ask`, in the order of the questions, whatever finishes first."""

import json
import threading
import time

import pytest

from assistant.answering.ask import Assistant
from assistant.answering.events import Inquiry
from assistant.batch.questions import BatchQuestion
from assistant.batch.run import BatchProgress, batch_steps
from assistant.documents import to_document
from corpus.errors import InputError
from index import Filters
from tests.support.fake_batch import FERRY, REPLIES, SlowGenerator

QUESTIONS = [
    "Who spoke about the pier?",
    "When did the ferry leave?",
    "What did the council approve?",
    "How old is the mayor?",
    "Why is the pier closed?",
    "Is the ferry on time?",
]


def document(answer):
    """What `ask --json` prints, without the times."""
    return json.dumps({**to_document(answer), "timings_ms": None}, ensure_ascii=False)


def asked(*questions, **filters):
    return [BatchQuestion(str(n), question, n, Filters(**filters)) for n, question in enumerate(questions)]


def test_each_answer_of_many_equals_that_of_ask_byte_for_byte(assistant):
    alone = [document(assistant.ask(question)) for question in QUESTIONS]
    assert list(map(document, assistant.ask_all(QUESTIONS))) == alone


def test_answers_keep_the_order_where_later_ones_would_finish_first(library):
    class Uneven(SlowGenerator):
        def complete(self, messages, max_tokens):
            self.seconds = 0.01 if "spoke" in messages[-1].content else 0
            return super().complete(messages, max_tokens)

    answers = Assistant(library, Uneven()).ask_all(QUESTIONS)
    assert [answer.question for answer in answers] == QUESTIONS


def test_the_next_question_is_searched_while_an_answer_is_written(library):
    searched = threading.Event()

    class Waiting(SlowGenerator):
        def _slowly(self, piece):
            assert searched.wait(5)
            return piece

        def count_tokens(self, text):
            if text == QUESTIONS[1]:
                searched.set()
            return super().count_tokens(text)

    first, second = Assistant(library, Waiting()).ask_all(QUESTIONS[:2])
    assert (first.question, second.question) == tuple(QUESTIONS[:2])


def test_an_error_comes_when_it_is_its_questions_turn(assistant):
    answers = assistant.ask_all([QUESTIONS[0], " ", QUESTIONS[1]])
    assert next(answers).question == QUESTIONS[0]
    with pytest.raises(InputError, match="empty"):
        next(answers)


def test_a_lazy_list_of_questions_is_not_read_to_its_end_first(assistant):
    taken = []
    questions = (taken.append(question) or question for question in QUESTIONS)
    answers = assistant.ask_all(questions)
    next(answers)
    assert len(taken) < len(QUESTIONS)
    answers.close()


def test_leaving_early_stops_the_generator(library):
    written = []

    class Counting(SlowGenerator):
        def _slowly(self, piece):
            time.sleep(0.001)
            written.append(piece)
            return piece

    answers = Assistant(library, Counting()).ask_all(QUESTIONS * 20)
    next(answers)
    answers.close()
    after = len(written)
    time.sleep(0.02)
    assert len(written) == after


def test_filters_count_for_their_question_alone(assistant):
    inquiries = [Inquiry(QUESTIONS[0]), Inquiry(QUESTIONS[0], Filters(publisher="City Desk"))]
    everywhere, desk = assistant.ask_each(inquiries)
    assert not everywhere.abstained
    assert {citation.article.publisher for citation in desk.nearest} == {"City Desk"}
    assert desk.abstained


def test_several_threads_may_ask_one_assistant(assistant):
    alone = [document(assistant.ask(question)) for question in QUESTIONS]
    found = {}

    def ask(name):
        found[name] = list(map(document, assistant.ask_all(QUESTIONS)))

    threads = [threading.Thread(target=ask, args=(name,)) for name in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert list(found.values()) == [alone] * 3


def test_tokens_are_those_read_beyond_the_instructions_and_written(library):
    generator = SlowGenerator()
    answer = Assistant(library, generator).ask("Who spoke about the pier?")
    assert answer.tokens["reply"] == len(REPLIES["pier"].split())
    assert len("Who spoke about the pier?".split()) < answer.tokens["prompt"] < 2 * len(FERRY.split())
    assert Assistant(library, generator).ask("Who?", publisher="Nobody").tokens == {}


def test_a_run_keeps_what_came_of_each_question_as_soon_as_it_is_there(assistant):
    kept = []
    steps = [(run, len(kept)) for run in batch_steps(assistant, asked(*QUESTIONS), kept.append)]
    assert [record.question for record in kept] == QUESTIONS
    assert [(run.done, number) for run, number in steps] == [(n, n) for n in range(1, len(QUESTIONS) + 1)]
    run, _ = steps[-1]
    assert (run.answered, run.abstained, run.failed) == (5, 1, 0)


def test_a_failed_question_is_kept_with_its_error_and_the_rest_is_answered(library):
    kept = []
    questions = asked(QUESTIONS[0], "What of the broken pier?", QUESTIONS[1])
    *_, run = batch_steps(Assistant(library, SlowGenerator(broken=True)), questions, kept.append)
    assert [record.error for record in kept] == [None, "the server went away", None]
    assert (run.answered, run.failed) == (2, 1)


def test_an_unknown_article_fails_its_question_alone(assistant):
    kept = []
    list(batch_steps(assistant, [*asked(QUESTIONS[0], article="nowhere"), *asked(QUESTIONS[1])], kept.append))
    assert "no article 'nowhere'" in kept[0].error
    assert kept[1].answer is not None


def test_what_cannot_be_kept_ends_the_run(assistant):
    def full(record):
        raise InputError("no room")

    with pytest.raises(InputError, match="no room"):
        list(batch_steps(assistant, asked(*QUESTIONS), full))


def test_the_rate_is_of_the_time_that_passed():
    assert BatchProgress(answered=20, abstained=3, failed=1, seconds=240).per_minute == 6
    assert BatchProgress().per_minute == 0
