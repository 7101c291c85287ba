"""Passages of bounded length that follow the structure of their document."""

from __future__ import annotations

import hashlib
from bisect import bisect_left
from collections.abc import Iterator, Sequence

import regex

from rag.boilerplate import boilerplate_spans
from rag.chunk.packing import pack
from rag.chunk.pieces import pieces
from rag.chunk.places import Places, headings_of
from rag.clusters import is_boundary
from rag.language import detect
from rag.types import UNKNOWN_LANGUAGE, Document, Mark, Passage

Section = tuple[int, int, bool]
"""Start, end and whether it is boilerplate."""

_READABLE = regex.compile(r"[\p{L}\p{N}]")
_LETTER = regex.compile(r"\p{L}")
_UNSPACED_LETTER = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}]")
_SURE_LETTERS = 100  # from here on the language of a passage can be told
_DETECTED = 240  # characters that are looked at for it


class WindowChunker:
    """Cuts at headings, then paragraphs, lines, sentences, words, and grapheme clusters."""

    def __init__(self, max_tokens: int) -> None:
        self.max_tokens = max_tokens

    def split(self, document: Document) -> list[Passage]:
        """Passages that tile the document in order, each of at most `max_tokens` tokens.

        Slides, sheets and parts begin new passages as headings do. Boilerplate stands in passages
        of its own, and so does nothing else: neighbours within a section are put together up to
        the budget. Time is linear in the length of the text.
        """
        headings = headings_of(document)
        places = Places(document, headings)
        rows = [mark.offset for mark in document.marks if mark.kind == "row"]
        passages: list[Passage] = []
        for start, end, boilerplate in _sections(document, headings):
            parts = pieces(document.text, (start, end), rows, document.language, self.max_tokens)
            for span in pack(document.text, parts, self.max_tokens):
                passages.append(_passage(document, places, len(passages), span, boilerplate))
        return passages


def _passage(
    document: Document, places: Places, index: int, span: tuple[int, int], boilerplate: bool
) -> Passage:
    start, end = span
    text = document.text[start:end]
    content = start + len(text) - len(text.lstrip()) if text.strip() else start
    last = start + max(len(text.rstrip()) - 1, 0)
    return Passage(
        id=passage_id(document.id, start, end, text),
        document_id=document.id,
        index=index,
        start=start,
        end=end,
        text=text,
        context=places.context(start, content),
        language=_language(text, document.language),
        place=places.place(content, last),
        boilerplate=boilerplate or not _READABLE.search(text),
    )


def passage_id(document_id: str, start: int, end: int, text: str) -> int:
    """A positive 63-bit number: the BLAKE2b digest of document, offsets and text."""
    content = f"{document_id}\n{start}\n{end}\n{text}".encode(errors="surrogatepass")
    digest = hashlib.blake2b(content, digest_size=8).digest()
    return int.from_bytes(digest, "big") >> 1 or 1


def _sections(document: Document, headings: Sequence[Mark]) -> list[Section]:
    """Parts of the document between which passages never reach; they tile it."""
    text = document.text
    notices = boilerplate_spans(text)
    edges = {0, len(text), *(edge for span in notices for edge in span)}
    edges.update(_starts(text, document.marks, headings, notices))
    ordered = sorted(edge for edge in edges if is_boundary(text, edge) and edge <= len(text))
    begun = {start for start, _ in notices}
    sections: list[Section] = []
    notice_end = 0
    for start, end in zip(ordered, ordered[1:], strict=False):
        if start in begun:
            notice_end = notices[bisect_left(notices, (start, 0))][1]
        if sections and not text[start:end].strip():
            sections[-1] = (sections[-1][0], end, sections[-1][2])
        else:
            sections.append((start, end, start < notice_end))
    return sections


def _starts(
    text: str, marks: Sequence[Mark], headings: Sequence[Mark], notices: Sequence[tuple[int, int]]
) -> Iterator[int]:
    """Where sections begin, but for a heading with nothing between it and the one above it."""
    yield from (mark.offset for mark in marks if mark.kind in ("slide", "sheet", "part"))
    first_lines = [_line_end(text, mark.offset) for mark in headings]
    noticed = {end for _, end in notices}
    for n, mark in enumerate(headings):
        alone = n > 0 and not text[first_lines[n - 1] : mark.offset].strip()
        if not alone or mark.offset in noticed:
            yield mark.offset


def _line_end(text: str, offset: int) -> int:
    end = text.find("\n", offset)
    return len(text) if end < 0 else end


def _language(text: str, of_document: str) -> str:
    """The passage's own language when it is long enough to be sure, else the document's."""
    sample = text[:_DETECTED]
    letters = len(_LETTER.findall(sample)) + 2 * len(_UNSPACED_LETTER.findall(sample))
    if letters < _SURE_LETTERS:
        return of_document
    found = detect(sample)
    known = of_document.split("-")[0]
    if found in (UNKNOWN_LANGUAGE, of_document) or found.split("-")[0] == known:
        return of_document
    middle = len(sample) // 2
    sure = detect(sample[:middle]) == found == detect(sample[middle:])
    return found if sure or of_document == UNKNOWN_LANGUAGE else of_document
