"""OpenDocument presentations (.odp): titles, text, tables, speaker notes.

The rules are those of PowerPoint presentations: slides in the order of the show, hidden ones left out
and said so, footers and numbers no text, speaker notes after their slide with a place of their own.
"""

from __future__ import annotations

from pathlib import Path

from lxml import etree

from rag.errors import SourceError
from rag.files import read_bytes
from rag.load.archive import Archive
from rag.load.builder import DocumentBuilder
from rag.load.odf import OdfPackage, OdfReader, OdfStyles
from rag.load.odf_lists import OdfLists
from rag.load.odf_text import OdfText
from rag.load.ooxml import note_left_out
from rag.load.xml_tree import attribute, local_name, parse_xml
from rag.types import Document

_MEDIA_TYPE = "application/vnd.oasis.opendocument.presentation"
_REPEATED = frozenset(("footer", "header", "date-time", "page-number", "page"))
_UNSEEN = frozenset(("notes", "animations", "forms", "par"))
_LONGEST_TITLE = 300  # characters; more is no title
_MOST_NESTED = 30


class OdpLoader:
    """Reads .odp files; places are slides ("slide 4"), speaker notes "slide 4 (notes)"."""

    def load(self, path: Path) -> Document:
        """See `rag.protocols.Loader`."""
        data = read_bytes(path)
        builder = DocumentBuilder(path, data, _MEDIA_TYPE)
        with Archive(path, data) as archive:
            package = OdfPackage(path, archive)
            root, common = parse_xml(path, package.content()), package.xml("styles.xml")
            body = root.find("./{*}body/{*}presentation")
            if body is None:
                raise SourceError(
                    path, "is not an OpenDocument presentation", "open it and save it again"
                )
            reader = OdfReader(package, OdfStyles(common, root))
            slides = _Slides(builder, reader, OdfText(builder, reader, OdfLists(common, root)))
            for number, page in enumerate(body.iterfind("./{*}page"), 1):
                slides.add(page, f"slide {number}")
            note_left_out(builder, slides.hidden, "hidden slide")
            reader.note_comments(builder)
        return builder.finish(
            empty="holds no text, only pictures",
            action="run text recognition (OCR) on it first",
        )


class _Slides:
    """Reads the slides of one presentation."""

    def __init__(self, builder: DocumentBuilder, reader: OdfReader, text: OdfText) -> None:
        self._builder, self._reader, self._text = builder, reader, text
        self.hidden = 0

    def add(self, page: etree._Element, place: str) -> None:
        """Add a slide and its notes, or count it as hidden."""
        if self._reader.styles.is_hidden(page):
            self.hidden += 1
            return
        self._builder.separate()
        self._builder.mark("slide", place)
        # The title comes first, wherever it stands in the order of drawing.
        title = next((shape for shape in page if attribute(shape, "class") == "title"), None)
        words = "" if title is None else " ".join(self._shape_words(title).split())
        if len(words) > _LONGEST_TITLE:
            title, words = None, ""
        if words:
            self._builder.heading(words, 1)
        self._shapes(page, 0, title)
        self._notes(page, place, words)

    def _shapes(self, group: etree._Element, depth: int, skipped: etree._Element | None) -> None:
        for shape in group:
            name = local_name(shape)
            if shape is skipped or name in _UNSEEN or attribute(shape, "class") in _REPEATED:
                continue
            if name == "annotation":
                self._reader.comments += 1
            elif name in ("g", "a") and depth < _MOST_NESTED:
                self._shapes(shape, depth + 1, skipped)
            else:
                self._text.read(shape, gap="\n")
                self._builder.separate()

    def _notes(self, page: etree._Element, place: str, title: str) -> None:
        """Add the speaker notes."""
        notes = [shape for item in page.iterfind("./{*}notes") for shape in item]
        notes = [shape for shape in notes if attribute(shape, "class") not in _REPEATED]
        if any(self._shape_words(shape).strip() for shape in notes):
            self._builder.separate()
            self._builder.mark("slide", f"{place} (notes)")
            if title:
                self._builder.mark("heading", title, 1)
            for shape in notes:
                self._text.read(shape, gap="\n")

    def _shape_words(self, shape: etree._Element) -> str:
        words = self._reader.words(shape)
        inner = [self._reader.words(element).text for element in words.anchored]
        return " ".join([words.text, *inner])
