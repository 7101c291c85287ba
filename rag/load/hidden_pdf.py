"""Text objects of a PDF page that nobody sees: without ink, white on white, smaller than a point.

Text without ink over an image is what text recognition leaves, and stays.
"""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterator

import pypdfium2
import pypdfium2.raw as pdfium

from rag.load.hidden import WHITE, Colour, alike

_SMALLEST = 1.0
"""Points of a font that can be read at all."""
Box = tuple[float, float, float, float]
"""Left, bottom, right, top in points."""


def remove_hidden(page: pypdfium2.PdfPage) -> int:
    """Take hidden text objects out of a page; returns how many characters they held.

    Called before the text of the page is read; the file itself is not changed.
    """
    objects = list(_objects(page.raw, pdfium.FPDFPage_CountObjects, pdfium.FPDFPage_GetObject))
    suspects = [item for item in objects if _kind(item) == pdfium.FPDF_PAGEOBJ_TEXT and _is_faint(item)]  # fmt: skip
    if not suspects:
        return 0
    text = page.get_textpage()
    try:
        hidden = [item for item in suspects if _is_hidden(item, objects)]
        removed = sum(_length(item, text) for item in hidden)
    finally:
        text.close()
    for item in hidden:
        if pdfium.FPDFPage_RemoveObject(page.raw, item):
            pdfium.FPDFPageObj_Destroy(item)
    return removed


def _objects(owner: object, count: object, get: object) -> Iterator[object]:
    for index in range(count(owner)):  # type: ignore[operator]
        yield get(owner, index)  # type: ignore[operator]


def _kind(item: object) -> int:
    return int(pdfium.FPDFPageObj_GetType(item))


def _is_faint(item: object) -> bool:
    """Whether a text object could be unseen, whatever lies behind it."""
    mode = pdfium.FPDFTextObj_GetTextRenderMode(item)
    ink = _fill(item)
    return (
        mode == pdfium.FPDF_TEXTRENDERMODE_INVISIBLE
        or _height(item) < _SMALLEST
        or (ink is not None and alike(ink, WHITE))
    )


def _is_hidden(item: object, objects: list[object]) -> bool:
    if _height(item) < _SMALLEST:
        return True
    without_ink = pdfium.FPDFTextObj_GetTextRenderMode(item) == pdfium.FPDF_TEXTRENDERMODE_INVISIBLE
    left, bottom, right, top = _box(item)
    middle = ((left + right) / 2, (bottom + top) / 2)
    for other in objects:
        if other is item:
            continue
        kind = _kind(other)
        images = (pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_SHADING, pdfium.FPDF_PAGEOBJ_FORM)
        coloured = kind == pdfium.FPDF_PAGEOBJ_PATH and not without_ink and _is_coloured(other)
        if (kind in images or coloured) and _holds(_box(other), middle):
            return False
    return True


def _is_coloured(path: object) -> bool:
    """Whether a path is filled with another colour than white."""
    mode, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(path, ctypes.byref(mode), ctypes.byref(stroke))
    ink = _fill(path)
    return mode.value != pdfium.FPDF_FILLMODE_NONE and (ink is None or not alike(ink, WHITE))


def _fill(item: object) -> Colour | None:
    parts = [ctypes.c_uint() for _ in range(4)]
    if not pdfium.FPDFPageObj_GetFillColor(item, *map(ctypes.byref, parts)):
        return None
    red, green, blue, opacity = (part.value for part in parts)
    return (red, green, blue) if opacity else WHITE


def _box(item: object) -> Box:
    edges = [ctypes.c_float() for _ in range(4)]
    pdfium.FPDFPageObj_GetBounds(item, *map(ctypes.byref, edges))
    return (edges[0].value, edges[1].value, edges[2].value, edges[3].value)


def _height(item: object) -> float:
    """Points of its font as it is drawn; boxes say nothing where a font lacks its glyphs."""
    size, matrix = ctypes.c_float(), pdfium.FS_MATRIX()
    if not pdfium.FPDFTextObj_GetFontSize(item, ctypes.byref(size)):
        return _SMALLEST
    pdfium.FPDFPageObj_GetMatrix(item, ctypes.byref(matrix))
    return abs(size.value) * math.hypot(matrix.c, matrix.d)


def _holds(box: Box, point: tuple[float, float]) -> bool:
    return box[0] <= point[0] <= box[2] and box[1] <= point[1] <= box[3]


def _length(item: object, text: pypdfium2.PdfTextPage) -> int:
    size = int(pdfium.FPDFTextObj_GetText(item, text.raw, None, 0))
    return max(0, size // 2 - 1)
