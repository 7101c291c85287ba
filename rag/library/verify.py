"""Everything that can be checked of a library, without changing it.

The truth is checked against its own digests; what is derived, against the truth.
"""

# ruff: noqa: S608 - every value is bound; only our own names and conditions are put together

from __future__ import annotations

import re
import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Literal

import apsw
import numpy as np

from rag.errors import LibraryError
from rag.library import facts, inverted, rows, vectors
from rag.library.checks import digest, tiles
from rag.library.layout import Layout
from rag.library.lexical import TermLists, unpacked
from rag.library.nearest import NearestIndex, stored_vectors
from rag.library.statements import count, first, run, select
from rag.types import Document, Passage, VerifyReport

Fault = Literal["indexes", "snapshot"]
"""What is derived and can be made again."""

_NORM_TOLERANCE = 5e-3  # half precision rounds each of d parts by at most 2^-11
_MOST_PROBLEMS = 100
_WORDS_ASKED = 8
_WRONG_VALUES = (ValueError, TypeError, KeyError, AttributeError)
"""What a value of another kind than was written leads to."""


@dataclass
class Findings:
    """What the checks have found so far."""

    checked: dict[str, int] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    faults: set[Fault] = field(default_factory=set)

    def run(self, name: str, problems: Iterable[str], fault: Fault | None = None) -> None:
        """Collect the problems of one check; damage that stops it is one more."""
        found: list[str] = []
        try:
            found.extend(problems)
        except (apsw.Error, LibraryError, zlib.error, *_WRONG_VALUES) as error:
            found.append(f"the {name} cannot be read to the end ({error})")
        self.problems += found
        if found and fault:
            self.faults.add(fault)

    def report(self) -> VerifyReport:
        """The findings, the first hundred problems of them."""
        shown = self.problems[:_MOST_PROBLEMS]
        if len(self.problems) > len(shown):
            shown.append(f"and {len(self.problems) - len(shown)} more")
        return VerifyReport(self.checked, tuple(shown))


def check_truth(database: apsw.Connection, found: Findings) -> None:
    """The database file, the documents, the vectors, and the inverted index.

    The connection should be one that is used for nothing else.
    """
    found.run("database file", _file(database, found))
    found.run("documents", _documents(database, found.checked))
    found.run("vectors", _vectors(database, found.checked))
    found.run("inverted index", _terms(database, found.checked), "indexes")


def check_snapshot(
    database: apsw.Connection,
    layout: Layout,
    made_by: facts.Maker,
    index: NearestIndex,
    found: Findings,
) -> None:
    """The FAISS file and the vectors in memory. The caller holds the index's lock."""
    found.run("snapshot", _snapshot(database, layout, made_by, found.checked), "snapshot")
    found.run("vectors in memory", _memory(database, made_by, index), "snapshot")


def check_known_answers(database: apsw.Connection, index: NearestIndex, found: Findings) -> None:
    """Questions whose answer is known, through the same searches that answer a person's.

    The caller holds the index's lock. This comes last: a repair ends with a library that answers.
    """
    found.run("search by vectors", _finds_vector(database, index, found.checked), "snapshot")
    found.run("search by words", _finds_words(database, found.checked), "indexes")


def _file(database: apsw.Connection, found: Findings) -> Iterator[str]:
    """SQLite's own checks, of the inverted index too."""
    for (line,) in list(select(database, "PRAGMA integrity_check")):
        if line != "ok":
            found.faults |= _derived(database, str(line))
            yield f"the database file: {line}"
    for table, *_ in list(select(database, "PRAGMA foreign_key_check")):
        yield f"the database file: a row of {table} belongs to nothing"


def _derived(database: apsw.Connection, line: str) -> set[Fault]:
    """What derived data a line of SQLite's check is about; nothing when it is about the truth."""
    if "fts5" in line.lower() or "index" in line or "non-unique" in line:
        return {"indexes"}
    tree = re.search(r"Tree (\d+) ", line)
    query = "SELECT type, tbl_name FROM sqlite_schema WHERE rootpage = ?"
    kind, table = first(database, query, (tree[1] if tree else -1,)) or ("", "")
    derived = kind == "index" or table.startswith("terms_") or table == "term_lists"
    return {"indexes"} if derived else set()


