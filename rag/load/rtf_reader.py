"""RTF as a stream of words and events, with groups, code pages and hidden parts dealt with."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from rag.errors import SourceError
from rag.load.rtf_codes import (
    BOXES,
    CHARACTERS,
    SIGNS,
    STARRED,
    SYMBOLS,
    UNSEEN,
    page_of_charset,
    page_of_number,
)

_TOKEN = re.compile(
    rb"\\(?P<word>[a-zA-Z]{1,32})(?P<number>-?\d{1,10})? ?|\\'(?P<hex>[0-9a-fA-F]{2})"
    rb"|\\(?P<sign>[^a-zA-Z])|(?P<brace>[{}])|(?P<text>[^\\{}\r\n]+)|[\r\n]+|\\"
)
_MOST_TOKENS = 5_000_000
_MOST_NESTED = 5000
_DEFAULT_PAGE = "cp1252"


@dataclass(slots=True)
class _Group:
    """What holds until the group ends."""

    destination: str = ""
    is_unseen: bool = False
    is_hidden: bool = False
    is_deleted: bool = False
    is_unread_copy: bool = False
    """Whether groups directly inside are copies of a text for old programs."""
    font: int = -1
    fallback: int = 1
    """Characters after a Unicode one that repeat it for old programs."""


@dataclass(slots=True)
class Style:
    """A paragraph style as far as it matters."""

    name: str = ""
    level: int = 0
    """Outline level from 1; 0 when it is no heading."""


@dataclass(slots=True)
class Tables:
    """What the head of a file defines."""

    charsets: dict[int, int] = field(default_factory=dict)
    """Character set of each font."""
    pages: dict[int, str] = field(default_factory=dict)
    """Code page of a font that names one itself."""
    styles: dict[int, Style] = field(default_factory=dict)
    title: str = ""
    comments: int = 0


class RtfReader:
    """Reads one file and calls `text(words)` and `control(word, number)` in its order.

    Besides the control words of the file there are "note", "box" and "end" around footnotes and boxes.
    """

    def __init__(
        self,
        path: Path,
        text: Callable[[str], None],
        control: Callable[[str, int | None], None],
    ) -> None:
        self._path, self._text, self._control = path, text, control
        self.tables = Tables()
        self._page = _DEFAULT_PAGE
        self._default_font = -1
        self._group = _Group()
        self._stack: list[_Group] = []
        self._bytes = bytearray()
        self._units: list[int] = []
        self._skip = 0
        self._starred = self._is_over = False
        self._entry = 0  # number of the font or style that is being defined

    def read(self, data: bytes) -> None:
        """Read the bytes of a file. Raises `SourceError` when it is nested or cut up beyond reason."""
        position = tokens = 0
        while match := _TOKEN.match(data, position):
            position = match.end()
            tokens += 1
            if tokens > _MOST_TOKENS or len(self._stack) > _MOST_NESTED:
                raise SourceError(
                    self._path, "is not a reasonable document", "open it and save it again"
                )
            if match["word"] == b"bin":
                position += max(0, int(match["number"] or 0))
            else:
                self._token(match)
            if self._is_over:
                return  # what follows the document is no part of it
        self._flush()

    def _token(self, match: re.Match[bytes]) -> None:
        """Deal with a word, a sign, a brace or text."""
        kind = match.lastgroup
        if kind == "text":
            self._plain(match[0])
        elif kind == "hex":
            self._plain(bytes((int(match["hex"], 16),)))
        elif kind == "brace":
            self._flush()
            if match[0] == b"{":
                self._open()
            else:
                self._close()
        elif kind == "sign":
            self._sign(match["sign"].decode("latin-1"))
        elif kind in ("word", "number"):
            number = int(match["number"]) if match["number"] else None
            self._word(match["word"].decode("ascii"), number)

    def _open(self) -> None:
        self._skip = 0
        self._stack.append(self._group)
        self._group = replace(
            self._group,
            is_unread_copy=False,
            is_unseen=self._group.is_unseen or self._group.is_unread_copy,
        )

    def _close(self) -> None:
        self._skip = 0
        destination, was_unseen = self._group.destination, self._group.is_unseen
        self._group = self._stack.pop() if self._stack else _Group()
        self._is_over = not self._stack
        is_over = destination != self._group.destination
        if is_over and not was_unseen and (destination in BOXES or destination == "footnote"):
            self._control("end", None)

    def _plain(self, piece: bytes) -> None:
        """Text in the code page of its font."""
        if self._skip:
            skipped = min(self._skip, len(piece))
            self._skip -= skipped
            piece = piece[skipped:]
        if not piece:
            return
        group = self._group
        if group.is_unseen:
            self._defining(piece)
        elif not (group.is_hidden or group.is_deleted):
            if self._units:
                self._flush()
            self._bytes += piece

    def _sign(self, sign: str) -> None:
        if sign == "*":
            self._starred = True
            return
        if self._skip:
            self._skip -= 1
            return
        self._shown(SIGNS.get(sign, ""))
        if sign in "\r\n":
            self._flush()
            self._emit("par", None)

    def _word(self, word: str, number: int | None) -> None:
        starred, self._starred = self._starred, False
        if word == "u" and number is not None:
            self._unicode(number)
            return
        if self._skip:
            self._skip -= 1
            return
        self._flush()
        if word == "ud" or (word in UNSEEN) or starred:
            self._destination(word, starred)
        elif word in CHARACTERS:
            self._shown(CHARACTERS[word])
        elif not self._state(word, number):
            self._define(word, number)
            if word == "upr":
                self._group.is_unread_copy = True
            elif word == "footnote" or word in BOXES:
                self._group.destination = word
                self._emit("note" if word == "footnote" else "box", None)
            else:
                self._emit(word, number)

    def _destination(self, word: str, starred: bool) -> None:
        """A group that may be no text."""
        group = self._group
        group.destination = word
        self.tables.comments += word == "annotation"
        if word == "ud":
            group.is_unseen = self._stack[-2].is_unseen if len(self._stack) > 1 else False
        elif word in UNSEEN or (starred and word not in STARRED):
            group.is_unseen = True
        elif word in BOXES:
            self._emit("box", None)

    def _state(self, word: str, number: int | None) -> bool:
        """Change what holds for the text that follows; whether the word was of that kind."""
        group = self._group
        if word == "f" and number is not None:
            group.font = number
        elif word == "v":
            group.is_hidden = number != 0
        elif word == "deleted":
            group.is_deleted = number != 0
        elif word == "plain":
            group.is_hidden = group.is_deleted = False
            group.font = self._default_font
        elif word == "uc":
            group.fallback = max(0, min(number or 0, 10))
        elif word == "ansicpg" and number:
            self._page = page_of_number(number) or self._page
        elif word in ("mac", "pc", "pca"):
            self._page = {"mac": "mac_roman", "pc": "cp437", "pca": "cp850"}[word]
        elif word == "deff" and number is not None:
            self._default_font = group.font = number
        else:
            return False
        if word == "f" and group.is_unseen:
            self._entry = group.font
        return True

    def _define(self, word: str, number: int | None) -> None:
        """Take from the tables of fonts and styles what is needed."""
        if not self._group.is_unseen or number is None:
            return
        if word == "fcharset":
            self.tables.charsets[self._entry] = number
        elif word == "cpg" and (page := page_of_number(number)):
            self.tables.pages[self._entry] = page
        elif word == "s":
            self._entry = number
        elif word == "outlinelevel" and 0 <= number < 9:
            self.tables.styles.setdefault(self._entry, Style()).level = number + 1

    def _defining(self, piece: bytes) -> None:
        """Names of styles and the title, which stand in the head as text."""
        destination = self._group.destination
        if destination == "stylesheet":
            style = self.tables.styles.setdefault(self._entry, Style())
            style.name = (style.name + piece.decode(self._page, "replace"))[:200]
        elif destination == "title":
            self.tables.title = (self.tables.title + piece.decode(self._page, "replace"))[:500]

    def _unicode(self, number: int) -> None:
        self._skip = self._group.fallback
        if self._group.is_unseen or self._group.is_hidden or self._group.is_deleted:
            return
        if self._bytes:
            self._flush()
        self._units.append(number & 0xFFFF)

    def _shown(self, words: str) -> None:
        group = self._group
        if words and not (group.is_unseen or group.is_hidden or group.is_deleted):
            self._flush()
            self._text(words)

    def _emit(self, word: str, number: int | None) -> None:
        if not self._group.is_unseen:
            self._control(word, number)

    def _flush(self) -> None:
        """Give the text that was collected."""
        if self._units:
            data = b"".join(unit.to_bytes(2, "little") for unit in self._units)
            self._units = []
            self._text(data.decode("utf-16-le", "replace"))
        if self._bytes:
            font = self._group.font
            charset = self.tables.charsets.get(font, 0)
            page = self.tables.pages.get(font) or page_of_charset(charset) or self._page
            data, self._bytes = bytes(self._bytes), bytearray()
            self._text("• " if charset == SYMBOLS else data.decode(page, "replace"))
