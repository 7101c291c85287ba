"""ZIP archives of documents (.zip): one document, its members one after the other.

The path is the document (decision 0012): what is added, changed or removed is the archive, so its
members are parts of it with their names as places, and each keeps its own pages and headings.
Members are read in memory, by whoever reads such files elsewhere; nothing is unpacked to the disk.
"""

from __future__ import annotations

import contextlib
import re
from pathlib import Path, PurePosixPath

from rag.errors import SourceError
from rag.files import held_file, read_bytes, title_from_name
from rag.load.archive import LARGEST_INFLATED, Archive
from rag.load.builder import DocumentBuilder
from rag.load.encoding import decode
from rag.load.walk import SUFFIXES, load_document
from rag.types import Document

MOST_MEMBERS = 2_000
"""Documents of one archive that are read."""

_DEEPEST = 2  # archives within an archive
_MOST_NAMED = 10  # members named in a note


class ZipLoader:
    """Reads .zip files; places are members ("letters/anna.txt") before the places inside them."""

    def load(self, path: Path) -> Document:
        """See `rag.protocols.Loader`."""
        data = read_bytes(path)
        builder = DocumentBuilder(path, data, "application/zip")
        members = _Members(builder)
        members.read(path, data, "", 0)
        members.note()
        reason = f"holds no document that can be read{members.first_reason()}"
        return builder.finish(title_from_name(path), reason, "unpack it and look inside")


class _Members:
    """Adds the members of an archive, and of archives inside it, to one document."""

    def __init__(self, builder: DocumentBuilder) -> None:
        self._builder = builder
        self._left, self._documents = LARGEST_INFLATED, 0
        self._failed: list[str] = []
        self._passed = 0
        self._guessed = False

    def read(self, path: Path, data: bytes, inside: str, depth: int) -> None:
        """Add all members of the archive at `path`; `inside` is where it lies, with a slash."""
        with Archive(path, data, self._left) as archive:
            for name, shown in self._names(archive):
                if self._documents >= MOST_MEMBERS:
                    self._failed.append(f"all after the first {MOST_MEMBERS}")
                    break
                self._member(path, archive, name, inside + shown, depth)
            self._left = max(0, self._left - archive.inflated)

    def note(self) -> None:
        """Say what was not read, and whose names were guessed."""
        if self._failed:
            more = len(self._failed) - _MOST_NAMED
            rest = f", and {more} more" if more > 0 else ""
            self._builder.notes.append(f"not read: {'; '.join(self._failed[:_MOST_NAMED])}{rest}")
        if self._passed:
            count = f"{self._passed} members that are" if self._passed > 1 else "1 member that is"
            self._builder.notes.append(f"{count} no document passed over")
        if self._guessed:
            self._builder.notes.append("the encoding of names in the archive was guessed")

    def first_reason(self) -> str:
        """Why the first member that failed did, in brackets; "" when none did."""
        return f" ({self._failed[0]})" if self._failed else ""

    def _names(self, archive: Archive) -> list[tuple[str, str]]:
        """Name and shown name of each member that looks like a document, in order of names."""
        found = {}
        for name, is_unicode in archive.members():
            shown = self._shown(name, is_unicode)
            parts = PurePosixPath(shown).parts
            if name.endswith("/") or not parts:
                continue
            if parts[0] == "__MACOSX" or any(part.startswith((".", "~$")) for part in parts):
                continue
            if PurePosixPath(shown).suffix.lower() in SUFFIXES:
                found[name] = shown
            else:
                self._passed += 1
        return sorted(found.items(), key=lambda item: item[1])

    def _shown(self, name: str, is_unicode: bool) -> str:
        """A member's name as a person reads it, without steps out of the archive."""
        if not is_unicode and not name.isascii():
            with contextlib.suppress(UnicodeError, ValueError):
                name, self._guessed = decode(name.encode("cp437")).text, True
        parts = [part for part in re.split(r"[\\/]+", name) if part not in ("", ".", "..")]
        return "".join(char if char.isprintable() else "\ufffd" for char in "/".join(parts))

    def _member(self, path: Path, archive: Archive, name: str, shown: str, depth: int) -> None:
        """Add one member; what fails is remembered, and the others go on."""
        try:
            data = archive.read(name) or b""
            file = held_file(path, shown, data)
            if data[:4] == b"PK\x03\x04" and file.suffix.lower() == ".zip":
                if depth >= _DEEPEST:
                    raise SourceError(file, "lies in too many archives", "unpack them")
                self.read(file, data, f"{shown}/", depth + 1)
                return
            document = load_document(file)
        except SourceError as error:
            self._failed.append(str(error).rstrip("."))
            return
        self._documents += 1
        self._builder.mark("part", shown)
        self._builder.embed(document)
        self._builder.notes += [f"{shown}: {note}" for note in document.notes]
