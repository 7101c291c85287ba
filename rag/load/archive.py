"""ZIP archives read within limits, whatever their headers claim."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from pathlib import Path
from types import TracebackType
from typing import IO

from rag.errors import SourceError

LARGEST_INFLATED = 200 * 2**20
"""Bytes of all parts that are read of one archive together."""
LARGEST_RATIO = 200
"""Inflated bytes for each stored byte of a part; text reaches about 20."""
MOST_MEMBERS = 10_000

# What zipfile raises on damaged files; RuntimeError includes NotImplementedError.
_DAMAGE = (
    zipfile.BadZipFile, zlib.error, struct.error, EOFError, RuntimeError, ValueError, OSError,
)  # fmt: skip
_PIECE = 2**16
_ALWAYS_ALLOWED = 2**20  # bytes below which the ratio does not matter


class Archive:
    """The parts of a ZIP file; bytes are counted while inflating, never taken from the headers."""

    def __init__(self, path: Path, data: bytes, largest: int = LARGEST_INFLATED) -> None:
        """Raises `SourceError` when `data` is not a ZIP file or has too many members.

        `largest` bounds the inflated bytes of all parts that are read.
        """
        self._path, self._inflated, self._largest = path, 0, largest
        try:
            self._file = zipfile.ZipFile(io.BytesIO(data))
        except _DAMAGE as error:
            raise SourceError(path, "is a damaged archive", "make the file again") from error
        if len(self._file.infolist()) > MOST_MEMBERS:
            raise SourceError(path, f"has more than {MOST_MEMBERS} parts", "it is not a document")

    def __enter__(self) -> Archive:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._file.close()

    def names(self) -> list[str]:
        """Names of the parts."""
        return self._file.namelist()

    def members(self) -> list[tuple[str, bool]]:
        """Names of the parts, and whether the archive says that a name is UTF-8."""
        return [(info.filename, bool(info.flag_bits & 0x800)) for info in self._file.infolist()]

    @property
    def inflated(self) -> int:
        """Bytes that were read so far."""
        return self._inflated

    def read(self, name: str) -> bytes | None:
        """Bytes of a part, None when there is none of that name. Raises `SourceError`."""
        try:
            info = self._file.getinfo(name)
        except KeyError:
            return None
        if info.flag_bits & 1:
            raise SourceError(self._path, "is protected by a password", "save it without one")
        try:
            with self._file.open(info) as part:
                return self._counted(part, info.compress_size)
        except _DAMAGE as error:
            raise SourceError(self._path, "is a damaged archive", "make the file again") from error

    def _counted(self, part: IO[bytes], stored: int) -> bytes:
        pieces: list[bytes] = []
        size = 0
        while piece := part.read(_PIECE):
            size += len(piece)
            self._inflated += len(piece)
            too_dense = size > _ALWAYS_ALLOWED and size > LARGEST_RATIO * max(stored, 1)
            if self._inflated > self._largest or too_dense:
                raise SourceError(
                    self._path, "unpacks to far more than a document holds", "it is not read"
                )
            pieces.append(piece)
        return b"".join(pieces)
