"""Excel workbooks (.xlsx): rows as they are shown, with the names of their columns.

Sheets are read as a stream, so that long ones need little memory. Hidden sheets are left out and said
so; hidden rows and columns are read, for filters and folded groups hide what is meant to be seen. The
readings of Japanese words (phonetic runs), which stand beside the text, are no text. Remarks at cells
are: they explain figures.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from rag.errors import SourceError
from rag.files import read_bytes, title_from_name
from rag.load.archive import Archive
from rag.load.builder import DocumentBuilder
from rag.load.drawing import paragraphs
from rag.load.number_format import BUILT_IN, shown
from rag.load.ooxml import Package, Relation
from rag.load.sheet import CellBudget, Sheet, add_sheet
from rag.load.sheet_names import Row
from rag.load.xml_tree import attribute, local_name, number_of, stream_xml
from rag.types import Document

_MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})$")
_FORMATTED = ("", "n")  # types of cells whose values are numbers
_MOST_MERGED = 100_000  # merged ranges of a sheet; more are read as single cells
_MOST_NOTED = 5  # names of hidden sheets that are said


class XlsxLoader:
    """Reads .xlsx files; places are cells ("Sheet1!A12")."""

    def load(self, path: Path) -> Document:
        """See `rag.protocols.Loader`."""
        data = read_bytes(path)
        builder = DocumentBuilder(path, data, _MEDIA_TYPE)
        with Archive(path, data) as archive:
            package = Package(path, archive)
            main = package.main_part("xl/workbook.xml", "an Excel workbook")
            workbook = _Workbook(path, package, main)
            for name, part in workbook.visible:
                add_sheet(builder, workbook.sheet(name, part))
            note_hidden(builder, workbook.hidden)
            if workbook.empty_formulas:
                builder.notes.append(
                    f"{workbook.empty_formulas} formulas have no stored result; "
                    "open it in a spreadsheet program and save it"
                )
            title = package.title()
        return builder.finish(sheet_title(builder, title, path, len(workbook.visible)))


def note_hidden(builder: DocumentBuilder, names: list[str]) -> None:
    """Say which sheets were left out."""
    if names:
        shown_names = ", ".join(names[:_MOST_NOTED]) + (" …" if len(names) > _MOST_NOTED else "")
        builder.notes.append(f"hidden and left out: {shown_names}")


def sheet_title(builder: DocumentBuilder, title: str, path: Path, sheets: int) -> str:
    """A workbook's own title when its text holds it, else its file's name.

    The first heading of the only sheet names the workbook too; "" lets the builder take it.
    """
    text = builder.text[:2000]
    if title and title.casefold() in text.casefold():
        return title
    return "" if sheets == 1 and builder.begins_with_heading else title_from_name(path)


@dataclass(frozen=True, slots=True)
class _Formats:
    """The number format of each cell style."""

    codes: tuple[str, ...]
    from_1904: bool


class _Workbook:
    """What the sheets of one file share."""

    def __init__(self, path: Path, package: Package, main: str) -> None:
        self._path, self._package = path, package
        root, relations = package.xml(main), package.relations(main)
        if root is None:
            raise SourceError(path, "is not an Excel workbook", "open it and save it again")
        self.visible: list[tuple[str, str]] = []
        """Name and part of each sheet that is shown."""
        self.hidden: list[str] = []
        known: set[str] = set()
        for item in root.iterfind("./{*}sheets/{*}sheet"):
            key = next((value for name, value in item.attrib.items() if name.endswith("}id")), "")
            name = attribute(item, "name") or "?"
            if attribute(item, "state") in ("hidden", "veryHidden"):
                self.hidden.append(name)
            elif key in relations and relations[key].kind == "worksheet":
                part = relations[key].part
                if part not in known:
                    self.visible.append((name, part))
                    known.add(part)
        from_1904 = attribute(root.find("./{*}workbookPr"), "date1904") in ("1", "true")
        self._formats = _Formats(_codes(package.related(main, "styles")), from_1904)
        self._shared = list(self._strings(relations))
        self._budget = CellBudget(path)
        self.empty_formulas = 0

    def sheet(self, name: str, part: str) -> Sheet:
        """Read one sheet. Raises `SourceError`."""
        sheet = Sheet(name)
        data = self._package.data(part) or b"<none/>"
        number = 0
        for element in stream_xml(self._path, data, frozenset(("row", "mergeCell"))):
            if local_name(element) == "mergeCell":
                if len(sheet.merged) < _MOST_MERGED:
                    sheet.merged += _range(attribute(element, "ref") or "")
                continue
            number = number_of(element, "r", number + 1)
            row = self._row(element)
            if row:
                self._budget.spend(row)
                sheet.rows[number] = row
        sheet.rows = dict(sorted(sheet.rows.items()))
        self._beside(sheet, part)
        return sheet

    def _row(self, element: etree._Element) -> Row:
        row: Row = {}
        column = 0
        for cell in element:
            place = _REFERENCE.match(attribute(cell, "r") or "")
            column = _column(place[1]) if place else column + 1
            text = self._shown(cell)
            if text:
                row[column] = text
        return row

    def _shown(self, cell: etree._Element) -> str:
        """A cell's value as it is shown, on one line."""
        kind = attribute(cell, "t") or ""
        if kind == "inlineStr":
            return _text(cell)
        value = cell.findtext("./{*}v") or ""
        if not value:
            self.empty_formulas += cell.find("./{*}f") is not None and kind != "str"
            return ""
        if kind == "s":
            n = int(value) if value.isascii() and value.isdigit() and len(value) < 10 else -1
            return self._shared[n] if 0 <= n < len(self._shared) else ""
        if kind == "b":
            return "TRUE" if value == "1" else "FALSE"
        return self._number(cell, value) if kind in _FORMATTED else " ".join(value.split())

    def _number(self, cell: etree._Element, value: str) -> str:
        style = number_of(cell, "s", 0)
        codes = self._formats.codes
        try:
            number = float(value)
        except ValueError:
            return value
        return shown(number, codes[style] if style < len(codes) else "", self._formats.from_1904)

    def _strings(self, relations: dict[str, Relation]) -> Iterator[str]:
        """The texts that cells refer to by number."""
        parts = [item.part for item in relations.values() if item.kind == "sharedStrings"]
        data = self._package.data(parts[0]) if parts else None
        if data is not None:
            for element in stream_xml(self._path, data, frozenset(("si",))):
                yield _text(element)

    def _beside(self, sheet: Sheet, part: str) -> None:
        """Read the remarks at cells and the text boxes of a sheet."""
        for relation in self._package.relations(part).values():
            if relation.kind not in ("comments", "threadedComment", "drawing"):
                continue
            root = self._package.xml(relation.part)
            if root is None:
                continue
            if relation.kind == "drawing":
                bodies = root.iter("{*}txBody")
                sheet.boxes += [text for body in bodies for text in paragraphs(body)]
            else:
                _add_comments(sheet, root)


