"""A few workers that read files for this process, and what is told of a file that ends one."""

from __future__ import annotations

import os
import queue
import signal
import subprocess
import sys
import threading
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from rag.document_json import from_json
from rag.errors import ModelError, SourceError
from rag.files import check_file, document_id, shown_path
from rag.load.isolated import frames
from rag.load.isolated.limits import MEGABYTE, LoadLimits
from rag.settings import PACKAGE_FOLDER
from rag.types import Document

LOAD_DOCUMENT = "rag.load.walk:load_document"

_START_S = 300.0  # a cold disk and a busy machine
_MARGIN_S = 30.0  # by which a worker may answer later than its reader's time
_SMALL = 64 * 1024
_LONGEST_REASON = 300
_KEPT_VARIABLES = (
    "PATH", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "LD_LIBRARY_PATH", "PYTHONHOME", "VIRTUAL_ENV",
)  # fmt: skip


class LoaderPool:
    """Reads files in processes apart; safe to use from several threads, which then read at once.

    Workers start with the first files and end after some minutes without one.
    """

    def __init__(self, limits: LoadLimits, workers: int, target: str = LOAD_DOCUMENT) -> None:
        """`target` is the module and function, "module:name", that reads a file."""
        self._limits, self._target = limits, target
        self._idle: queue.LifoQueue[_Worker | None] = queue.LifoQueue()
        for _ in range(workers):
            self._idle.put(None)
        self._started: set[_Worker] = set()
        self._guard = threading.Lock()
        self._closed = False

    def load(self, path: Path) -> Document:
        """Read a file as `rag.load.walk.load_document` does, in a process of its own.

        Raises `SourceError` too when the file made its process crash, or use more memory, time or
        output than it may; the others are not touched. Raises `ModelError` when no worker starts.
        """
        check_file(path)
        worker = self._idle.get()
        try:
            worker = self._alive(worker)
            try:
                answer = worker.ask(path)
            except frames.FrameError:
                # It may have ended because it had been idle; a fresh one has no such excuse.
                worker = self._replaced(worker)
                answer = worker.ask(path)
        except frames.FrameError as error:
            self._drop(worker)
            worker = None
            raise SourceError(path, f"could not be read ({error})", "try again") from error
        except BaseException:
            self._drop(worker)
            worker = None
            raise
        finally:
            self._idle.put(worker)
        return self._document(path, answer)

    def lacks(self) -> tuple[str, ...]:
        """What this system cannot keep a loader from, in words. Raises `ModelError`."""
        worker = self._idle.get()
        try:
            worker = self._alive(worker)
            return worker.lacks()
        except frames.FrameError as error:
            raise _not_started(str(error)) from error
        finally:
            self._idle.put(worker)

    def close(self) -> None:
        """End all workers and what they read; a later `load` raises."""
        with self._guard:
            self._closed = True
            ended, self._started = self._started, set()
        for worker in ended:
            worker.end()

    def _alive(self, worker: _Worker | None) -> _Worker:
        if worker is not None and worker.is_running():
            return worker
        return self._replaced(worker)

    def _replaced(self, worker: _Worker | None) -> _Worker:
        self._drop(worker)
        return self._new_worker()

    def _drop(self, worker: _Worker | None) -> None:
        if worker is not None:
            worker.end()
            with self._guard:
                self._started.discard(worker)

    def _new_worker(self) -> _Worker:
        with self._guard:
            if self._closed:
                raise _not_started("reading was stopped")
            worker = _Worker(self._target, self._limits)
            self._started.add(worker)
            return worker

    def _document(self, path: Path, answer: _Answer) -> Document:
        """The document of an answer, which is looked at as any input is: a file may have made it."""
        reason = self._reason(answer)
        if reason:
            raise SourceError(path, reason, "it is left out")
        error = answer.value.get("error")
        if isinstance(error, Mapping):
            said, action = (_one_line(error.get(key)) for key in ("reason", "action"))
            raise SourceError(path, said or "could not be read", action)
        try:
            document = from_json(answer.value["document"])
            if not unicodedata.is_normalized("NFC", document.text) or not document.text.strip():
                raise ValueError("not the text of a document")
        except (KeyError, TypeError, ValueError) as wrong:
            raise SourceError(path, f"could not be read ({wrong})", "it is left out") from wrong
        # Which document it is, is not for the file to say.
        return replace(document, id=document_id(str(path.absolute())), path=shown_path(path))

    def _reason(self, answer: _Answer) -> str:
        """Why there is no document; "" when the loader itself answered."""
        limits = self._limits
        slow = f"takes longer than the {limits.cpu_s} s that reading a file may take"
        large = f"needs more than the {limits.memory_mb} MB of memory that reading a file may take"
        match answer.end:
            case "time":
                return slow
            case "output":
                return f"gives more than {limits.output_mb} MB of text"
            case "signal" if answer.signal == signal.SIGXCPU:
                return slow
            case "signal":
                return f"made the program that reads it crash ({_signal_name(answer.signal)})"
        broken = answer.value.get("broken")
        if broken == MemoryError.__name__:
            return large
        return f"could not be read ({_one_line(broken)})" if broken else ""


