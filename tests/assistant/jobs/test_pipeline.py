"""Stages at work at the same time: order, how much is under way, errors, an early end."""

import threading
from contextlib import closing

import pytest

from assistant.jobs.pipeline import in_stages


def same(value):
    return value


def run(items, *, read=same, write=same, check=same, writers=1, stopped=None):
    return in_stages(items, read, write, check, writers=writers, stopped=stopped or threading.Event())


def test_results_come_in_the_order_of_the_items():
    results = run(range(20), read=lambda n: n + 1, write=lambda n: n * 2, check=str)
    assert [result.result() for result in results] == [str(2 * (n + 1)) for n in range(20)]


def test_no_items_give_no_results():
    assert list(run([])) == []


def test_the_next_item_is_read_while_one_is_written_and_the_one_before_is_checked():
    together = threading.Barrier(3, timeout=5)  # passed only where all three are there at once

    def meet(place):
        def stage(n):
            if n == place:
                together.wait()
            return n

        return stage

    results = run(range(3), read=meet(2), write=meet(1), check=meet(0))
    assert [result.result() for result in results] == [0, 1, 2]


@pytest.mark.parametrize("writers", [1, 3])
def test_only_so_many_items_are_taken_ahead(writers):
    taken = []
    items = (taken.append(n) or n for n in range(100))
    with closing(run(items, writers=writers)) as results:
        next(results).result()
        assert len(taken) == writers + 2
        next(results).result()
        assert len(taken) == writers + 3


def test_several_writers_write_at_once_and_the_order_stays():
    together = threading.Barrier(3, timeout=5)

    def write(n):
        together.wait()
        return n

    assert [result.result() for result in run(range(6), write=write, writers=3)] == list(range(6))


def test_reading_and_checking_have_one_thread_each():
    threads = {"read": set(), "check": set()}

    def noted(stage):
        return lambda n: threads[stage].add(threading.get_ident()) or n

    list(run(range(20), read=noted("read"), check=noted("check"), writers=4))
    assert [len(ids) for ids in threads.values()] == [1, 1]


@pytest.mark.parametrize("stage", ["read", "write", "check"])
def test_an_error_is_that_of_its_item_alone(stage):
    def fails(n):
        if n == 1:
            raise ValueError(f"{stage} {n}")
        return n

    first, second, third = run(range(3), **{stage: fails})
    assert (first.result(), third.result()) == (0, 2)
    with pytest.raises(ValueError, match=f"{stage} 1"):
        second.result()


def test_closing_tells_the_writer_to_stop_and_begins_nothing_more():
    stopped, begun, checked = threading.Event(), threading.Event(), []

    def write(n):
        begun.set()
        assert stopped.wait(5)
        return n

    results = run(range(100), write=write, check=checked.append, stopped=stopped)
    next(results)
    begun.wait(5)
    results.close()
    assert stopped.is_set()
    assert len(checked) <= 1
