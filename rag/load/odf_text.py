"""Text of OpenDocument documents and slides: headings, paragraphs, lists, tables, notes."""

from __future__ import annotations

from lxml import etree

from rag.load.builder import DocumentBuilder
from rag.load.odf import OdfReader, OdfWords, is_unseen
from rag.load.odf_lists import OdfLists
from rag.load.table import LONGEST_CELL, Cell, TableLines, on_one_line
from rag.load.xml_tree import attribute, local_name, number_of

_MOST_NESTED = 40
_MOST_CELLS = 1000  # of one row, in which an element may stand for many
_LONGEST_HEADING = 300  # characters
_LONGEST_CLOSE_ITEM = 200  # characters; longer items of a list are paragraphs


class OdfText:
    """Adds what is in an element to a document, in order."""

    def __init__(self, builder: DocumentBuilder, reader: OdfReader, lists: OdfLists) -> None:
        self._builder, self._reader, self._lists = builder, reader, lists

    def read(self, element: etree._Element, depth: int = 0, gap: str = "\n\n") -> None:
        """Add every paragraph, list and table inside an element; `gap` stands between paragraphs."""
        if depth > _MOST_NESTED:
            self._builder.block(self._reader.words(element).text)
            return
        for child in element:
            name = local_name(child)
            if is_unseen(child) or self._reader.styles.is_hidden(child):
                continue
            if name == "h":
                self._heading(child, depth)
            elif name == "p":
                self._paragraph(child, depth, gap)
            elif name == "list":
                self._list(child, "", 1, depth)
            elif name == "table":
                self._table(child, depth)
            elif name == "annotation":
                self._reader.comments += 1
            else:
                self.read(child, depth + 1, gap)

    def _heading(self, element: etree._Element, depth: int) -> None:
        words = self._reader.words(element)
        level = number_of(element, "outline-level", 1)
        if words.text.strip() and len(words.text) <= _LONGEST_HEADING:
            is_counted = attribute(element, "is-list-header") != "true"
            number = self._lists.heading(level) if is_counted else ""
            self._builder.heading(f"{number} {words.text}", level)
        else:
            self._builder.block(words.text)
        self._beside(words, depth)

    def _paragraph(self, element: etree._Element, depth: int, gap: str) -> None:
        words = self._reader.words(element)
        level = self._reader.styles.heading_level(element)
        if level and len(words.text) <= _LONGEST_HEADING:
            self._builder.heading(words.text, level)
        else:
            self._builder.block(words.text, gap)
        self._beside(words, depth)

    def _beside(self, words: OdfWords, depth: int) -> None:
        """Add the boxes anchored in a paragraph, then the notes that it refers to."""
        for element in words.anchored:
            if local_name(element) == "table":
                self._table(element, depth + 1)
            else:
                self.read(element, depth + 1)
        for note in words.notes:
            self.read(note, depth + 1)

    def _list(self, element: etree._Element, style: str, level: int, depth: int) -> None:
        """Add the items of a list, each with its number or a dash."""
        style = attribute(element, "style-name") or style
        goes_on = attribute(element, "continue-numbering") == "true" or (
            attribute(element, "continue-list") is not None
        )
        self._lists.begin(style, level, goes_on)
        for item in element:
            if local_name(item) == "list-header":
                self.read(item, depth + 1)
            elif local_name(item) == "list-item" and depth <= _MOST_NESTED:
                self._item(item, style, level, depth)
            else:
                self._builder.block(self._reader.words(item).text)

    def _item(self, item: etree._Element, style: str, level: int, depth: int) -> None:
        label = None
        for child in item:
            if local_name(child) == "list":
                self._list(child, style, level + 1, depth + 1)
            elif local_name(child) == "h":
                self._heading(child, depth)
            elif local_name(child) == "p" and not self._reader.styles.is_hidden(child):
                if label is None:
                    start = number_of(item, "start-value", -1)
                    label = self._lists.item(style, level, None if start < 0 else start)
                words = self._reader.words(child)
                text = f"{label} {words.text.lstrip()}" if words.text.strip() else ""
                close = len(text) <= _LONGEST_CLOSE_ITEM
                self._builder.block(text.lstrip(), "\n" if close else "\n\n")
                label = label and ""
                self._beside(words, depth)
            elif not is_unseen(child):
                self.read(child, depth + 1)

    def _table(self, table: etree._Element, depth: int) -> None:
        """Add a table, one line per row; rows that lay out a form, as blocks of their own."""
        lines = TableLines()
        self._builder.separate()
        covered: dict[int, int] = {}  # rows below that a cell of a column still reaches
        for row in _rows(table):
            elements = [cell for cell in row if local_name(cell).endswith("table-cell")]
            cells: list[Cell] = []
            words: list[OdfWords] = []
            for cell in elements:
                if local_name(cell) == "covered-table-cell":
                    cells.append(Cell("", continues=_goes_on(covered, len(cells))))
                    continue
                found = self._reader.words(cell)
                words.append(found)
                text = on_one_line([found.text, *self._inner(found)])
                covered[len(cells)] = number_of(cell, "number-rows-spanned", 1) - 1
                times = number_of(cell, "number-columns-repeated", 1) if text else 1
                cells += [Cell(text)] * min(times, max(0, _MOST_CELLS - len(cells)))
            if any(map(_is_layout, elements)) or any(
                len(cell.text) > LONGEST_CELL for cell in cells
            ):
                for cell in elements:
                    self.read(cell, depth + 1)
            else:
                self._builder.block(lines.line(cells), gap="\n")
                for found in words:
                    for note in found.notes:
                        self.read(note, depth + 1)
        self._builder.separate()

    def _inner(self, words: OdfWords) -> list[str]:
        """The text of boxes in a cell."""
        return [self._reader.words(element).text for element in words.anchored]


def _goes_on(covered: dict[int, int], column: int) -> bool:
    """Whether a covered cell lies below the cell that covers it, not beside it."""
    left = covered.get(column, 0)
    covered[column] = left - 1
    return left > 0


def _is_layout(cell: etree._Element) -> bool:
    """Whether a cell holds a table of its own."""
    return cell.find(".//{*}table") is not None


def _rows(table: etree._Element) -> list[etree._Element]:
    """Rows of a table itself, also in groups and headers."""
    found = table.iter("{*}table-row")
    return [row for row in found if next(row.iterancestors("{*}table")) is table]
