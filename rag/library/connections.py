"""Connections to the database: one that writes, a few that read, and errors put into words.

A reader's transaction sees one generation however much is written meanwhile; that is what
SQLite's write-ahead log gives. No connection maps the file into memory, because SQLite advises
against it where a disk error must not become a crash.
"""

from __future__ import annotations

import threading
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import quote

import apsw

from rag.errors import LibraryBusy, LibraryDamaged, LibraryError
from rag.library.layout import Layout
from rag.library.statements import count, run

_BUSY_MS = 10_000
_IDLE_READERS = 8
_FREED_AT_ONCE = 4096  # pages, so that the log stays short
_OLDEST_SQLITE = (3, 51, 3)
_PRAGMAS = (
    "PRAGMA foreign_keys = ON",
    "PRAGMA trusted_schema = OFF",
    "PRAGMA cell_size_check = ON",
    "PRAGMA mmap_size = 0",
    "PRAGMA cache_size = -8000",  # kibibytes
)
_WRITER_PRAGMAS = (
    "PRAGMA synchronous = FULL",  # flushed to the disk at every commit
    "PRAGMA secure_delete = ON",  # deleted content is overwritten with zeros
    "PRAGMA journal_size_limit = 16777216",
)


def connect(file: Path, *, write: bool = False, create: bool = False) -> apsw.Connection:
    """A connection to a database file. Raises `apsw.Error`; see `translated`."""
    _check_sqlite()
    kind = apsw.SQLITE_OPEN_CREATE if create else 0
    flags = apsw.SQLITE_OPEN_READWRITE | apsw.SQLITE_OPEN_URI | kind
    database = apsw.Connection(_address(file), flags)
    try:
        _prepare(database, write)
    except (apsw.CantOpenError, apsw.ReadOnlyError):
        database.close()
        if write or _log_in_use(file):
            raise
        # In a folder that cannot be written SQLite cannot make its log, and nobody else can write.
        database = apsw.Connection(f"{_address(file)}?immutable=1", flags)
        _prepare(database, write)
    except apsw.Error:
        database.close()
        raise
    return database


