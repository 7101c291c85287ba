"""Letters that a PDF page holds twice because two glyphs draw them.

Chromium writes for each glyph of a cluster which letters the cluster stands for. Where a mark is a
glyph of its own, PDFium then gives the letters once for the base and once more for the mark.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace

import pypdfium2

from rag.load.pdf_lines import PageLine

_CLUSTER = re.compile("([\u0900-\u109f\u1780-\u17ff]{2,6})(?=.{0,8}?\\1)")
_REACH = 8  # characters between the two


def without_doubles(text: pypdfium2.PdfTextPage, line: PageLine) -> PageLine:
    """A line as PDFium gives it, without second copies that stand over the first."""
    words = line.text
    if line.last - line.first + 1 < len(words.rstrip("\ufffe ")) or not _CLUSTER.search(words):
        return line
    gone: set[int] = set()
    for match in _CLUSTER.finditer(words):
        cluster = match[1]
        again = words.find(cluster, match.end(), match.end() + _REACH + len(cluster))
        if again >= 0 and _has_mark(cluster) and _over(text, line, match.span(1), again):
            gone |= set(range(again, again + len(cluster)))
    if not gone:
        return line
    kept = "".join(char for n, char in enumerate(words) if n not in gone)
    return replace(line, text=re.sub(" {2,}", " ", kept))


def _has_mark(cluster: str) -> bool:
    return any(unicodedata.category(char)[0] == "M" for char in cluster)


def _over(text: pypdfium2.PdfTextPage, line: PageLine, first: tuple[int, int], again: int) -> bool:
    """Whether the copy lies within the width of the first, which two written words never do."""
    lead = len(line.text) - len(line.text.lstrip())
    start = line.first - lead
    left, right = _width(text, start + first[0], start + first[1])
    second_left, second_right = _width(text, start + again, start + again + first[1] - first[0])
    shared = min(right, second_right) - max(left, second_left)
    return shared >= 0.5 * (second_right - second_left)


def _width(text: pypdfium2.PdfTextPage, first: int, end: int) -> tuple[float, float]:
    boxes = [text.get_charbox(index) for index in range(first, min(end, text.count_chars()))]
    return min(box[0] for box in boxes), max(box[2] for box in boxes)
