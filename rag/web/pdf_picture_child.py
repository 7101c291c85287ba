"""Run by `pdf_picture.py`, never imported: reads an order and a PDF from stdin, writes a PNG.

Limits on memory and time are set before the first byte of the file is read, and no file can be
written.
"""

from __future__ import annotations

import difflib
import io
import json
import re
import sys
import unicodedata

import pypdfium2
import pypdfium2.raw as pdfium
from PIL import Image, ImageChops

MEMORY = 3 * 2**30
CPU_S = 25
LONGEST_SIDE = 1700
"""Pixels."""
LARGEST_SCALE = 2.0
MARK = (255, 222, 110)
LEAST_FOUND = 0.5
"""Share of the quote's letters that must stand together on the page to be marked."""
# One ligature draws lam and alef, and PDFium may give them in either order.
_LAM_ALEF = re.compile("[\u0627\u0623\u0625\u0622]\u0644")


def main() -> None:
    """Draw one page."""
    _limit()
    order = json.loads(sys.stdin.buffer.readline())
    file = pypdfium2.PdfDocument(sys.stdin.buffer.read())
    page = file[order["page"] - 1]
    scale = min(LARGEST_SCALE, LONGEST_SIDE / max(page.get_size()))
    bitmap = page.render(scale=scale)
    image = bitmap.to_pil().convert("RGB")
    to_pixels = bitmap.get_posconv(page).to_bitmap
    highest = image.height
    for left, bottom, right, top in rectangles(page.get_textpage(), order["quote"]):
        (x0, y0), (x1, y1) = to_pixels(left, top), to_pixels(right, bottom)
        mark(image, (min(x0, x1) - 2, min(y0, y1) - 2, max(x0, x1) + 2, max(y0, y1) + 2))
        highest = max(0, min(highest, y0, y1))
    out = io.BytesIO()
    image.save(out, "PNG")
    found = highest / image.height if highest < image.height else None
    sys.stdout.buffer.write(json.dumps({"top": found}).encode() + b"\n" + out.getvalue())


def mark(image: Image.Image, box: tuple[int, int, int, int]) -> None:
    """Lay a colour over a part of the picture so that the letters stay dark."""
    left, top = max(0, box[0]), max(0, box[1])
    right, bottom = min(image.width, box[2]), min(image.height, box[3])
    if left < right and top < bottom:
        part = image.crop((left, top, right, bottom))
        colour = Image.new("RGB", part.size, MARK)
        image.paste(ImageChops.multiply(part, colour), (left, top))


def rectangles(text: pypdfium2.PdfTextPage, quote: str) -> list[tuple[float, float, float, float]]:
    """(left, bottom, right, top) in points of the lines of a quote; none where it is not found."""
    raw = text.get_text_range()
    letters, at = _letters(raw)
    wanted, _ = _letters(quote)
    begin, size = letters.find(wanted), len(wanted)
    if begin < 0 and wanted:
        match = difflib.SequenceMatcher(None, letters, wanted, autojunk=False).find_longest_match()
        begin, size = (match.a, match.size) if match.size >= LEAST_FOUND * len(wanted) else (-1, 0)
    if begin < 0 or not wanted:
        return []
    first, last = (_index(text, raw, at[n]) for n in (begin, begin + size - 1))
    count = text.count_rects(first, last - first + 1)
    return [text.get_rect(n) for n in range(count)]


def _letters(text: str) -> tuple[str, list[int]]:
    """Letters and digits of a text as they are compared, and where each stands in it."""
    kept, at = [], []
    for position, char in enumerate(text):
        for letter in unicodedata.normalize("NFKC", char).casefold():
            if letter.isalnum():
                kept.append(letter)
                at.append(position)
    return _LAM_ALEF.sub(lambda match: match[0][::-1], "".join(kept)), at


def _index(text: pypdfium2.PdfTextPage, raw: str, position: int) -> int:
    """PDFium's number of a character; its texts are counted in UTF-16."""
    units = len(raw[:position].encode("utf-16-le", "surrogatepass")) // 2
    return int(pdfium.FPDFText_GetCharIndexFromTextIndex(text, units))


def _limit() -> None:
    """Bound memory, processor time and files of this process, where the system can."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_S, CPU_S))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


if __name__ == "__main__":
    main()
