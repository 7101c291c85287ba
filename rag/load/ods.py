"""OpenDocument spreadsheets (.ods): rows as they are shown, with the names of their columns.

The rules are those of Excel workbooks: sheets are read as a stream, hidden ones are left out and said
so, hidden rows and columns are read, remarks at cells too. Values are as the file shows them, in the
form that its author's country writes.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from rag.files import read_bytes
from rag.load.archive import Archive
from rag.load.builder import DocumentBuilder
from rag.load.odf import OdfPackage, OdfReader, OdfStyles
from rag.load.sheet import CellBudget, Sheet, add_sheet, column_letters
from rag.load.sheet_names import Row
from rag.load.xlsx import note_hidden, sheet_title
from rag.load.xml_tree import attribute, local_name, number_of, stream_xml
from rag.types import Document

_MEDIA_TYPE = "application/vnd.oasis.opendocument.spreadsheet"
_VALUES = ("string-value", "date-value", "time-value", "boolean-value", "value")
_STREAMED = frozenset(("style", "table-row", "shapes"))
_MOST_COLUMNS = 2**14  # that a sheet has
_MOST_REPEATED = 1000  # equal rows or cells that one element stands for and that are written out


class OdsLoader:
    """Reads .ods files; places are cells ("Sheet1!A12")."""

    def load(self, path: Path) -> Document:
        """See `rag.protocols.Loader`."""
        data = read_bytes(path)
        builder = DocumentBuilder(path, data, _MEDIA_TYPE)
        with Archive(path, data) as archive:
            package = OdfPackage(path, archive)
            table = _Tables(package)
            for sheet in table.read(package.content()):
                add_sheet(builder, sheet)
            note_hidden(builder, table.hidden)
            if table.shortened:
                builder.notes.append(f"more than {_MOST_REPEATED} equal rows were read as one")
            title = package.title()
        return builder.finish(sheet_title(builder, title, path, table.shown))


class _Tables:
    """Reads the sheets of one file, one after another."""

    def __init__(self, package: OdfPackage) -> None:
        self._package, self._reader = package, OdfReader(package, OdfStyles())
        self._budget = CellBudget(package.path)
        self._hidden_styles = _hidden_styles(package.xml("styles.xml"))
        self.hidden: list[str] = []
        """Names of hidden sheets."""
        self.shown = 0
        """How many sheets are shown."""
        self.shortened = False

    def read(self, content: bytes) -> Iterator[Sheet]:
        """The sheets that are shown, in order. Raises `SourceError`."""
        table, sheet, number = None, None, 0
        for element in stream_xml(self._package.path, content, _STREAMED):
            if local_name(element) == "style":
                self._hidden_styles |= _hidden_styles(element)
                continue
            around = next(element.iterancestors("{*}table"), None)
            if around is None or local_name(around.getparent()) != "spreadsheet":
                continue
            if around is not table:
                if sheet is not None:
                    yield sheet
                table, sheet, number = around, self._begin(around), 0
            if local_name(element) == "table-row":
                times = max(1, number_of(element, "number-rows-repeated", 1))
                if sheet is not None:
                    self._row(sheet, element, number + 1, times)
                number += times
            elif sheet is not None:
                sheet.boxes += filter(None, map(self._box, element))
        if sheet is not None:
            yield sheet

    def _begin(self, table: etree._Element) -> Sheet | None:
        """A new sheet; None for one that is hidden."""
        name = attribute(table, "name") or "?"
        if attribute(table, "style-name") in self._hidden_styles:
            self.hidden.append(name)
            return None
        self.shown += 1
        return Sheet(name)

    def _row(self, sheet: Sheet, element: etree._Element, number: int, times: int) -> None:
        """Add a row as often as it is meant, when it holds anything."""
        row: Row = {}
        column = 1
        for cell in element:
            if not local_name(cell).endswith("table-cell"):
                continue
            repeated = max(1, number_of(cell, "number-columns-repeated", 1))
            if local_name(cell) == "table-cell":
                text = self._cell(sheet, cell, number, column)
                for n in range(column, column + min(repeated, _MOST_REPEATED) if text else column):
                    row[n] = text
            column += repeated
            if column > _MOST_COLUMNS:
                break
        if row and times > _MOST_REPEATED:
            times, self.shortened = 1, True
        for n in range(number, number + times if row else number):
            self._budget.spend(row)
            sheet.rows[n] = row.copy()
        if sheet.comments.get(number):
            sheet.rows.setdefault(number, {})

    def _cell(self, sheet: Sheet, cell: etree._Element, number: int, column: int) -> str:
        """The shown text of a cell; its span, its remarks and its boxes go to the sheet."""
        words = self._reader.words(cell)
        rows = number_of(cell, "number-rows-spanned", 1)
        columns = number_of(cell, "number-columns-spanned", 1)
        if rows > 1 or columns > 1:
            sheet.merged.append((number, column, number + rows - 1, column + columns - 1))
        for comment in words.comments:
            text = " ".join(self._reader.words(item).text for item in comment.iterfind("./{*}p"))
            if text.strip():
                sheet.comments[number].append(f"{column_letters(column)}{number}: {text}")
        sheet.boxes += filter(None, map(self._box, words.anchored))
        shown = " ".join(words.text.split())
        return shown or next((value for n in _VALUES if (value := attribute(cell, n))), "")

    def _box(self, element: etree._Element) -> str:
        """The text of a drawing."""
        words = self._reader.words(element)
        return " ".join([words.text, *map(self._box, words.anchored)]).strip()


def _hidden_styles(root: etree._Element | None) -> set[str]:
    """Names of the styles that hide a sheet, in an element or of it."""
    return {
        attribute(style, "name") or ""
        for style in (root.iter("{*}style") if root is not None else ())
        if attribute(style.find("./{*}table-properties"), "display") == "false"
    }
