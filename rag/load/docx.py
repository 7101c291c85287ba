"""Word documents (.docx): paragraphs, headings, lists, tables, text boxes, notes.

Read straight from the XML of the package, so that sizes stay bounded and what a reader of the
document does not see stays out: deleted text of tracked changes, field codes, position numbers, the
fallback copies of drawings.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from rag.errors import SourceError
from rag.files import read_bytes
from rag.load.archive import Archive
from rag.load.builder import DocumentBuilder
from rag.load.xml_tree import parse_xml
from rag.types import Document

_MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_MAIN_PART = re.compile(
    r"wordprocessingml\.(?:document|template)\.main\+xml|ms-word\.(?:document|template)"
)
_UNSEEN_NAMES = (
    "del moveFrom delText instrText delInstrText Fallback pPr sectPr tblPr trPr tcPr tblGrid "
    "annotationRef rPrChange pPrChange object posOffset pctPosHOffset pctPosVOffset sdtPr "
    "sdtEndPr docPart wrapPolygon extent nvPicPr blipFill nonVisualPr"
)
_UNSEEN = frozenset(_UNSEEN_NAMES.split())
_CHARACTERS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "ptab": "\t"}
_HEADING_STYLE = re.compile(
    r"(?:heading|überschrift|titre|título|titolo|kop|nagłówek|заголовок|标题|見出し)\s*(\d)", re.I
)
_MOST_NESTED = 20  # tables within tables


class DocxLoader:
    """Reads .docx files; places are headings."""

    def load(self, path: Path) -> Document:
        """See `rag.protocols.Loader`."""
        data = read_bytes(path)
        builder = DocumentBuilder(path, data, _MEDIA_TYPE)
        with Archive(path, data) as archive:
            main = _main_part(archive)
            content = archive.read(main)
            if content is None:
                raise SourceError(
                    path, "is not a Word document", "open it in Word and save it again"
                )
            root = parse_xml(path, content)
            styles = _styles(path, archive.read(_beside(main, "styles.xml")))
            title = _title(path, archive.read("docProps/core.xml"))
            _Body(builder, styles).read(root, 0)
            for notes in ("footnotes.xml", "endnotes.xml"):
                part = archive.read(_beside(main, notes))
                if part is not None:
                    _Body(builder, styles).read(parse_xml(path, part), 0)
        return builder.finish(
            title if title and title.casefold() in builder.text[:2000].casefold() else ""
        )


@dataclass(frozen=True, slots=True)
class _Style:
    """What is needed of a paragraph style: its outline level, 0 when it is no heading."""

    level: int


class _Body:
    """Reads a part in document order."""

    def __init__(self, builder: DocumentBuilder, styles: dict[str, _Style]) -> None:
        self._builder, self._styles = builder, styles

    def read(self, element: etree._Element, depth: int) -> None:
        """Add every paragraph and table inside an element."""
        for child in element:
            tag = _tag(child)
            if tag == "p":
                self._paragraph(child, depth)
            elif tag == "tbl":
                self._table(child, depth)
            elif tag in ("footnote", "endnote") and _value(child, "type") in (
                "separator",
                "continuationSeparator",
            ):
                continue
            elif tag and tag not in _UNSEEN:
                self.read(child, depth)

    def _paragraph(self, paragraph: etree._Element, depth: int) -> None:
        boxes: list[etree._Element] = []
        words = _words(paragraph, boxes)
        properties = paragraph.find("./{*}pPr")
        level = self._level(properties)
        is_item = properties is not None and properties.find("./{*}numPr") is not None
        if level and len(words) <= 300:
            self._builder.heading(words, level)
        elif is_item:
            self._builder.block(f"- {words}" if words.strip() else "", gap="\n")
        else:
            self._builder.block(words)
        if depth < _MOST_NESTED:
            for box in boxes:
                self.read(box, depth + 1)

    def _level(self, properties: etree._Element | None) -> int:
        """Outline level of a paragraph: its own, else its style's."""
        if properties is None:
            return 0
        own = properties.find("./{*}outlineLvl")
        if own is not None and (_value(own, "val") or "9").isdigit():
            return (int(_value(own, "val") or 9) + 1) % 10
        style = properties.find("./{*}pStyle")
        name = _value(style, "val") if style is not None else None
        return self._styles[name].level if name in self._styles else 0

    def _table(self, table: etree._Element, depth: int) -> None:
        """Add a table, one line per row; long cells, which lay out a form, as blocks of their own."""
        if depth >= _MOST_NESTED:
            return
        for row in _rows(table):
            cells = [cell for cell in _cells(row)]
            texts = [
                " ".join(" ".join(_words(p, []) for p in cell.iter("{*}p")).split())
                for cell in cells
            ]
            nested = any(
                cell.find(".//{*}tbl") is not None or cell.find(".//{*}txbxContent") is not None
                for cell in cells
            )
            if nested or any(len(text) > 400 for text in texts):
                for cell in cells:
                    self.read(cell, depth + 1)
            else:
                self._builder.block(" | ".join(text for text in texts if text), gap="\n")


