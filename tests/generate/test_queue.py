"""The line in front of the language model."""

import threading

import pytest

from rag.errors import ModelError
from rag.generate.queue import ModelQueue


def test_the_first_has_nobody_ahead_and_the_others_stand_in_order():
    """Positions are those of arrival."""
    queue = ModelQueue()
    tickets = [queue.take(client) for client in ("a", "b", "c")]

    assert [ticket.ahead() for ticket in tickets] == [0, 1, 2]


def test_leaving_moves_everyone_up():
    """Also someone in the middle may leave."""
    queue = ModelQueue()
    first, second, third = (queue.take(client) for client in ("a", "b", "c"))
    with second:
        pass
    assert third.ahead() == 1
    with first:
        pass
    assert third.ahead() == 0


def test_several_may_write_at_once():
    """With two places the second does not wait."""
    queue = ModelQueue(at_once=2)

    assert [queue.take(client).ahead() for client in ("a", "b", "c")] == [0, 0, 1]


def test_waiting_ends_as_soon_as_it_is_ones_turn():
    """A waiter is woken, not polled."""
    queue = ModelQueue()
    first, second = queue.take("a"), queue.take("b")
    threading.Timer(0.05, first.__exit__, (None, None, None)).start()

    assert second.ahead(wait_s=10) == 0


def test_an_error_while_writing_frees_the_place():
    """Nobody waits for an answer that has failed."""
    queue = ModelQueue()
    with pytest.raises(ValueError, match="broken"), queue.take():
        raise ValueError("broken")

    assert queue.take().ahead() == 0


def test_who_asks_much_lets_others_go_between():
    """Somebody's fourth question comes after everybody's first."""
    queue = ModelQueue()
    busy = [queue.take("busy") for _ in range(4)]
    assert busy[0].ahead() == 0
    other, third = queue.take("other"), queue.take("third")

    assert (other.ahead(), third.ahead()) == (1, 2)
    assert [ticket.ahead() for ticket in busy] == [0, 3, 4, 5]


def test_nobody_is_put_before_who_has_been_called():
    """An answer that has begun is finished first."""
    queue = ModelQueue()
    with queue.take("busy"):
        second = queue.take("busy")
    assert second.ahead() == 0

    assert queue.take("other").ahead() == 1
    assert second.ahead() == 0


def test_the_line_has_an_end():
    """One sentence says how many are waiting and what to do."""
    queue = ModelQueue(most_waiting=2)
    for client in "abc":
        queue.take(client)

    with pytest.raises(ModelError, match=r"3 questions are before .* ask again"):
        queue.take("d")
