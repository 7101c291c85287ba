"""Tables of text documents and slides: a line for each row.

Columns are set apart by " | ". A cell merged over several rows stands in each of them, so that
every line says what it is about; a long one stands in the first alone. A cell merged over several
columns stands once, and empty cells are left out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

LONGEST_CELL = 400
"""Characters; a row with a longer cell lays out a page and is read cell by cell."""
_LONGEST_REPEATED = 80


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell's text on one line, the columns it takes, and whether it continues the one above."""

    text: str
    columns: int = 1
    continues: bool = False


class TableLines:
    """Makes lines of rows, given from the first to the last."""

    def __init__(self) -> None:
        self._above: dict[int, str] = {}

    def line(self, cells: Sequence[Cell]) -> str:
        """The row on one line; "" when none of its cells has text of its own."""
        shown, column, own = [], 0, False
        for cell in cells:
            if cell.continues:
                above = self._above.get(column, "")
                text = above if len(above) <= _LONGEST_REPEATED else ""
            else:
                text = self._above[column] = cell.text
                own = own or bool(text)
            shown.append(text)
            column += cell.columns
        return " | ".join(text for text in shown if text) if own else ""


def on_one_line(parts: Sequence[str]) -> str:
    """Paragraphs of a cell on one line."""
    return " ".join(" ".join(parts).split())
