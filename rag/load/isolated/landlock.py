"""Landlock: this process can read the files and folders named, and change or start none.

Structures and numbers as in linux/landlock.h and the kernel's documentation "Landlock: unprivileged
access control"; what a kernel does not know yet is masked by the version that it reports.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import stat
from collections.abc import Iterable
from pathlib import Path

from rag.load.isolated.kernel import system_call

_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_TELL_VERSION = 1
_PATH_BENEATH = 1
_READ_FILE, _READ_DIR = 1 << 2, 1 << 3
_FILE_RIGHTS = ((1, 13), (2, 14), (3, 15), (5, 16))  # from this version on, so many bits
_NETWORK_SINCE, _SCOPES_SINCE = 4, 6
_ALL_NETWORK = 0b11  # bind and connect TCP
_ALL_SCOPES = 0b11  # abstract sockets and signals to the outside


class _Ruleset(ctypes.Structure):
    _fields_ = (
        ("files", ctypes.c_uint64),
        ("network", ctypes.c_uint64),
        ("scopes", ctypes.c_uint64),
    )


class _PathBeneath(ctypes.Structure):
    _pack_ = 1
    _fields_ = (("allowed", ctypes.c_uint64), ("folder", ctypes.c_int32))


def version() -> int:
    """Which Landlock the kernel has; 0 for none."""
    try:
        return system_call(_CREATE_RULESET, None, 0, _TELL_VERSION)
    except OSError:
        return 0


def allow_reading_only(paths: Iterable[str | Path]) -> None:
    """From now on this process opens no file but these, and those below these folders, to read.

    Paths that are not there are passed over. Raises `OSError` where the kernel has no Landlock.
    """
    known = version()
    if not known:
        raise OSError(0, "no Landlock")
    ruleset = _Ruleset((1 << _bits(known)) - 1, _ALL_NETWORK, _ALL_SCOPES)
    size = 8 if known < _NETWORK_SINCE else 16 if known < _SCOPES_SINCE else 24
    descriptor = system_call(_CREATE_RULESET, ctypes.byref(ruleset), size, 0)
    try:
        for path in paths:
            # Whoever may not even look at a path may not read it either.
            with contextlib.suppress(OSError):
                _allow(descriptor, path)
        system_call(_RESTRICT_SELF, descriptor, 0)
    finally:
        os.close(descriptor)


def _bits(known: int) -> int:
    return max(bits for since, bits in _FILE_RIGHTS if since <= known)


def _allow(ruleset: int, path: str | Path) -> None:
    opened = os.open(path, os.O_PATH | os.O_CLOEXEC)
    try:
        folder = stat.S_ISDIR(os.fstat(opened).st_mode)
        rule = _PathBeneath(_READ_FILE | _READ_DIR if folder else _READ_FILE, opened)
        system_call(_ADD_RULE, ruleset, _PATH_BENEATH, ctypes.byref(rule), 0)
    finally:
        os.close(opened)
