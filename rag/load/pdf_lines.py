"""The lines of a PDF page as PDFium gives them: their words, where they stand, how large and how bold."""

from __future__ import annotations

import ctypes
import math
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace

import pypdfium2
import pypdfium2.raw as pdfium

from rag.load.pdf_bidi import RIGHT_TO_LEFT, Glyph, reading_order

HYPHEN = "\ufffe"
"""What PDFium writes for a hyphen at a line end; here a line ends with it."""

_LINE = re.compile(f"[^\r\n{HYPHEN}]+{HYPHEN}?|{HYPHEN}")
_COMPATIBLE = re.compile("[\ufb00-\ufb4f\ufb50-\ufdfb\ufe70-\ufefc\u2e80-\u2fdf]+")
_SPACED_LETTERS = re.compile(
    r"(?:[\u3040-\u30ff\u3400-\u9fff\uff00-\uffef、。（）《》—…]\s){4,}"
    r"[\u3040-\u30ff\u3400-\u9fff\uff00-\uffef、。（）《》—…]?"
)
_BOLD = re.compile(r"bold|black|heavy|semibold|demi", re.IGNORECASE)
_BOLD_WEIGHT = 600
_SAME_LINE = 0.6  # of the lower of two lines, that they must share to be one


@dataclass(frozen=True, slots=True)
class PageLine:
    """A line of a page; places are points from the left and bottom edges of the page."""

    text: str
    left: float = 0.0
    right: float = 0.0
    bottom: float = 0.0
    top: float = 0.0
    size: float = 0.0
    """Size of its font as it is drawn, in points; 0 when it is not known."""
    bold: bool = False
    first: int = 0
    last: int = -1
    """Indices of its first and last character in PDFium's list."""


def page_lines(text: pypdfium2.PdfTextPage) -> list[PageLine]:
    """The lines of a page in PDFium's order, letters repaired and right-to-left lines put right."""
    raw = text.get_text_range()
    lines = list(_measured(text, raw))
    if RIGHT_TO_LEFT.search(raw):
        letters = [char for char in raw if char.isalpha()]
        foreign = sum(RIGHT_TO_LEFT.match(char) is not None for char in letters)
        lines = _turned(text, lines, 2 * foreign > len(letters))
    return [
        line for line in (replace(line, text=_repaired(line.text)) for line in lines) if line.text
    ]


def nameless_letters(text: pypdfium2.PdfTextPage) -> int:
    """How many glyphs of a page have no letter: PDFium leaves them out of the text."""
    return int(text.count_chars()) - _units(text.get_text_range())


def _repaired(text: str) -> str:
    """A line with ligatures and presentation forms as they are spelled, letters not spaced out."""
    text = _COMPATIBLE.sub(lambda match: unicodedata.normalize("NFKC", match[0]), text)
    return _SPACED_LETTERS.sub(lambda match: re.sub(r"\s", "", match[0]), text + " ").strip()


def _measured(text: pypdfium2.PdfTextPage, raw: str) -> Iterator[PageLine]:
    """Each line with its place, taken from its first and last letter."""
    units = 0
    position = 0
    for match in _LINE.finditer(raw):
        units += _units(raw[position : match.start()])
        position = match.start()
        words = match[0]
        stripped = words.rstrip(f" {HYPHEN}")
        lead = len(words) - len(words.lstrip())
        if not stripped.strip():
            continue
        first = _index(text, units + _units(words[:lead]))
        last = _index(text, units + _units(stripped) - 1)
        yield _placed(text, words, first, max(first, last))


def _placed(text: pypdfium2.PdfTextPage, words: str, first: int, last: int) -> PageLine:
    if first < 0:
        return PageLine(words)
    middle = (first + last) // 2
    boxes = [text.get_charbox(index, loose=True) for index in {first, middle, last}]
    return PageLine(
        words,
        min(box[0] for box in boxes), max(box[2] for box in boxes),
        min(box[1] for box in boxes), max(box[3] for box in boxes),
        max(_size(text, index) for index in {first, middle, last}),
        _is_bold(text, first) and _is_bold(text, last), first, last,
    )  # fmt: skip


