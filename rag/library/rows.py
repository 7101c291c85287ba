"""Rows of the database as the values of `rag.types`, read inside the caller's transaction."""

# ruff: noqa: S608 - every value is bound; only our own names and conditions are put together

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

import apsw
import numpy as np

from rag.errors import LibraryDamaged
from rag.library.checks import LARGEST_ID, digest, folded, is_unicode
from rag.library.statements import first, select
from rag.types import Document, FloatVector, LibraryEntry, Mark, Passage, Source

_COLUMNS = (
    "p.id, d.id, p.position, p.start, p.text, p.context, p.language, p.place, p.boilerplate, "
    "p.digest, d.path"
)
_PASSAGE = f"SELECT {_COLUMNS} FROM passages p JOIN documents d ON d.key = p.document "
_EMBEDDED = (
    f"SELECT v.vector, v.digest, {_COLUMNS} FROM documents d JOIN passages p ON p.document = d.key "
    "JOIN vectors v ON v.passage = p.key WHERE d.id = ? ORDER BY p.position"
)
_SOURCE = "SELECT id, path, title, language, media_type FROM documents "
_ENTRY = (
    "SELECT id, path, title, language, media_type, passages, characters, added, sha256, notes, "
    "(SELECT count(*) FROM json_each(marks) WHERE json_extract(value, '$[1]') IN ('page', 'slide', 'sheet')), "
    "(SELECT json_group_array(collection) FROM collected WHERE document = key) "
    "FROM documents "
)
_DOCUMENT = (
    "SELECT key, id, path, title, language, media_type, sha256, marks, notes FROM documents "
)


def document(database: apsw.Connection, key: str) -> Document | None:
    """A document by id or path; its text is that of its passages, one after another."""
    if not is_unicode(key):
        return None
    query = _DOCUMENT + "WHERE id = ?1 OR path = ?1 ORDER BY id = ?1 DESC LIMIT 1"
    row = first(database, query, (key,))
    return None if row is None else _document(row, text(database, row[0]))


def text(database: apsw.Connection, document_key: int) -> str:
    """The text of a document."""
    query = "SELECT text FROM passages WHERE document = ? ORDER BY position"
    return "".join(part for (part,) in select(database, query, (document_key,)))


def entries(
    database: apsw.Connection, offset: int, limit: int, search: str, collection: str
) -> list[LibraryEntry]:
    """One page of the list of documents, by path."""
    if not is_unicode(search + collection):
        return []
    conditions, values = [], list[str | int]()
    if search:
        conditions.append("instr(folded, ?) > 0")
        values.append(folded(search))
    if collection:
        conditions.append("key IN (SELECT document FROM collected WHERE collection = ?)")
        values.append(collection)
    kept = f"WHERE {' AND '.join(conditions)} " if conditions else ""
    query = f"{_ENTRY}{kept}ORDER BY path, id LIMIT ? OFFSET ?"
    found = select(database, query, (*values, max(0, limit), max(0, offset)))
    return [_entry(row) for row in found]


def sources(database: apsw.Connection, ids: Sequence[str]) -> dict[str, Source]:
    """What is said of documents beside a passage, by id."""
    query = _SOURCE + "WHERE id IN (SELECT value FROM json_each(?))"
    return {row[0]: Source(*row) for row in select(database, query, (json.dumps(list(ids)),))}


def passages(database: apsw.Connection, ids: Sequence[int]) -> list[Passage]:
    """Passages in the order asked for. Raises `LibraryDamaged` as `checked_passage` does."""
    numbers = [int(number) for number in ids if 0 <= int(number) <= LARGEST_ID]
    query = _PASSAGE + "WHERE p.id IN (SELECT value FROM json_each(?))"
    found = {
        row[0]: checked_passage(row) for row in select(database, query, (json.dumps(numbers),))
    }
    return [found[number] for number in numbers if number in found]


