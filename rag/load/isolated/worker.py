"""A process that has the loaders ready and lets a copy of itself read each file.

    python -m rag.load.isolated.worker MODULE:FUNCTION LIMITS

A request is {"path": bytes of the path in hexadecimal}; an answer is a line that says how it went,
{"end": "done" | "output" | "time" | "signal", "signal": n}, and what the reading process sent.
Each file has a process of its own, forked from this one: that costs milliseconds, starts from the
same state for every file, and can be confined to that file alone, which cannot be undone.
"""

from __future__ import annotations

import contextlib
import gc
import os
import select
import signal
import sys
import time
from collections.abc import Callable
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any, NoReturn

from rag.document_json import to_json
from rag.errors import SourceError
from rag.load.isolated import frames
from rag.load.isolated.confinement import confine_reader, confine_worker
from rag.load.isolated.limits import MEGABYTE, LoadLimits
from rag.types import Document

IDLE_S = 300
"""Seconds without a request after which a worker ends; the next request starts another."""
LARGEST_REQUEST = 64 * 1024

_NO_MEMORY = frames.encoded({"broken": MemoryError.__name__})
_PIECE = 2**20
_GRACE_S = 1.0  # between the end of a reader's output and its own

Load = Callable[[Path], Document]


def main(target: str, limits: LoadLimits) -> int:
    """Serve requests from standard input until it ends. Returns the exit code."""
    requests, answers = _own_streams()
    try:
        load = _prepared(target)
        network_cut = confine_worker()
        end, told = _read_apart(partial(_tell_lacks, limits, network_cut), limits, requests)
        if end["end"] != "done":
            raise OSError(0, f"a reader ended by {end}")
        frames.send(answers, told)
    # Whatever keeps a worker from starting is for the program that started it.
    except Exception as error:
        frames.send(answers, frames.encoded({"broken": f"{type(error).__name__}: {error}"}))
        return 1
    with contextlib.suppress(frames.FrameError):  # the program has gone, and so does its worker
        while (path := _next_request(requests)) is not None:
            reading = partial(_read, path, load, limits, network_cut)
            end, told = _read_apart(reading, limits, requests)
            frames.send(answers, frames.encoded(end))
            frames.send(answers, told)
    return 0


def _own_streams() -> tuple[int, int]:
    """Requests and answers on descriptors that nothing a library prints can reach."""
    requests, answers = os.dup(0), os.dup(1)
    nowhere = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(nowhere, descriptor)
    os.close(nowhere)
    return requests, answers


def _prepared(target: str) -> Load:
    """The function that reads a file, with all that it needs imported."""
    module, _, name = target.partition(":")
    found = import_module(module)
    prepare: Callable[[], None] = getattr(found, "prepare", lambda: None)
    prepare()
    gc.collect()
    gc.freeze()  # or the collector of every copy would write to, and so copy, all of the memory
    load: Load = getattr(found, name)
    return load


def _next_request(requests: int) -> Path | None:
    """The path of the next file; None when there is none for long. Raises `FrameError`."""
    if not _readable(requests, IDLE_S):
        return None
    request = frames.decoded(frames.receive(requests, LARGEST_REQUEST))
    return Path(os.fsdecode(bytes.fromhex(request["path"])))


def _readable(descriptor: int, timeout_s: float) -> bool:
    poll = select.poll()
    poll.register(descriptor, select.POLLIN)
    return bool(poll.poll(timeout_s * 1000))


# ---------------------------------------------------------------- the side that watches


def _read_apart(
    reading: Callable[[int], None], limits: LoadLimits, requests: int
) -> tuple[dict[str, Any], bytes]:
    """Let a copy of this process do the reading; how it ended and what it sent."""
    source, output = os.pipe()
    reader = os.fork()
    if reader == 0:
        _be_reader(reading, output)
    os.close(output)
    try:
        end, told = _collected(source, limits, requests)
    finally:
        os.close(source)
    status = _ended(reader, at_once=end != "done")
    if end == "done" and status:
        return {"end": "signal", "signal": status}, b""
    return {"end": end}, told if end == "done" else b""


def _collected(source: int, limits: LoadLimits, requests: int) -> tuple[str, bytes]:
    """What a reader sends until it ends its output or passes a limit."""
    deadline = time.monotonic() + limits.wall_s
    poll = select.poll()
    poll.register(source, select.POLLIN)
    poll.register(requests, 0)  # tells only that the other side has gone
    pieces: list[bytes] = []
    size = 0
    while True:
        left = deadline - time.monotonic()
        events = dict(poll.poll(max(0.0, left) * 1000))
        if requests in events:
            return "gone", b""
        if not events:
            return "time", b""
        piece = os.read(source, _PIECE)
        if not piece:
            return "done", b"".join(pieces)
        pieces.append(piece)
        size += len(piece)
        if size > limits.output_mb * MEGABYTE:
            return "output", b""


def _ended(reader: int, at_once: bool) -> int:
    """Wait for a reader, ending it and what it started. Returns the signal that ended it, or 0."""
    deadline = time.monotonic() + (0 if at_once else _GRACE_S)
    status = None
    while status is None and time.monotonic() < deadline:
        done, found = os.waitpid(reader, os.WNOHANG)
        if done:
            status = found
        else:
            time.sleep(0.0005)
    for kill in (os.kill, os.killpg):
        with contextlib.suppress(ProcessLookupError, PermissionError):
            if status is None or kill is os.killpg:
                kill(reader, signal.SIGKILL)
    if status is None:
        _, status = os.waitpid(reader, 0)
    return os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0


# ---------------------------------------------------------------- the side that reads


def _be_reader(reading: Callable[[int], None], output: int) -> NoReturn:
    """Do the reading in this copy, and end without running anything of the original's."""
    try:
        os.dup2(output, 3)
        os.closerange(4, 256)
        reading(3)
    except MemoryError:
        with contextlib.suppress(OSError):
            os.write(3, _NO_MEMORY)  # made before, because now there is no room for making it
    # Not even an error that is no Exception may let the copy go on as if it were the worker.
    except BaseException as error:
        with contextlib.suppress(OSError):
            frames.write_all(3, frames.encoded({"broken": type(error).__name__}))
    finally:
        os._exit(0)


def _read(path: Path, load: Load, limits: LoadLimits, network_cut: bool, output: int) -> None:
    confine_reader(path, limits, network_cut)
    try:
        answer = {"document": to_json(load(path))}
    except SourceError as error:
        cause = error.__cause__
        if isinstance(cause, MemoryError):
            raise cause from error
        answer = {"error": {"reason": error.reason, "action": error.action}}
    frames.write_all(output, frames.encoded(answer))


def _tell_lacks(limits: LoadLimits, network_cut: bool, output: int) -> None:
    lacks = confine_reader(Path(os.devnull), limits, network_cut)
    frames.write_all(output, frames.encoded({"lacks": lacks}))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], LoadLimits.from_json(sys.argv[2])))
