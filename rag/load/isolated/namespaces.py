"""A network of its own without a way out, and no privileges of the administrator."""

from __future__ import annotations

import ctypes
import os

from rag.load.isolated.kernel import MACHINE, system_call, unshare

_NEW_IPC, _NEW_USER, _NEW_NET = 0x08000000, 0x10000000, 0x40000000
_CAPSET = {"x86_64": 126, "aarch64": 91}
_CAPABILITIES_VERSION = 0x20080522
_READ_WHAT_ONE_MAY = 1 << 2  # CAP_DAC_READ_SEARCH: the administrator reads everybody's files


class _Header(ctypes.Structure):
    _fields_ = (("version", ctypes.c_uint32), ("process", ctypes.c_int))


class _Sets(ctypes.Structure):
    _fields_ = (
        ("effective", ctypes.c_uint32),
        ("permitted", ctypes.c_uint32),
        ("inheritable", ctypes.c_uint32),
    )


def leave_network() -> None:
    """Move this process into an empty network. Raises `OSError` where that is not allowed."""
    if os.geteuid() == 0:
        try:
            unshare(_NEW_NET | _NEW_IPC)
            return
        except OSError:
            pass  # an administrator of a container only
    unshare(_NEW_USER | _NEW_NET | _NEW_IPC)


def drop_privileges() -> None:
    """Give up all capabilities, but of the administrator reading. Raises `OSError`."""
    if MACHINE not in _CAPSET:
        raise OSError(0, "unknown processor")
    kept = _READ_WHAT_ONE_MAY if os.geteuid() == 0 else 0
    sets = (_Sets * 2)(_Sets(kept, kept, 0), _Sets(0, 0, 0))
    header = _Header(_CAPABILITIES_VERSION, 0)
    system_call(_CAPSET[MACHINE], ctypes.byref(header), ctypes.byref(sets))