def _documents(database: apsw.Connection, checked: dict[str, int]) -> Iterator[str]:
    """Passages tile their document, and each row is what was written."""
    checked["documents"] = checked["passages"] = 0
    query = "SELECT key, id, path, passages, characters, digest, added, folded FROM documents ORDER BY key"
    for key, number, path, in_all, characters, written, *more in list(select(database, query)):
        item = rows.document(database, number)
        parts = list(rows.passages_of(database, "p.document = ?", (key,)))
        checked["documents"] += 1
        checked["passages"] += len(parts)
        if item is None or rows.document_digest(item, *more) != written:
            yield f"{path}: the document is not what was written"
        elif (len(parts), len(item.text)) != (in_all, characters) or not _follow(item, parts):
            yield f"{path}: its passages do not follow one another through its text"
        yield from _passages(database, path, key, parts)


def _follow(item: Document, parts: list[Passage]) -> bool:
    in_order = [part.index for part in parts] == list(range(len(parts)))
    return in_order and tiles([(part.start, part.text) for part in parts])


def _passages(
    database: apsw.Connection, path: str, key: int, parts: list[Passage]
) -> Iterator[str]:
    query = (
        "SELECT p.id, p.digest, v.id IS p.id, t.passage IS NOT NULL FROM passages p "
        "LEFT JOIN vectors v ON v.passage = p.key LEFT JOIN term_lists t ON t.passage = p.key "
        "WHERE p.document = ?"
    )
    beside = {row[0]: row[1:] for row in select(database, query, (key,))}
    for part in parts:
        written, has_vector, has_terms = beside[part.id]
        if rows.passage_digest(part) != written:
            yield f"{path}: passage {part.index} is not what was written"
        if bool(has_vector) == part.boilerplate:
            yield f"{path}: passage {part.index} has {'a' if has_vector else 'no'} vector"
        if bool(has_terms) == part.boilerplate:
            yield f"{path}: passage {part.index} has {'' if has_terms else 'no '}terms"


def _vectors(database: apsw.Connection, checked: dict[str, int]) -> Iterator[str]:
    """Each row is what was written, of the right length, finite and of unit norm."""
    checked["vectors"] = 0
    made_by = facts.maker(database)
    dimension = made_by.dimension if made_by else 0
    for number, written, data in select(database, "SELECT id, digest, vector FROM vectors"):
        checked["vectors"] += 1
        row = np.frombuffer(data, dtype="<f2") if len(data) == 2 * dimension else None
        if row is None or digest(number, data) != written:
            yield f"the vector of passage {number} is not what was written"
        elif not abs(float(np.linalg.norm(row.astype(np.float32))) - 1) <= _NORM_TOLERANCE:
            yield f"the vector of passage {number} is not of unit norm"


def _terms(database: apsw.Connection, checked: dict[str, int]) -> Iterator[str]:
    """The inverted index holds each term of the lists where it stands, and nothing else."""
    expected, lengths = {}, {}
    for key, data in select(database, "SELECT passage, terms FROM term_lists"):
        lists = unpacked(data)
        expected[key] = _fingerprint(lists)
        lengths[key] = (len(lists.body), len(lists.context))
    checked["terms"] = sum(body + context for body, context in lengths.values())
    sizes = select(database, "SELECT id, sz FROM terms_docsize")
    if {key: _numbers(data) for key, data in sizes} != lengths:
        yield "the inverted index does not hold the passages that have terms"
    # What FTS5 computes the mean length from, and so every score.
    totals = first(database, "SELECT block FROM terms_data WHERE id = 1")
    columns = zip(*lengths.values(), strict=True)
    if lengths and (totals is None or _numbers(totals[0]) != (len(lengths), *map(sum, columns))):
        yield "the inverted index does not hold the lengths of the passages"
    found = _fingerprints(database)
    wrong = sum(
        1 for key in expected.keys() | found.keys() if expected.get(key, 0) != found.get(key, 0)
    )
    if wrong:
        yield f"the inverted index differs from the terms of {wrong} passages"