def _add_comments(sheet: Sheet, root: etree._Element) -> None:
    authors = [author.text or "" for author in root.iterfind("./{*}authors/{*}author")]
    for comment in root.iter("{*}comment", "{*}threadedComment"):
        n = number_of(comment, "authorId", len(authors))
        if n < len(authors) and authors[n].startswith("tc="):
            continue  # a copy for old programs of a remark that is kept as a conversation
        reference = attribute(comment, "ref") or ""
        place, words = _REFERENCE.match(reference), _text(comment)
        if place and words:
            sheet.comments[int(place[2])].append(f"{reference}: {words}")
            sheet.rows.setdefault(int(place[2]), {})
    sheet.rows = dict(sorted(sheet.rows.items()))


def _text(element: etree._Element) -> str:
    """Rich text on one line, without the readings of its characters."""
    parts = []
    for item in element.iter("{*}t", "{*}text"):
        around = item.getparent()
        if around is not None and local_name(around) != "rPh":
            parts.append(item.text or "")
    return " ".join("".join(parts).split())


def _codes(root: etree._Element | None) -> tuple[str, ...]:
    """The format of each cell style, in order."""
    if root is None:
        return ()
    own = {
        number_of(item, "numFmtId", 0): attribute(item, "formatCode") or ""
        for item in root.iterfind("./{*}numFmts/{*}numFmt")
    }
    numbers = [number_of(item, "numFmtId", 0) for item in root.iterfind("./{*}cellXfs/{*}xf")]
    return tuple(own.get(number, BUILT_IN.get(number, "")) for number in numbers)


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def _range(reference: str) -> list[tuple[int, int, int, int]]:
    """First row, first column, last row, last column of "A1:C3"; nothing when it is none."""
    ends = [_REFERENCE.match(part) for part in reference.split(":")]
    if len(ends) != 2 or ends[0] is None or ends[1] is None:
        return []
    (a, first), (b, last) = ends[0].groups(), ends[1].groups()
    return [(int(first), _column(a), int(last), _column(b))]
