"""The original at a quote: our own rendering of its text, and which pages of a PDF show it.

What is shown is checked first: a quote belongs to a document while the document's text at its
offsets is the quote. Otherwise the document was changed since, and nothing in it is marked.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rag.api import Collection
from rag.errors import SourceError
from rag.files import read_bytes, sha256
from rag.types import Document
from rag.web.pdf_picture import Picture, picture

AROUND = 2500
"""Characters shown before and after a quote at first."""
MOST_AROUND = 60_000
LONGEST_QUOTE = 20_000
MOST_PAGES = 3
"""Pictures of pages for one quote."""
PDF = "application/pdf"


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a quote stands: code points into a document's text, and the quote's own digest."""

    document: str
    start: int
    end: int
    digest: str
    """SHA-256 of the quote in UTF-8."""


def digest(quote: str) -> str:
    """What a quote is recognised by."""
    return sha256(quote.encode())


def original(collection: Collection, spot: Spot, around: int) -> dict[str, Any]:
    """The text around a quote as plain values; the page makes text nodes of them.

    `state` is "here", "changed" (the document has another text now) or "removed". `file` tells of
    the file itself: "here", "changed" or "gone"; only where it is "here" can its pages be shown.
    """
    document = collection.document(spot.document)
    if document is None or document.id != spot.document:
        return {"state": "removed"}
    about = {
        "title": document.title,
        "path": document.path,
        "language": document.language,
    }
    if not _holds(document, spot):
        return {"state": "changed", **about}
    first = max(0, spot.start - around)
    last = min(len(document.text), spot.end + around)
    pages = _pages(document, spot) if document.media_type == PDF else []
    file = _file_state(document)[0] if pages else ""
    return {
        "state": "here",
        **about,
        "file": file,
        "pages": [page for page, _ in pages] if file == "here" else [],
        "before": first > 0,
        "after": last < len(document.text),
        "blocks": list(_blocks(document, spot, first, last)),
    }


def page_picture(collection: Collection, spot: Spot, page: int) -> Picture | None:
    """A page of a PDF with the quote marked; None when that page does not show it.

    Raises `SourceError` when the file cannot be drawn.
    """
    document = collection.document(spot.document)
    if document is None or document.media_type != PDF or not _holds(document, spot):
        return None
    parts = dict(_pages(document, spot))
    state, data = _file_state(document)
    if page not in parts or state != "here":
        return None
    return picture(data, page, parts[page], document.path)


def _holds(document: Document, spot: Spot) -> bool:
    quote = document.text[spot.start : spot.end]
    return 0 <= spot.start < spot.end <= len(document.text) and digest(quote) == spot.digest


def _file_state(document: Document) -> tuple[str, bytes]:
    """Whether the file is where it was added from, unchanged; and its bytes."""
    try:
        data = read_bytes(Path(document.path))
    except SourceError:
        return "gone", b""
    return ("here", data) if sha256(data) == document.sha256 else ("changed", b"")


def _pages(document: Document, spot: Spot) -> list[tuple[int, str]]:
    """(page from 1, part of the quote on it) for the pages that a quote stands on."""
    starts = [mark.offset for mark in document.marks if mark.kind == "page"]
    found = []
    for number, begin in enumerate(starts, 1):
        finish = starts[number] if number < len(starts) else len(document.text)
        part = document.text[max(begin, spot.start) : min(finish, spot.end)]
        if begin < spot.end and finish > spot.start and part.strip():
            found.append((number, part))
    return found[:MOST_PAGES]


def _blocks(document: Document, spot: Spot, first: int, last: int) -> Iterator[dict[str, Any]]:
    """Pieces of the text in order, cut at the quote's edges and where a place begins."""
    places = {mark.offset: mark.place for mark in document.marks if first <= mark.offset < last}
    cuts = sorted({first, last, spot.start, spot.end, *places})
    for begin, finish in zip(cuts, cuts[1:], strict=False):
        yield {
            "place": places.get(begin, ""),
            "text": document.text[begin:finish],
            "quote": spot.start <= begin < spot.end,
        }
