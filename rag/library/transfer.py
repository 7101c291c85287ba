"""A library copied whole while it is in use, put back, and written out as plain JSON Lines."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from rag.document_json import from_json, to_json
from rag.errors import LibraryDamaged, LibraryError, LibraryMissing, LibraryNewer, SourceError
from rag.files import atomic_write, flush_folder, make_folder
from rag.library.connections import connect, translated
from rag.library.layout import Layout
from rag.library.lock import WriterLock
from rag.library.schema import migrate
from rag.library.statements import count, first, run
from rag.protocols import Library
from rag.types import Document

FORMAT = 1
"""Version of a line of an export."""

_PAGE = 500


def backup(folder: Path, target: Path) -> None:
    """Copy the library in `folder` to the folder `target`, which is then a library itself.

    Others may read and write meanwhile; the copy is of one generation. It holds the truth only:
    opening it makes the derived files. Raises `LibraryMissing`, `LibraryError` when there is a
    library at `target` already or it cannot be written.
    """
    source, copy = Layout(folder), Layout(target)
    _must_exist(source)
    if copy.database.exists():
        raise LibraryError(
            f"There is a library in {target} already; choose another folder for the copy."
        )
    with translated(target):
        try:
            make_folder(copy.folder)
            descriptor, name = tempfile.mkstemp(dir=copy.folder, prefix=".backup.")
            os.close(descriptor)
        except OSError as error:
            raise LibraryError(
                f"The folder {target} cannot be written ({error.strerror or error})."
            ) from error
        unfinished = Path(name)
        try:
            copy_database(source.database, unfinished)
            unfinished.replace(copy.database)
            flush_folder(copy.folder)
        finally:
            for ending in ("", "-wal", "-shm", "-journal"):
                Path(name + ending).unlink(missing_ok=True)


def restore(source: Path, folder: Path, replace: bool = False) -> None:
    """Put the copy in the folder `source` (or that database file) in place of the library in `folder`.

    Readers see the old library or the new one. Raises `LibraryMissing`, `LibraryDamaged` or
    `LibraryNewer` for a copy that is not whole or not ours, `LibraryBusy` while another process
    writes, and `LibraryError` when `folder` holds documents and `replace` is False.
    """
    copied = source if source.is_file() else Layout(source).database
    if not copied.is_file():
        raise LibraryMissing(
            f"There is no copy of a library in {source}; give the folder that `rag backup` wrote."
        )
    _check_copy(copied)
    layout = Layout(folder)
    try:
        make_folder(folder)
    except OSError as error:
        raise LibraryError(
            f"The folder {folder} cannot be made ({error.strerror or error})."
        ) from error
    lock = WriterLock(layout.lock)
    lock.acquire()
    try:
        if not replace:
            _refuse_to_overwrite(layout)
        with translated(folder):
            layout.drop_copies()
            copy_database(copied, layout.database)
            flush_folder(folder)
    finally:
        lock.release()


def export_documents(library: Library, target: Path) -> int:
    """Write every document of a library as JSON Lines, text and places included. Returns how many.

    Raises `LibraryError` when the file cannot be written; then an older one is untouched.
    """
    count = 0

    def lines() -> Iterator[bytes]:
        nonlocal count
        for number in list(_ids(library)):
            item = library.document(number)
            if item is not None:
                count += 1
                yield json.dumps(_as_json(item), ensure_ascii=False).encode("utf-8") + b"\n"

    try:
        atomic_write(Path(target), lines())
    except OSError as error:
        raise LibraryError(
            f"{target} cannot be written ({error.strerror or error}); choose another file."
        ) from error
    return count


def read_export(source: Path) -> Iterator[Document]:
    """The documents of a file that `export_documents` wrote, one by one.

    Raises `SourceError` naming the line that is not one of its documents.
    """
    try:
        with Path(source).open(encoding="utf-8") as file:
            for number, line in enumerate(file, 1):
                if line.strip():
                    yield _from_json(line, source, number)
    except OSError as error:
        raise SourceError(
            source, f"cannot be read ({error.strerror or error})", "check the path"
        ) from error
    except UnicodeDecodeError as error:
        raise SourceError(source, "is not UTF-8", "give a file that `rag export` wrote") from error


def copy_database(source: Path, target: Path) -> None:
    """One database into another with SQLite's online backup, in one step: one generation.

    Whoever reads the target meanwhile sees the old content or the new. Raises `apsw.Error`.
    """
    origin = connect(source)
    try:
        copy = connect(target, write=True, create=True)
        try:
            with copy.backup("main", origin, "main") as copying:
                copying.step(-1)
            run(copy, "PRAGMA wal_checkpoint(TRUNCATE)")
        finally:
            copy.close()
    finally:
        origin.close()


def _check_copy(copied: Path) -> None:
    with translated(copied.parent):
        database = connect(copied)
        try:
            if migrate.application_id(database) != migrate.APPLICATION_ID:
                raise LibraryDamaged(
                    f"{copied} is not a copy of a library; give what `rag backup` wrote."
                )
            if migrate.version(database) > migrate.NEWEST:
                raise LibraryNewer(
                    f"{copied} was written by a newer version of this program; install that version."
                )
            if first(database, "PRAGMA integrity_check") != ("ok",):
                raise LibraryDamaged(f"{copied} is damaged; give another copy.")
        finally:
            database.close()


def _refuse_to_overwrite(layout: Layout) -> None:
    if not layout.exists():
        return
    with translated(layout.folder):
        database = connect(layout.database)
        try:
            known = migrate.version(database) > 0
            documents = count(database, "SELECT count(*) FROM documents") if known else 0
        finally:
            database.close()
    if documents:
        raise LibraryError(
            f"The library in {layout.folder} holds {documents} documents that would be lost; "
            "name another folder, or say that it may be replaced."
        )


def _must_exist(layout: Layout) -> None:
    if not layout.exists():
        raise LibraryMissing(f"There is no library in {layout.folder}; make one with `rag add`.")


def _ids(library: Library) -> Iterator[str]:
    offset = 0
    while page := library.documents(offset, _PAGE):
        yield from (entry.source.id for entry in page)
        offset += len(page)


def _as_json(item: Document) -> dict[str, Any]:
    return {"format": FORMAT, **to_json(item)}


def _from_json(line: str, source: Path, number: int) -> Document:
    try:
        values = json.loads(line)
        if values["format"] != FORMAT:
            raise SourceError(
                source,
                f"line {number} was written by another version",
                "export again with this one",
            )
        return from_json(values)
    except (ValueError, AttributeError, KeyError, TypeError) as error:
        reason = f"line {number} is not a document that `rag export` wrote"
        raise SourceError(source, reason, "check the file") from error
