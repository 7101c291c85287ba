# ruff: noqa: D102, N802 - methods of files and of SQLite's, under the names that they have there
"""Let the disk fail at every write and flush in turn, and let it be full, and look at what is left.

    python benchmarks/library_faults.py
    python benchmarks/library_faults.py --stride 7      # every seventh operation: quicker

A scenario (add, replace, remove, close, which writes the snapshot) runs on a copy of a small
library while one operation of the disk fails: the first, then the second, and so on until the
scenario ends without any having failed. Two layers: SQLite's files through a VFS of apsw (write,
flush, truncate), the derived files through the operating system's functions (open, write, flush,
rename, remove). Each fault comes once, or from there on for good; as an error of the disk, or as
a disk that is full; a write may be torn in half. Afterwards the library is opened with a sound
disk: it must open and verify, whatever was acknowledged must be there, what was refused must be
there wholly or not at all, each error must have been one sentence of ours, and the refused change
must work when it is tried again. `silent` counts changes that were acknowledged and are not there.

Then a file system of a few megabytes is filled (needs root and Linux; skipped otherwise, which the
result says): the document that does not fit is refused, the others stay and are searched, and once
there is room again everything goes on.

Ends with one JSON line. Exit code 0 when nothing was corrupt and nothing silent.
"""

import argparse
import contextlib
import errno
import io
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import apsw  # noqa: E402

from rag.errors import LibraryError  # noqa: E402
from rag.library.sqlite_faiss import SqliteFaissLibrary  # noqa: E402
from tests.library.samples import (  # noqa: E402
    DIMENSION,
    IDENTITY,
    fill,
    make_document,
    vector_of,
    vectors_of,
)

FULL_DISK_BYTES = 6_000_000
BALLAST_BYTES = 1_500_000  # what somebody then removes to make room
LARGE_LINES = 40  # sentences of a document with which the disk is filled
ERRORS = {
    "disk error": (apsw.SQLITE_IOERR, errno.EIO),
    "disk full": (apsw.SQLITE_FULL, errno.ENOSPC),
}


class Fault:
    """Counts operations of the disk and lets one of them, or all from it on, fail."""

    def __init__(self):
        self.at, self.kind, self.for_good, self.torn = 0, "", False, False
        self.count, self.fired = 0, 0

    def arm(self, at, kind, for_good=False, torn=False):
        self.at, self.kind, self.for_good, self.torn = at, kind, for_good, torn
        self.count = self.fired = 0

    def disarm(self):
        self.at = 0

    def due(self):
        """Whether this operation is to fail."""
        if not self.at:
            return False
        self.count += 1
        due = self.count == self.at or (self.for_good and self.count > self.at)
        self.fired += due
        return due


# ---------------------------------------------------------------- SQLite's files