def neighbours(database: apsw.Connection, number: int, n: int) -> list[Passage]:
    """The passages around one in its document, in order. Raises as `passages`."""
    if not 0 <= number <= LARGEST_ID:
        return []
    query = "SELECT document, position FROM passages WHERE id = ?"
    row = first(database, query, (number,))
    if row is None:
        return []
    reach = max(0, n)
    query = _PASSAGE + "WHERE p.document = ? AND p.position BETWEEN ? AND ? ORDER BY p.position"
    found = select(database, query, (row[0], row[1] - reach, row[1] + reach))
    return [checked_passage(item) for item in found]


def checked_passage(row: Sequence[Any]) -> Passage:
    """The passage of a row of `_PASSAGE`, if it is what was written: else nobody may quote it.

    Raises `LibraryDamaged`, naming the document.
    """
    item = passage(row)
    if passage_digest(item) != row[-2]:
        raise LibraryDamaged(
            f"Passage {item.index} of {row[-1]} is not what was stored; remove that document and "
            "add it again, or restore a backup."
        )
    return item


def embedded(
    database: apsw.Connection, document_id: str, dimension: int
) -> list[tuple[Passage, FloatVector]]:
    """The passages of a document that have a vector, with it. Raises `LibraryDamaged`.

    Those that are not what was written are left out: whoever keeps vectors makes them anew.
    """
    if not is_unicode(document_id):
        return []
    found = []
    for data, written, *row in select(database, _EMBEDDED, (document_id,)):
        item = passage(row)
        if digest(item.id, data) != written or passage_digest(item) != row[-2]:
            continue
        if len(data) != 2 * dimension:
            raise LibraryDamaged(
                "A stored vector has another length than the rest; run `rag verify`."
            )
        found.append((item, np.frombuffer(data, dtype="<f2").astype(np.float32)))
    return found


def passage(row: Sequence[Any]) -> Passage:
    """The passage of a row of `_PASSAGE`, as it stands there."""
    number, document_id, position, start, words, context, language, place, boilerplate = row[:9]
    return Passage(
        id=number,
        document_id=document_id,
        index=position,
        start=start,
        end=start + len(words),
        text=words,
        context=context,
        language=language,
        place=place,
        boilerplate=bool(boilerplate),
    )


def passages_of(
    database: apsw.Connection, condition: str, values: Sequence[Any]
) -> Iterable[Passage]:
    """Passages that meet a condition on `passages p` or `documents d`, in order of their keys."""
    for row in select(database, f"{_PASSAGE}WHERE {condition} ORDER BY p.key", tuple(values)):
        yield passage(row)


def passage_digest(item: Passage) -> bytes:
    """Over all that is stored of a passage."""
    flag = int(item.boilerplate)
    return digest(
        item.id, item.index, item.start, item.text, item.context, item.language, item.place, flag
    )


def document_digest(item: Document, added: str, folded_name: str) -> bytes:
    """Over all that is stored of a document, its text and the time it was added included."""
    named = digest(item.id, item.path, item.title, item.language, item.media_type, item.sha256)
    return digest(
        named, added, folded_name, item.text, marks_to_json(item.marks), json.dumps(item.notes)
    )


def marks_to_json(marks: Iterable[Mark]) -> str:
    """Marks as a JSON array of [offset, kind, place, level]."""
    return json.dumps([[mark.offset, mark.kind, mark.place, mark.level] for mark in marks])


def marks_from_json(data: str) -> tuple[Mark, ...]:
    """The marks that `marks_to_json` wrote."""
    try:
        return tuple(Mark(*values) for values in json.loads(data))
    except TypeError as error:
        raise LibraryDamaged(
            "The places of a document cannot be read; restore a backup."
        ) from error


def _document(row: Sequence[Any], words: str) -> Document:
    _, number, path, title, language, media_type, sha256, marks, notes = row
    return Document(
        id=number,
        path=path,
        title=title,
        language=language,
        media_type=media_type,
        sha256=sha256,
        text=words,
        marks=marks_from_json(marks),
        notes=tuple(json.loads(notes)),
    )


def _entry(row: Sequence[Any]) -> LibraryEntry:
    count, characters, added, sha256, notes, pages, collections = row[5:]
    return LibraryEntry(
        Source(*row[:5]),
        count,
        characters,
        added,
        sha256,
        tuple(json.loads(notes)),
        pages,
        tuple(sorted(json.loads(collections))),
    )
