"""Schema 2: named collections, which are names that documents carry."""

from __future__ import annotations

import apsw

from rag.library.statements import run

VERSION = 2

# A collection is there while a document carries its name: nothing can point to what is gone.
_COLLECTED = """
CREATE TABLE collected (
    collection TEXT NOT NULL,
    document INTEGER NOT NULL REFERENCES documents (key) ON DELETE CASCADE,
    PRIMARY KEY (collection, document)
) STRICT, WITHOUT ROWID
"""

_INDEX = "CREATE INDEX collected_by_document ON collected (document)"


def apply(database: apsw.Connection) -> None:
    """Add the table, inside the caller's transaction."""
    for statement in (_COLLECTED, _INDEX):
        run(database, statement)
