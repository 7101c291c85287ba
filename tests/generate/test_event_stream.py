"""Server-sent events."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.generate.event_stream import event_data

STREAM = (
    b': keep alive\r\n\r\ndata: {"a": 1}\r\n\r\nevent: x\r\ndata:zwei\ndata: Zeilen \xe6\x97\xa5\n\n'
    b"\n\n: ping\n\ndata: [DONE]"
)
EXPECTED = ['{"a": 1}', "zwei\nZeilen 日", "[DONE]"]


@given(st.lists(st.integers(0, len(STREAM)), max_size=12))
def test_events_are_the_same_however_the_bytes_are_cut(cuts):
    """Between the two characters of a line end, inside a letter, inside a word."""
    at = [0, *sorted(cuts), len(STREAM)]
    pieces = [STREAM[start:end] for start, end in zip(at, at[1:], strict=False)]

    assert list(event_data(pieces)) == EXPECTED


def test_a_line_without_end_is_refused():
    """A server cannot fill the memory."""
    with pytest.raises(ValueError, match="too long"):
        list(event_data([b"data: " + b"x" * 1000] * 100, longest=5000))


def test_an_event_without_end_is_refused():
    """Nor with many short lines."""
    with pytest.raises(ValueError, match="too long"):
        list(event_data([b"data: x\n"] * 10_000, longest=5000))


def test_nothing_gives_nothing():
    """An empty stream has no events."""
    assert list(event_data([])) == []
