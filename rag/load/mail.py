"""E-mail (.eml): who, to whom, when, about what, and the text."""

from __future__ import annotations

import email
import email.policy
import re
from email.header import decode_header
from email.message import Message
from pathlib import Path

from rag.files import read_bytes
from rag.load.builder import DocumentBuilder
from rag.load.encoding import decode
from rag.load.html import add_html, declared_encoding
from rag.types import Document

_HEADERS = ("From", "To", "Cc", "Subject", "Date")
_DEEPEST = 5  # messages within messages
_MOST_PARTS = 500
_MOST_NAMED = 20  # attachments named in a note


class EmlLoader:
    """Reads .eml files; places are messages when others are enclosed ("message 2")."""

    def load(self, path: Path) -> Document:
        """See `rag.protocols.Loader`."""
        data = read_bytes(path)
        message = parsed(data)
        builder = DocumentBuilder(path, data, "message/rfc822")
        reader = MailReader(builder)
        reader.read(message)
        note_attachments(builder, reader.attachments)
        subject, written = header_text(message, "Subject"), "\n".join(reader.bodies)
        return builder.finish(subject, "holds no message", "export it again", written)


def parsed(data: bytes) -> Message:
    """A message from its bytes; whatever they are, the parser gives one."""
    return email.message_from_bytes(data.lstrip(b"\r\n"), policy=email.policy.compat32)


def header_text(message: Message, name: str) -> str:
    """A header with encoded words decoded, on one line; "" when it is missing."""
    # `get` would put a question mark for each byte of a header that is written without encoded words.
    found = (value for key, value in message.raw_items() if key.lower() == name.lower())
    raw = next(found, None)
    if raw is None:
        return ""
    parts = []
    for piece, charset in decode_header(_as_text(str(raw))):
        parts.append(piece if isinstance(piece, str) else _decoded(piece, charset))
    return " ".join("".join(parts).split())


def add_names(builder: DocumentBuilder, names: list[str]) -> None:
    """Add the line in which mail programs show what is attached."""
    if names:
        builder.separate()
        builder.block(f"Attachments: {', '.join(names)}", gap="\n")


def note_attachments(builder: DocumentBuilder, names: list[str]) -> None:
    """Say which attachments were not read."""
    if names:
        more = len(names) - _MOST_NAMED
        rest = f" and {more} more" if more > 0 else ""
        builder.notes.append(f"attachments not read: {', '.join(names[:_MOST_NAMED])}{rest}")


class MailReader:
    """Reads messages, and those enclosed in them, into one document.

    `numbered` gives the first message a place too: it is one of many.
    """

    def __init__(self, builder: DocumentBuilder, numbered: bool = False) -> None:
        self._builder, self._numbered = builder, numbered
        self._messages, self._parts = 0, 0
        self.attachments: list[str] = []
        self.bodies: list[str] = []

    def read(self, message: Message, depth: int = 0) -> None:
        """Add the headers and the text of a message; `depth` counts those around it."""
        self._messages += 1
        self._parts = self._parts if depth else 0
        if self._messages > 1 or self._numbered:
            self._builder.mark("part", f"message {self._messages}")
        for name in _HEADERS:
            self._builder.block(_line(name, header_text(message, name)), gap="\n")
        before, first = len(self._builder.text), len(self.attachments)
        self._part(message, depth)
        self.bodies.append(self._builder.text[before:])
        add_names(self._builder, self.attachments[first:])

    def _part(self, part: Message, depth: int) -> None:
        self._parts += 1
        if self._parts > _MOST_PARTS or depth > _DEEPEST:
            self._note("parts nested too deep were left out")
            return
        kind = part.get_content_type()
        if part.get_filename() or part.get_content_disposition() == "attachment":
            self.attachments.append(_file_name(part))
        elif kind == "message/rfc822":
            for inner in _inner(part):
                self.read(inner, depth + 1)
        elif part.is_multipart():
            for inner in _chosen(part):
                self._part(inner, depth + 1)
        elif kind == "text/plain":
            self._builder.block(_unwrapped(self._text(part), part))
        elif kind == "text/html":
            add_html(self._builder, self._text(part))

    def _text(self, part: Message) -> str:
        """Decoded text of a part; a guessed encoding is noted."""
        payload = part.get_payload(decode=True)
        data = payload if isinstance(payload, bytes) else b""
        charset = part.get_content_charset()
        if part.get_content_type() == "text/html":
            charset = charset or declared_encoding(data)
        try:
            found = decode(data, charset)
        except ValueError:
            self._note("a part that is not text was left out")
            return ""
        for note in found.notes:
            self._note(note)
        return found.text

    def _note(self, words: str) -> None:
        if words not in self._builder.notes:
            self._builder.notes.append(words)


def _chosen(part: Message) -> list[Message]:
    """The parts to read: of alternatives the plain text, else the last that can be read."""
    inner = _inner(part)
    if part.get_content_type() != "multipart/alternative":
        return inner
    plain = [
        item for item in inner if item.get_content_type() == "text/plain" and item.get_payload()
    ]
    return plain[:1] or inner[-1:]


def _inner(part: Message) -> list[Message]:
    """Parts inside a part; none when its payload is text."""
    payload = part.get_payload()
    return (
        [item for item in payload if isinstance(item, Message)] if isinstance(payload, list) else []
    )


def _unwrapped(text: str, part: Message) -> str:
    """Text of format=flowed (RFC 3676): a line that ends in a space goes on in the next."""
    if str(part.get_param("format", "")).lower() != "flowed":
        return text
    return re.sub(r"(?<!^--) \r?\n(?![>\r\n])", " ", text, flags=re.MULTILINE)


def _line(name: str, value: str) -> str:
    return f"{name}: {value}" if value else ""


def _file_name(part: Message) -> str:
    name = part.get_filename() or part.get_content_type()
    decoded = "".join(
        piece if isinstance(piece, str) else _decoded(piece, charset)
        for piece, charset in decode_header(_as_text(name))
    )
    return " ".join(re.split(r"[\\/]", decoded)[-1].split())[:100]


def _as_text(raw: str) -> str:
    """A header whose raw bytes were kept as surrogates, as text."""
    if re.search("[\udc80-\udcff]", raw) is None:
        return raw
    return _decoded(raw.encode("utf-8", "surrogateescape"), None)


def _decoded(data: bytes, charset: str | None) -> str:
    try:
        return decode(data, None if charset in (None, "unknown-8bit") else charset).text
    except ValueError:
        return data.decode("utf-8", "replace")
