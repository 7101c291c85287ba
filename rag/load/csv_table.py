"""Tables as text (.csv, .tsv): one line per row, each value with the name of its column.

A row must be found and quoted on its own, so every row says what its values are.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from rag.errors import SourceError
from rag.files import read_bytes, title_from_name
from rag.load.builder import DocumentBuilder
from rag.load.encoding import decode_file
from rag.types import Document

_DELIMITERS = ",;\t|"
_LARGEST_CELL = 2**20  # characters
_SAMPLE_ROWS = 200
_YEAR = re.compile(r"(?:19|20)\d\d$")
_NUMBER = re.compile(r"^[-+(]?[\s$€£¥₹₽]*[\d٠-٩०-९][\d.,'’\s%٫٬)/:-]*[%€$]?$")


class CsvLoader:
    """Reads .csv and .tsv files; places are rows ("row 12", as numbered in the file)."""

    def load(self, path: Path) -> Document:
        """See `rag.protocols.Loader`."""
        data = read_bytes(path)
        decoded = decode_file(str(path), data)
        tabs = path.suffix.lower() in (".tsv", ".tab")
        kind = "text/tab-separated-values" if tabs else "text/csv"
        builder = DocumentBuilder(path, data, kind)
        builder.notes += decoded.notes
        try:
            rows = list(read_rows(decoded.text))
        except csv.Error as error:
            raise SourceError(
                path, f"is not a table ({error})", "export it again as CSV"
            ) from error
        head = header_row(rows)
        names = rows[head][1] if head is not None else []
        for position, (number, cells) in enumerate(rows):
            builder.mark("row", f"row {number}")
            named = names if head is not None and position > head else []
            builder.block(row_text(cells, named), gap="\n")
        # Column names at the top are no title; lines above them are.
        return builder.finish(title_from_name(path) if head in (None, 0) else "")


def read_rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """Number (from 1) and cells of each row that holds something. Raises `csv.Error`."""
    csv.field_size_limit(_LARGEST_CELL)
    text = text.lstrip("\ufeff").replace("\0", "")
    rows = _quoted_or_plain(text, delimiter(text))
    for number, cells in enumerate(rows, 1):
        cleaned = [" ".join(cell.replace("\ufeff", "").split()) for cell in cells]
        if any(cleaned):
            yield number, cleaned


def _quoted_or_plain(text: str, sign: str) -> Iterator[list[str]]:
    """The cells of each row. Between tabs, a quotation mark that is never closed is a letter."""
    if sign == "\t":
        try:
            return iter(
                list(csv.reader(io.StringIO(text, newline=""), delimiter=sign, strict=True))
            )
        except csv.Error:
            lines = io.StringIO(text, newline="")
            return csv.reader(lines, delimiter=sign, quoting=csv.QUOTE_NONE)
    return csv.reader(io.StringIO(text, newline=""), delimiter=sign)


def delimiter(text: str) -> str:
    """The delimiter that gives the most rows of one width above 1, wider rows before narrower."""
    lines = "\n".join(text.splitlines()[:_SAMPLE_ROWS])
    best, best_score = ",", 0.0
    for candidate in _DELIMITERS:
        try:
            widths = Counter(
                len(row) for row in csv.reader(io.StringIO(lines), delimiter=candidate) if any(row)
            )
        except csv.Error:
            continue
        score = max((n * min(width - 1, 4) for width, n in widths.items() if width > 1), default=0)
        if score > best_score:
            best, best_score = candidate, float(score)
    return best


def header_row(rows: list[tuple[int, list[str]]]) -> int | None:
    """Index of the row of column names: the first one as wide as most, all words, none twice."""
    widths = Counter(len(cells) for _, cells in rows[:_SAMPLE_ROWS] if len(cells) > 1)
    if not widths:
        return None
    usual = widths.most_common(1)[0][0]
    for index, (_, cells) in enumerate(rows[:20]):
        filled = [cell for cell in cells if cell]
        if len(cells) == usual and len(filled) >= max(2, 0.6 * usual):
            words = not any(map(is_number, filled)) or _names_years(filled)
            short = max(map(len, filled)) <= 120
            return index if words and short and len(set(filled)) == len(filled) else None
    return None


def is_number(cell: str) -> bool:
    """Whether a cell holds a number, an amount or a date and no words."""
    return _NUMBER.match(cell) is not None


def is_year(cell: str) -> bool:
    """Whether a cell is a year as it stands above a column."""
    return _YEAR.match(cell) is not None


def _names_years(cells: list[str]) -> bool:
    """Whether the only numbers among the names of columns are years in order: "Land", 2019, 2020."""
    years = [cell for cell in cells if is_year(cell)]
    numbers = sum(map(is_number, cells))
    in_order = years in (sorted(years), sorted(years, reverse=True))
    return numbers == len(years) and len(cells) > 2 and in_order


def row_text(cells: list[str], names: list[str]) -> str:
    """A row on one line: "name: value; name: value", values alone where a column has no name."""
    parts = []
    for n, cell in enumerate(cells):
        name = names[n] if n < len(names) else ""
        if cell:
            parts.append(f"{name}: {cell}" if name and name != cell else cell)
    return "; ".join(parts)
