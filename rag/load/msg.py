"""Outlook messages (.msg): an OLE file of properties (Microsoft, [MS-OXMSG] and [MS-OXPROPS]).

The body is taken as plain text, else as the page it was written as, else from compressed rich text.
"""

from __future__ import annotations

import codecs
import io
import struct
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import olefile

from rag.errors import SourceError
from rag.files import read_bytes
from rag.load.builder import DocumentBuilder
from rag.load.encoding import decode
from rag.load.html import add_html, declared_encoding
from rag.load.mail import add_names, note_attachments
from rag.types import Document

_SUBJECT, _SENDER, _SENDER_ADDRESS, _SMTP = 0x0037, 0x0C1A, 0x0C1F, 0x5D01
_TO, _CC, _BODY, _PAGE, _RICH = 0x0E04, 0x0E03, 0x1000, 0x1013, 0x1009
_SENT, _DELIVERED = 0x0039, 0x0E06
_CODE_PAGES = (0x3FFD, 0x3FDE)  # of the strings, of the message on the internet
_LONG_NAME, _SHORT_NAME, _SHOWN_NAME = 0x3707, 0x3704, 0x3001
_ENCLOSED = "__substg1.0_3701000D"
_UTF16, _BYTES, _BINARY = "001F", "001E", "0102"
_ENTRY = struct.Struct("<HHI8s")  # type, property, flags, value
_EPOCH = datetime(1601, 1, 1, tzinfo=UTC)
_LARGEST_STREAM = 20 * 2**20  # bytes
_MOST_STREAMS = 20_000
_DEEPEST = 5  # messages within messages
_MOST_UNREADABLE = 0.01  # share of bytes that the named code page may not know


class MsgLoader:
    """Reads .msg files; places are messages when others are enclosed ("message 2")."""

    def load(self, path: Path) -> Document:
        """See `rag.protocols.Loader`."""
        data = read_bytes(path)
        builder = DocumentBuilder(path, data, "application/vnd.ms-outlook")
        try:
            with olefile.OleFileIO(io.BytesIO(data)) as file:
                streams = file.listdir()
                if len(streams) > _MOST_STREAMS:
                    raise SourceError(
                        path, f"has more than {_MOST_STREAMS} parts", "export it again"
                    )
                reader = _Reader(builder, _Streams(file, streams))
                reader.read((), 0)
        # What olefile raises on damaged files cannot be listed: its own, struct's, index errors.
        except (OSError, ValueError, IndexError, struct.error, RecursionError) as error:
            raise SourceError(path, "is a damaged Outlook message", "save it again") from error
        note_attachments(builder, reader.attachments)
        return builder.finish(
            reader.subject, "holds no message", "export it again", "\n".join(reader.bodies)
        )


@dataclass(frozen=True, slots=True)
class _Storage:
    """The properties of one message, attachment or recipient."""

    strings: dict[int, tuple[str, bytes]]
    """Kind of text and bytes by property."""
    numbers: dict[int, int]
    """Fixed values by property, eight bytes each, as an unsigned number."""


