"""The vectors in memory: brought up to date from the database, searched exactly.

One mechanism keeps them right whoever wrote: before a search, inside its transaction, the changes
since the commit they stand at are taken over; when that commit is unknown, all is read anew.
"""

# ruff: noqa: S608 - every value is bound; only our own names and conditions are put together

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

import apsw
import faiss
import numpy as np
from numpy.typing import NDArray

from rag.errors import LibraryDamaged
from rag.library import facts, vectors
from rag.library.checks import LARGEST_ID
from rag.library.inverted import kept
from rag.library.statements import count, select
from rag.types import Filter, FloatVector

_LOG = logging.getLogger(__name__)
_ROWS_AT_ONCE = 8192
_ROOM_FOR_TIES = 16
_KEPT_FILTERS = 64
_OTHER_LENGTH = "A stored vector has another length than the rest; run `rag verify`."
_WORTH_SAVING = 0.05
"""Share of the snapshot that changed."""

Scored = list[tuple[int, float]]


class NearestIndex:
    """Guard every call with `lock`, taken before the database's transaction begins.

    In that order no thread can meet an index newer than what its transaction sees.
    """

    def __init__(self, file: Path, made_by: facts.Maker) -> None:
        self.lock = threading.Lock()
        self._file, self._made_by = file, made_by
        self._index: Any = None
        self._state: facts.State | None = None
        self._saved: facts.State | None = None
        self._ids: NDArray[np.int64] = np.empty(0, np.int64)
        self._filters: dict[Filter, NDArray[np.bool_]] = {}

    def search(
        self, database: apsw.Connection, query: FloatVector, k: int, keep: Filter | None
    ) -> Scored:
        """Up to k (passage id, cosine), highest first, ties by id."""
        self.catch_up(database)
        mask = None if keep is None or keep == Filter() else self._mask(database, keep)
        searched = len(self._ids) if mask is None else int(mask.sum())
        wanted = min(k, searched)
        if wanted <= 0:
            return []
        room = min(searched, wanted + _ROOM_FOR_TIES)
        while True:
            found = self._positions(query, room, mask)
            # The index keeps any of several equal scores; the rule is the lowest ids.
            if room == searched or found[-1][1] < found[wanted - 1][1]:
                break
            room = min(searched, room * 4)
        return sorted(found, key=lambda item: (-item[1], item[0]))[:wanted]

    def catch_up(self, database: apsw.Connection) -> None:
        """Bring the vectors to the commit that this transaction sees."""
        now = facts.state(database)
        if self._state == now:
            return
        facts.check_maker(database, self._made_by, self._file.parent)
        if self._index is None:
            self._open_snapshot()
        try:
            self._ids = self._brought_to(database)
        except BaseException:
            self.forget()
            raise
        self._state = now
        self._filters.clear()

    def save(self, database: apsw.Connection) -> None:
        """Write a snapshot unless the one on disk is as new. Raises `OSError`."""
        self.catch_up(database)
        if self._index is None or self._state is None:
            return
        if self._saved != self._state or not self._file.exists():
            vectors.write(self._file, self._index, self._made_by, self._state)
            self._saved = self._state

    def is_worth_saving(self, database: apsw.Connection) -> bool:
        """Whether so much changed since the file was written that opening would suffer.

        Catching up costs little; writing all vectors for one more document would cost a lot.
        """
        try:
            with self._file.open("rb") as file:
                header = vectors.read_header(memoryview(file.read(vectors.HEADER_BYTES)))
        except (OSError, vectors.SnapshotError):
            return True
        if not facts.has_state(database, header.state):
            return True
        changed = 0
        for table in ("vectors", "removed"):
            query = f"SELECT count(*) FROM {table} WHERE generation > ?"
            changed += count(database, query, (header.state.generation,))
        return changed > _WORTH_SAVING * header.count

    def forget(self) -> None:
        """Start over from the database at the next use."""
        self._index, self._state, self._saved = None, None, None

    def contents(self) -> tuple[NDArray[np.int64], NDArray[np.float16]]:
        """Ids (n,) and rows (n, d) as FAISS holds them."""
        if self._index is None:
            return self._ids, np.empty((0, self._made_by.dimension), np.float16)
        inner: Any = faiss.downcast_index(self._index.index)
        codes = faiss.vector_to_array(inner.codes).view("<f2")
        return self._ids, codes.reshape(-1, self._made_by.dimension)

    def _open_snapshot(self) -> None:
        if not self._file.exists():
            return
        try:
            self._index, self._state = vectors.read(self._file, self._made_by)
            self._saved = self._state
        except vectors.SnapshotError as reason:
            _LOG.warning(
                "%s is not used: %s; it is made again from the library", self._file.name, reason
            )

    def _brought_to(self, database: apsw.Connection) -> NDArray[np.int64]:
        """Apply what changed since the index's commit, or read all. Returns the ids in order."""
        index, since = self._index, 0
        if index is not None and self._state is not None and facts.has_state(database, self._state):
            since = self._state.generation
            query = "SELECT DISTINCT id FROM removed WHERE generation > ?"
            gone = np.array(
                [number for (number,) in select(database, query, (since,))], dtype=np.int64
            )
            if len(gone):
                index.remove_ids(faiss.IDSelectorBatch(gone))
        else:
            index = vectors.new_index(self._made_by.dimension)
        for ids, rows in stored_vectors(database, self._made_by.dimension, since):
            index.add_with_ids(rows.astype(np.float32), ids)
        self._index = index
        return np.array(faiss.vector_to_array(index.id_map), dtype=np.int64)

    def _mask(self, database: apsw.Connection, keep: Filter) -> NDArray[np.bool_]:
        """Which rows a filter lets through, (n,) bool; kept until the library changes."""
        mask = self._filters.get(keep)
        if mask is None:
            condition, values = kept(keep)
            query = f"SELECT p.id FROM passages p WHERE p.boilerplate = 0{condition}"
            numbers = np.array(
                [number for (number,) in select(database, query, values)], dtype=np.int64
            )
            mask = np.isin(self._ids, numbers)
            if len(self._filters) >= _KEPT_FILTERS:
                self._filters.clear()
            self._filters[keep] = mask
        return mask

    def _positions(self, query: FloatVector, room: int, mask: NDArray[np.bool_] | None) -> Scored:
        """The best `room` as (passage id, cosine), highest first."""
        if self._index is None:
            return []
        options = None
        if mask is not None:
            bitmap = np.packbits(mask, bitorder="little")
            options = _parameters(bitmap)
        inner: Any = faiss.downcast_index(self._index.index)
        scores, positions = inner.search(query[np.newaxis], room, params=options)
        # Half precision can make a vector a little longer than one.
        cosines = np.clip(scores[0], -1.0, 1.0)
        ids = self._ids[positions[0]]
        return [(int(number), float(cosine)) for number, cosine in zip(ids, cosines, strict=True)]


