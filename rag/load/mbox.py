"""Mailboxes (.mbox): many messages in one file, each after a line that begins with "From " (RFC 4155)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from rag.errors import SourceError
from rag.files import read_bytes, title_from_name
from rag.load.builder import DocumentBuilder
from rag.load.mail import MailReader, note_attachments, parsed
from rag.types import Document

# A line of text may begin with "From " too; after a separator comes a header.
_SEPARATOR = re.compile(rb"^From [^\r\n]*\r?\n(?=>?[!-9;-~]{1,80}:)", re.MULTILINE)
_QUOTED_FROM = re.compile(rb"^>(>*From )", re.MULTILINE)
_MOST_MESSAGES = 20_000


class MboxLoader:
    """Reads .mbox files; places are messages ("message 3")."""

    def load(self, path: Path) -> Document:
        """See `rag.protocols.Loader`."""
        data = read_bytes(path)
        builder = DocumentBuilder(path, data, "application/mbox")
        reader = MailReader(builder, numbered=True)
        for number, message in enumerate(messages(data), 1):
            if number > _MOST_MESSAGES:
                raise SourceError(
                    path,
                    f"holds more than {_MOST_MESSAGES} messages",
                    "split it into smaller files",
                )
            reader.read(parsed(message))
            builder.separate()
        note_attachments(builder, reader.attachments)
        written = "\n".join(reader.bodies)
        return builder.finish(title_from_name(path), "holds no message", "export it again", written)


def messages(data: bytes) -> Iterator[bytes]:
    """The bytes of each message, in order; what stands before the first separator is left out."""
    start = None
    for match in _SEPARATOR.finditer(data):
        if start is not None:
            yield _unquoted(data[start : match.start()])
        start = match.end()
    if start is not None:
        yield _unquoted(data[start:])


def _unquoted(message: bytes) -> bytes:
    """A message without the mark that kept its own lines "From " from being separators."""
    return _QUOTED_FROM.sub(rb"\1", message)