class FaultyFile(apsw.VFSFile):
    """A file of SQLite on a disk that fails when told to."""

    def __init__(self, fault, base, name, flags):
        super().__init__(base, name, flags)
        self._fault = fault

    def _fail(self, kind):
        code = ERRORS[self._fault.kind][0]
        if code == apsw.SQLITE_IOERR:
            code |= {"write": 3, "sync": 4, "truncate": 6}[kind] << 8
        raise apsw.exception_for(code)

    def xWrite(self, data, offset):
        if self._fault.due():
            if self._fault.torn:
                super().xWrite(data[: len(data) // 2], offset)
            self._fail("write")
        super().xWrite(data, offset)

    def xSync(self, flags):
        if self._fault.due():
            self._fail("sync")
        super().xSync(flags)

    def xTruncate(self, size):
        if self._fault.due():
            self._fail("truncate")
        super().xTruncate(size)


class FaultyDisk(apsw.VFS):
    """The system's own VFS, with faults; the default one while it exists."""

    def __init__(self, fault):
        self._fault, self._base = fault, apsw.vfs_names()[0]
        super().__init__("faulty", self._base, makedefault=True)

    def xOpen(self, name, flags):
        return FaultyFile(self._fault, self._base, name, flags)


# ---------------------------------------------------------------- derived files


class FaultyStream(io.FileIO):
    """A file opened for writing whose writes fail when told to."""

    fault = None

    def write(self, data):
        if self.fault.due():
            if self.fault.torn:
                super().write(memoryview(data)[: len(data) // 2])
            raise system_error(self.fault)
        return super().write(data)


def system_error(fault):
    number = ERRORS[fault.kind][1]
    return OSError(number, os.strerror(number))


@contextlib.contextmanager
def faulty_system(fault):
    """Let the functions with which derived files are written fail when told to."""
    names = ("open", "fsync", "replace", "unlink", "fdopen")
    real = {name: getattr(os, name) for name in names}

    def failing(name):
        def call(*arguments, **options):
            if fault.due():
                raise system_error(fault)
            return real[name](*arguments, **options)

        return call

    def fdopen(descriptor, mode="r", *more, **options):
        if "w" not in mode:
            return real["fdopen"](descriptor, mode, *more, **options)
        stream = FaultyStream(descriptor, mode)
        stream.fault = fault
        return stream

    try:
        for name in names[:-1]:
            setattr(os, name, failing(name))
        os.fdopen = fdopen
        yield
    finally:
        for name, function in real.items():
            setattr(os, name, function)


# ---------------------------------------------------------------- the scenario

NEW = make_document("new.txt", "he")
OLD, CHANGED = (
    make_document("ru.txt", "ru"),
    make_document("ru.txt", "ru", ["Совсем новый текст. "]),
)
GONE = make_document("zh.txt", "zh")


def opened(folder):
    return SqliteFaissLibrary(folder, IDENTITY, DIMENSION, create=False)


def scenario(folder, acknowledged, errors):
    """Three changes and a closing; what is acknowledged and what is raised goes into the lists."""
    library = None
    steps = (
        ("add", lambda: library.put(*NEW, vectors_of(NEW[1]))),
        ("replace", lambda: library.put(*CHANGED, vectors_of(CHANGED[1]))),
        ("remove", lambda: library.remove([GONE[0].id])),
    )
    try:
        library = opened(folder)
        library.nearest(vector_of("x"), 3)
    except Exception as error:
        errors.append(error)
    if library is None:
        return
    for name, step in steps:
        try:
            step()
            acknowledged.append(name)
        except Exception as error:
            errors.append(error)
    try:
        library.close()
    except Exception as error:
        errors.append(error)


def after(folder, acknowledged):
    """What is wrong once the disk is sound again: (corrupt, silent)."""
    corrupt, silent = [], []
    try:
        library = opened(folder)
        corrupt += library.verify().problems
        now = {
            "add": (library.document(NEW[0].id), {None, NEW[0]}, NEW[0]),
            "replace": (library.document(OLD[0].id), {OLD[0], CHANGED[0]}, CHANGED[0]),
            "remove": (library.document(GONE[0].id), {None, GONE[0]}, None),
        }
        for name, (document, possible, wanted) in now.items():
            if document not in possible:
                corrupt.append(f"{name}: neither done nor undone")
            if name in acknowledged and document != wanted:
                silent.append(f"{name}: acknowledged and not there")
        library.put(*NEW, vectors_of(NEW[1]))
        library.remove([GONE[0].id])
        library.close()
    except Exception as error:
        corrupt.append(f"{type(error).__name__}: {error}")
    return corrupt, silent


def every_fault(layer, template, fault, stride):
    """All faults of one layer. Returns counts and what was wrong."""
    counts, wrong = Counter(), []
    shim = faulty_system if layer == "derived files" else contextlib.nullcontext
    for kind in ERRORS:
        for for_good, torn in ((False, False), (True, False), (False, True)):
            at, fired = 1, True
            while fired:
                with tempfile.TemporaryDirectory() as temporary:
                    folder = Path(temporary) / "library"
                    shutil.copytree(template, folder)
                    acknowledged, errors = [], []
                    fault.arm(at, kind, for_good, torn)
                    with shim(fault):
                        scenario(folder, acknowledged, errors)
                    fired = fault.fired > 0
                    fault.disarm()
                    corrupt, silent = after(folder, acknowledged)
                counts["runs"] += 1
                counts["fired"] += fired
                counts["told"] += bool(errors)
                counts["corrupt"] += bool(corrupt)
                counts["silent"] += bool(silent)
                ours = all(isinstance(error, LibraryError) for error in errors)
                counts["not_a_sentence"] += not ours
                if corrupt or silent or not ours:
                    wrong.append(f"{layer}, {kind} at {at}: {corrupt} {silent} {errors!r}")
                at += stride
    return counts, wrong


# ---------------------------------------------------------------- a full disk


def fill_disk(folder):
    """Add until the disk is full, make room, and go on. Prints one JSON line."""
    ballast = folder / "ballast"
    ballast.write_bytes(bytes(BALLAST_BYTES))
    library = SqliteFaissLibrary(folder / "library", IDENTITY, DIMENSION, create=True)
    put_in, refused, number = fill(library), "", 0
    while not refused:
        number += 1
        large = large_document(number)
        try:
            library.put(*large, vectors_of(large[1]))
        except LibraryError as error:
            refused = str(error)
    figures = {"added": number - 1, "refused_as_full": "is full" in refused}
    figures["bytes_free"] = os.statvfs(folder).f_bavail * os.statvfs(folder).f_frsize
    problems = wrong_in(library, put_in)
    steps = (
        ("removed", lambda: library.remove([large_document(1)[0].id])),
        ("given_back", library.vacuum),
        ("added_the_refused", lambda: library.put(*large, vectors_of(large[1]))),
    )
    for when in ("while_full", "after_making_room"):
        for name, step in steps:
            try:
                step()
                figures[f"{name}_{when}"] = True
            except LibraryError as error:
                figures[f"{name}_{when}"] = False
                problems += [] if when == "while_full" else [f"{name}: {error}"]
        ballast.unlink(missing_ok=True)
    library.close()
    library = opened(folder / "library")
    problems += wrong_in(library, put_in)
    library.close()
    print(json.dumps(figures | {"corrupt": len(problems), "problems": problems[:3]}))


def large_document(number):
    lines = [f"Строка {number} {line}. " * 20 for line in range(LARGE_LINES)]
    return make_document(f"large {number}", "ru", lines)


def wrong_in(library, put_in):
    """What does not verify, or is not read or found, of what was put in."""
    problems = list(library.verify().problems)
    for document, passages in put_in.values():
        if library.document(document.id) != document:
            problems.append(f"{document.path} is not what was stored")
        if library.nearest(vector_of(passages[0].text), 1)[0][0] != passages[0].id:
            problems.append(f"{document.path} is not found")
    return problems


def full_disk():
    """The figures of a file system of a few megabytes; None where none can be made."""
    if sys.platform != "linux" or os.geteuid() != 0 or not shutil.which("unshare"):
        return None
    with tempfile.TemporaryDirectory() as folder:
        mount = f"mount -t tmpfs -o size={FULL_DISK_BYTES} none '{folder}'"
        script = f"{mount} && '{sys.executable}' '{__file__}' --fill '{folder}'"
        done = subprocess.run(["unshare", "-m", "sh", "-c", script], capture_output=True, text=True)
    return (
        json.loads(done.stdout.splitlines()[-1])
        if done.returncode == 0
        else {"corrupt": done.stderr[-300:]}
    )


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--stride", type=int, default=1, help="try every so many-th operation")
    parser.add_argument("--fill", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.fill:
        fill_disk(given.fill)
        return 0
    began, fault, results = time.monotonic(), Fault(), {}
    with tempfile.TemporaryDirectory() as temporary:
        template = Path(temporary) / "library"
        library = SqliteFaissLibrary(template, IDENTITY, DIMENSION, create=True)
        fill(library)
        library.close()
        for layer in ("sqlite files", "derived files"):
            disk = FaultyDisk(fault) if layer == "sqlite files" else None
            results[layer], wrong = every_fault(layer, template, fault, given.stride)
            if disk:
                disk.unregister()
            print(*wrong, sep="\n", end="\n" if wrong else "")
    full = full_disk()
    bad = sum(
        counts[name]
        for counts in results.values()
        for name in ("corrupt", "silent", "not_a_sentence")
    )
    passed = bad == 0 and (full is None or full["corrupt"] == 0)
    result = {"stride": given.stride} | {layer: dict(counts) for layer, counts in results.items()}
    result |= {"full_disk": full, "passed": passed}
    print(json.dumps(result | {"seconds": round(time.monotonic() - began, 1)}))
    return 0 if passed else 1


if __name__ == "__main__":
    sys.exit(main())
