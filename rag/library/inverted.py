"""The inverted index in SQLite's FTS5: put in, take out for good, search.

Two ways to take terms out leave nothing behind. FTS5's secure-delete edits every page that holds
one of them: its cost follows the number of passages removed, about 2 ms each. Plain deletion
followed by a merge of the whole index costs about 0.05 ms for each removed and 0.01 ms for each
kept. The cheaper one is taken.
"""

# ruff: noqa: S608 - every value is bound; only our own names and conditions are put together

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

import apsw

from rag.library.lexical import BODY_WEIGHT, CONTEXT_WEIGHT, TermLists, unpacked
from rag.library.statements import count, run, select
from rag.types import Filter

_MERGE_ABOVE = 0.01
"""Share of the passages removed at once above which a merge is cheaper."""

_ROOM_FOR_TIES = 16

Row = tuple[int, TermLists]
"""Key of a passage and its terms."""


def insert(database: apsw.Connection, rows: Iterable[Row]) -> None:
    """Index passages and keep their lists, in order of their keys."""
    for key, lists in rows:
        run(database, "INSERT INTO term_lists VALUES (?, ?)", (key, lists.packed()))
        columns = (key, " ".join(lists.body), " ".join(lists.context))
        run(database, "INSERT INTO terms (rowid, body, context) VALUES (?, ?, ?)", columns)


def delete(database: apsw.Connection, keys: Sequence[int]) -> None:
    """Take passages out of the index so that no term of theirs stays in the file."""
    rows = list(stored(database, keys))
    if not rows:
        return
    kept = count(database, "SELECT count(*) FROM term_lists")
    merge = len(rows) > _MERGE_ABOVE * kept
    _command(database, "secure-delete", 0 if merge else 1)
    for key, lists in rows:
        columns = (key, " ".join(lists.body), " ".join(lists.context))
        statement = "INSERT INTO terms (terms, rowid, body, context) VALUES ('delete', ?, ?, ?)"
        run(database, statement, columns)
        run(database, "DELETE FROM term_lists WHERE passage = ?", (key,))
    if merge:
        _command(database, "optimize")


def rebuild(database: apsw.Connection, rows: Iterable[Row]) -> None:
    """Empty the index and fill it anew."""
    _command(database, "delete-all")
    run(database, "DELETE FROM term_lists")
    insert(database, rows)
    _command(database, "optimize")


def stored(database: apsw.Connection, keys: Sequence[int]) -> Iterable[Row]:
    """The lists kept of these passages, by key."""
    query = (
        "SELECT passage, terms FROM term_lists "
        "WHERE passage IN (SELECT value FROM json_each(?)) ORDER BY passage"
    )
    for key, data in list(select(database, query, (json.dumps(list(keys)),))):
        yield key, unpacked(data)


def search(
    database: apsw.Connection, terms: Sequence[str], k: int, keep: Filter | None
) -> list[tuple[int, float]]:
    """Up to k (passage id, BM25) that hold any of the terms, highest first, ties by id."""
    room = k + _ROOM_FOR_TIES
    while True:
        found = _scored(database, terms, room, keep)
        # The sorter keeps any of several equal scores; the rule is the lowest ids.
        if len(found) < room or found[-1][1] < found[k - 1][1]:
            break
        room *= 4
    query = "SELECT key, id FROM passages WHERE key IN (SELECT value FROM json_each(?))"
    ids = dict(select(database, query, (json.dumps([key for key, _ in found]),)))
    scored = [(int(ids[key]), score) for key, score in found]
    return sorted(scored, key=lambda item: (-item[1], item[0]))[:k]


def _scored(
    database: apsw.Connection, terms: Sequence[str], room: int, keep: Filter | None
) -> list[tuple[int, float]]:
    """The best `room` as (key, score), highest first, without a look at the passages' rows.

    Joining them for every match would read most of the library's text.
    """
    condition, values = kept(keep)
    if condition:
        among = f"SELECT p.key FROM passages p WHERE p.boilerplate = 0{condition}"
        condition = f" AND +rowid IN ({among})"
    query = (
        f"SELECT rowid, -bm25(terms, {BODY_WEIGHT}, {CONTEXT_WEIGHT}) AS score FROM terms "
        f"WHERE terms MATCH ?{condition} ORDER BY score DESC LIMIT ?"
    )
    wanted = " OR ".join('"' + term.replace('"', '""') + '"' for term in terms)
    return [
        (int(key), float(score)) for key, score in select(database, query, (wanted, *values, room))
    ]


def kept(keep: Filter | None) -> tuple[str, tuple[str, ...]]:
    """A filter as conditions on `passages p`, each behind AND, and their values."""
    condition, values = "", []
    if keep is not None and keep.languages is not None:
        condition += " AND p.language IN (SELECT value FROM json_each(?))"
        values.append(json.dumps(sorted(keep.languages)))
    if keep is not None and keep.documents is not None:
        condition += (
            " AND p.document IN (SELECT d.key FROM documents d "
            "WHERE d.id IN (SELECT value FROM json_each(?)))"
        )
        values.append(json.dumps(sorted(keep.documents)))
    return condition, tuple(values)


def _command(database: apsw.Connection, name: str, value: int | None = None) -> None:
    """One of FTS5's special inserts."""
    if value is None:
        run(database, "INSERT INTO terms (terms) VALUES (?)", (name,))
    else:
        run(database, "INSERT INTO terms (terms, rank) VALUES (?, ?)", (name, value))
