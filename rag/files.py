"""Files: read whole within a limit, written whole or not at all, named for people.

Everything that can go wrong with a file comes out as one `SourceError`.
"""

from __future__ import annotations

import hashlib
import os
import re
import stat
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from rag.errors import SourceError

LARGEST_FILE = 200 * 2**20
"""Bytes; a larger file is refused, because every loader holds it in memory."""

_PIECE = 2**20  # bytes read at a time while hashing
_ID_LENGTH = 16  # hexadecimal digits
_NAME_LENGTH = 40  # characters of a name in that of its temporary file: names end at 255 bytes


if TYPE_CHECKING:
    _PathOfSystem = Path
else:
    _PathOfSystem = type(Path())


class HeldFile(_PathOfSystem):
    """A file that lies inside another, as in an archive: the path says where, `held` are its bytes.

    `read_bytes` gives them, so that whoever reads files reads these too, and nothing is written to
    the disk under a name that somebody else chose.
    """

    held: bytes | None = None


def held_file(container: Path, name: str, data: bytes) -> HeldFile:
    """The file `name` inside `container`; of the name only the parts that lead downwards are kept."""
    parts = [
        part for part in re.split(r"[\\/]+", name.replace("\0", "")) if part not in ("", ".", "..")
    ]
    file = HeldFile(container, *(parts or ["unnamed"]))
    file.held = data
    return file


def sha256(data: bytes) -> str:
    """SHA-256 in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def sha256_of_file(path: Path) -> str:
    """SHA-256 of a file's bytes in hexadecimal. Raises `SourceError` when it cannot be read."""
    digest = hashlib.sha256()
    for piece in _pieces(path):
        digest.update(piece)
    return digest.hexdigest()


def check_file(path: Path) -> None:
    """Raise `SourceError` unless this is a regular file that can be read."""
    next(_pieces(path), b"")


def read_bytes(path: Path, largest: int = LARGEST_FILE) -> bytes:
    """The bytes of a regular file.

    Raises `SourceError` when the file is missing, a folder, a device or pipe, not readable, or
    larger than `largest` bytes; counted while reading, because a file may grow.
    """
    if isinstance(path, HeldFile) and path.held is not None:
        return path.held
    parts, total = [], 0
    for piece in _pieces(path):
        total += len(piece)
        if total > largest:
            raise SourceError(
                path, f"is larger than {largest // 2**20} MB", "split it into smaller files"
            )
        parts.append(piece)
    return b"".join(parts)


def atomic_write(path: Path, data: bytes | Iterable[bytes | memoryview]) -> None:
    """Put `data` at `path` so that a reader, or a crash at any moment, sees the old or the new.

    A temporary file beside it is written, flushed to the disk and renamed over it; then the
    folder is flushed, without which the rename itself can be lost. Raises `OSError`; the
    temporary file is removed.
    """
    pieces: Iterable[bytes | memoryview] = [data] if isinstance(data, bytes) else data
    descriptor, temporary = tempfile.mkstemp(
        dir=path.parent, prefix=f".{path.name[:_NAME_LENGTH]}."
    )
    try:
        with os.fdopen(descriptor, "wb") as file:
            for piece in pieces:
                file.write(piece)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    flush_folder(path.parent)


def make_folder(folder: Path) -> None:
    """Make a folder, and those above it, so that they outlast a power cut. Raises `OSError`."""
    missing = [place for place in (folder, *folder.parents) if not place.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    for place in missing:
        flush_folder(place.parent)


def flush_folder(folder: Path) -> None:
    """Make renames and removals in a folder last. Raises `OSError`."""
    if os.name == "nt":  # a folder cannot be opened there, and renames are journalled
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def document_id(path: str) -> str:
    """The id of the document at an absolute path: 16 hexadecimal digits, the same on every run."""
    return sha256(os.fsencode(path))[:_ID_LENGTH]


def shown_path(path: Path | str) -> str:
    """The absolute path as text that can be stored: bytes that are not UTF-8 become U+FFFD."""
    return os.fsencode(Path(path).absolute()).decode("utf-8", "replace")


def is_gone(shown: str) -> bool:
    """Whether there certainly is no file at a path as `shown_path` gave it.

    A path in a folder that may not be entered is not gone, nor is one whose name is no UTF-8: it
    cannot be told which it was.
    """
    if "\ufffd" in shown:
        return False
    try:
        os.lstat(shown)
    except (FileNotFoundError, NotADirectoryError):
        return True
    except (OSError, ValueError):
        return False
    return False


def title_from_name(path: Path | str) -> str:
    """A file's name made readable: no ending, underscores as spaces."""
    stem = Path(shown_path(path)).stem
    words = re.sub(r"[\s_]+|(?<=\w\w)-(?=\w\w)", " ", stem).strip()
    return words or stem


def _pieces(path: Path) -> Iterator[bytes]:
    """A regular file piece by piece. Raises `SourceError`."""
    try:
        # Without O_NONBLOCK opening a pipe that nobody writes to would wait for ever.
        descriptor = os.open(
            path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
        )
        with os.fdopen(descriptor, "rb") as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                raise SourceError(path, "is not a file", "give a file or a folder of files")
            while piece := file.read(_PIECE):
                yield piece
    except OSError as error:
        raise SourceError(path, *_why(error)) from error


def _why(error: OSError) -> tuple[str, str]:
    """Reason and action for a person."""
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return "is not there", "check the path"
    if isinstance(error, IsADirectoryError):
        return "is a folder", "give its files or add the folder itself"
    if isinstance(error, PermissionError):
        return "may not be read", "change its permissions"
    return f"cannot be read ({error.strerror or error})", "check the disk"
