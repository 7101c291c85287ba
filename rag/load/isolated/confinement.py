"""What a process that reads files of others gives up, and what the system could not take from it."""

from __future__ import annotations

import mimetypes
import os
import sys
import sysconfig
from collections.abc import Callable
from functools import cache
from pathlib import Path

from rag.load.isolated import landlock, namespaces, seccomp
from rag.load.isolated.kernel import PR_SET_NO_NEW_PRIVS, PR_SET_PDEATHSIG, prctl
from rag.load.isolated.limits import LoadLimits
from rag.settings import PACKAGE_FOLDER

NO_LANDLOCK = "a loader can read other files (no Landlock: Linux 5.13 or newer has it)"
NO_FILTER = "a loader can start programs and change files (no seccomp filter)"
NO_NETWORK_CUT = "a loader can reach the network (neither seccomp nor a network namespace)"

_SIGKILL = 9
_OF_THE_SYSTEM = (
    "/lib", "/lib64", "/usr/lib", "/usr/lib64", "/etc/ld.so.cache", "/dev/null", "/dev/urandom",
)  # fmt: skip


def confine_worker() -> bool:
    """Once, before any file: no new privileges, no network. Returns whether the network is cut."""
    mimetypes.init()  # reads files in /etc, which the loaders themselves may not
    seccomp.prepare()
    _program_folders()
    _possible(lambda: prctl(PR_SET_NO_NEW_PRIVS, 1))
    cut = _possible(namespaces.leave_network)
    _possible(namespaces.drop_privileges)
    return cut


def confine_reader(file: Path, limits: LoadLimits, network_cut: bool) -> tuple[str, ...]:
    """For the one process that reads `file`: its limits, that file alone, no other process.

    Returns what the system could not keep it from, in words for a person.
    """
    os.setsid()
    # When the worker is killed, what it started goes with it.
    _possible(lambda: prctl(PR_SET_PDEATHSIG, _SIGKILL))
    limits.hold()
    lacks = []
    if not _possible(lambda: landlock.allow_reading_only((*_program_folders(), file))):
        lacks.append(NO_LANDLOCK)
    if not _possible(seccomp.refuse_system_calls):
        lacks.append(NO_FILTER)
        if not network_cut:
            lacks.append(NO_NETWORK_CUT)
    return tuple(lacks)


def _possible(step: Callable[[], object]) -> bool:
    """Whether a step could be taken; what a kernel lacks is reported, not fatal."""
    try:
        step()
    except OSError:
        return False
    return True


@cache
def _program_folders() -> tuple[str, ...]:
    """Where the program, Python and their libraries lie: modules are loaded while reading."""
    places = sysconfig.get_paths()
    python = [places[name] for name in ("stdlib", "platstdlib", "purelib", "platlib")]
    bases = [Path(base) / "lib" for base in (sys.prefix, sys.base_prefix)]
    packages = [entry for entry in sys.path if entry.endswith(("site-packages", "dist-packages"))]
    every = map(str, (PACKAGE_FOLDER, *python, *bases, *packages, *_OF_THE_SYSTEM))
    return tuple(path for path in dict.fromkeys(every) if Path(path).exists())
