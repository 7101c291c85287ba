"""A loader that does what the first word of its file says, in place of a parser gone wrong."""

import ctypes
import mmap
import os
import signal
import socket
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

from rag.load.builder import DocumentBuilder
from rag.load.isolated import frames
from rag.load.walk import load_document, prepare

__all__ = ["load", "prepare"]


def load(path):
    """Misbehave, or read the file."""
    word, _, rest = path.read_text(encoding="utf-8", errors="replace").partition(" ")
    act = _ACTS.get(word)
    return act(path, rest.strip()) if act else load_document(path)


def _said(path, words):
    """A document that says what came of an attempt."""
    builder = DocumentBuilder(path, b"", "text/plain")
    builder.block(words)
    return builder.finish("title")


def _attempt(act):
    """The name of the error that an attempt meets; "done" when it meets none."""
    try:
        act()
    except OSError as error:
        return type(error).__name__
    return "done"


def _spin(path, rest):
    while True:
        pass


def _sleep(path, rest):
    time.sleep(600)


def _eat(path, rest):
    # Most of it is only asked for: filling it takes longer than the time limit on a busy machine.
    held = [mmap.mmap(-1, 200 * 2**20)]
    while True:
        held.append(bytearray(16 * 2**20))


def _crash(path, rest):
    ctypes.string_at(0)


def _kill_all(path, rest):
    """Signals to the worker above and to every process that may be reached."""
    return _said(
        path,
        " ".join(_attempt(lambda at=at: os.kill(at, signal.SIGKILL)) for at in (os.getppid(), -1)),
    )


def _fork(path, rest):
    results = [_attempt(lambda: _leave(os.fork())) for _ in range(3)]
    return _said(path, " ".join(results))


def _leave(child):
    if not child:
        time.sleep(600)


def _start_program(path, rest):
    return _said(path, _attempt(lambda: subprocess.run(["/bin/true"], check=True)))


def _socket(path, rest):
    kinds = (
        (socket.AF_INET, socket.SOCK_STREAM),
        (socket.AF_INET, socket.SOCK_DGRAM),
        (socket.AF_UNIX, socket.SOCK_STREAM),
    )
    return _said(path, " ".join(_attempt(lambda kind=kind: socket.socket(*kind)) for kind in kinds))


def _open(path, rest):
    return _said(
        path, " ".join(_attempt(lambda at=at: Path(at).read_bytes()) for at in rest.split("|"))
    )


def _write(path, rest):
    at = Path(rest)
    acts = (
        lambda: at.write_text("changed"), lambda: at.unlink(), lambda: at.rename(f"{rest}2"),
        lambda: (at.parent / "new").write_text("new"), lambda: (at.parent / "made").mkdir(),
        lambda: at.chmod(0o777), lambda: at.symlink_to("/"),
    )  # fmt: skip
    return _said(path, " ".join(map(_attempt, acts)))


def _many_files(path, rest):
    held = []

    def hold():
        for _ in range(500):
            held.append(os.open(os.devnull, os.O_RDONLY))

    return _said(path, _attempt(hold))


def _flood(path, rest):
    for descriptor in range(3, 8):
        try:
            while True:
                os.write(descriptor, b"x" * 2**20)
        except OSError:
            continue


def _garbage(path, rest):
    frames.write_all(3, b"\xff\x00 no message")
    os._exit(0)


def _forge(path, rest):
    """Pretend to be another document."""
    return replace(_said(path, "forged words"), id="0" * 16, path="/etc/passwd")


def _denormal(path, rest):
    return replace(_said(path, "cafe"), text="cafe\u0301")


def _print(path, rest):
    os.write(1, b"{" * 1000)
    sys.stderr.write("noise\n")
    return _said(path, "printed")


def _exit(path, rest):
    sys.exit(3)


def _variables(path, rest):
    return _said(path, " ".join(sorted(os.environ)))


_ACTS = {name.removeprefix("_").replace("_", "-"): act for name, act in list(globals().items()) if name.startswith("_") and callable(act)}  # fmt: skip
