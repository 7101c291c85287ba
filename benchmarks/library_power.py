# ruff: noqa: D102, N802 - methods of files and of SQLite's, under the names that they have there
"""Cut the power at sampled moments: lose what was written and not flushed, and look at what is left.

    python benchmarks/library_power.py --states 500
    python benchmarks/library_power.py --states 100 --control unflushed-commits
    python benchmarks/library_power.py --states 100 --control unflushed-renames

A recorder stands between the library and the disk: a VFS of apsw for SQLite's files, the operating
system's functions for the derived ones. It notes every creation, write, truncation, flush, rename
and removal while documents are added, replaced and removed and snapshots written, from the making
of the folder on. For each state a moment is chosen; of every file what was flushed by then is
kept, and of the later writes any subset, some of them torn; of the changes of a folder's names
those flushed and any first part of the later ones, as file systems with a journal keep them. The
library in that state must open, verify, and hold whatever was acknowledged before the moment; the
snapshot must be whole under its name or not there at all.

The two controls are programs that forget to flush: before the commit is acknowledged
(`synchronous = OFF`), or before the rename. They must be seen to lose acknowledged documents, or to
leave torn snapshots, or this test could not see it.

Ends with one JSON line. Exit code 0 when the promise held (or, in a control, was seen to fail).
"""

import argparse
import contextlib
import io
import json
import os
import random
import sys
import tempfile
import time
from collections import Counter, defaultdict
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import apsw  # noqa: E402
from library_kill import DIMENSION, IDENTITY, look, make, vectors  # noqa: E402

from rag.library import connections  # noqa: E402
from rag.library.facts import Maker  # noqa: E402
from rag.library.sqlite_faiss import SqliteFaissLibrary  # noqa: E402
from rag.library.vectors import SnapshotError, read  # noqa: E402

CHANGES = 60
NAMES = 9
CLOSE_EVERY = 6  # changes
SECTOR = 512
TORN = 0.1  # share of the kept writes of which only a first part is kept
CONTROLS = ("unflushed-commits", "unflushed-renames")

# ---------------------------------------------------------------- the recorder


class Recorder:
    """What happened to the files below a folder, in order."""

    def __init__(self, root, control):
        self.root, self.control = str(root), control
        self.events, self.files, self.opened, self.on = [], {}, {}, False

    def note(self, *event):
        if self.on:
            self.events.append(event)

    def file(self, path):
        """The number of the file at a path; a new one when there is none."""
        if path not in self.files:
            self.files[path] = len(self.events) + 1
            self.note("create", path, self.files[path])
        return self.files[path]

    def ours(self, path):
        return self.on and isinstance(path, str) and path.startswith(self.root)


class RecordedFile(apsw.VFSFile):
    """A file of SQLite whose changes are noted."""

    def __init__(self, recorder, base, name, flags):
        super().__init__(base, name, flags)
        path = name.filename() if isinstance(name, apsw.URIFilename) else name
        self._recorder, self._path = recorder, path
        self._number = recorder.file(path) if recorder.ours(path) else None

    def xWrite(self, data, offset):
        super().xWrite(data, offset)
        self._recorder.note("write", self._number, offset, bytes(data))

    def xTruncate(self, size):
        super().xTruncate(size)
        self._recorder.note("truncate", self._number, size)

    def xSync(self, flags):
        super().xSync(flags)
        self._recorder.note("flush", self._number)
        if self._path.endswith(("-wal", "-journal")):
            # SQLite's own VFS flushes the folder with the first flush of a log that it has made.
            self._recorder.note("flush names", str(Path(self._path).parent))


class RecordedDisk(apsw.VFS):
    """The system's own VFS, noting; the default one while it exists."""

    def __init__(self, recorder):
        self._recorder, self._base = recorder, apsw.vfs_names()[0]
        super().__init__("recorded", self._base, makedefault=True)

    def xOpen(self, name, flags):
        return RecordedFile(self._recorder, self._base, name, flags)

    def xDelete(self, name, flush):
        super().xDelete(name, flush)
        self._recorder.files.pop(name, None)
        self._recorder.note("remove", name)
        if flush:
            self._recorder.note("flush names", str(Path(name).parent))


