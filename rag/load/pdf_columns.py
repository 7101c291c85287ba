"""Columns of a PDF page put one after the other.

Most files hold the text of a page in the order in which it is read, and nothing is changed then.
Some hold it line by line across all columns: there, a strip without letters runs down the page
between lines of prose. Tables have such strips too, but their cells are seldom filled to the edge.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from statistics import mean, median

import pypdfium2
import pypdfium2.raw as pdfium

from rag.load.pdf_bidi import RIGHT_TO_LEFT
from rag.load.pdf_lines import PageLine

_LEAST_LINES = 6  # on each side
_SHARE_ACROSS = 0.4  # of the lines of a page that the strip must cut
_WIDE = 1.0  # of the size of a line: a gap that may be the strip
_LEAST_LETTERS = 14  # of the pieces on each side, on average
_MOST_DIGITS = 0.2
_FILLED = 0.7  # of the widest piece, that half of the pieces reach
_LEAST_CHANGES = 0.3  # from side to side, in the lines of a page


def in_columns(text: pypdfium2.PdfTextPage, lines: list[PageLine]) -> list[PageLine]:
    """The lines of a page, those of a column together; `lines` are in PDFium's order."""
    placed = [line for line in lines if line.first >= 0 and line.right > line.left]
    if len(placed) < 2 * _LEAST_LINES:
        return lines
    gaps = {line.first: list(_gaps(text, line)) for line in placed}
    strip = _cut_strip(placed, gaps) or _free_strip(placed)
    if strip is None:
        return lines
    pieces = [piece for line in lines for piece in _pieces(text, line, strip, gaps)]
    left = [piece for piece in pieces if piece.first >= 0 and piece.right <= strip + 1]
    right = [piece for piece in pieces if piece.first >= 0 and piece.left >= strip - 1]
    if not (_is_prose(left) and _is_prose(right)):
        return lines
    return _sorted(pieces, strip)


def _gaps(text: pypdfium2.PdfTextPage, line: PageLine) -> Iterator[tuple[float, float, int]]:
    """Wide gaps of a line: from where to where, and the index of the character after it."""
    if RIGHT_TO_LEFT.search(line.text):
        return
    for index in range(line.first + 1, line.last):
        if pdfium.FPDFText_GetUnicode(text, index) != 0x20:
            continue
        before, after = text.get_charbox(index - 1), text.get_charbox(index + 1)
        if after[0] - before[2] > _WIDE * max(line.size, 1.0):
            yield before[2], after[0], index + 1


def _cut_strip(
    lines: list[PageLine], gaps: dict[int, list[tuple[float, float, int]]]
) -> float | None:
    """Where the most lines have a gap one above the other, when they are enough."""
    found = [gap for several in gaps.values() for gap in several]
    if len(found) < _LEAST_LINES:
        return None
    middles = [(start + end) / 2 for start, end, _ in found]
    best = max(middles, key=lambda x: sum(start < x < end for start, end, _ in found))
    cut = sum(any(start < best < end for start, end, _ in several) for several in gaps.values())
    return best if cut >= max(_LEAST_LINES, _SHARE_ACROSS * len(lines)) else None


def _free_strip(lines: list[PageLine]) -> float | None:
    """A strip that hardly any line crosses, when the lines change sides again and again."""
    left, right = min(line.left for line in lines), max(line.right for line in lines)
    edges = sorted({round(line.left) - 1.0 for line in lines})
    inner = [x for x in edges if left + 0.3 * (right - left) < x < left + 0.7 * (right - left)]
    for x in inner:
        sides = [line.left > x for line in lines if line.left > x or line.right <= x + 1]
        changes = sum(a != b for a, b in zip(sides, sides[1:], strict=False))
        if len(sides) > 0.8 * len(lines) and changes > max(4, _LEAST_CHANGES * len(lines)):
            return x
    return None


def _pieces(
    text: pypdfium2.PdfTextPage,
    line: PageLine,
    strip: float,
    gaps: dict[int, list[tuple[float, float, int]]],
) -> list[PageLine]:
    """A line as it is, or its parts to the left and right of the strip."""
    gap = next((g for g in gaps.get(line.first, ()) if g[0] < strip < g[1]), None)
    if gap is None:
        return [line]
    start, end, after = gap
    return [
        replace(line, text=_words(text, line.first, after), right=start, last=after - 2),
        replace(line, text=_words(text, after, line.last + 1), left=end, first=after),
    ]


def _words(text: pypdfium2.PdfTextPage, first: int, end: int) -> str:
    codes = (pdfium.FPDFText_GetUnicode(text, index) for index in range(first, end))
    units = b"".join(code.to_bytes(2, "little") for code in codes if 0 < code < 0xFFFF)
    return units.decode("utf-16-le", "replace").strip()


def _is_prose(pieces: list[PageLine]) -> bool:
    """Whether the pieces of one side are lines of a text that fills its column."""
    if len(pieces) < _LEAST_LINES:
        return False
    together = "".join(piece.text for piece in pieces)
    widths = [piece.right - piece.left for piece in pieces]
    return (
        mean(len(piece.text) for piece in pieces) >= _LEAST_LETTERS
        and sum(map(str.isdigit, together)) <= _MOST_DIGITS * len(together)
        and median(widths) >= _FILLED * max(widths)
    )


def _sorted(pieces: list[PageLine], strip: float) -> list[PageLine]:
    """The left side before the right one, anew after each line that crosses the strip.

    Where most letters are read from right to left, the right side comes first.
    """
    letters = [char for piece in pieces for char in piece.text if char.isalpha()]
    rightwards = 2 * sum(RIGHT_TO_LEFT.match(char) is not None for char in letters) > len(letters)
    ordered: list[PageLine] = []
    left: list[PageLine] = []
    right: list[PageLine] = []

    def flush() -> None:
        ordered.extend([*right, *left] if rightwards else [*left, *right])
        left.clear()
        right.clear()

    for piece in pieces:
        if piece.first < 0 or (piece.left < strip - 1 and piece.right > strip + 1):
            flush()
            ordered.append(piece)
        else:
            (left if piece.right <= strip + 1 else right).append(piece)
    flush()
    return ordered
