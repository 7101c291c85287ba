"""Server-sent events: bytes as they arrive -> the data of each event.

The format is in the HTML standard, section 9.2 "Server-sent events".
"""

from __future__ import annotations

import codecs
from collections.abc import Iterable, Iterator


def event_data(pieces: Iterable[bytes], longest: int = 1_000_000) -> Iterator[str]:
    """The data of each event; lines and characters may be cut anywhere between two pieces.

    Comments, which servers send to keep a connection alive, and other fields are left out. An
    event that the end of the stream cuts off is given too: many servers forget the last empty
    line. Raises `ValueError` for an event of more than `longest` characters.
    """
    data: list[str] = []
    size = 0
    for line in _lines(pieces, longest):
        if not line:
            if data:
                yield "\n".join(data)
            data, size = [], 0
        elif line.startswith("data:"):
            data.append(line[5:].removeprefix(" "))
            size += len(line)
            if size > longest:
                raise ValueError("an event is too long")
    if data:
        yield "\n".join(data)


def _lines(pieces: Iterable[bytes], longest: int) -> Iterator[str]:
    """Lines without their ends: line feed, carriage return, or one after the other."""
    decoder = codecs.getincrementaldecoder("utf-8-sig")("replace")
    rest = ""
    for piece in pieces:
        rest += decoder.decode(piece)
        # A \r at the end may be half of \r\n: it waits for the next piece.
        held = "\r" if rest.endswith("\r") else ""
        whole = rest.removesuffix("\r") if held else rest
        *lines, rest = whole.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        rest += held
        if len(rest) > longest:
            raise ValueError("a line is too long")
        yield from lines
    rest += decoder.decode(b"", final=True)
    if rest:
        yield from rest.replace("\r\n", "\n").replace("\r", "\n").split("\n")
