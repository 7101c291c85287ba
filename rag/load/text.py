"""Plain text, stored as it is."""

from __future__ import annotations

from pathlib import Path

from rag.files import read_bytes
from rag.load.builder import DocumentBuilder
from rag.load.encoding import decode_file
from rag.types import Document


class TextLoader:
    """Reads .txt files; places are paragraphs."""

    def load(self, path: Path) -> Document:
        """See `rag.protocols.Loader`."""
        data = read_bytes(path)
        decoded = decode_file(str(path), data)
        builder = DocumentBuilder(path, data, "text/plain")
        builder.notes += decoded.notes
        builder.block(decoded.text)
        return builder.finish()