class RecordedStream(io.FileIO):
    """A derived file that is being written."""

    recorder, number = None, None

    def write(self, data):
        self.recorder.note("write", self.number, self.tell(), bytes(data))
        return super().write(data)


@contextlib.contextmanager
def recorded_system(recorder):
    """Note what the functions do with which derived files and folders are made."""
    names = ("open", "fsync", "replace", "unlink", "fdopen", "mkdir")
    real = {name: getattr(os, name) for name in names}

    def opened(path, flags, *more, **options):
        descriptor = real["open"](path, flags, *more, **options)
        if recorder.ours(path := os.fspath(path)):
            recorder.opened[descriptor] = path
            if flags & os.O_CREAT:
                recorder.file(path)
        return descriptor

    def fsync(descriptor):
        real["fsync"](descriptor)
        path = recorder.opened.get(descriptor)
        if path is None:
            return
        if path in recorder.files and recorder.control != "unflushed-renames":
            recorder.note("flush", recorder.files[path])
        elif path not in recorder.files:
            recorder.note("flush names", path)

    def replace(source, target):
        real["replace"](source, target)
        source, target = os.fspath(source), os.fspath(target)
        if recorder.ours(target):
            recorder.files[target] = recorder.files.pop(source)
            recorder.note("rename", source, target)

    def unlink(path, *more, **options):
        real["unlink"](path, *more, **options)
        if recorder.ours(path := os.fspath(path)):
            recorder.files.pop(path, None)
            recorder.note("remove", path)

    def fdopen(descriptor, mode="r", *more, **options):
        path = recorder.opened.get(descriptor)
        if "w" not in mode or path is None:
            return real["fdopen"](descriptor, mode, *more, **options)
        stream = RecordedStream(descriptor, mode)
        stream.recorder, stream.number = recorder, recorder.files[path]
        return stream

    def mkdir(path, *more, **options):
        real["mkdir"](path, *more, **options)
        if recorder.ours(path := os.fspath(path)):
            recorder.note("folder", path)

    try:
        for name, function in zip(
            names, (opened, fsync, replace, unlink, fdopen, mkdir), strict=True
        ):
            setattr(os, name, function)
        yield
    finally:
        for name, function in real.items():
            setattr(os, name, function)


def record(root, control, generator):
    """Make changes to a library below `root`. Returns the events."""
    recorder = Recorder(root, control)
    disk = RecordedDisk(recorder)
    recorder.on = True
    with recorded_system(recorder):
        library = SqliteFaissLibrary(root / "library", IDENTITY, DIMENSION, create=True)
        for version in range(1, CHANGES + 1):
            name = f"document-{generator.randrange(NAMES)}"
            document, passages = make(name, version)
            removes = generator.random() < 0.25
            recorder.note("begin", name, 0 if removes else version)
            if removes:
                library.remove([document.id])
            else:
                library.put(document, passages, vectors(version))
            recorder.note("done", name, 0 if removes else version)
            if version % CLOSE_EVERY == 0:
                library.close()
                library = SqliteFaissLibrary(root / "library", IDENTITY, DIMENSION, create=False)
        library.close()
    recorder.on = False
    disk.unregister()
    return recorder.events


# ---------------------------------------------------------------- what a power cut leaves


