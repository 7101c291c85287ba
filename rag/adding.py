"""`rag add`: what became of each file, what is gone, and watching folders for changes."""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from rag import json_form
from rag.api import Collection
from rag.errors import SourceError
from rag.pace import Pace
from rag.terminal import ProgressLine, add_line, print_result, removed_line, safe
from rag.types import LibraryEntry

POLL_S = 2.0
"""Seconds between two looks at what is watched."""
_NAMED = 5

Signature = tuple[int, int, int, int]
"""Size, times of the last change of content and of status in nanoseconds, inode."""
Snapshot = dict[Path, Signature]


@dataclass(slots=True)
class Adding:
    """One run of `rag add` over an open library."""

    collection: Collection
    paths: Sequence[Path]
    as_json: bool
    sync: bool
    """Whether documents that have lost their files are removed without asking."""
    collected: str = ""
    """Name of the collection that what was read is put into; empty for none."""
    _told: set[str] = field(default_factory=set)
    """What was said on standard error and is not said again."""
    _seen: Snapshot = field(default_factory=dict)
    """The files as they were when last added."""

    def run(self, then_watch: bool = False) -> int:
        """Add all files once. Returns how many failed.

        Raises `SourceError` when there are none; a folder that is watched then may be empty yet.
        """
        if then_watch:
            self._seen = self._snapshot()
        files = self.collection.files(self.paths)
        gone = self.collection.vanished(self.paths)
        if not files and not gone and not then_watch:
            raise SourceError(
                self.paths[0],
                "holds no files that can be read",
                "name files or a folder with documents",
            )
        failed = self._add(files)
        self._settle(gone)
        return failed

    def watch(self) -> None:
        """After `run(then_watch=True)`, add what changes, until the person ends it with Ctrl-C.

        A file counts as changed when it differs from what was last read and has stopped changing
        between two looks, so that half a copy is not read.
        """
        print("rag: watching; Ctrl-C ends it.", file=sys.stderr)
        last: Snapshot = {}
        while True:
            time.sleep(POLL_S)
            try:
                now = self._snapshot()
            except SourceError as error:
                self._tell(str(error))
                continue
            changed = [
                file
                for file, found in now.items()
                if found != self._seen.get(file) and found == last.get(file)
            ]
            self._add(changed)
            gone = self._seen.keys() - now.keys()
            if gone:
                self._settle(self.collection.vanished(self.paths))
            for file in gone:
                del self._seen[file]
            self._seen.update((file, now[file]) for file in changed)
            last = now

    def _add(self, files: Sequence[Path]) -> int:
        """Add files; each is shown after it is on disk. Returns how many failed."""
        progress, pace, failed = ProgressLine(), Pace([_size(file) for file in files]), 0
        if files:
            progress.show(pace.line())
        try:
            for result in self.collection.adding(files):
                progress.clear()
                failed += result.status == "failed"
                if self.collected and result.document:
                    self.collection.collect(self.collected, [result.document])
                print_result(json_form.added(result) if self.as_json else add_line(result))
                pace.step()
                progress.show(pace.line())
        finally:
            progress.clear()
        return failed

    def _settle(self, gone: Sequence[LibraryEntry]) -> None:
        """Say which documents have lost their files; remove them if that is wanted."""
        if not gone:
            return
        if not self.sync and not self._may_remove(gone):
            return
        self.collection.remove([entry.source.id for entry in gone])
        for entry in gone:
            print_result(json_form.removed(entry) if self.as_json else removed_line(entry))

    def _may_remove(self, gone: Sequence[LibraryEntry]) -> bool:
        """Ask the person, if there is one; else only say what could be done."""
        told, them = _gone_sentence(gone), "it" if len(gone) == 1 else "them"
        if not self.as_json and sys.stdin.isatty() and sys.stderr.isatty():
            return _yes(f"rag: {told} Remove {them} from the library? [y/N] ")
        self._tell(f"{told} Add --sync to remove {them} from the library.")
        return False

    def _tell(self, sentence: str) -> None:
        if sentence not in self._told:
            self._told.add(sentence)
            print(f"rag: {sentence}", file=sys.stderr)

    def _snapshot(self) -> Snapshot:
        """What is watched, as it is now."""
        found: Snapshot = {}
        for file in self.collection.files(self.paths):
            if signature := _signature(file):
                found[file] = signature
        return found


def _signature(file: Path) -> Signature | None:
    """What changes when a file does; None when it has just gone."""
    try:
        found = file.stat()
    except OSError:
        return None
    return (found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino)


def _size(file: Path) -> int:
    signature = _signature(file)
    return signature[0] if signature else 0


def _gone_sentence(gone: Sequence[LibraryEntry]) -> str:
    names = ", ".join(safe(Path(entry.source.path).name) for entry in gone[:_NAMED])
    more = f" and {len(gone) - _NAMED} more" if len(gone) > _NAMED else ""
    if len(gone) == 1:
        return f"The file of 1 document is no longer there ({names})."
    return f"The files of {len(gone)} documents are no longer there ({names}{more})."


def _yes(question: str) -> bool:
    """Whether the person says so; anything but a yes is a no."""
    print(question, end="", file=sys.stderr, flush=True)
    return sys.stdin.readline().strip().casefold() in ("y", "yes")
