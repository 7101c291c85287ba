"""Collections in the database: which documents carry which names."""

# ruff: noqa: S608 - every value is bound; only our own names and conditions are put together

from __future__ import annotations

import json
from collections.abc import Sequence

import apsw

from rag.library.checks import is_unicode
from rag.library.statements import count, run, select

_AMONG = "IN (SELECT value FROM json_each(?))"


def collect(database: apsw.Connection, collection: str, ids: Sequence[str], *, inside: bool) -> int:
    """Let documents carry a name, or no longer; returns how many it changed for."""
    listed = json.dumps(list(ids))
    if inside:
        statement = (
            "INSERT OR IGNORE INTO collected (collection, document) "
            f"SELECT ?, key FROM documents WHERE id {_AMONG}"
        )
    else:
        statement = (
            "DELETE FROM collected WHERE collection = ? "
            f"AND document IN (SELECT key FROM documents WHERE id {_AMONG})"
        )
    before = count(database, "SELECT total_changes()")
    run(database, statement, (collection, listed))
    return count(database, "SELECT total_changes()") - before


def collections(database: apsw.Connection) -> dict[str, int]:
    """Every name with the number of documents that carry it."""
    query = "SELECT collection, count(*) FROM collected GROUP BY collection ORDER BY collection"
    return dict(select(database, query))


def members(database: apsw.Connection, names: Sequence[str]) -> frozenset[str]:
    """Ids of the documents that carry any of the names."""
    query = (
        "SELECT DISTINCT d.id FROM collected c JOIN documents d ON d.key = c.document "
        f"WHERE c.collection {_AMONG}"
    )
    known = [name for name in names if is_unicode(name)]
    return frozenset(number for (number,) in select(database, query, (json.dumps(known),)))


def names_of(database: apsw.Connection, document: int) -> list[str]:
    """The names that a document carries, by its key."""
    query = "SELECT collection FROM collected WHERE document = ? ORDER BY collection"
    return [name for (name,) in select(database, query, (document,))]


def carry_over(database: apsw.Connection, names: Sequence[str], document: int) -> None:
    """Give a document the names that the version before it carried."""
    for name in names:
        run(database, "INSERT INTO collected VALUES (?, ?)", (name, document))
