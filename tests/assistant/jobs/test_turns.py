"""The line of those who wait."""

import threading
import time

from assistant.jobs.turns import Turns


def test_who_comes_first_is_first_and_the_others_know_how_many_are_before():
    turns = Turns()
    with turns.place() as first:
        with turns.place() as second, turns.place() as third:
            assert list(first.waits()) == []
            assert [next(second.waits()), next(third.waits())] == [1, 2]
        with turns.place() as fourth:
            assert next(fourth.waits()) == 1


def test_one_who_leaves_the_line_makes_room():
    turns = Turns()
    with turns.place():
        leaving = turns.place()
        leaving.__enter__()
        with turns.place() as last:
            leaving.__exit__(None, None, None)
            assert next(last.waits()) == 1


def test_waiting_ends_when_the_line_moves():
    turns = Turns()
    first = turns.place()
    first.__enter__()
    with turns.place() as second:
        threading.Timer(0.05, first.__exit__, (None, None, None)).start()
        assert set(second.waits()) == {1}


def test_as_a_lock_it_is_fair():
    """Whoever releases it and wants it again at once comes after who waited."""
    turns, order = Turns(), []
    turns.acquire()

    def one_who_waits():
        with turns:
            order.append("waited")

    waiting = threading.Thread(target=one_who_waits)
    waiting.start()
    while _waiting(turns) < 2:  # the lock is held, and one waits for it
        time.sleep(0.001)
    turns.release()
    with turns:
        order.append("again")
    waiting.join()
    assert order == ["waited", "again"]


def _waiting(turns: Turns) -> int:
    with turns.place() as last:
        return next(last.waits())
