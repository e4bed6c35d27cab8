"""A run over questions that was ended goes on where it was, and each question counts once."""

import pytest

from assistant.jobs.journal import Journal
from assistant.training.answerable import Drawn, Observation, kept

ASKED = [Drawn(question, "two", bool) for question in ("How many?", "Who?", "When?")]


def seen(one):
    for is_miss in (False, True):
        yield Observation(one.question, not is_miss, is_miss, 0.5, 0.25, 0.125)


def ended_at(question):
    def observe(one):
        for row in seen(one):
            yield row
            if one.question == question:
                raise KeyboardInterrupt

    return observe


def test_a_run_that_was_ended_goes_on_where_it_was(tmp_path):
    path = tmp_path / "answerable.jsonl"
    with pytest.raises(KeyboardInterrupt):
        list(kept(Journal(path), ASKED, ended_at("Who?")))
    path.write_bytes(path.read_bytes() + b'[{"question": "Wh')  # killed while it wrote
    again = []
    rows = list(kept(Journal(path), ASKED, lambda one: again.append(one.question) or seen(one)))
    assert again == ["Who?", "When?"]
    assert rows == [row for one in ASKED for row in seen(one)]
    assert list(kept(Journal(path), ASKED, ended_at("How many?"))) == rows
