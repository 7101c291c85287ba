"""The files of a library on disk; `index/README.md` specifies their bytes."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from rag.files import flush_folder


@dataclass(frozen=True, slots=True)
class Layout:
    """The paths of one library."""

    folder: Path

    @property
    def database(self) -> Path:
        """The truth: one SQLite file."""
        return self.folder / "library.sqlite3"

    @property
    def log(self) -> Path:
        """SQLite's write-ahead log: part of the truth while it exists."""
        return self.folder / "library.sqlite3-wal"

    @property
    def snapshot(self) -> Path:
        """Derived: the vectors as FAISS reads them, behind our own header."""
        return self.folder / "vectors.faiss"

    @property
    def staging(self) -> Path:
        """Derived: a copy of the library while its vectors are made again by another embedder."""
        return self.folder / "reembedding.sqlite3"

    @property
    def lock(self) -> Path:
        """Held by the process that writes; its text is that process's number."""
        return self.folder / "writer.lock"

    def exists(self) -> bool:
        """Whether there is a library: a database file with something in it."""
        try:
            return self.database.stat().st_size > 0
        except OSError:
            return False

    def bytes_on_disk(self) -> int:
        """Bytes of the database, its log and the snapshot."""
        total = 0
        for file in (self.database, self.log, self.snapshot):
            try:
                total += file.stat().st_size
            except FileNotFoundError:
                continue
        return total

    def drop_unfinished(self) -> None:
        """Remove what a killed process left while it wrote a snapshot. Raises `OSError`."""
        for file in self.folder.glob(f".{self.snapshot.name}.*"):
            file.unlink(missing_ok=True)

    def drop_copies(self) -> None:
        """Remove every file that holds what the database holds, for good. Raises `OSError`."""
        self.snapshot.unlink(missing_ok=True)
        for ending in ("", "-wal", "-shm", "-journal"):
            self.staging.with_name(self.staging.name + ending).unlink(missing_ok=True)
        flush_folder(self.folder)
