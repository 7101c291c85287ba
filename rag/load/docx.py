"""Word documents (.docx): paragraphs, headings, lists, tables, text boxes, notes, formulas.

Read straight from the XML of the package, so that sizes stay bounded and what a reader of the
document does not see stays out: deleted text of tracked changes, hidden text, field codes, position
numbers, the fallback copies of drawings, readings above characters, and remarks of reviewers. Numbers
of headings and lists, which Word counts, are text. A footnote follows the paragraph that refers to it.
"""

from __future__ import annotations

from pathlib import Path

from lxml import etree

from rag.errors import SourceError
from rag.files import read_bytes
from rag.load.archive import Archive
from rag.load.builder import DocumentBuilder
from rag.load.docx_styles import Numbering, Style, Styles, list_of, outline_level
from rag.load.docx_words import UNSEEN, Words, words_of
from rag.load.drawing import add_anchored
from rag.load.hidden import note
from rag.load.hidden_docx import remove_hidden
from rag.load.ooxml import Package, note_left_out
from rag.load.table import LONGEST_CELL, Cell, TableLines, on_one_line
from rag.load.xml_tree import attribute, local_name, number_of
from rag.types import Document

_MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_MOST_NESTED = 20  # tables within tables
_LONGEST_HEADING = 300  # characters
_LONGEST_CLOSE_ITEM = 200  # characters; longer items of a list are paragraphs


class DocxLoader:
    """Reads .docx files; places are headings, with their numbers."""

    def load(self, path: Path) -> Document:
        """See `rag.protocols.Loader`."""
        data = read_bytes(path)
        builder = DocumentBuilder(path, data, _MEDIA_TYPE)
        with Archive(path, data) as archive:
            package = Package(path, archive)
            main = package.main_part("word/document.xml", "a Word document")
            root = package.xml(main)
            if root is None:
                raise SourceError(path, "is not a Word document", "open it and save it again")
            builder.notes += note(remove_hidden(root))
            body = _Body(builder, package, main)
            body.read(root, 0)
            note_left_out(builder, body.comments, "comment")
            package.note_embedded(main, builder)
            title = package.title()
        return builder.finish(
            title if title and title.casefold() in builder.text[:2000].casefold() else ""
        )