class Connections:
    """The connections of one open library, shared by its threads."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._guard = threading.Lock()
        self._idle: list[apsw.Connection] = []
        self._writer: apsw.Connection | None = None
        self._writing = threading.RLock()
        self._closed = False

    @contextmanager
    def reading(self, new: bool = False) -> Iterator[apsw.Connection]:
        """A connection inside one read transaction; all that is read is of one generation.

        `new` gives one that is used for nothing else: `PRAGMA integrity_check` lets FTS5 look at what the
        connection remembers of an older index, and then finds corruption where there is none.
        """
        with translated(self._layout.folder):
            database = self._take(new)
            try:
                run(database, "BEGIN")
                yield database
            finally:
                self._give_back(database, keep=not new)

    @contextmanager
    def writing(self) -> Iterator[apsw.Connection]:
        """The writing connection inside a transaction: committed at the end, or nothing of it."""
        with self._writing, translated(self._layout.folder):
            database = self.writer()
            run(database, "BEGIN IMMEDIATE")
            try:
                yield database
                run(database, "COMMIT")
            except BaseException:
                # SQLite has rolled back by itself after some errors, a full disk for one.
                if database.in_transaction:
                    with suppress(apsw.Error):
                        run(database, "ROLLBACK")
                raise

    def writer(self) -> apsw.Connection:
        """The writing connection, opened at its first use."""
        self.check_open()
        if self._writer is None:
            self._writer = connect(self._layout.database, write=True)
        return self._writer

    def empty_log(self) -> bool:
        """Move the log into the database and cut it to nothing; False while readers need it.

        Deleted content lives on in the log until then.
        """
        with self._writing, translated(self._layout.folder):
            try:
                self.writer().wal_checkpoint(mode=apsw.SQLITE_CHECKPOINT_TRUNCATE)
            except (apsw.BusyError, apsw.LockedError):
                return False
            return True

    def vacuum(self) -> None:
        """Give the pages that hold nothing back to the file system, some thousand at a time.

        What is stored moves from the end of the file into the gaps; it takes as long as there are
        gaps, not as the library is large.
        """
        with self._writing, translated(self._layout.folder):
            database = self.writer()
            while count(database, "PRAGMA freelist_count"):
                run(database, f"PRAGMA incremental_vacuum({_FREED_AT_ONCE})")
                self.empty_log()

    def close(self) -> None:
        """Close every connection; those in use are closed when given back."""
        with self._guard:
            self._closed = True
            idle, self._idle = self._idle, []
        for database in idle:
            _close(database)
        with self._writing:
            if self._writer is not None:
                _close(self._writer)
                self._writer = None

    def _take(self, new: bool) -> apsw.Connection:
        self.check_open()
        with self._guard:
            if self._idle and not new:
                return self._idle.pop()
        return connect(self._layout.database)

    def _give_back(self, database: apsw.Connection, keep: bool) -> None:
        usable = keep
        try:
            if database.in_transaction:
                run(database, "COMMIT")
        except apsw.Error:
            usable = False
        with self._guard:
            if usable and not self._closed and len(self._idle) < _IDLE_READERS:
                self._idle.append(database)
                return
        _close(database)

    def check_open(self) -> None:
        """Raise `LibraryError` once closed."""
        if self._closed:
            raise LibraryError(f"The library in {self._layout.folder} is closed; open it again.")


@contextmanager
def translated(folder: Path) -> Iterator[None]:
    """Turn what SQLite and the system raise into one sentence about the library in `folder`."""
    try:
        yield
    except apsw.Error as error:
        raise _in_words(error, folder) from error
    except (ValueError, TypeError, zlib.error) as error:
        # A damaged row can hold a value of any kind where text, JSON or bytes were written.
        raise LibraryDamaged(_damaged(folder, f"a value in it cannot be read: {error}")) from error


def _in_words(error: apsw.Error, folder: Path) -> LibraryError:
    full = getattr(error, "extendedresult", 0) == apsw.SQLITE_IOERR_SHMSIZE
    if isinstance(error, apsw.FullError) or full:
        return LibraryError(
            f"The disk with {folder} is full, so nothing was stored; make room and try again."
        )
    if isinstance(error, apsw.CorruptError | apsw.NotADBError):
        return LibraryDamaged(_damaged(folder, str(error)))
    if isinstance(error, apsw.BusyError | apsw.LockedError):
        return LibraryBusy(
            f"The library in {folder} is in use by another process; try again when it is done."
        )
    if isinstance(error, apsw.ReadOnlyError | apsw.CantOpenError | apsw.PermissionsError):
        return LibraryError(
            f"The library in {folder} cannot be opened or written ({error}); check the folder's permissions."
        )
    if isinstance(error, apsw.IOError):
        return LibraryError(
            f"The disk with {folder} failed ({error}), so nothing was stored; check the disk."
        )
    if isinstance(error, apsw.NoMemError):
        return LibraryError(
            f"There is too little memory to use the library in {folder}; close other programs."
        )
    return LibraryError(f"The library in {folder} could not do this ({error}); run `rag verify`.")


def _close(database: apsw.Connection) -> None:
    """The last one tries to empty the log; if the disk fails, what is in it waits there."""
    with suppress(apsw.Error):
        database.close()


def _damaged(folder: Path, reason: str) -> str:
    return f"The library in {folder} is damaged ({reason}); run `rag verify`, or restore a backup."


def _address(file: Path) -> str:
    return "file:" + quote(str(file.absolute()), errors="surrogateescape")


def _log_in_use(file: Path) -> bool:
    log = file.with_name(file.name + "-wal")
    return log.exists() and log.stat().st_size > 0


def _prepare(database: apsw.Connection, write: bool) -> None:
    database.set_busy_timeout(_BUSY_MS)
    for statement in (*_PRAGMAS, *(_WRITER_PRAGMAS if write else ("PRAGMA query_only = ON",))):
        run(database, statement)
    run(database, "SELECT count(*) FROM sqlite_schema")


def _check_sqlite() -> None:
    """Older ones can corrupt a file when two connections checkpoint and commit at once."""
    version = tuple(int(part) for part in apsw.sqlite_lib_version().split("."))
    if version < _OLDEST_SQLITE:
        raise LibraryError(
            f"SQLite {apsw.sqlite_lib_version()} can damage a library that is read while it is written; "
            "install apsw 3.51.3 or newer."
        )
