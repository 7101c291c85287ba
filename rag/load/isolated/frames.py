"""Messages between processes: a length of eight bytes, then JSON in UTF-8. Nothing is pickled."""

from __future__ import annotations

import json
import os
import select
import struct
import time
from typing import Any

_LENGTH = struct.Struct(">Q")
_PIECE = 2**20


class FrameError(Exception):
    """The other process has gone, was too slow, or sent what is no message."""


def encoded(value: Any) -> bytes:
    """A value as JSON in UTF-8."""
    return json.dumps(value, ensure_ascii=False).encode("utf-8")


def decoded(data: bytes) -> Any:
    """The value of `encoded`. Raises `FrameError`."""
    try:
        return json.loads(data.decode("utf-8"))
    # Nested deeper than Python follows is as wrong as any other.
    except (ValueError, RecursionError) as error:
        raise FrameError("not a message") from error


def send(descriptor: int, data: bytes) -> None:
    """Write one message. Raises `FrameError` when nobody reads it."""
    try:
        write_all(descriptor, _LENGTH.pack(len(data)))
        write_all(descriptor, data)
    except OSError as error:
        raise FrameError("the other process has gone") from error


def receive(descriptor: int, largest: int, timeout_s: float | None = None) -> bytes:
    """Read one message of at most `largest` bytes. Raises `FrameError`."""
    deadline = None if timeout_s is None else time.monotonic() + timeout_s
    (length,) = _LENGTH.unpack(_exactly(descriptor, _LENGTH.size, deadline))
    if length > largest:
        raise FrameError("a message is longer than allowed")
    return _exactly(descriptor, length, deadline)


def write_all(descriptor: int, data: bytes) -> None:
    """Write all of the bytes. Raises `OSError`."""
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(descriptor, rest) :]


def _exactly(descriptor: int, size: int, deadline: float | None) -> bytes:
    pieces, missing = [], size
    poll = select.poll()
    poll.register(descriptor, select.POLLIN)
    while missing:
        if deadline is not None:
            left = deadline - time.monotonic()
            if left <= 0 or not poll.poll(left * 1000):
                raise FrameError("the other process did not answer in time")
        try:
            piece = os.read(descriptor, min(missing, _PIECE))
        except OSError as error:
            raise FrameError("the other process has gone") from error
        if not piece:
            raise FrameError("the other process has gone")
        pieces.append(piece)
        missing -= len(piece)
    return b"".join(pieces)