class _Body:
    """Reads the document in its order."""

    def __init__(self, builder: DocumentBuilder, package: Package, main: str) -> None:
        self._builder, self._package, self._main = builder, package, main
        self._styles = Styles(package.related(main, "styles"))
        self._numbering = Numbering(package.related(main, "numbering"))
        self._notes = {
            (kind, attribute(note, "id") or ""): note
            for kind in ("footnote", "endnote")
            for note in _children(package.related(main, f"{kind}s"), kind)
        }
        self._carried = ""
        self.comments = 0

    def read(self, element: etree._Element, depth: int) -> None:
        """Add every paragraph and table inside an element."""
        for child in element:
            name = local_name(child)
            if name == "p":
                self._paragraph(child, depth)
            elif name == "tbl":
                self._table(child, depth)
            elif name and name not in UNSEEN:
                self.read(child, depth)
        text, self._carried = self._carried, ""
        self._builder.block(text)

    def _paragraph(self, paragraph: etree._Element, depth: int) -> None:
        words = words_of(paragraph, self._styles)
        self.comments += words.comments
        properties = paragraph.find("./{*}pPr")
        style_id, style = self._styles.of(paragraph)
        text, self._carried = self._carried + words.text, ""
        goes_on = properties is not None and properties.find("./{*}rPr/{*}del") is not None
        if text.strip() and not goes_on and not style.is_contents:
            label = self._label(properties, style_id, style)
            self._block(text, label, _level(properties, style))
        self._beside(words, depth)
        # Its end is deleted, so that in the accepted text it goes on in the next paragraph.
        self._carried = text if goes_on else ""

    def _block(self, text: str, label: str, level: int) -> None:
        """Add a heading, an item of a list, or a paragraph."""
        if level and len(text) <= _LONGEST_HEADING:
            self._builder.heading(text if label == "-" else f"{label} {text}", level)
        elif label:
            gap = "\n" if len(text) <= _LONGEST_CLOSE_ITEM else "\n\n"
            self._builder.block(f"{label} {text.lstrip()}", gap=gap)
        else:
            self._builder.block(text)

    def _label(self, properties: etree._Element | None, style_id: str, style: Style) -> str:
        """Number or bullet of a paragraph, "" when it is no item of a list."""
        list_id, level = list_of(properties)
        if not list_id:
            list_id, level = style.list_id, style.list_level
            if list_id and level is None:
                level = self._numbering.level_of_style(list_id, style_id)
        if not list_id or list_id == "0":  # "0" takes a paragraph out of its style's list
            return ""
        return self._numbering.label(list_id, level or 0)

    def _beside(self, words: Words, depth: int) -> None:
        """Add what is anchored in a paragraph, then the notes that it refers to."""
        if depth >= _MOST_NESTED:
            return
        for element in words.anchored:
            if local_name(element) == "txbxContent":
                self.read(element, depth + 1)
            else:
                add_anchored(self._builder, self._package, self._main, element)
        for key in words.notes:
            note = self._notes.pop(key, None)
            if note is not None:
                self.read(note, depth + 1)

    def _table(self, table: etree._Element, depth: int) -> None:
        """Add a table, one line per row; rows that lay out a form, as blocks of their own."""
        if depth >= _MOST_NESTED:
            for paragraph in table.iter("{*}p"):
                self._builder.block(words_of(paragraph, self._styles).text)
            return
        lines = TableLines()
        self._builder.separate()
        for row in _inner(table, "tr", "tbl"):
            if row.find("./{*}trPr/{*}del") is not None:
                continue
            elements = [
                cell
                for cell in _inner(row, "tc", "tr")
                if cell.find("./{*}tcPr/{*}cellDel") is None
            ]
            found = [
                [words_of(item, self._styles) for item in cell.iter("{*}p")] for cell in elements
            ]
            cells = [_cell(*pair) for pair in zip(elements, found, strict=True)]
            line = lines.line(cells)
            if any(map(_is_layout, elements)) or any(
                len(cell.text) > LONGEST_CELL for cell in cells
            ):
                for element in elements:
                    self.read(element, depth + 1)
            else:
                self._builder.block(line, gap="\n")
                for words in (words for cell in found for words in cell):
                    self.comments += words.comments
                    self._beside(words, depth)
        self._builder.separate()


def _level(properties: etree._Element | None, style: Style) -> int:
    """Outline level of a paragraph: its own, else its style's."""
    own = None if properties is None else outline_level(properties)
    return style.level if own is None else own


def _cell(element: etree._Element, paragraphs: list[Words]) -> Cell:
    merge = element.find("./{*}tcPr/{*}vMerge")
    return Cell(
        on_one_line([words.text for words in paragraphs]),
        max(1, number_of(element.find("./{*}tcPr/{*}gridSpan"), "val", 1)),
        merge is not None and attribute(merge, "val") != "restart",
    )


def _is_layout(cell: etree._Element) -> bool:
    """Whether a cell holds more than lines of text."""
    return any(cell.find(f".//{{*}}{name}") is not None for name in ("tbl", "txbxContent"))


def _inner(outer: etree._Element, name: str, around: str) -> list[etree._Element]:
    """Rows of a table or cells of a row itself, also inside content controls."""
    found = outer.iter(f"{{*}}{name}")
    return [item for item in found if next(item.iterancestors(f"{{*}}{around}")) is outer]


def _children(root: etree._Element | None, name: str) -> list[etree._Element]:
    return [] if root is None else list(root.iterfind(f"./{{*}}{name}"))
