"""OpenDocument files (odt, ods, odp): their package, the styles that hide, and the words of a paragraph."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass, field
from pathlib import Path

from lxml import etree

from rag.errors import SourceError
from rag.load.archive import Archive
from rag.load.builder import DocumentBuilder
from rag.load.formula import formula_text
from rag.load.ooxml import note_left_out
from rag.load.xml_tree import attribute, local_name, number_of, parse_xml

_UNSEEN = frozenset(
    ("tracked-changes", "annotation-end", "ruby-text", "hidden-text", "hidden-paragraph", "forms",
     "note-citation", "image", "event-listeners", "title", "desc", "page-number", "sequence-decls",
     "variable-decls", "user-field-decls", "bibliography-configuration", "table-of-content",
     "binary-data", "change", "change-start", "change-end", "shapes-metadata")
)  # fmt: skip
_MOST_SPACES = 16  # that one element may stand for


class OdfPackage:
    """The parts of one file; all are read within the archive's one budget of bytes."""

    def __init__(self, path: Path, archive: Archive) -> None:
        """Raises `SourceError` when the content is encrypted."""
        self.path, self._archive = path, archive
        self._formulas: dict[str, str] = {}
        manifest = self.xml("META-INF/manifest.xml")
        if manifest is not None and manifest.find(".//{*}encryption-data") is not None:
            raise SourceError(path, "is protected by a password", "save a copy without one")

    def content(self) -> bytes:
        """The part that holds the text. Raises `SourceError` when there is none."""
        data = self._archive.read("content.xml")
        if data is None:
            raise SourceError(self.path, "is not an OpenDocument file", "open it and save it again")
        return data

    def xml(self, name: str) -> etree._Element | None:
        """Root element of a part, None when there is no such part. Raises `SourceError`."""
        data = self._archive.read(name)
        return None if data is None else parse_xml(self.path, data)

    def title(self) -> str:
        """The title among the properties of the document, "" when it has none."""
        root = self.xml("meta.xml")
        return "" if root is None else " ".join((root.findtext(".//{*}title") or "").split())

    def object_formula(self, element: etree._Element) -> str:
        """The formula that a `draw:object` holds or refers to; "" when it is something else."""
        inside = element.find("./{*}math")
        if inside is not None:
            return formula_text(inside)
        name = attribute(element, "href") or ""
        if name and name not in self._formulas:
            root = self.xml(posixpath.normpath(posixpath.join(name, "content.xml")))
            is_formula = root is not None and local_name(root) == "math"
            self._formulas[name] = formula_text(root) if is_formula else ""
        return self._formulas.get(name, "")


@dataclass(frozen=True, slots=True)
class OdfStyle:
    """What is needed of a style."""

    parent: str
    is_hidden: bool
    list_style: str


class OdfStyles:
    """The styles of a file by name; those in its content win over the common ones."""

    def __init__(self, *roots: etree._Element | None) -> None:
        self._styles: dict[str, OdfStyle] = {}
        for root in roots:
            for item in root.iter("{*}style") if root is not None else ():
                self._styles[attribute(item, "name") or ""] = OdfStyle(
                    attribute(item, "parent-style-name") or "",
                    _hides(item),
                    attribute(item, "list-style-name") or "",
                )

    def is_hidden(self, element: etree._Element) -> bool:
        """Whether a paragraph, span, section, sheet or slide is not shown."""
        if attribute(element, "display") == "none":
            return True
        style = self._styles.get(attribute(element, "style-name") or "")
        return style is not None and style.is_hidden

    def heading_level(self, paragraph: etree._Element) -> int:
        """1 for a document's title, 2 for its subtitle, 0 for other paragraphs."""
        name = attribute(paragraph, "style-name") or ""
        parent = self._styles[name].parent if name in self._styles else ""
        return next(({"Title": 1, "Subtitle": 2}[n] for n in (name, parent) if n in _TITLES), 0)


_TITLES = frozenset(("Title", "Subtitle"))


def _hides(style: etree._Element) -> bool:
    """Whether the properties of a style hide what has it."""
    return any(
        attribute(properties, "display") in ("none", "false")
        or attribute(properties, "visibility") == "hidden"
        for properties in style
    )


@dataclass(slots=True)
class OdfWords:
    """What a paragraph holds."""

    text: str = ""
    notes: list[etree._Element] = field(default_factory=list)
    """Bodies of footnotes and endnotes, in order."""
    anchored: list[etree._Element] = field(default_factory=list)
    """Text boxes and tables, in order."""
    comments: list[etree._Element] = field(default_factory=list)


class OdfReader:
    """Reads paragraphs; what is left out is counted."""

    def __init__(self, package: OdfPackage, styles: OdfStyles) -> None:
        self.package, self.styles = package, styles
        self.comments = 0

    def words(self, paragraph: etree._Element) -> OdfWords:
        """The words of a paragraph or of several in one element, as a reader sees them.

        A ruby gives its base alone; notes and boxes are put aside.
        """
        found = OdfWords()
        parts: list[str] = []
        stack: list[etree._Element | str] = []
        _push(stack, paragraph)
        while stack:
            item = stack.pop()
            if isinstance(item, str):
                # White space is one space across elements too.
                parts.append(item.lstrip() if parts and parts[-1].endswith(" ") else item)
            elif not self._put_aside(item, found, parts) and not self.styles.is_hidden(item):
                if local_name(item) in ("p", "h") and parts:
                    parts.append(" ")
                _push(stack, item)
        found.text = "".join(parts)
        return found

    def note_comments(self, builder: DocumentBuilder) -> None:
        """Say how many remarks of reviewers were left out."""
        note_left_out(builder, self.comments, "comment")

    def _put_aside(self, element: etree._Element, found: OdfWords, parts: list[str]) -> bool:
        """Deal with an element that is not simply read; whether it was one."""
        name = local_name(element)
        if name == "s":
            parts.append(" " * min(number_of(element, "c", 1), _MOST_SPACES))
        elif name in ("tab", "line-break"):
            parts.append("\t" if name == "tab" else "\n")
        elif name == "note":
            found.notes += element.iterfind("./{*}note-body")
        elif name == "annotation":
            self.comments += 1
            found.comments.append(element)
        elif name in ("text-box", "table"):
            found.anchored.append(element)
        elif name == "object":
            parts.append(self.package.object_formula(element))
        else:
            return not name or name in _UNSEEN
        return True


def is_unseen(element: etree._Element) -> bool:
    """Whether a reader sees nothing of an element: bookkeeping, tables of contents, templates."""
    name = local_name(element)
    return not name or name in _UNSEEN or name.endswith("-source")


def _push(stack: list[etree._Element | str], element: etree._Element) -> None:
    """Put the text and the children of an element on a stack, first ones on top."""
    for child in reversed(element):
        if child.tail:
            stack.append(_spaced(child.tail))
        stack.append(child)
    if element.text:
        stack.append(_spaced(element.text))


def _spaced(text: str) -> str:
    """White space as OpenDocument means it: any run of it is one space."""
    return " ".join(f"x{text}x".split())[1:-1]
