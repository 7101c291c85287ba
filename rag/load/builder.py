"""Blocks of text and places, put together into a `Document`.

Every loader works through it, so that normal form, offsets, title, language and the refusal of
files without text are decided in one place.
"""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from statistics import median

from rag.boilerplate import boilerplate_spans
from rag.errors import SourceError
from rag.files import document_id, sha256, shown_path, title_from_name
from rag.language import detect, normalise
from rag.types import Document, Mark, MarkKind

LARGEST_TEXT = 20_000_000
"""Characters of one document: about fifteen Bibles."""

_FIRST_PICTURE = "\U0001f300"  # emoji from here on
_TOP = 200  # characters within which a heading can be the title
_LONGEST_TITLE = 150
_LONGEST_HEADING = 200
_LONG_LINE = 120  # characters; hard-wrapped text has shorter lines
_LINES = re.compile(r"\S.*")
_PARAGRAPHS = re.compile(r"\S(?:.|\n(?!\s*\n))*")


class DocumentBuilder:
    """Collects the blocks of one file in order; `finish` gives the document."""

    def __init__(self, path: Path, data: bytes, media_type: str) -> None:
        """`data` are the file's bytes, of which the document keeps the SHA-256."""
        self._path, self._media_type, self._sha256 = path, media_type, sha256(data)
        self._parts: list[str] = []
        self._length = 0
        self._marks: list[Mark] = []
        self._waiting: list[tuple[MarkKind, str, int]] = []
        self._gap = "\n\n"
        self.notes: list[str] = []

    def mark(self, kind: MarkKind, place: str, level: int = 0) -> None:
        """A place that begins with the next block; without one after it, it is dropped."""
        self._waiting = [item for item in self._waiting if item[0] != kind or kind == "heading"]
        self._waiting.append((kind, place, level))

    def block(self, text: str, gap: str = "\n\n") -> None:
        """Add a paragraph; with one line feed as `gap` on both sides, blocks stand as close lines."""
        text = re.sub(r"[ \t]+(?=\n)", "", normalise(text)).strip("\n").rstrip()
        if not text.strip():
            return
        if self._parts:
            self._append("\n" if gap == self._gap == "\n" else "\n\n")
        self._gap = gap
        offset = self._length + len(text) - len(text.lstrip())
        self._marks += [Mark(offset, kind, place, level) for kind, place, level in self._waiting]
        self._waiting = []
        self._append(text)

    def separate(self) -> None:
        """Let a blank line stand before the next block, whatever its `gap`."""
        self._gap = "\n\n"

    def heading(self, text: str, level: int) -> None:
        """Add a heading as a block of its own, with its mark; `level` 1 is the highest."""
        words = " ".join(normalise(text).split())
        if words:
            self._waiting.append(("heading", words[:_LONGEST_HEADING], max(1, min(level, 9))))
            self.block(words)

    def embed(self, document: Document) -> None:
        """Add a whole document as a part, with its places; its title stands above its headings."""
        self.separate()
        self._waiting.append(("heading", document.title[:_LONGEST_HEADING], 1))
        self.block(document.text)
        self.separate()
        base = self._length - len(document.text)
        self._marks += [
            replace(
                mark, offset=base + mark.offset, level=min(mark.level + 1, 9) if mark.level else 0
            )
            for mark in document.marks
            if mark.kind != "paragraph"
        ]

    def _append(self, text: str) -> None:
        self._parts.append(text)
        self._length += len(text)
        if self._length > LARGEST_TEXT:
            raise SourceError(
                self._path, f"holds more than {LARGEST_TEXT // 10**6} million characters",
                "split it into smaller files",
            )  # fmt: skip

    @property
    def text(self) -> str:
        """The text so far."""
        return "".join(self._parts)

    @property
    def begins_with_heading(self) -> bool:
        """Whether a heading stands at the top, from which the document would take its title."""
        return any(mark.kind == "heading" and mark.offset < _TOP for mark in self._marks)

    def finish(
        self,
        title: str = "",
        empty: str = "holds no text",
        action: str = "",
        written: str = "",
    ) -> Document:
        """The document; `empty` and `action` say what is told of one without letter, digit or emoji.

        An empty title is found in the text: its first heading or real line, else the file's name.
        `written` is the part of the text that shows its language, when it is not the whole.
        """
        text = self.text
        if not any(char.isalnum() or char >= _FIRST_PICTURE for char in text):
            raise SourceError(self._path, empty, action)
        return Document(
            id=document_id(str(self._path.absolute())),
            path=shown_path(self._path),
            title=_one_line(title) or self._title(text) or title_from_name(self._path),
            language=detect(written or text),
            media_type=self._media_type,
            sha256=self._sha256,
            text=text,
            marks=tuple(self._marks) or _paragraph_marks(text),
            notes=tuple(dict.fromkeys(self.notes)),
        )

    def _title(self, text: str) -> str:
        """The first heading at the top of a text, else its first real line when that is short."""
        for mark in self._marks:
            if mark.kind == "heading" and mark.offset < _TOP:
                return _one_line(mark.place)
        return first_real_line(text)


def first_real_line(text: str) -> str:
    """The first line that is not boilerplate, when it can be a title; else ""."""
    head = text[:20_000]
    spans = boilerplate_spans(head)
    position = 0
    for line in head.split("\n"):
        start, position = position, position + len(line) + 1
        hidden = any(a <= start < b for a, b in spans)
        if not hidden and any(char.isalpha() for char in line):
            return _one_line(line)
    return ""


def _one_line(text: str) -> str:
    """A title on one line, cut at a word after at most 150 characters."""
    words = " ".join(normalise(text).split())
    if len(words) <= _LONGEST_TITLE:
        return words
    cut = words[: _LONGEST_TITLE - 1]
    space = cut.rfind(" ")
    return (cut[:space] if space > _LONGEST_TITLE // 2 else cut).rstrip(" ,;:–—-") + "…"


def _paragraph_marks(text: str) -> tuple[Mark, ...]:
    """Numbered paragraphs, the places of a document that has no others."""
    lines = [line for line in text.split("\n") if line.strip()]
    # Lines as long as paragraphs are paragraphs, whether or not blank lines stand between them.
    whole = "\n\n" not in text or median(map(len, lines)) >= _LONG_LINE
    rule = _LINES if whole else _PARAGRAPHS
    starts = [match.start() for match in rule.finditer(text)]
    return tuple(Mark(start, "paragraph", f"§ {n}") for n, start in enumerate(starts, 1))
