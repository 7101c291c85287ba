"""Rich text documents (.rtf): paragraphs, headings, lists, tables, boxes, notes.

Deleted and hidden text, page headers and footers, pictures, and remarks of reviewers are no text. Numbers
of lists are, as the file holds them. A footnote follows the paragraph that refers to it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from rag.errors import SourceError
from rag.files import read_bytes
from rag.load.builder import DocumentBuilder
from rag.load.docx_styles import HEADING_STYLE
from rag.load.ooxml import note_left_out
from rag.load.rtf_reader import RtfReader
from rag.load.table import LONGEST_CELL, Cell, TableLines, on_one_line
from rag.types import Document

_MEDIA_TYPE = "application/rtf"
_LONGEST_HEADING = 300  # characters
_PARAGRAPH_ENDS = frozenset(("par", "sect", "page", "column"))
_MOST_CELLS = 1000  # of one row


class RtfLoader:
    """Reads .rtf files; places are headings."""

    def load(self, path: Path) -> Document:
        """See `rag.protocols.Loader`."""
        data = read_bytes(path)
        if not data.lstrip().startswith(b"{\\rtf"):
            raise SourceError(path, "is not a rich text document", "open it and save it again")
        builder = DocumentBuilder(path, data, _MEDIA_TYPE)
        text = _Text(builder)
        reader = RtfReader(path, text.add, text.control)
        text.reader = reader
        reader.read(data[data.index(b"{\\rtf") :])
        text.end()
        note_left_out(builder, reader.tables.comments, "comment")
        title = " ".join(reader.tables.title.split())
        return builder.finish(
            title if title and title.casefold() in builder.text[:2000].casefold() else ""
        )


@dataclass(slots=True)
class _Flow:
    """The text of the document itself, of a note or of a box, as far as it was read."""

    line: list[str] = field(default_factory=list)
    cells: list[str] = field(default_factory=list)
    """Finished cells of the row."""
    cell: list[str] = field(default_factory=list)
    """Finished lines of the cell."""
    inner_cell: list[str] = field(default_factory=list)
    """Finished lines of a cell of a table within the cell."""
    inner: list[str] = field(default_factory=list)
    """Finished cells of the row of a table within the cell."""
    has_inner: bool = False
    """Whether there was a table within a cell of the row."""
    depth: int = 0
    """How many tables are around the paragraph."""
    is_list: bool = False
    level: int = 0
    style: int = 0
    blocks: list[str] = field(default_factory=list)
    """Finished paragraphs of a note or box, to be added after the paragraph around it."""


class _Text:
    """Puts words and events together into blocks."""

    def __init__(self, builder: DocumentBuilder) -> None:
        self._builder = builder
        self.reader: RtfReader | None = None
        self._flows = [_Flow()]
        self._beside: list[str] = []
        self._lines = TableLines()
        self._continues: list[bool] = []
        self._is_continued = False

    def add(self, words: str) -> None:
        """Words in the order of the file."""
        self._flows[-1].line.append(words)

    def control(self, word: str, number: int | None) -> None:
        """A control word, or the begin or end of a note or box."""
        if word in _PARAGRAPH_ENDS:
            self._end_paragraph()
        elif word in ("cell", "nestcell"):
            self._end_cell(is_inner=word == "nestcell")
        elif word in ("row", "nestrow"):
            self._end_row(is_inner=word == "nestrow")
        elif word in ("note", "box"):
            self._flows.append(_Flow())
        elif word == "end":
            self._end_flow()
        elif word in ("trowd", "clvmrg", "cellx"):
            self._row_definition(word)
        else:
            self._of_paragraph(word, number)

    def _of_paragraph(self, word: str, number: int | None) -> None:
        """What holds for a paragraph."""
        flow = self._flows[-1]
        if word == "pard":
            flow.level = flow.style = 0
            flow.depth, flow.is_list = 0, False
        elif word == "intbl":
            flow.depth = max(flow.depth, 1)
        elif word == "itap":
            flow.depth = number or 0
        elif word == "s":
            flow.style = number or 0
        elif word == "outlinelevel" and number is not None:
            flow.level = number + 1 if 0 <= number < 9 else 0
        elif word in ("pntext", "listtext"):
            flow.is_list = True

    def end(self) -> None:
        """The file is over."""
        while len(self._flows) > 1:
            self._end_flow()
        flow = self._flows[0]
        if flow.cells or flow.cell:
            self._end_cell(is_inner=False)
            self._end_row(is_inner=False)
        self._end_paragraph()

    def _row_definition(self, word: str) -> None:
        if word == "trowd":
            self._continues, self._is_continued = [], False
        elif word == "clvmrg":
            self._is_continued = True
        elif len(self._continues) < _MOST_CELLS:
            self._continues.append(self._is_continued)
            self._is_continued = False

    def _end_paragraph(self) -> None:
        flow = self._flows[-1]
        text = "".join(flow.line)
        flow.line = []
        if flow.is_list:
            label, _, rest = text.partition("\t")
            text = f"{'-' if label.strip() in '•·o§' else label.strip()} {rest}" if rest else text
        if len(self._flows) > 1:
            flow.blocks.append(text)
        elif flow.depth or flow.cells:
            (flow.cell if flow.depth < 2 else flow.inner_cell).append(text)
        else:
            self._block(text, flow)

    def _block(self, text: str, flow: _Flow) -> None:
        level = flow.level or self._level_of_style(flow.style)
        if level and text.strip() and len(text) <= _LONGEST_HEADING:
            self._builder.heading(text, level)
        else:
            self._builder.block(text.replace("\t", " ") if flow.is_list else text,
                                gap="\n" if flow.is_list else "\n\n")  # fmt: skip
        self._add_beside()
        self._lines = TableLines()

    def _level_of_style(self, number: int) -> int:
        style = self.reader.tables.styles.get(number) if self.reader is not None else None
        if style is None:
            return 0
        match = HEADING_STYLE.match(style.name.strip())
        return style.level or (int(match[1]) if match else 0)

    def _add_beside(self) -> None:
        for text in self._beside:
            self._builder.block(text)
        self._beside = []

    def _end_cell(self, is_inner: bool) -> None:
        flow = self._flows[-1]
        lines = flow.inner_cell if is_inner else flow.cell
        if flow.line:
            lines.append("".join(flow.line))
            flow.line = []
        if is_inner:
            flow.inner.append(on_one_line(lines))
        elif len(flow.cells) < _MOST_CELLS:
            flow.cells.append("\n".join(lines))
        lines.clear()

    def _end_row(self, is_inner: bool) -> None:
        flow = self._flows[-1]
        if is_inner:
            flow.cell.append(" | ".join(filter(None, flow.inner)))
            flow.inner, flow.has_inner = [], True
            return
        cells = [
            Cell(on_one_line([text]), continues=n < len(self._continues) and self._continues[n])
            for n, text in enumerate(flow.cells)
        ]
        line = self._lines.line(cells)
        texts, flow.cells = flow.cells, []
        has_inner, flow.has_inner = flow.has_inner, False
        if len(self._flows) > 1:
            flow.blocks.append(line)
        elif has_inner or any(len(cell.text) > LONGEST_CELL for cell in cells):
            for text in texts:
                for part in text.split("\n"):
                    self._builder.block(part, gap="\n" if has_inner else "\n\n")
        else:
            self._builder.block(line, gap="\n")
        self._add_beside()

    def _end_flow(self) -> None:
        """A note or box is over: it follows the paragraph that it stands in."""
        if len(self._flows) > 1:
            self._end_paragraph()
            flow = self._flows.pop()
            self._beside += [text for text in flow.blocks if text.strip()]