def _size(text: pypdfium2.PdfTextPage, index: int) -> float:
    """Size of a character's font as it is drawn, in points."""
    matrix = pdfium.FS_MATRIX()
    if not pdfium.FPDFText_GetMatrix(text, index, matrix):
        return 0.0
    return float(pdfium.FPDFText_GetFontSize(text, index)) * math.hypot(matrix.c, matrix.d)


def _turned(
    text: pypdfium2.PdfTextPage, lines: list[PageLine], page_rightwards: bool
) -> list[PageLine]:
    """The lines, those with right-to-left letters in reading order."""
    turned: list[PageLine] = []
    for line in lines:
        if RIGHT_TO_LEFT.search(line.text) and turned and _beside(turned[-1], line):
            line = _merged(turned.pop(), line)
        turned.append(line)
    return [_in_order(text, line, page_rightwards) for line in turned]


def _in_order(text: pypdfium2.PdfTextPage, line: PageLine, page_rightwards: bool) -> PageLine:
    foreign = len(RIGHT_TO_LEFT.findall(line.text))
    if not foreign or line.first < 0 or line.top - line.bottom > 4 * max(line.size, 1.0):
        return line  # one that runs up or down the page has no left and right
    glyphs = [glyph for index in range(line.first, line.last + 1) if (glyph := _glyph(text, index))]
    letters = sum(glyph.char.isalpha() for glyph in glyphs)
    rightwards = page_rightwards or 2 * foreign > letters
    hyphen = HYPHEN if line.text.endswith(HYPHEN) else ""
    return replace(line, text=reading_order(glyphs, rightwards) + hyphen)


def _beside(first: PageLine, second: PageLine) -> bool:
    """Whether two pieces stand on one line, the second to the left or right of the first."""
    if first.first < 0 or second.first < 0 or second.first < first.last:
        return False
    shared = min(first.top, second.top) - max(first.bottom, second.bottom)
    low = min(first.top - first.bottom, second.top - second.bottom)
    apart = max(first.left, second.left) - min(first.right, second.right)
    return shared > _SAME_LINE * low and -0.1 * low < apart < low


def _merged(first: PageLine, second: PageLine) -> PageLine:
    return replace(
        first, text=f"{first.text} {second.text}", last=second.last,
        left=min(first.left, second.left), right=max(first.right, second.right),
        bottom=min(first.bottom, second.bottom), top=max(first.top, second.top),
    )  # fmt: skip


def _glyph(text: pypdfium2.PdfTextPage, index: int) -> Glyph | None:
    """A character of a line, None for those that stand for nothing."""
    code = pdfium.FPDFText_GetUnicode(text, index)
    if code in (0, 0xFFFE, 0xFFFF) or 0xD800 <= code < 0xE000 or code > 0x10FFFF:
        return None
    left, bottom, right, top = text.get_charbox(index, loose=True)
    drawn_left, _, drawn_right, _ = text.get_charbox(index)
    return Glyph(chr(code), left, right, top - bottom, (drawn_left + drawn_right) / 2)


def _is_bold(text: pypdfium2.PdfTextPage, index: int) -> bool:
    if pdfium.FPDFText_GetFontWeight(text, index) >= _BOLD_WEIGHT:
        return True
    buffer = ctypes.create_string_buffer(128)
    size = pdfium.FPDFText_GetFontInfo(text, index, buffer, len(buffer), None)
    return bool(size) and _BOLD.search(buffer.value.decode("utf-8", "replace")) is not None


def _index(text: pypdfium2.PdfTextPage, unit: int) -> int:
    return int(pdfium.FPDFText_GetCharIndexFromTextIndex(text, unit))


def _units(words: str) -> int:
    """Length in UTF-16, by which PDFium counts."""
    return len(words) if words.isascii() else len(words.encode("utf-16-le", "surrogatepass")) // 2
