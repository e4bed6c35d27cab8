"""The line of those who wait for an answer."""

import threading

from assistant.ui.turns import Turns


def test_who_comes_first_is_first_and_the_others_know_how_many_are_before():
    turns = Turns()
    with turns.place() as first:
        with turns.place() as second, turns.place() as third:
            assert [first.before(), second.before(), third.before()] == [0, 1, 2]
        with turns.place() as fourth:
            assert fourth.before() == 1


def test_one_who_leaves_the_line_makes_room():
    turns = Turns()
    with turns.place():
        leaving = turns.place()
        leaving.__enter__()
        with turns.place() as last:
            leaving.__exit__(None, None, None)
            assert last.before() == 1


def test_waiting_ends_when_the_line_moves():
    turns = Turns()
    first = turns.place()
    first.__enter__()
    with turns.place() as second:
        threading.Timer(0.05, first.__exit__, (None, None, None)).start()
        assert second.before(30) == 0