class Platter:
    """What is on the disk for good, and what is not yet."""

    def __init__(self):
        self.flushed, self.written = defaultdict(bytearray), defaultdict(list)
        self.names, self.renamed = {}, defaultdict(list)
        self.expected = {}

    def take(self, event):
        kind, *values = event
        if kind in ("write", "truncate"):
            self.written[values[0]].append((kind, *values[1:]))
        elif kind == "flush":
            for change in self.written.pop(values[0], []):
                apply(self.flushed[values[0]], change)
        elif kind == "flush names":
            for change in self.renamed.pop(values[0], []):
                self.rename(change)
        elif kind == "begin":
            self.expected.setdefault(values[0], {0}).add(values[1])
        elif kind == "done":
            self.expected[values[0]] = {values[1]}
        else:
            self.renamed[str(Path(values[0]).parent)].append(event)

    def rename(self, change):
        kind, path, *more = change
        if kind == "create":
            self.names[path] = more[0]
        elif kind == "folder":
            self.names[path] = 0
        elif kind == "remove":
            self.names.pop(path, None)
        elif path in self.names:
            self.names[more[0]] = self.names.pop(path)

    def cut(self, generator):
        """Keep some of what was not flushed, and forget the rest."""
        for changes in self.renamed.values():
            for change in changes[: generator.randint(0, len(changes))]:
                self.rename(change)
        for number, changes in self.written.items():
            share = generator.choice((0.0, 0.5, 0.9, 1.0))
            for change in changes:
                if generator.random() < share:
                    apply(self.flushed[number], torn(change, generator))

    def put_down(self, root, target):
        """Make the files below `root` again below `target`."""
        for path, number in sorted(self.names.items()):
            place = target / Path(path).relative_to(root)
            if number == 0:
                place.mkdir(exist_ok=True)
            elif place.parent.is_dir():
                place.write_bytes(self.flushed[number])


def apply(content, change):
    kind, at, *data = change
    if kind == "truncate":
        del content[at:]
        content.extend(bytes(max(0, at - len(content))))
        return
    content.extend(bytes(max(0, at - len(content))))
    content[at : at + len(data[0])] = data[0]


def torn(change, generator):
    """A write of which, now and then, only some first sectors were done."""
    if change[0] != "write" or generator.random() >= TORN:
        return change
    sectors = generator.randint(0, len(change[2]) // SECTOR)
    return (*change[:2], change[2][: sectors * SECTOR])


def one_state(events, root, generator, wrong):
    """Cut the power at a moment, and count what is wrong afterwards."""
    platter = Platter()
    for event in events[: generator.randint(1, len(events))]:
        platter.take(event)
    platter.cut(generator)
    with tempfile.TemporaryDirectory() as temporary:
        target = Path(temporary)
        platter.put_down(root, target)
        snapshot = target / "library" / "vectors.faiss"
        if snapshot.exists():
            try:
                read(snapshot, Maker(IDENTITY, DIMENSION))
            except SnapshotError:
                wrong["torn_snapshots"] += 1
        snapshot.unlink(missing_ok=True)  # counted; the rest is to be looked at without it
        if not any(0 not in versions for versions in platter.expected.values()):
            # Before the first acknowledgement there need be no library; if there is, it opens.
            if not (target / "library" / "library.sqlite3").exists():
                return
            SqliteFaissLibrary(target / "library", IDENTITY, DIMENSION, create=True).close()
        found = []
        look(target / "library", platter.expected, lambda line: found.append(json.loads(line)))
        found[0].pop("versions")
        for kind, problems in found[0].items():
            wrong[kind] += len(problems)
            if problems:
                print(f"{kind}: {problems[0]}")


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--states", type=int, default=300)
    parser.add_argument("--control", choices=CONTROLS)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    if given.control == "unflushed-commits":
        kept = connections._WRITER_PRAGMAS[1:]
        connections._WRITER_PRAGMAS = ("PRAGMA synchronous = OFF", *kept)
    began, generator, wrong = time.monotonic(), random.Random(given.seed), Counter()
    with tempfile.TemporaryDirectory() as temporary:
        root = Path(temporary)
        events = record(root, given.control, generator)
        for _ in range(given.states):
            one_state(events, root, generator, wrong)
    figures = {"lost": wrong["lost"], "half_visible": wrong["half"]}
    figures |= {"unreadable": wrong["unreadable"], "other_problems": wrong["other"]}
    figures["torn_snapshots"] = wrong["torn_snapshots"]
    kinds = Counter(event[0] for event in events)
    failed = sum(figures.values()) > 0
    passed = failed if given.control else not failed
    result = {"states": given.states, "control": given.control, "seed": given.seed}
    result |= {"writes": kinds["write"], "flushes": kinds["flush"], "renames": kinds["rename"]}
    result |= {**figures, "passed": passed, "seconds": round(time.monotonic() - began, 1)}
    print(json.dumps(result))
    return 0 if passed else 1


if __name__ == "__main__":
    sys.exit(main())
