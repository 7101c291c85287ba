"""Sheets of workbooks (xlsx, ods): a line for each row that says what its values are.

A value merged over several rows counts for each of them. A lone line above a table is a heading, and so
is the name of a sheet that somebody gave it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

from rag.errors import SourceError
from rag.load.builder import LARGEST_TEXT, DocumentBuilder
from rag.load.csv_table import row_text
from rag.load.sheet_names import Range, Row, column_names, is_table, tables, wide_cells

MOST_CELLS = 1_000_000
"""Filled cells of one workbook."""
_LONGEST_REPEATED = 80  # characters
_LONGEST_HEADING = 150
_MOST_TITLES = 3  # lines above a table, with a blank row between
_DEFAULT_NAMES = (
    "sheet tabelle feuil feuille hoja foglio planilha folha лист аркуш arkusz list hárok blad "
    "ark taul taulukko munka sayfa foaie φύλλο lapas leht 工作表 シート 시트 ورقة גיליון แผ่น แผ่นงาน पत्रक"
)
_DEFAULT_NAME = re.compile(rf"(?:{'|'.join(_DEFAULT_NAMES.split())})[ _-]?\d*$", re.IGNORECASE)


@dataclass(slots=True)
class Sheet:
    """One sheet as it is read, before it becomes text."""

    name: str
    rows: dict[int, Row] = field(default_factory=dict)
    """By number from 1, in order; rows with neither text nor remarks are left out."""
    merged: list[Range] = field(default_factory=list)
    comments: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))
    """Remarks at cells, by row, each with its cell before it."""
    boxes: list[str] = field(default_factory=list)
    """Paragraphs of text boxes."""


class CellBudget:
    """Counts the filled cells of one workbook and the characters in them."""

    def __init__(self, path: Path) -> None:
        self._path, self._cells, self._characters = path, MOST_CELLS, LARGEST_TEXT

    def spend(self, row: Row) -> None:
        """Raises `SourceError` once there are more than `MOST_CELLS` cells or `LARGEST_TEXT` characters."""
        self._cells -= len(row)
        self._characters -= sum(map(len, row.values()))
        if self._cells < 0 or self._characters < 0:
            what = "filled cells" if self._cells < 0 else "characters"
            most = (MOST_CELLS if self._cells < 0 else LARGEST_TEXT) // 10**6
            raise SourceError(
                self._path, f"holds more than {most} million {what}", "split it into smaller files"
            )


def add_sheet(builder: DocumentBuilder, sheet: Sheet) -> None:
    """Add a sheet with its name, its rows ("Sheet1!A12"), remarks and text boxes."""
    _repeat_merged(sheet)
    builder.separate()
    builder.mark("sheet", sheet.name)
    is_named = not _DEFAULT_NAME.match(sheet.name)
    if is_named and sheet.rows:
        builder.mark("row", _place(sheet, next(iter(sheet.rows))))
        builder.heading(sheet.name, 1)
    wide = wide_cells(sheet.merged)
    blocks = tables(sheet.rows)
    for n, block in enumerate(blocks):
        is_table_next = n + 1 < len(blocks) and is_table(blocks[n + 1])
        head, names = column_names(block, wide)
        alone = len(block) if is_table_next and len(block) <= _MOST_TITLES else 0
        titles = alone if head is None else head
        builder.separate()
        for position, (number, row) in enumerate(block):
            builder.mark("row", _place(sheet, number))
            if position < titles and _is_title(row):
                builder.heading(next(iter(row.values())), 2 if is_named else 1)
            else:
                _add_row(builder, row, names if head is not None and position > head else {})
            for comment in sheet.comments.pop(number, ()):
                builder.block(comment, gap="\n")
    for paragraph in sheet.boxes:
        builder.block(paragraph)


def _add_row(builder: DocumentBuilder, row: Row, names: Row) -> None:
    cells = sorted(row.items())
    line = row_text([text for _, text in cells], [names.get(column, "") for column, _ in cells])
    builder.block(line, gap="\n")


def column_letters(column: int) -> str:
    """A column as it is called: 1 is "A", 28 is "AB"."""
    letters = ""
    while column > 0:
        column, place = divmod(column - 1, 26)
        letters = chr(65 + place) + letters
    return letters


def _place(sheet: Sheet, number: int) -> str:
    """The first filled cell of a row."""
    return f"{sheet.name}!{column_letters(min(sheet.rows[number], default=1))}{number}"


def _repeat_merged(sheet: Sheet) -> None:
    """Put the value of cells merged over several rows into each row that holds something."""
    numbers = list(sheet.rows)
    left = MOST_CELLS
    for first, column, last, _ in sheet.merged:
        value = sheet.rows.get(first, {}).get(column, "")
        if last <= first or not value or len(value) > _LONGEST_REPEATED:
            continue
        covered = numbers[bisect_right(numbers, first) : bisect_right(numbers, last)]
        left -= len(covered)
        if left < 0:  # ranges that lie over each other: no program writes them
            return
        for number in covered:
            sheet.rows[number].setdefault(column, value)


def _is_title(row: Row) -> bool:
    """Whether a row above a table is a line by itself, in words."""
    text = next(iter(row.values())) if len(row) == 1 else ""
    return len(text) <= _LONGEST_HEADING and any(char.isalpha() for char in text)
