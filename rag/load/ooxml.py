"""Packages of Office Open XML (docx, pptx, xlsx): their parts and how these name each other."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from rag.errors import SourceError
from rag.load.archive import Archive
from rag.load.builder import DocumentBuilder
from rag.load.xml_tree import attribute, parse_xml

_EMBEDDED = frozenset(("package", "oleObject"))


@dataclass(frozen=True, slots=True)
class Relation:
    """What a part says of another one: its kind ("slide", "footnotes"…) and the part's name."""

    kind: str
    part: str


class Package:
    """The parts of one file; all are read within the archive's one budget of bytes."""

    def __init__(self, path: Path, archive: Archive) -> None:
        self._path, self._archive = path, archive
        self._relations: dict[str, dict[str, Relation]] = {}
        self._shown: set[str] = set()
        self._names = {name.replace("\\", "/").lower(): name for name in archive.names()}

    def main_part(self, usual: str, what: str) -> str:
        """Name of the part that the package is about; `usual` when it does not say.

        Raises `SourceError` when there is none: the file is not `what`.
        """
        related = self.relations("").values()
        found = next((item.part for item in related if item.kind == "officeDocument"), usual)
        part = next((name for name in (found, usual) if name.lower() in self._names), None)
        if part is None:
            raise SourceError(self._path, f"is not {what}", "open it and save it again")
        return part

    def xml(self, part: str) -> etree._Element | None:
        """Root element of a part, None when there is no such part. Raises `SourceError`."""
        data = self.data(part)
        return None if data is None else parse_xml(self._path, data)

    def data(self, part: str) -> bytes | None:
        """Bytes of a part, None when there is no such part; names differ in case at times."""
        name = self._names.get(part.lower())
        return None if name is None else self._archive.read(name)

    def relations(self, part: str) -> dict[str, Relation]:
        """What a part refers to in this package, by id, in order; "" is the package itself."""
        if part not in self._relations:
            self._relations[part] = self._read_relations(part)
        return self._relations[part]

    def _read_relations(self, part: str) -> dict[str, Relation]:
        folder, _, name = part.rpartition("/")
        root = self.xml(posixpath.join(folder, "_rels", f"{name}.rels"))
        found: dict[str, Relation] = {}
        for item in root if root is not None else ():
            target, key = attribute(item, "Target"), attribute(item, "Id")
            if target and key and attribute(item, "TargetMode") != "External":
                whole = posixpath.normpath(posixpath.join("/" + folder, target)).lstrip("/")
                kind = (attribute(item, "Type") or "").rpartition("/")[2]
                found[key] = Relation(kind, whole)
        return found

    def related(self, part: str, kind: str) -> etree._Element | None:
        """Root element of the first part of that kind that `part` refers to.

        A package without any references keeps it beside, under its usual name.
        """
        relations = self.relations(part)
        if not relations:
            return self.xml(posixpath.join(posixpath.dirname(part), f"{kind}.xml"))
        names = (item.part for item in relations.values() if item.kind == kind)
        first = next(names, None)
        return None if first is None else self.xml(first)

    def shown_first(self, part: str) -> etree._Element | None:
        """Root element of a part that is drawn; None when it is not there or was asked for before."""
        if part in self._shown:
            return None
        self._shown.add(part)
        return self.xml(part)

    def title(self) -> str:
        """The title among the properties of the document, "" when it has none."""
        root = self.xml("docProps/core.xml")
        return "" if root is None else " ".join((root.findtext("./{*}title") or "").split())

    def note_embedded(self, part: str, builder: DocumentBuilder) -> None:
        """Say how many files are embedded in a part: they are not read."""
        names = [item.part for item in self.relations(part).values() if item.kind in _EMBEDDED]
        count = sum(not name.endswith(".bin") for name in names)  # .bin: pictures of formulas
        note_left_out(builder, count, "embedded file")


def note_left_out(builder: DocumentBuilder, count: int, what: str) -> None:
    """A note for the person who adds the document; none when nothing was left out."""
    if count:
        many = f"{count} {what}s were" if count > 1 else f"1 {what} was"
        builder.notes.append(f"{many} left out")
