"""The library in memory, as plain as can be: what every other backend must agree with."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import numpy as np
from numpy.typing import NDArray

from rag.errors import LibraryError
from rag.library import lexical
from rag.library.bm25 import Bm25
from rag.library.checks import (
    checked_collection,
    checked_query,
    checked_rows,
    folded,
    folded_name,
)
from rag.types import (
    Document,
    Filter,
    FloatMatrix,
    FloatVector,
    LibraryEntry,
    LibraryStats,
    Passage,
    Source,
    VerifyReport,
)

Scored = list[tuple[int, float]]


@dataclass(frozen=True, slots=True)
class _Stored:
    """A document with all that came from it."""

    document: Document
    passages: tuple[Passage, ...]
    vectors: NDArray[np.float16]
    terms: tuple[lexical.TermLists, ...]
    added: str
    collections: frozenset[str] = frozenset()


class ExactLibrary:
    """Holds vectors of one embedder until the process ends; safe to use from several threads."""

    def __init__(self, identity: str, dimension: int) -> None:
        self._identity, self._dimension = identity, dimension
        self._documents: dict[str, _Stored] = {}
        self._generation = 0
        self._closed = False
        self._guard = threading.RLock()

    def put(self, document: Document, passages: Sequence[Passage], vectors: FloatMatrix) -> None:
        """See `Library.put`; vectors are kept in half precision, as on disk."""
        rows = checked_rows(document, passages, vectors, self._dimension)
        terms = tuple(lexical.term_lists(item) for item in passages)
        added = datetime.now(UTC).isoformat(timespec="seconds")
        with self._open():
            numbers = {item.id for item in passages}
            for other in self._documents.values():
                if other.document.id != document.id and any(
                    item.id in numbers for item in other.passages
                ):
                    raise LibraryError(
                        f"{document.path} cannot be stored: a passage has the id of one in another document; "
                        "nothing of it was kept."
                    )
            before = self._documents.get(document.id)
            names = before.collections if before else frozenset()
            self._documents[document.id] = _Stored(
                document, tuple(passages), rows, terms, added, names
            )
            self._generation += 1

    def remove(self, ids: Sequence[str]) -> int:
        """See `Library.remove`."""
        with self._open():
            found = [number for number in dict.fromkeys(ids) if self._documents.pop(number, None)]
            self._generation += bool(found)
            return len(found)

    def vacuum(self) -> int:
        """See `Library.vacuum`; nothing is on disk."""
        with self._open():
            return 0

    def collect(self, collection: str, ids: Sequence[str], *, inside: bool = True) -> int:
        """See `Library.collect`."""
        name, changed = checked_collection(collection), 0
        with self._open():
            for number in dict.fromkeys(ids):
                stored = self._documents.get(number)
                if stored is not None and (name in stored.collections) != inside:
                    names = stored.collections ^ {name}
                    self._documents[number] = replace(stored, collections=names)
                    changed += 1
        return changed

    def collections(self) -> dict[str, int]:
        """See `Library.collections`."""
        with self._open():
            every = [name for stored in self._documents.values() for name in stored.collections]
            return dict(sorted(Counter(every).items()))

    def members(self, collections: Sequence[str]) -> frozenset[str]:
        """See `Library.members`."""
        wanted = frozenset(collections)
        with self._open():
            return frozenset(
                number for number, item in self._documents.items() if item.collections & wanted
            )

    def documents(
        self, offset: int = 0, limit: int = 100, search: str = "", collection: str = ""
    ) -> list[LibraryEntry]:
        """See `Library.documents`."""
        with self._open():
            entries = sorted(
                map(_entry, self._documents.values()),
                key=lambda entry: (entry.source.path, entry.source.id),
            )
            wanted = folded(search)
            kept = [
                item
                for item in entries
                if wanted in folded_name(self._documents[item.source.id].document)
                and (not collection or collection in item.collections)
            ]
            start = max(0, offset)
            return kept[start : start + max(0, limit)]

    def document(self, key: str) -> Document | None:
        """See `Library.document`."""
        with self._open():
            if key in self._documents:
                return self._documents[key].document
            return next(
                (item.document for item in self._documents.values() if item.document.path == key),
                None,
            )

    def sources(self, ids: Sequence[str]) -> dict[str, Source]:
        """See `Library.sources`."""
        with self._open():
            return {
                number: _source(self._documents[number].document)
                for number in ids
                if number in self._documents
            }

    def passages(self, ids: Sequence[int]) -> list[Passage]:
        """See `Library.passages`."""
        with self._open():
            found = {
                item.id: item for stored in self._documents.values() for item in stored.passages
            }
            return [found[number] for number in ids if number in found]

    def neighbours(self, passage: int, n: int) -> list[Passage]:
        """See `Library.neighbours`."""
        with self._open():
            for stored in self._documents.values():
                for at, item in enumerate(stored.passages):
                    if item.id == passage:
                        reach = max(0, n)
                        return list(stored.passages[max(0, at - reach) : at + reach + 1])
            return []

    def embedded(self, document: str) -> list[tuple[Passage, FloatVector]]:
        """See `Library.embedded`."""
        with self._open():
            stored = self._documents.get(document)
            if stored is None:
                return []
            rows = stored.vectors.astype(np.float32)
            both = zip(stored.passages, rows, strict=True)
            return [(item, row) for item, row in both if not item.boilerplate]

    def nearest(self, vector: FloatVector, k: int, keep: Filter | None = None) -> Scored:
        """See `Library.nearest`: every inner product is computed."""
        query = checked_query(vector, self._dimension)
        with self._open():
            scored = []
            for stored in self._documents.values():
                cosines = np.clip(stored.vectors.astype(np.float32) @ query, -1.0, 1.0)
                for item, cosine in zip(stored.passages, cosines, strict=True):
                    if not item.boilerplate and _kept(item, keep):
                        scored.append((item.id, float(cosine)))
            return _best(scored, k)

    def matching(self, terms: Sequence[str], k: int, keep: Filter | None = None) -> Scored:
        """See `Library.matching`: the title and headings count half as much as the words."""
        wanted = lexical.wanted_forms(terms)
        with self._open():
            searched = self._searched()
            weights = Bm25(wanted, [lists for _, lists in searched])
            scored = ((item, weights.score(lists)) for item, lists in searched if _kept(item, keep))
            return _best([(item.id, score) for item, score in scored if score is not None], k)

    def sample(self, k: int, also: Sequence[int] = ()) -> dict[int, FloatVector]:
        """See `Library.sample`."""
        with self._open():
            every = {
                item.id: row.astype(np.float32)
                for stored in self._documents.values()
                for item, row in zip(stored.passages, stored.vectors, strict=True)
                if not item.boilerplate
            }
        wanted = dict.fromkeys([*sorted(every)[: max(0, k)], *also])
        return {number: every[number] for number in wanted if number in every}

    def stats(self) -> LibraryStats:
        """See `Library.stats`; nothing is on disk."""
        with self._open():
            every = [item for stored in self._documents.values() for item in stored.passages]
            languages = Counter(item.language for item in every if not item.boilerplate)
            embedder = self._identity if self._documents else ""
            counts = dict(sorted(languages.items()))
            return LibraryStats(
                len(self._documents), len(every), counts, 0, self._generation, embedder
            )

    def verify(self, repair: bool = False) -> VerifyReport:
        """See `Library.verify`: what `put` demands still holds; there is nothing to repair."""
        with self._open():
            problems = []
            for stored in self._documents.values():
                try:
                    vectors = stored.vectors.astype(np.float32)
                    checked_rows(stored.document, stored.passages, vectors, self._dimension)
                except LibraryError as error:
                    problems.append(str(error))
            passages = sum(len(stored.passages) for stored in self._documents.values())
            return VerifyReport(
                {"documents": len(self._documents), "passages": passages}, tuple(problems)
            )

    def rest(self) -> None:
        """See `Library.rest`; no other process can see what is in memory."""

    def close(self) -> None:
        """See `Library.close`; all is forgotten."""
        with self._guard:
            self._closed = True
            self._documents.clear()

    def _open(self) -> threading.RLock:
        """The guard of what is stored. Raises `LibraryError` once closed."""
        if self._closed:
            raise LibraryError("The library in memory is closed; open a new one.")
        return self._guard

    def _searched(self) -> list[tuple[Passage, lexical.TermLists]]:
        """Every passage that is not boilerplate, with its terms."""
        return [
            (item, lists)
            for stored in self._documents.values()
            for item, lists in zip(stored.passages, stored.terms, strict=True)
            if not item.boilerplate
        ]


def _best(scored: Scored, k: int) -> Scored:
    return sorted(scored, key=lambda item: (-item[1], item[0]))[: max(0, k)]


def _kept(item: Passage, keep: Filter | None) -> bool:
    if keep is None:
        return True
    in_language = keep.languages is None or item.language in keep.languages
    return in_language and (keep.documents is None or item.document_id in keep.documents)


def _source(item: Document) -> Source:
    return Source(item.id, item.path, item.title, item.language, item.media_type)


def _entry(stored: _Stored) -> LibraryEntry:
    item = stored.document
    counts = (len(stored.passages), len(item.text), stored.added, item.sha256, item.notes)
    pages = sum(mark.kind in ("page", "slide", "sheet") for mark in item.marks)
    return LibraryEntry(_source(item), *counts, pages, tuple(sorted(stored.collections)))