class _Streams:
    """The streams of a file by the storage they lie in."""

    def __init__(self, file: olefile.OleFileIO, streams: list[list[str]]) -> None:
        self._file = file
        self._inside: dict[tuple[str, ...], set[str]] = {}
        for parts in streams:
            for n in range(len(parts)):
                self._inside.setdefault(tuple(parts[:n]), set()).add(parts[n])

    def inside(self, storage: tuple[str, ...], start: str = "") -> list[str]:
        """Names in a storage that begin with `start`, sorted."""
        return sorted(name for name in self._inside.get(storage, ()) if name.startswith(start))

    def bytes_of(self, stream: tuple[str, ...]) -> bytes:
        """A stream's bytes; empty when it is larger than any text."""
        if self._file.get_size(list(stream)) > _LARGEST_STREAM:
            return b""
        with self._file.openstream(list(stream)) as opened:
            content: bytes = opened.read()
        return content

    def properties(self, storage: tuple[str, ...], head: int) -> _Storage:
        """What is kept of a storage; `head` bytes stand before the list of fixed properties."""
        strings: dict[int, tuple[str, bytes]] = {}
        for name in self.inside(storage, "__substg1.0_"):
            number, kind = name[12:16], name[16:20]
            if kind in (_UTF16, _BYTES, _BINARY) and int(number, 16) in _WANTED:
                strings[int(number, 16)] = (kind, self.bytes_of((*storage, name)))
        numbers = {}
        if "__properties_version1.0" in self._inside.get(storage, ()):
            table = self.bytes_of((*storage, "__properties_version1.0"))[head:]
            table = table[: len(table) // _ENTRY.size * _ENTRY.size]
            for _, number, _, value in _ENTRY.iter_unpack(table):
                numbers[number] = int.from_bytes(value, "little")
        return _Storage(strings, numbers)


_WANTED = frozenset(
    (_SUBJECT, _SENDER, _SENDER_ADDRESS, _SMTP, _TO, _CC, _BODY, _PAGE, _RICH, _LONG_NAME,
     _SHORT_NAME, _SHOWN_NAME)
)  # fmt: skip


class _Reader:
    """Reads a message and those enclosed in it."""

    def __init__(self, builder: DocumentBuilder, streams: _Streams) -> None:
        self._builder, self._streams, self._messages = builder, streams, 0
        self.attachments: list[str] = []
        self.bodies: list[str] = []
        self.subject = ""

    def read(self, storage: tuple[str, ...], depth: int) -> None:
        """Add headers, text and enclosed messages of the message in a storage."""
        found = self._streams.properties(storage, 24 if depth else 32)
        page = self._page(found)
        self._messages += 1
        if self._messages > 1:
            self._builder.mark("part", f"message {self._messages}")
        subject = self._text(found, _SUBJECT, page)
        self.subject = self.subject or subject
        for name, value in (
            ("From", self._sender(found, page)), ("To", self._text(found, _TO, page)),
            ("Cc", self._text(found, _CC, page)), ("Subject", subject), ("Date", _date(found.numbers)),
        ):  # fmt: skip
            if value:
                self._builder.block(f"{name}: {value}", gap="\n")
        before = len(self._builder.text)
        self._builder.separate()
        self._body(found, page)
        self.bodies.append(self._builder.text[before:])
        first = len(self.attachments)
        enclosed = [
            inner
            for name in self._streams.inside(storage, "__attach_version1.0_")
            if (inner := self._attachment((*storage, name)))
        ]
        add_names(self._builder, self.attachments[first:])
        if depth < _DEEPEST:
            for inner in enclosed:
                self.read(inner, depth + 1)
        elif enclosed:
            self._note("messages nested too deep were left out")

    def _sender(self, found: _Storage, page: str) -> str:
        name = self._text(found, _SENDER, page)
        address = self._text(found, _SMTP, page) or self._text(found, _SENDER_ADDRESS, page)
        return (
            f"{name} <{address}>"
            if name and "@" in address and address != name
            else name or address
        )

    def _body(self, found: _Storage, page: str) -> None:
        body = self._text(found, _BODY, page)
        if body.strip():
            self._builder.block(body)
        elif _PAGE in found.strings:
            kind, data = found.strings[_PAGE]
            declared = page if kind == _BYTES else declared_encoding(data) or page
            add_html(self._builder, self._decoded(kind, data, declared))
        elif _RICH in found.strings:
            self._note("its text is kept as rich text only, which was not read")

    def _attachment(self, storage: tuple[str, ...]) -> tuple[str, ...] | None:
        """The storage of the message that is attached; a file is only remembered by its name."""
        if self._streams.inside((*storage, _ENCLOSED)):
            return (*storage, _ENCLOSED)
        found = self._streams.properties(storage, 8)
        page = self._page(found)
        names = (self._text(found, key, page) for key in (_LONG_NAME, _SHOWN_NAME, _SHORT_NAME))
        name = next((words for words in names if words.strip()), "without a name")
        self.attachments.append(" ".join(name.split())[:100])
        return None

    def _text(self, found: _Storage, number: int, page: str) -> str:
        kind, data = found.strings.get(number, (_UTF16, b""))
        return self._decoded(kind, data, page).replace("\0", "")

    def _decoded(self, kind: str, data: bytes, page: str) -> str:
        """Text of a property in UTF-16, or in bytes of the given code page."""
        if kind == _UTF16:
            return data.decode("utf-16-le", "replace")
        return data.decode(page or "utf-8", "replace")

    def _page(self, found: _Storage) -> str:
        """The code page of a message's strings: the one it names, when they fit, else a guess.

        All strings are looked at together, because a name of three letters fits many pages.
        """
        data = b"\n".join(
            data.rstrip(b"\0") for kind, data in found.strings.values() if kind == _BYTES
        )
        if not data:
            return "utf-8"
        named = _code_page(found.numbers)
        if named and data.decode(named, "replace").count("\ufffd") <= _MOST_UNREADABLE * len(data):
            return named
        try:
            guess = decode(data)
        except ValueError:
            self._note("parts that are not text were left out")
            return "ascii"
        for note in guess.notes:
            self._note(note)
        return guess.encoding

    def _note(self, words: str) -> None:
        if words not in self._builder.notes:
            self._builder.notes.append(words)


def _code_page(numbers: dict[int, int]) -> str:
    """Python's name of the code page that a message says its strings are in; "" when none."""
    for number in _CODE_PAGES:
        page = numbers.get(number, 0) & 0xFFFFFFFF
        if 0 < page < 1200 or 1250 <= page < 60_000:
            name = _PAGES.get(page, f"cp{page}")
            try:
                return codecs.lookup(name).name
            except LookupError:
                return ""
        if page == 65001:
            return "utf-8"
    return ""


_PAGES = {
    28591: "iso8859-1", 28592: "iso8859-2", 28595: "iso8859-5", 28596: "iso8859-6",
    28597: "iso8859-7", 28598: "iso8859-8", 28599: "iso8859-9", 20866: "koi8-r", 21866: "koi8-u",
    50220: "iso2022_jp", 50221: "iso2022_jp", 50222: "iso2022_jp", 50225: "iso2022_kr",
    51932: "euc_jp", 51949: "euc_kr", 52936: "hz", 54936: "gb18030", 20127: "ascii",
}  # fmt: skip


def _date(numbers: dict[int, int]) -> str:
    """When a message was sent, else delivered; FILETIME counts 100 ns from 1601."""
    ticks = numbers.get(_SENT) or numbers.get(_DELIVERED) or 0
    if not ticks:
        return ""
    try:
        return (_EPOCH + timedelta(microseconds=ticks // 10)).strftime("%Y-%m-%d %H:%M UTC")
    except OverflowError:
        return ""
