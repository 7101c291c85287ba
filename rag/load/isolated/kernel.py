"""System calls that Python has no function for, through ctypes."""

from __future__ import annotations

import ctypes
import os
import platform
import sys
from functools import cache
from typing import Any

PR_SET_PDEATHSIG = 1
PR_SET_SECCOMP = 22
PR_SET_NO_NEW_PRIVS = 38

MACHINE = platform.machine() if sys.platform == "linux" and sys.maxsize > 2**32 else ""
"""The processor's name where the numbers of system calls are known to be its; else ""."""


def system_call(number: int, *arguments: Any) -> int:
    """The result of a system call by number. Raises `OSError`."""
    if not MACHINE:
        raise OSError(0, "not a 64-bit Linux")
    return _checked(_library().syscall(ctypes.c_long(number), *map(_as_word, arguments)))


def prctl(option: int, *arguments: Any) -> int:
    """The result of `prctl`, its missing arguments 0. Raises `OSError`."""
    if not MACHINE:
        raise OSError(0, "not a 64-bit Linux")
    words = [_as_word(value) for value in (*arguments, 0, 0, 0, 0)[:4]]
    return _checked(_library().prctl(ctypes.c_int(option), *words))


def unshare(flags: int) -> None:
    """Leave what this process shares with others. Raises `OSError`."""
    if not MACHINE:
        raise OSError(0, "not a 64-bit Linux")
    _checked(_library().unshare(ctypes.c_int(flags)))


@cache
def _library() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)


def _as_word(value: Any) -> Any:
    """Integers as the kernel's word, or a Python int would be cut to 32 bits; the rest as it is."""
    return ctypes.c_ulong(value & 2**64 - 1) if isinstance(value, int) else value


def _checked(result: int) -> int:
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
    return result