def _words(paragraph: etree._Element, boxes: list[etree._Element]) -> str:
    """Text of a paragraph's runs; text boxes anchored in it are put aside into `boxes`."""
    parts: list[str] = []
    stack = list(reversed(paragraph))
    while stack:
        element = stack.pop()
        tag = _tag(element)
        if not tag or tag in _UNSEEN:
            continue
        if tag == "txbxContent":
            boxes.append(element)
        elif tag == "t":
            parts.append(element.text or "")
        elif tag in _CHARACTERS:
            parts.append(_CHARACTERS[tag])
        elif tag == "sym":
            parts.append(" ")
        else:
            stack.extend(reversed(element))
    return "".join(parts)


def _rows(table: etree._Element) -> list[etree._Element]:
    """Rows of a table itself, also inside content controls, without deleted ones."""
    rows = [row for row in table.iter("{*}tr") if next(row.iterancestors("{*}tbl")) is table]
    return [row for row in rows if row.find("./{*}trPr/{*}del") is None]


def _cells(row: etree._Element) -> list[etree._Element]:
    """Cells of a row itself, without those that only continue the cell above."""
    cells = [cell for cell in row.iter("{*}tc") if next(cell.iterancestors("{*}tr")) is row]
    kept = []
    for cell in cells:
        merge = cell.find("./{*}tcPr/{*}vMerge")
        if merge is None or _value(merge, "val") == "restart":
            kept.append(cell)
    return kept


def _main_part(archive: Archive) -> str:
    """Name of the part that holds the document, as the package says."""
    types = archive.read("[Content_Types].xml") or b""
    for part, kind in re.findall(rb'PartName="/?([^"]+)"\s+ContentType="([^"]+)"', types):
        if _MAIN_PART.search(kind.decode("utf-8", "replace")):
            return str(part.decode("utf-8", "replace"))
    return "word/document.xml"


def _beside(main: str, name: str) -> str:
    return f"{main.rpartition('/')[0]}/{name}".lstrip("/")


def _styles(path: Path, data: bytes | None) -> dict[str, _Style]:
    """Paragraph styles by id; an inherited outline level counts."""
    if data is None:
        return {}
    root = parse_xml(path, data)
    own: dict[str, tuple[int, str]] = {}
    for style in root.iter("{*}style"):
        name = style.find("./{*}name")
        outline, base = style.find("./{*}pPr/{*}outlineLvl"), style.find("./{*}basedOn")
        shown = (_value(name, "val") or "") if name is not None else ""
        match = _HEADING_STYLE.match(shown)
        level = int(match[1]) if match else 1 if shown.casefold() == "title" else 0
        if outline is not None and (_value(outline, "val") or "").isdigit():
            level = (int(_value(outline, "val") or 9) + 1) % 10
        own[_value(style, "styleId") or ""] = (
            level,
            (_value(base, "val") or "") if base is not None else "",
        )
    return {key: _Style(_inherited(key, own)) for key in own}


def _inherited(key: str, own: dict[str, tuple[int, str]]) -> int:
    for _ in range(10):  # a damaged file can make styles inherit in a circle
        level, base = own.get(key, (0, ""))
        if level or not base:
            return level
        key = base
    return 0


def _title(path: Path, data: bytes | None) -> str:
    """The title among the properties of the document, "" when it has none."""
    if data is None:
        return ""
    found = parse_xml(path, data).find("./{*}title")
    return (found.text or "").strip() if found is not None else ""


def _tag(element: etree._Element) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def _value(element: etree._Element, name: str) -> str | None:
    """An attribute by its local name."""
    return next(
        (value for key, value in element.attrib.items() if etree.QName(key).localname == name), None
    )
