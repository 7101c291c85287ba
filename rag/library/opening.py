"""From a folder to a database that is ours, of this schema, and of this embedder."""

from __future__ import annotations

from pathlib import Path

import apsw

from rag.errors import LibraryDamaged, LibraryError, LibraryMissing, LibraryNewer
from rag.files import flush_folder, make_folder
from rag.library import facts, inverted, lexical, rows
from rag.library.connections import connect, translated
from rag.library.layout import Layout
from rag.library.lock import WriterLock
from rag.library.schema import migrate
from rag.library.statements import run, select
from rag.terms import VERSION as TERMS_VERSION

_WAIT_S = 5.0
"""For a process that is making or bringing up to date the same library."""


def stored_identity(folder: Path) -> str | None:
    """Identity of the embedder whose vectors a library holds.

    None when there is no library or no document in it. Raises `LibraryNewer`, `LibraryDamaged`.
    """
    layout = Layout(folder)
    if not layout.exists():
        return None
    with translated(folder):
        database = connect(layout.database)
        try:
            if migrate.is_empty(database):
                return None
            _check_ours(database, folder)
            made_by = facts.maker(database) if migrate.version(database) else None
            return made_by.identity if made_by else None
        finally:
            database.close()


def prepare(layout: Layout, lock: WriterLock, made_by: facts.Maker | None, create: bool) -> None:
    """Make or bring up to date the database of `layout`, ready for readers.

    `made_by` None lets the vectors be of any embedder. Raises `LibraryMissing`, `LibraryMismatch`, `LibraryNewer`, `LibraryDamaged`, `LibraryBusy` or
    `LibraryError`.
    """
    if not layout.exists():
        if not create:
            raise LibraryMissing(
                f"There is no library in {layout.folder}; make one with `rag add`."
            )
        _make_folder(layout.folder)
        _under_lock(layout, lock, create=True)
        return
    with translated(layout.folder):
        database = connect(layout.database)
        try:
            unfinished = migrate.is_empty(database)
            if not unfinished:
                _check_ours(database, layout.folder)
            stale = unfinished or not _is_current(database)
            if not stale and made_by is not None:
                facts.check_maker(database, made_by, layout.folder)
        finally:
            database.close()
    if unfinished and not create:
        raise LibraryMissing(f"There is no library in {layout.folder}; make one with `rag add`.")
    if stale:
        _under_lock(layout, lock, create=unfinished)
        prepare(layout, lock, made_by, create)


def _make_folder(folder: Path) -> None:
    try:
        make_folder(folder)
    except OSError as error:
        raise LibraryError(
            f"The folder {folder} cannot be made ({error.strerror or error}); choose another for the library."
        ) from error


def _check_ours(database: apsw.Connection, folder: Path) -> None:
    if migrate.application_id(database) != migrate.APPLICATION_ID:
        raise LibraryDamaged(
            f"The file library.sqlite3 in {folder} was not made by this program; choose another folder."
        )
    version = migrate.version(database)
    if version > migrate.NEWEST:
        raise LibraryNewer(
            f"The library in {folder} has schema {version}, and this program knows schemas up to "
            f"{migrate.NEWEST}; install the newer version that wrote it."
        )


def _is_current(database: apsw.Connection) -> bool:
    """Whether schema and terms are those of this program."""
    if migrate.version(database) != migrate.NEWEST:
        return False
    return facts.fact(database, "terms") == str(TERMS_VERSION)


def _under_lock(layout: Layout, lock: WriterLock, create: bool) -> None:
    """Create or migrate, whichever is needed once no other process can write."""
    taken = lock.acquire(_WAIT_S)
    try:
        with translated(layout.folder):
            database = connect(layout.database, write=True, create=create)
            try:
                if migrate.is_empty(database):
                    make_tables(database)
                with database:
                    migrate.migrate(database)
                    if facts.fact(database, "terms") != str(TERMS_VERSION):
                        rebuild_terms(database)
            finally:
                database.close()
        flush_folder(layout.folder)
    finally:
        if taken:
            lock.release()


def make_tables(database: apsw.Connection) -> None:
    """The tables of the newest schema in an empty database."""
    # Lets a later vacuum give space back in steps; it can be chosen only before the first table.
    run(database, "PRAGMA auto_vacuum = INCREMENTAL")
    run(database, "PRAGMA journal_mode = WAL")
    with database:
        migrate.migrate(database)


def rebuild_terms(database: apsw.Connection) -> None:
    """Make every term list and the inverted index anew from the texts, in the caller's transaction."""
    found = list(select(database, "SELECT key FROM passages WHERE boilerplate = 0 ORDER BY key"))
    texts = rows.passages_of(database, "p.boilerplate = 0", ())
    inverted.rebuild(
        database,
        ((key, lexical.term_lists(item)) for (key,), item in zip(found, texts, strict=True)),
    )
    facts.set_fact(database, "terms", str(TERMS_VERSION))
