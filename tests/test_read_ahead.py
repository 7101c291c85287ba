import threading
import time

import pytest

from rag.read_ahead import ready_batches


def test_results_come_in_order_whichever_is_ready_first():
    """Slow and fast items mixed."""

    def work(n):
        time.sleep(0.02 if n % 3 == 0 else 0)
        return n * n

    batches = list(ready_batches(work, range(40), workers=4, ahead=8))

    assert [result for batch in batches for result in batch] == [n * n for n in range(40)]


def test_no_item_is_worked_on_further_ahead_than_allowed():
    """What is held at a time is bounded."""
    begun = []
    batches = ready_batches(begun.append, range(100), workers=2, ahead=6)
    given = 0
    for batch in batches:
        given += len(batch)
        time.sleep(0.005)
        assert len(begun) <= given + 6
    assert given == 100


def test_a_batch_does_not_wait_for_its_second():
    """The first result is given while the next is still being worked on."""
    go_on = threading.Event()

    def work(n):
        return n if n == 0 else go_on.wait(20)

    batches = ready_batches(work, range(2), workers=2, ahead=2)

    assert next(batches) == [0]
    go_on.set()
    assert next(batches) == [True]


def test_items_are_worked_on_while_a_batch_is_used():
    """That is what it is for."""
    begun = threading.Event()

    def work(n):
        if n:
            begun.set()
        return n

    batches = ready_batches(work, range(2), workers=1, ahead=2)
    next(batches)

    assert begun.wait(20)


def test_what_work_raises_is_raised_and_nothing_new_is_begun():
    """After the items before it."""
    begun = []

    def work(n):
        begun.append(n)
        return 1 // (n - 3)

    batches = ready_batches(work, range(1000), workers=1, ahead=4)
    with pytest.raises(ZeroDivisionError):
        list(batches)
    seen = len(begun)
    time.sleep(0.05)

    assert seen <= 9
    assert len(begun) == seen


def test_no_items_no_batches():
    """An empty folder."""
    assert list(ready_batches(str, [], workers=2, ahead=4)) == []
