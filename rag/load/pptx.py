"""PowerPoint presentations (.pptx): titles, text, tables, charts, diagrams, speaker notes.

Slides come in the order in which they are shown. Hidden slides are left out and said so; numbers and
footers that repeat on every slide, and remarks of reviewers, are no text. What is said to a slide but
not shown on it, the speaker notes, comes after it with a place of its own.
"""

from __future__ import annotations

from pathlib import Path

from lxml import etree

from rag.errors import SourceError
from rag.files import read_bytes
from rag.load.archive import Archive
from rag.load.builder import DocumentBuilder
from rag.load.drawing import add_anchored, add_paragraphs, add_table, paragraphs
from rag.load.ooxml import Package, note_left_out
from rag.load.table import on_one_line
from rag.load.xml_tree import attribute, local_name
from rag.types import Document

_MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
_TITLES = ("title", "ctrTitle")
_REPEATED = frozenset(("dt", "ftr", "sldNum", "hdr", "sldImg"))
_GROUPS = frozenset(
    ("grpSp", "AlternateContent", "Choice", "graphicFrame", "graphic", "graphicData")
)
_LONGEST_TITLE = 300  # characters; more is no title
_MOST_NESTED = 30  # groups within groups


class PptxLoader:
    """Reads .pptx files; places are slides ("slide 4"), speaker notes "slide 4 (notes)"."""

    def load(self, path: Path) -> Document:
        """See `rag.protocols.Loader`."""
        data = read_bytes(path)
        builder = DocumentBuilder(path, data, _MEDIA_TYPE)
        with Archive(path, data) as archive:
            package = Package(path, archive)
            main = package.main_part("ppt/presentation.xml", "a PowerPoint presentation")
            slides = _slides(package, main)
            if not slides:
                raise SourceError(path, "has no slides", "open it and save it again")
            hidden = comments = 0
            for number, part in enumerate(slides, 1):
                root = package.xml(part)
                if root is None:
                    continue
                if attribute(root, "show") in ("0", "false"):
                    hidden += 1
                    continue
                comments += _Slide(builder, package, part).add(root, f"slide {number}")
            note_left_out(builder, hidden, "hidden slide")
            note_left_out(builder, comments, "comment")
        return builder.finish(
            empty="holds no text, only pictures",
            action="run text recognition (OCR) on it first",
        )


def _slides(package: Package, main: str) -> list[str]:
    """Names of the slides' parts, in the order of the show."""
    root, relations = package.xml(main), package.relations(main)
    keys = [
        next((value for key, value in item.attrib.items() if key.endswith("}id")), "")
        for item in (root.iterfind("./{*}sldIdLst/{*}sldId") if root is not None else ())
    ]
    # Each once: a list that names a slide a million times is no show.
    return list(dict.fromkeys(relations[key].part for key in keys if key in relations))


class _Slide:
    """Reads one slide."""

    def __init__(self, builder: DocumentBuilder, package: Package, part: str) -> None:
        self._builder, self._package, self._part = builder, package, part

    def add(self, root: etree._Element, place: str) -> int:
        """Add the slide and its notes; returns how many comments on it were left out."""
        self._builder.separate()
        self._builder.mark("slide", place)
        shapes = root.find("./{*}cSld/{*}spTree")
        if shapes is not None:
            # The title comes first, wherever it stands in the order of drawing.
            title = next((shape for shape in shapes if _placeholder(shape) in _TITLES), None)
            words = on_one_line(_texts(title))
            is_heading = 0 < len(words) <= _LONGEST_TITLE
            if is_heading:
                self._builder.heading(words, 1)
            self._shapes(shapes, 0, title if is_heading else None)
            self._notes(place, words if is_heading else "")
        relations = self._package.relations(self._part).values()
        parts = [self._package.xml(item.part) for item in relations if item.kind == "comments"]
        return sum(len(list(part.iter("{*}cm"))) for part in parts if part is not None)

    def _shapes(self, group: etree._Element, depth: int, skipped: etree._Element | None) -> None:
        for shape in group:
            name = local_name(shape)
            if shape is skipped or _placeholder(shape) in _REPEATED:
                continue
            if name in ("sp", "cxnSp"):
                add_paragraphs(self._builder, shape.find("./{*}txBody"))
            elif name == "tbl":
                add_table(self._builder, shape)
            elif name in ("chart", "relIds"):
                add_anchored(self._builder, self._package, self._part, shape)
            elif name in _GROUPS and depth < _MOST_NESTED:
                self._shapes(shape, depth + 1, skipped)

    def _notes(self, place: str, title: str) -> None:
        """Add the speaker notes; the picture of the slide and its number beside them are no text."""
        root = self._package.related(self._part, "notesSlide")
        bodies = (
            [shape for shape in root.iter("{*}sp") if _is_note(shape)] if root is not None else []
        )
        if any(_texts(shape) for shape in bodies):
            self._builder.mark("slide", f"{place} (notes)")
            if title:
                self._builder.mark("heading", title, 1)
            for shape in bodies:
                add_paragraphs(self._builder, shape.find("./{*}txBody"))


def _placeholder(shape: etree._Element) -> str:
    """What a shape holds the place of: "title", "body", "sldNum"…; "" for one of its own."""
    found = shape.find("./*/{*}nvPr/{*}ph")
    return "" if found is None else attribute(found, "type") or "body"


def _is_note(shape: etree._Element) -> bool:
    return _placeholder(shape) not in _REPEATED


def _texts(shape: etree._Element | None) -> list[str]:
    return [] if shape is None else paragraphs(shape.find("./{*}txBody"))
