import os
import threading
import time

import pytest

from rag.load.isolated import frames


@pytest.fixture
def pipe():
    source, target = os.pipe()
    yield source, target
    for descriptor in (source, target):
        try:
            os.close(descriptor)
        except OSError:
            continue


@pytest.mark.parametrize("size", [0, 1, 70_000, 3_000_000])
def test_a_message_of_any_size_comes_through(pipe, size):
    """Larger than a pipe holds, too; and the next one begins where it ends."""
    source, target = pipe
    data = os.urandom(size)
    writer = threading.Thread(target=lambda: [frames.send(target, data), frames.send(target, b"n")])
    writer.start()

    assert frames.receive(source, 4_000_000, 20) == data
    assert frames.receive(source, 10, 20) == b"n"
    writer.join()


def test_values_of_every_script_come_through():
    """JSON in UTF-8."""
    value = {"words": ["الميناء", "港口", "порт", "ท่าเรือ", "🚢"], "n": [1, 2.5, None, True]}

    assert frames.decoded(frames.encoded(value)) == value


@pytest.mark.parametrize("data", [b"", b"{", b"\xff", b"[" * 100_000, b'{"a": ' * 50_000])
def test_what_is_no_message_is_told(data):
    """Torn, not UTF-8, or nested without end."""
    with pytest.raises(frames.FrameError, match="not a message"):
        frames.decoded(data)


def test_a_message_longer_than_allowed_is_not_read(pipe):
    """Its length is looked at before anything is held."""
    source, target = pipe
    os.write(target, (2**40).to_bytes(8, "big"))

    with pytest.raises(frames.FrameError, match="longer"):
        frames.receive(source, 1000, 5)


def test_a_side_that_has_gone_and_one_that_is_silent_are_told(pipe):
    """In the midst of a message, before one, and when nobody reads any more."""
    source, target = pipe
    os.write(target, (100).to_bytes(8, "big") + b"part")
    began = time.monotonic()
    with pytest.raises(frames.FrameError, match="in time"):
        frames.receive(source, 1000, 0.2)
    assert time.monotonic() - began < 5
    os.close(target)
    with pytest.raises(frames.FrameError, match="gone"):
        frames.receive(source, 1000, 5)
    again, target = os.pipe()
    os.close(again)
    with pytest.raises(frames.FrameError, match="gone"):
        frames.send(target, b"x")
    os.close(target)
