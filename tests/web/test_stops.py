"""The stop signal of each tab."""

from rag.web.stops import Stops


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