def _fingerprint(lists: TermLists) -> int:
    """A number made of every term, its column and its place, in whatever order they come."""
    together = 0
    for column, terms in (("body", lists.body), ("context", lists.context)):
        for place, term in enumerate(terms):
            together ^= hash((term, column, place))
    return together


def _fingerprints(database: apsw.Connection) -> dict[int, int]:
    """The same numbers, by passage, made from the index itself."""
    found: dict[int, int] = defaultdict(int)
    run(database, "PRAGMA query_only = OFF")
    run(database, "CREATE VIRTUAL TABLE temp.instances USING fts5vocab (main, terms, instance)")
    query = 'SELECT term, doc, col, "offset" FROM temp.instances'
    for term, key, column, place in select(database, query):
        found[key] ^= hash((term, column, place))
    return found


def _numbers(data: bytes) -> tuple[int, ...]:
    """Numbers as SQLite packs them: seven bits a byte, the high bit says that more follow."""
    numbers, value = [], 0
    for byte in data:
        value = value << 7 | byte & 0x7F
        if byte < 0x80:
            numbers.append(value)
            value = 0
    return tuple(numbers)


def _snapshot(
    database: apsw.Connection, layout: Layout, made_by: facts.Maker, checked: dict[str, int]
) -> Iterator[str]:
    """A snapshot that is there can be read and belongs to this library's history."""
    checked["snapshot"] = int(layout.snapshot.exists())
    if not checked["snapshot"]:
        return
    try:
        _, state = vectors.read(layout.snapshot, made_by)
    except vectors.SnapshotError as reason:
        yield f"{layout.snapshot.name}: {reason}"
        return
    if not facts.has_state(database, state):
        yield f"{layout.snapshot.name}: it is of another history than this library"


def _memory(database: apsw.Connection, made_by: facts.Maker, index: NearestIndex) -> Iterator[str]:
    """What is searched is what is stored, and a stored vector finds itself."""
    index.catch_up(database)
    ids, held = index.contents()
    places = {int(number): place for place, number in enumerate(ids)}
    there = 0
    for numbers, stored in stored_vectors(database, made_by.dimension, 0):
        there += len(numbers)
        at = [places.get(int(number), -1) for number in numbers]
        if min(at) < 0 or not np.array_equal(held[at].view(np.uint16), stored.view(np.uint16)):
            yield "the vectors that are searched are not the stored ones"
            return
    if there != len(ids):
        yield "vectors are searched that are not stored"


def _finds_vector(
    database: apsw.Connection, index: NearestIndex, checked: dict[str, int]
) -> Iterator[str]:
    """A stored vector finds itself."""
    checked["known answers"] = 0
    row = _middle(database, "SELECT vector FROM vectors")
    if row is None:
        return
    checked["known answers"] += 1
    vector = np.frombuffer(row[0], dtype="<f2").astype(np.float32)
    best = index.search(database, vector / np.linalg.norm(vector), 1, None)
    if not best or best[0][1] < 1 - _NORM_TOLERANCE:
        yield "a stored vector does not find itself"


def _finds_words(database: apsw.Connection, checked: dict[str, int]) -> Iterator[str]:
    """The words of a stored passage find it."""
    query = "SELECT p.id, t.terms FROM term_lists t JOIN passages p ON p.key = t.passage"
    row = _middle(database, query)
    terms = unpacked(row[1]).body[:_WORDS_ASKED] if row else ()
    if row is None or not terms:
        return
    checked["known answers"] += 1
    everything = count(database, "SELECT count(*) FROM term_lists")
    if row[0] not in dict(inverted.search(database, terms, everything, None)):
        yield "the words of a stored passage do not find it"


def _middle(database: apsw.Connection, query: str) -> tuple[Any, ...] | None:
    """The row in the middle of a query's."""
    rows_in_all = count(database, f"SELECT count(*) FROM ({query})")
    return first(database, f"{query} LIMIT 1 OFFSET {rows_in_all // 2}")
