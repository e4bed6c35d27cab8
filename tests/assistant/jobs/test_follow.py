"""Work in a thread of its own: its latest state is seen, it can be stopped, and nobody waits for it."""

import asyncio
import threading
import time
from contextlib import aclosing
from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.jobs.follow import Stopped, in_turn
from assistant.jobs.follow import follow as follow_in_loop
from assistant.jobs.turns import Turns
from tests.support.views import taken

WAIT_SECONDS = 10  # for another thread; so long only if something is broken


class Steps:
    """A generator of numbers that goes on when it is let."""

    def __init__(self, number):
        self.number, self.begun = number, 0
        self.gates = [threading.Event() for _ in range(number)]
        self.closed = threading.Event()

    def __iter__(self):
        try:
            for n, gate in enumerate(self.gates):
                self.begun = n + 1
                assert gate.wait(WAIT_SECONDS)
                yield n
        finally:
            self.closed.set()


@dataclass(frozen=True)
class Waiting:
    """The state while others come first."""

    before: int


def follow(states, stop=None, *, again=True):
    """Follow them outside of an event loop."""
    return taken(follow_in_loop(states, stop, again=again))


def until(states, wanted):
    return next(state for state in states if state == wanted)


@pytest.mark.slow
@settings(deadline=None)  # a thread each
@given(st.lists(st.integers(), max_size=30))
def test_what_is_seen_is_a_part_of_the_states_in_their_order_and_ends_with_the_last(states):
    seen = list(follow(state for state in enumerate(states)))
    assert seen == sorted(set(seen))
    assert set(seen) <= set(enumerate(states))
    assert seen[-1:] == list(enumerate(states))[-1:]


def test_each_state_is_seen_as_soon_as_it_is_there_and_again_while_there_is_none():
    work = Steps(2)
    states = follow(iter(work))
    work.gates[0].set()
    assert [next(states), next(states)] == [0, 0]
    work.gates[1].set()
    assert set(states) <= {0, 1}
    assert work.closed.is_set()


def test_states_in_quick_succession_are_left_out_but_not_the_last_one():
    begun = time.monotonic()
    seen = list(follow(iter_of(range(20_000))))
    assert seen[-1] == 19_999
    assert len(seen) < 10 * (time.monotonic() - begun) + 2


def iter_of(numbers):
    yield from numbers


def test_stopped_the_work_is_closed_at_its_next_state_which_is_the_last_one_seen():
    work, stop = Steps(3), threading.Event()
    states = follow(iter(work), stop)
    work.gates[0].set()
    assert next(states) == 0
    stop.set()
    work.gates[1].set()
    assert list(states)[-1] == 1
    assert (work.begun, work.closed.is_set()) == (2, True)


def test_a_reader_who_goes_away_does_not_wait_and_the_work_ends_by_itself():
    work, stop = Steps(3), threading.Event()
    states = follow(iter(work), stop)
    work.gates[0].set()
    next(states)
    states.close()
    assert stop.is_set() and not work.closed.is_set()
    work.gates[1].set()
    assert work.closed.wait(WAIT_SECONDS)
    assert work.begun == 2


def test_work_may_end_itself_in_the_middle_of_a_step():
    stop = threading.Event()

    def work():
        yield "begun"
        assert stop.wait(WAIT_SECONDS)
        raise Stopped

    states = follow(work(), stop)
    assert next(states) == "begun"
    stop.set()
    assert set(states) <= {"begun"}


def test_an_error_of_the_work_is_raised_after_its_last_state():
    def work():
        yield "begun"
        raise RuntimeError("no disk")

    states = follow(work())
    assert next(states) == "begun"
    with pytest.raises(RuntimeError, match="no disk"):
        list(states)


def test_one_waits_for_ones_turn_and_is_told_the_place_in_line():
    turns = Turns()
    turns.acquire()
    first = follow(in_turn(turns, ["first"], Waiting))
    assert next(first) == Waiting(1)
    second = follow(in_turn(turns, ["second"], Waiting))
    assert next(second) == Waiting(2)
    turns.release()
    assert list(first)[-1] == "first"
    assert list(second)[-1] == "second"
    with turns.place() as place:
        assert list(place.waits()) == []


def test_one_who_goes_away_while_waiting_leaves_the_line():
    turns, begun = Turns(), []
    turns.acquire()

    def work():
        begun.append(True)
        yield "never"

    leaving = follow(in_turn(turns, work(), Waiting))
    assert next(leaving) == Waiting(1)
    leaving.close()
    staying = follow(in_turn(turns, ["staying"], Waiting))
    assert until(staying, Waiting(1))
    turns.release()
    assert list(staying)[-1] == "staying"
    assert begun == []


def test_the_turn_lasts_until_the_work_has_ended_also_when_nobody_follows_it():
    turns, work = Turns(), Steps(2)
    states = follow(in_turn(turns, iter(work), Waiting))
    work.gates[0].set()
    assert next(states) == 0
    states.close()
    with turns.place() as place:
        waits = place.waits()
        assert next(waits) == 1
        assert not work.closed.is_set()
        work.gates[1].set()
        assert set(waits) <= {1}
        assert work.closed.is_set()


def test_turns_are_taken_in_the_order_of_arrival():
    turns, order = Turns(), []
    turns.acquire()

    def work(name):
        order.append(name)
        yield name

    waiting = [follow(in_turn(turns, work(name), Waiting)) for name in range(3)]
    for place, states in enumerate(waiting, start=1):
        assert next(states) == Waiting(place)
    turns.release()
    for states in reversed(waiting):
        assert isinstance(list(states)[-1], int)
    assert order == [0, 1, 2]


def test_a_state_that_does_not_change_by_itself_comes_once():
    work = Steps(2)
    states = follow(iter(work), again=False)
    work.gates[0].set()
    assert next(states) == 0
    work.gates[1].set()
    assert list(states) == [1]


def test_given_up_in_an_event_loop_the_work_ends_at_its_next_state():
    go_on, ended = threading.Event(), threading.Event()

    def states():
        try:
            yield 1
            go_on.wait(10)
            yield 2
            yield 3
        finally:
            ended.set()

    async def first():
        async with aclosing(follow_in_loop(states())) as states_seen:
            return await anext(states_seen)

    assert asyncio.run(first()) == 1
    go_on.set()
    assert ended.wait(10)
