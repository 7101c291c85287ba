"""One writer: an advisory lock on a file that names the process holding it.

The kernel drops the lock with the process, however it ends, so there are no stale locks.
"""

from __future__ import annotations

import fcntl
import os
import threading
import time
from pathlib import Path

from rag.errors import LibraryBusy, LibraryError

_PAUSE_S = 0.05


class WriterLock:
    """Taken at the first write and kept until `release`, so that no other process writes between."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._descriptor: int | None = None
        self._guard = threading.Lock()

    @property
    def held(self) -> bool:
        """Whether this object holds the lock."""
        return self._descriptor is not None

    def acquire(self, wait_s: float = 0.0) -> bool:
        """Take the lock, waiting up to `wait_s` seconds; False when it was held already.

        Raises `LibraryBusy` naming the process that holds it, `LibraryError` when the folder
        cannot be written.
        """
        with self._guard:
            if self._descriptor is not None:
                return False
            descriptor = self._open()
            deadline = time.monotonic() + wait_s
            try:
                while not _locked(descriptor):
                    if time.monotonic() >= deadline:
                        raise LibraryBusy(self._busy(descriptor))
                    time.sleep(_PAUSE_S)
                os.ftruncate(descriptor, 0)
                os.pwrite(descriptor, f"{os.getpid()}\n".encode("ascii"), 0)
            except OSError as error:
                os.close(descriptor)
                raise LibraryError(self._unusable(error)) from error
            except LibraryBusy:
                os.close(descriptor)
                raise
            self._descriptor = descriptor
            return True

    def release(self) -> None:
        """Give the lock back; nothing happens when it is not held."""
        with self._guard:
            if self._descriptor is not None:
                os.close(self._descriptor)
                self._descriptor = None

    def _open(self) -> int:
        try:
            return os.open(self._file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError as error:
            raise LibraryError(self._unusable(error)) from error

    def _busy(self, descriptor: int) -> str:
        number = os.pread(descriptor, 20, 0).decode("ascii", "replace").strip()
        holder = f"process {number}" if number.isdigit() else "another process"
        return (
            f"The library in {self._file.parent} is being written by {holder}; "
            "wait until it is done or end it."
        )

    def _unusable(self, error: OSError) -> str:
        return (
            f"The library in {self._file.parent} cannot be written ({error.strerror or error}); "
            "check the folder's permissions and the disk."
        )


def _locked(descriptor: int) -> bool:
    """Whether the lock could be taken now."""
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
