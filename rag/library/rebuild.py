"""Everything derived in the database made again: its indexes and the inverted index.

Damage to their pages can keep SQLite from even emptying them, so nothing of them is touched: what
is the truth is copied into a new database, the derived is made there from it, and the result is put
in the place of the old content in one transaction. Readers see the old or the new.
"""

# ruff: noqa: S608 - table names are our own

from __future__ import annotations

from rag.library import opening, transfer
from rag.library.connections import connect, translated
from rag.library.layout import Layout
from rag.library.schema import migrate
from rag.library.statements import run

_TRUTH = ("documents", "passages", "vectors", "commits", "removed", "facts", "collected")


def rebuild(layout: Layout) -> None:
    """Make the derived parts of the database again. The caller holds the writer's lock.

    It takes as much room again as the library while it goes on. Raises `LibraryDamaged` when a row
    of the truth itself cannot be read, `LibraryError`, `OSError`; then all is as before.
    """
    layout.drop_copies()
    try:
        with translated(layout.folder):
            _make_copy(layout)
            transfer.copy_database(layout.staging, layout.database)
    finally:
        layout.drop_copies()


def _make_copy(layout: Layout) -> None:
    copy = connect(layout.staging, write=True, create=True)
    try:
        opening.make_tables(copy)
        run(copy, "ATTACH ? AS damaged", (str(layout.database),))
        with copy:
            # The order keeps SQLite from copying the damaged index pages along with the rows.
            for table in _TRUTH:
                run(copy, f"DELETE FROM main.{table}")
                run(
                    copy,
                    f"INSERT INTO main.{table} SELECT * FROM damaged.{table} NOT INDEXED ORDER BY 1",
                )
            opening.rebuild_terms(copy)
            run(copy, f"PRAGMA main.user_version = {migrate.NEWEST}")
        run(copy, "DETACH damaged")
    finally:
        copy.close()
