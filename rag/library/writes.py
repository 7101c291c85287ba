"""The two changes a library knows, each made inside the caller's transaction."""

# ruff: noqa: S608 - every value is bound; only our own names and conditions are put together

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import apsw
import numpy as np
from numpy.typing import NDArray

from rag.errors import LibraryError
from rag.library import collected, facts, inverted, rows
from rag.library.checks import digest, folded_name
from rag.library.lexical import TermLists
from rag.library.statements import first, run, select
from rag.types import Document, Passage


@dataclass(frozen=True, slots=True)
class Prepared:
    """A document ready to be stored: everything slow is done before the transaction begins."""

    document: Document
    passages: Sequence[Passage]
    vectors: NDArray[np.float16]
    """(n, d), unit norm."""
    terms: Sequence[TermLists | None]
    """None for boilerplate."""


def put(database: apsw.Connection, prepared: Prepared) -> None:
    """Store a document in place of the one of the same id. Raises `LibraryError`, `apsw.Error`."""
    generation = facts.advance(database)
    old = _keys(database, [prepared.document.id])
    names = [name for key in old for name in collected.names_of(database, key)]
    _delete(database, old, generation)
    _refuse_taken_ids(database, prepared)
    key = _insert_document(database, prepared)
    collected.carry_over(database, names, key)
    _insert_passages(database, prepared, key, generation)


def remove(database: apsw.Connection, ids: Sequence[str]) -> int:
    """Remove documents and all that came from them. Returns how many there were."""
    keys = _keys(database, ids)
    if keys:
        _delete(database, keys, facts.advance(database))
    return len(keys)


def holds(database: apsw.Connection, ids: Sequence[str]) -> bool:
    """Whether any of these documents is stored."""
    return bool(_keys(database, ids))


def _keys(database: apsw.Connection, ids: Sequence[str]) -> list[int]:
    query = "SELECT key FROM documents WHERE id IN (SELECT value FROM json_each(?))"
    return [key for (key,) in select(database, query, (json.dumps(list(ids)),))]


def _delete(database: apsw.Connection, keys: Sequence[int], generation: int) -> None:
    if not keys:
        return
    among = "IN (SELECT value FROM json_each(?))"
    listed = json.dumps(list(keys))
    found = list(select(database, f"SELECT key FROM passages WHERE document {among}", (listed,)))
    inverted.delete(database, [key for (key,) in found])
    # The log of removals is what brings vectors in memory, here and in other processes, up to date.
    statement = (
        "INSERT INTO removed SELECT ?, v.id FROM vectors v "
        f"JOIN passages p ON p.key = v.passage WHERE p.document {among}"
    )
    run(database, statement, (generation, listed))
    run(database, f"DELETE FROM documents WHERE key {among}", (listed,))


def _refuse_taken_ids(database: apsw.Connection, prepared: Prepared) -> None:
    numbers = json.dumps([passage.id for passage in prepared.passages])
    query = "SELECT 1 FROM passages WHERE id IN (SELECT value FROM json_each(?)) LIMIT 1"
    if first(database, query, (numbers,)):
        raise LibraryError(
            f"{prepared.document.path} cannot be stored: a passage has the id of one in another document; "
            "nothing of it was kept."
        )


def _insert_document(database: apsw.Connection, prepared: Prepared) -> int:
    item = prepared.document
    added = datetime.now(UTC).isoformat(timespec="seconds")
    values = (
        item.id,
        item.path,
        item.title,
        item.language,
        item.media_type,
        item.sha256,
        added,
        len(prepared.passages),
        len(item.text),
        folded_name(item),
        json.dumps(item.notes),
        rows.document_digest(item, added, folded_name(item)),
        rows.marks_to_json(item.marks),
    )
    statement = (
        "INSERT INTO documents (id, path, title, language, media_type, sha256, added, passages, "
        f"characters, folded, notes, digest, marks) VALUES ({', '.join('?' * len(values))})"
    )
    run(database, statement, values)
    return database.last_insert_rowid()


def _insert_passages(
    database: apsw.Connection, prepared: Prepared, document: int, generation: int
) -> None:
    statement = (
        "INSERT INTO passages (id, document, position, start, language, boilerplate, place, digest, "
        "context, text) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
    )
    indexed: list[inverted.Row] = []
    for item, vector, terms in zip(
        prepared.passages, prepared.vectors, prepared.terms, strict=True
    ):
        place = (item.id, document, item.index, item.start, item.language, int(item.boilerplate))
        words = (item.place, rows.passage_digest(item), item.context, item.text)
        run(database, statement, (*place, *words))
        if terms is not None:
            key = database.last_insert_rowid()
            indexed.append((key, terms))
            insert_vector(database, key, item.id, generation, vector)
    inverted.insert(database, indexed)


def insert_vector(
    database: apsw.Connection, key: int, number: int, generation: int, vector: NDArray[np.float16]
) -> None:
    """Store the vector of the passage of this key and id; (d,) of unit norm."""
    data = vector.astype("<f2").tobytes()
    values = (key, number, generation, digest(number, data), data)
    run(database, "INSERT INTO vectors VALUES (?, ?, ?, ?, ?)", values)