@dataclass(frozen=True, slots=True)
class _Answer:
    """How the reading of a file ended, and the JSON object that came of it."""

    end: str
    signal: int
    value: dict[str, Any]


class _Worker:
    """One worker process as this one sees it."""

    def __init__(self, target: str, limits: LoadLimits) -> None:
        self._limits = limits
        command = [sys.executable, "-P", "-m", "rag.load.isolated.worker", target]
        try:
            # A session of its own: Ctrl-C is for this process, which then ends its workers.
            self._process = subprocess.Popen(
                [*command, limits.as_json()],
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                bufsize=0, cwd="/", env=_environment(), start_new_session=True,
            )  # fmt: skip
        except OSError as error:
            raise _not_started(error.strerror or str(error)) from error
        assert self._process.stdin is not None  # noqa: S101 - both are pipes
        assert self._process.stdout is not None  # noqa: S101
        self._requests = self._process.stdin.fileno()
        self._answers = self._process.stdout.fileno()
        self._lacks: tuple[str, ...] | None = None

    def is_running(self) -> bool:
        """Whether the process has not ended."""
        return self._process.poll() is None

    def lacks(self) -> tuple[str, ...]:
        """What it could not give up; waits until it is ready. Raises `FrameError`, `ModelError`."""
        if self._lacks is None:
            ready = frames.decoded(frames.receive(self._answers, _SMALL, _START_S))
            if "broken" in ready:
                raise _not_started(_one_line(ready["broken"]))
            self._lacks = tuple(map(str, ready["lacks"]))
        return self._lacks

    def ask(self, path: Path) -> _Answer:
        """Let it read a file. Raises `FrameError` when it has gone or does not answer."""
        self.lacks()
        request = {"path": os.fsencode(path.absolute()).hex()}
        frames.send(self._requests, frames.encoded(request))
        timeout_s = self._limits.wall_s + _MARGIN_S
        end = frames.decoded(frames.receive(self._answers, _SMALL, timeout_s))
        largest = (self._limits.output_mb + 1) * MEGABYTE
        told = frames.receive(self._answers, largest, _MARGIN_S)
        if end["end"] != "done":
            return _Answer(end["end"], end.get("signal", 0), {})
        try:
            value = frames.decoded(told)
        except frames.FrameError:
            value = {"broken": "no answer"}
        return _Answer("done", 0, value if isinstance(value, dict) else {})

    def end(self) -> None:
        """Kill it; the process that reads for it goes with it."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe:
                pipe.close()


def _environment() -> dict[str, str]:
    """The variables a worker gets: keys and settings of the person are not among them."""
    kept = {name: os.environ[name] for name in _KEPT_VARIABLES if name in os.environ}
    threads = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
    return {
        **kept, **threads, "PYTHONPATH": str(PACKAGE_FOLDER.parent), "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONUTF8": str(sys.flags.utf8_mode),
    }  # fmt: skip


def _not_started(reason: str) -> ModelError:
    return ModelError(
        f"The process that reads files did not start ({reason}); "
        "raise load_memory_mb, or set isolate to no to read without one."
    )


def _signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"


def _one_line(value: Any) -> str:
    """What another process says, as a short line of text."""
    words = " ".join(value.split()) if isinstance(value, str) else ""
    return "".join(char for char in words if char.isprintable())[:_LONGEST_REASON]
