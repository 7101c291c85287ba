import threading

from rag.web.model_turns import ModelTurns, Stops


def test_the_first_has_nobody_ahead_and_the_others_stand_in_order():
    """Positions are those of arrival."""
    line = ModelTurns()
    first, second, third = line.take(), line.take(), line.take()
    assert [ticket.ahead() for ticket in (first, second, third)] == [0, 1, 2]


def test_leaving_moves_everyone_up():
    """Also someone in the middle may leave."""
    line = ModelTurns()
    first, second, third = line.take(), line.take(), line.take()
    with second:
        pass
    assert third.ahead() == 1
    with first:
        pass
    assert third.ahead() == 0


def test_several_may_write_at_once():
    """With two places the second does not wait."""
    line = ModelTurns(at_once=2)
    assert [line.take().ahead() for _ in range(3)] == [0, 0, 1]


def test_waiting_ends_as_soon_as_it_is_ones_turn():
    """A waiter is woken, not polled."""
    line = ModelTurns()
    first, second = line.take(), line.take()
    threading.Timer(0.05, first.__exit__, (None, None, None)).start()
    assert second.ahead(wait_s=10) == 0


def test_an_error_while_writing_frees_the_place():
    """Nobody waits for an answer that has failed."""
    line = ModelTurns()
    try:
        with line.take():
            raise ValueError
    except ValueError:
        pass
    assert line.take().ahead() == 0


def test_stop_reaches_only_the_tab_that_asked():
    """One person cannot stop another's answer."""
    stops = Stops()
    mine, theirs = stops.start("mine"), stops.start("theirs")
    stops.stop("mine")
    assert mine.is_set()
    assert not theirs.is_set()


def test_a_new_question_of_a_tab_stops_the_one_before():
    """A tab has one answer at a time."""
    stops = Stops()
    before = stops.start("tab")
    now = stops.start("tab")
    assert before.is_set()
    stops.end("tab", before)
    stops.stop("tab")
    assert now.is_set()


def test_stopping_where_nothing_runs_does_nothing():
    """The button may be pressed too late."""
    stops = Stops()
    signal = stops.start("tab")
    stops.end("tab", signal)
    stops.stop("tab")
    assert not signal.is_set()