def _parameters(bitmap: NDArray[np.uint8]) -> Any:
    """What makes FAISS search only the rows whose bits are set."""
    module: Any = faiss  # its published types do not know what its Python layer accepts
    return module.SearchParameters(sel=module.IDSelectorBitmap(bitmap))


def sampled(
    database: apsw.Connection, dimension: int, k: int, also: Sequence[int]
) -> dict[int, FloatVector]:
    """Vectors of the k lowest ids that are searched, and of those in `also`."""
    known = json.dumps([number for number in also if 0 <= number <= LARGEST_ID])
    query = (
        "SELECT v.id, v.vector FROM (SELECT key FROM passages WHERE boilerplate = 0 "
        "ORDER BY id LIMIT ?) p JOIN vectors v ON v.passage = p.key UNION "
        "SELECT v.id, v.vector FROM passages p JOIN vectors v ON v.passage = p.key "
        "WHERE p.id IN (SELECT value FROM json_each(?))"
    )
    found = {}
    for number, data in select(database, query, (max(0, k), known)):
        if len(data) != 2 * dimension:
            raise LibraryDamaged(_OTHER_LENGTH)
        found[int(number)] = np.frombuffer(data, dtype="<f2").astype(np.float32)
    return found


def stored_vectors(
    database: apsw.Connection, dimension: int, since: int
) -> Iterator[tuple[NDArray[np.int64], NDArray[np.float16]]]:
    """Ids and rows stored after a generation, some thousand at a time.

    Raises `LibraryDamaged` when a row is not of the library's dimension.
    """
    column = "generation" if since else "+generation"  # all of them are read fastest in table order
    rows = iter(select(database, f"SELECT id, vector FROM vectors WHERE {column} > ?", (since,)))
    while batch := list(islice(rows, _ROWS_AT_ONCE)):
        ids = np.array([number for number, _ in batch], dtype=np.int64)
        if any(len(data) != 2 * dimension for _, data in batch):
            raise LibraryDamaged(_OTHER_LENGTH)
        joined = b"".join(data for _, data in batch)
        yield ids, np.frombuffer(joined, dtype="<f2").reshape(len(batch), dimension)
