"""A filter on system calls: no network, no other program or process, no file changed.

What a loader does is read one file and compute. The filter refuses what it never needs and what
attacks on a kernel begin with; it stands beside Landlock, which says which files may be read.
Structures as in linux/filter.h and linux/seccomp.h.
"""

from __future__ import annotations

import ctypes
import errno
import os
import struct
from functools import cache

from rag.load.isolated.call_numbers import CHANGES_FILES, REFUSED, numbers
from rag.load.isolated.kernel import MACHINE, PR_SET_SECCOMP, prctl

_FILTER_MODE = 2
_ARCHITECTURE = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
_OTHER_ABI = 0x40000000  # numbers from here on are the x32 ABI's: the same calls by other names

_LOAD, _EQUAL, _AT_LEAST, _ANY_BIT, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06  # BPF
_KILL, _ALLOW, _ERROR = 0x80000000, 0x7FFF0000, 0x00050000
_NUMBER, _ARCH, _FIRST_ARGUMENT = 0, 4, 16  # offsets in struct seccomp_data

_CLONE_THREAD = 0x00010000
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC
_TYPE_INTO_TERMINAL = (0x5412, 0x541C)  # TIOCSTI, TIOCLINUX

_OWN_PROCESS = b"own process"

Program = list[bytes]


class _Filter(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("program", ctypes.c_char_p))


def is_known() -> bool:
    """Whether the system calls of this processor are known here."""
    return MACHINE in _ARCHITECTURE


def refuse_system_calls() -> None:
    """Put this process and its threads under the filter; for good. Raises `OSError`.

    `PR_SET_NO_NEW_PRIVS` must have been set.
    """
    if not is_known():
        raise OSError(0, "unknown processor")
    program = [_own_process() if step == _OWN_PROCESS else step for step in _program()]
    holder = _Filter(len(program), b"".join(program))
    prctl(PR_SET_SECCOMP, _FILTER_MODE, ctypes.byref(holder))


def prepare() -> None:
    """Make the filter, so that copies of this process have it ready."""
    if is_known():
        _program()


@cache
def _program() -> Program:
    """The filter, with `_OWN_PROCESS` where the number of the process belongs."""
    call = numbers(MACHINE)
    program = [_load(_ARCH), _jump(_EQUAL, _ARCHITECTURE[MACHINE], 1, 0), _result(_KILL)]
    program += [_load(_NUMBER), _jump(_AT_LEAST, _OTHER_ABI, 0, 1), _result(_KILL)]
    # glibc falls back to clone and openat, whose arguments a filter can see.
    program += _on(call, "clone3", [_error(errno.ENOSYS)])
    program += _on(call, "openat2", [_error(errno.ENOSYS)])
    program += _on(call, "clone", _if_any_bit(0, _CLONE_THREAD, _result(_ALLOW), _refused()))
    program += _on(call, "open", _if_any_bit(1, _WRITING, _error(errno.EACCES), _result(_ALLOW)))
    program += _on(call, "openat", _if_any_bit(2, _WRITING, _error(errno.EACCES), _result(_ALLOW)))
    for name in ("kill", "tgkill"):
        own = [_load(_low(0)), _OWN_PROCESS, _result(_ALLOW), _refused()]
        program += _on(call, name, own)
    for request in _TYPE_INTO_TERMINAL:
        # Only the low half of a request counts for the kernel.
        program += _on(call, "ioctl", _if_equal(1, request, _refused()))
    program += _on(call, "prlimit64", _if_null(2, _result(_ALLOW), _refused()))
    for name in REFUSED:
        program += _on(call, name, [_refused()])
    for name in CHANGES_FILES:
        program += _on(call, name, [_error(errno.EACCES)])
    return [*program, _result(_ALLOW)]


def _own_process() -> bytes:
    return _jump(_EQUAL, os.getpid(), 0, 1)


def _on(call: dict[str, int], name: str, then: Program) -> Program:
    """What is done for one system call; nothing where the processor has none of that name."""
    return [_jump(_EQUAL, call[name], 0, len(then)), *then] if name in call else []


def _if_any_bit(argument: int, bits: int, yes: bytes, no: bytes) -> Program:
    return [_load(_low(argument)), _jump(_ANY_BIT, bits, 0, 1), yes, no]


def _if_equal(argument: int, value: int, yes: bytes) -> Program:
    """When the argument is another, the checks after this one go on."""
    return [_load(_low(argument)), _jump(_EQUAL, value, 0, 1), yes, _load(_NUMBER)]


def _if_null(argument: int, yes: bytes, no: bytes) -> Program:
    low, high = _low(argument), _low(argument) + 4
    return [
        _load(low), _jump(_EQUAL, 0, 0, 3), _load(high), _jump(_EQUAL, 0, 0, 1), yes, no,
    ]  # fmt: skip


def _low(argument: int) -> int:
    """Offset of the low half of an argument; both processors are little-endian."""
    return _FIRST_ARGUMENT + 8 * argument


def _load(offset: int) -> bytes:
    return _instruction(_LOAD, 0, 0, offset)


def _jump(kind: int, value: int, yes: int, no: int) -> bytes:
    """Go on after so many instructions, by whether the loaded value compares."""
    return _instruction(kind, yes, no, value)


def _refused() -> bytes:
    return _error(errno.EPERM)


def _error(number: int) -> bytes:
    return _result(_ERROR | number)


def _result(value: int) -> bytes:
    return _instruction(_RETURN, 0, 0, value)


def _instruction(code: int, yes: int, no: int, value: int) -> bytes:
    return struct.pack("<HBBI", code, yes, no, value)
