"""PDF through PDFium: text by page, headings, filled form fields.

PDFium is not thread-safe (pypdfium2 issues 303 and 479: crashes, or pages that come out empty
without an error), so one lock of this module is held while a file is open.
"""

from __future__ import annotations

import threading
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium

from rag.errors import SourceError
from rag.files import read_bytes
from rag.load.builder import DocumentBuilder
from rag.load.hidden import note
from rag.load.hidden_pdf import remove_hidden
from rag.load.pdf_columns import in_columns
from rag.load.pdf_doubles import without_doubles
from rag.load.pdf_fields import field_lines
from rag.load.pdf_headings import grouped, heading_level
from rag.load.pdf_lines import PageLine, nameless_letters, page_lines
from rag.load.pdf_page import paragraphs, readable_share, rejoin_hyphens
from rag.load.pdf_running import without_running_heads
from rag.types import Document

MOST_PAGES = 5_000

_LOCK = threading.Lock()
_NO_TEXT = "holds no text, only images of pages"
_RECOGNISE = "run text recognition (OCR) on it first"
_LEAST_READABLE = 0.5
_DOUBTFUL = 0.9
_FEW_LETTERS = 20
_MOST_NAMED = 20  # pages named in a note


class PdfLoader:
    """Reads .pdf files; places are pages ("p. 3") and headings: the outline's, else those found."""

    def load(self, path: Path) -> Document:
        """See `rag.protocols.Loader`."""
        data = read_bytes(path)
        builder = DocumentBuilder(path, data, "application/pdf")
        with _LOCK:
            pages, outline, title = _read(path, data, builder.notes)
        for number, blocks in enumerate(_blocks(pages, bool(outline))):
            builder.mark("page", f"p. {number + 1}")
            _add_page(builder, blocks, outline.get(number, []))
        _note_quality(path, builder)
        return builder.finish(_sensible(title, builder.text), _NO_TEXT, _RECOGNISE)


def _read(
    path: Path, data: bytes, notes: list[str]
) -> tuple[list[list[PageLine]], dict[int, list[tuple[str, int]]], str]:
    """Lines by page, outline entries (words, level) by page, and the title the file claims."""
    file = _open(path, data)
    try:
        if len(file) > MOST_PAGES:
            raise SourceError(path, f"has more than {MOST_PAGES} pages", "split it into parts")
        file.init_forms()
        pages, empty, nameless, hidden = [], [], 0, 0
        for number in range(len(file)):
            page = file[number]
            hidden += remove_hidden(page)
            text = page.get_textpage()
            lines = in_columns(text, [without_doubles(text, line) for line in page_lines(text)])
            nameless += nameless_letters(text)
            lines += map(PageLine, field_lines(page, file.formenv and file.formenv.raw))
            letters = sum(char.isalnum() for line in lines for char in line.text)
            if letters < _FEW_LETTERS and _has_image(page):
                empty.append(str(number + 1))
            pages.append(lines)
            text.close()
            page.close()
        notes += note(hidden)
        if empty and any(line.text for lines in pages for line in lines):
            more = f" and {len(empty) - _MOST_NAMED} more" if len(empty) > _MOST_NAMED else ""
            named = ", ".join(empty[:_MOST_NAMED])
            notes.append(f"hardly any text on pages that are images: {named}{more}")
        if nameless:
            notes.append(f"letters left out whose font does not say which they are: {nameless}")
        return pages, _outline(file), str(file.get_metadata_dict().get("Title") or "")
    except pypdfium2.PdfiumError as error:
        raise SourceError(path, "is a damaged PDF file", "open it and save it again") from error
    finally:
        file.close()


def _blocks(pages: list[list[PageLine]], has_outline: bool) -> list[list[tuple[int, str]]]:
    """Blocks of each page with the level of the heading that each is, 0 for none."""
    pages = without_running_heads(pages)
    level = (lambda line: 0) if has_outline else heading_level(pages)
    levels: list[list[int]] = []
    words: list[list[str]] = []
    for page in pages:
        levels.append([])
        words.append([])
        for found, lines in grouped(page, level):
            blocks = lines if found else paragraphs(lines, first=not words[-1])
            levels[-1] += [found] * len(blocks)
            words[-1] += blocks
    whole = rejoin_hyphens(words)
    return [list(zip(a, b, strict=True)) for a, b in zip(levels, whole, strict=True)]


def _open(path: Path, data: bytes) -> pypdfium2.PdfDocument:
    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if error.err_code == pdfium.FPDF_ERR_PASSWORD:
            raise SourceError(
                path, "is protected by a password", "save a copy without one"
            ) from error
        raise SourceError(path, "is a damaged PDF file", "open it and save it again") from error


def _has_image(page: pypdfium2.PdfPage) -> bool:
    return any(True for _ in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=3))


def _outline(file: pypdfium2.PdfDocument) -> dict[int, list[tuple[str, int]]]:
    """Entries of the outline by page index, from 0."""
    found: dict[int, list[tuple[str, int]]] = {}
    for entry in file.get_toc(max_depth=6):
        target = entry.get_dest()
        index = target.get_index() if target else None
        words = " ".join(entry.get_title().split())
        if index is not None and words:
            found.setdefault(index, []).append((words, entry.level + 1))
    return found


def _add_page(
    builder: DocumentBuilder, blocks: list[tuple[int, str]], outline: list[tuple[str, int]]
) -> None:
    """Add the blocks of a page; one that an outline entry names is a heading."""
    for level, block in blocks:
        words = "".join(block.split()).casefold()
        named = next((e for e in outline if words.endswith("".join(e[0].split()).casefold())), None)
        if named and len(block) <= len(named[0]) + 15:
            outline.remove(named)
            builder.heading(block, named[1])
        elif level:
            builder.heading(block, level)
        else:
            builder.block(block)


def _note_quality(path: Path, builder: DocumentBuilder) -> None:
    """Refuse text that is no writing (fonts that do not say which letters they draw), or say so."""
    share = readable_share(builder.text)
    if share < _LEAST_READABLE:
        raise SourceError(path, "has fonts that do not say which letters they show", _RECOGNISE)
    if share < _DOUBTFUL:
        builder.notes.append(
            "some fonts do not say which letters they show: parts may be unreadable"
        )


def _sensible(title: str, text: str) -> str:
    """The claimed title when its words are on the first pages; often it names a file or a program."""
    words = title.casefold().split()
    head = text[:6000].casefold()
    found = sum(word in head for word in words)
    return title if words and len(title) > 3 and found >= 0.7 * len(words) else ""
