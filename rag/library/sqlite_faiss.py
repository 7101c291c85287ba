"""The library on disk: SQLite holds the truth, FAISS searches the vectors in memory.

A document is stored in one transaction, flushed to the disk before `put` returns. The FAISS file
is a snapshot that opens fast and may be missing, old or damaged: it is derived.
"""

# ruff: noqa: S608 - every value is bound; only our own names and conditions are put together

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence
from pathlib import Path

from rag.errors import LibraryError
from rag.library import collected, facts, inverted, lexical, opening, rows, writes
from rag.library.checks import checked_collection, checked_query, checked_rows
from rag.library.connections import Connections
from rag.library.layout import Layout
from rag.library.lock import WriterLock
from rag.library.nearest import NearestIndex, sampled
from rag.library.rebuild import rebuild
from rag.library.statements import select
from rag.library.verify import (
    Fault,
    Findings,
    check_known_answers,
    check_snapshot,
    check_truth,
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

_LOG = logging.getLogger(__name__)
_SNAPSHOT_EVERY = 20_000
"""Passages put after which a new snapshot is written while adding goes on."""


class SqliteFaissLibrary:
    """One library in `folder`, for vectors of one embedder; safe to use from several threads.

    Reading takes no lock and sees what other processes have committed. The first change takes the
    writer's lock until `rest` or `close`. Raises as `rag.library.opening.prepare` says.
    """

    def __init__(self, folder: Path, identity: str, dimension: int, create: bool) -> None:
        self._layout = Layout(Path(folder))
        self._made_by = facts.Maker(identity, dimension)
        self._lock = WriterLock(self._layout.lock)
        opening.prepare(self._layout, self._lock, self._made_by, create)
        self._connections = Connections(self._layout)
        self._index = NearestIndex(self._layout.snapshot, self._made_by)
        self._writing = threading.RLock()
        self._changed = 0
        self._log_holds_deleted = False

    def put(self, document: Document, passages: Sequence[Passage], vectors: FloatMatrix) -> None:
        """See `Library.put`; vectors are kept in half precision."""
        stored = checked_rows(document, passages, vectors, self._made_by.dimension)
        terms = [None if item.boilerplate else lexical.term_lists(item) for item in passages]
        with self._writing:
            self._become_writer()
            with self._connections.writing() as database:
                self._check_maker_for_writing()
                replaces = writes.holds(database, [document.id])
                if replaces:
                    self._drop_copies()
                writes.put(database, writes.Prepared(document, passages, stored, terms))
            self._after_writing(len(passages), deleted=replaces)

    def remove(self, ids: Sequence[str]) -> int:
        """See `Library.remove`; the text, vectors and terms are overwritten on disk."""
        self._connections.check_open()
        if not ids:
            return 0
        with self._writing:
            self._become_writer()
            with self._connections.writing() as database:
                if not writes.holds(database, ids):
                    return 0
                self._drop_copies()
                count = writes.remove(database, ids)
            self._after_writing(0, deleted=True)
            return count

    def vacuum(self) -> int:
        """See `Library.vacuum`; deleted text that readers kept in the log goes as well."""
        self._connections.check_open()
        with self._writing:
            self._become_writer()
            before = self._layout.bytes_on_disk()
            self._connections.vacuum()
            self._log_holds_deleted = True
            self._empty_log()
            return max(0, before - self._layout.bytes_on_disk())

    def documents(
        self, offset: int = 0, limit: int = 100, search: str = "", collection: str = ""
    ) -> list[LibraryEntry]:
        """See `Library.documents`; case and variants of characters do not matter to `search`."""
        with self._connections.reading() as database:
            return rows.entries(database, offset, limit, search, collection)

    def collect(self, collection: str, ids: Sequence[str], *, inside: bool = True) -> int:
        """See `Library.collect`."""
        name = checked_collection(collection)
        with self._writing:
            self._become_writer()
            with self._connections.writing() as database:
                return collected.collect(database, name, ids, inside=inside)

    def collections(self) -> dict[str, int]:
        """See `Library.collections`."""
        with self._connections.reading() as database:
            return collected.collections(database)

    def members(self, collections: Sequence[str]) -> frozenset[str]:
        """See `Library.members`."""
        with self._connections.reading() as database:
            return collected.members(database, collections)

    def document(self, key: str) -> Document | None:
        """See `Library.document`."""
        with self._connections.reading() as database:
            return rows.document(database, key)

    def sources(self, ids: Sequence[str]) -> dict[str, Source]:
        """See `Library.sources`."""
        with self._connections.reading() as database:
            return rows.sources(database, ids)

    def passages(self, ids: Sequence[int]) -> list[Passage]:
        """See `Library.passages`."""
        with self._connections.reading() as database:
            return rows.passages(database, ids)

    def neighbours(self, passage: int, n: int) -> list[Passage]:
        """See `Library.neighbours`."""
        with self._connections.reading() as database:
            return rows.neighbours(database, passage, n)

    def embedded(self, document: str) -> list[tuple[Passage, FloatVector]]:
        """See `Library.embedded`; vectors are in half precision."""
        with self._connections.reading() as database:
            return rows.embedded(database, document, self._made_by.dimension)

    def nearest(
        self, vector: FloatVector, k: int, keep: Filter | None = None
    ) -> list[tuple[int, float]]:
        """See `Library.nearest`; exact over the stored half-precision vectors."""
        question = checked_query(vector, self._made_by.dimension)
        with self._index.lock, self._connections.reading() as database:
            return self._index.search(database, question, k, keep)

    def matching(
        self, terms: Sequence[str], k: int, keep: Filter | None = None
    ) -> list[tuple[int, float]]:
        """See `Library.matching`; title and headings count half as much as the words."""
        wanted = lexical.wanted_forms(terms)
        with self._connections.reading() as database:
            return inverted.search(database, wanted, k, keep) if wanted and k > 0 else []

    def sample(self, k: int, also: Sequence[int] = ()) -> dict[int, FloatVector]:
        """See `Library.sample`."""
        with self._connections.reading() as database:
            return sampled(database, self._made_by.dimension, k, also)

    def stats(self) -> LibraryStats:
        """See `Library.stats`."""
        with self._connections.reading() as database:
            made_by = facts.maker(database)
            counts = "SELECT count(*), coalesce(sum(passages), 0) FROM documents"
            [(documents, passages)] = select(database, counts)
            by_language = (
                "SELECT language, count(*) FROM passages WHERE boilerplate = 0 "
                "GROUP BY language ORDER BY language"
            )
            return LibraryStats(
                documents=documents,
                passages=passages,
                languages={name: count for name, count in select(database, by_language)},
                bytes_on_disk=self._layout.bytes_on_disk(),
                generation=facts.state(database).generation,
                embedder=made_by.identity if made_by else "",
            )

    def verify(self, repair: bool = False) -> VerifyReport:
        """See `Library.verify`; terms and snapshot are what can be made again."""
        found = self._verify()
        if not repair or not found.faults:
            return found.report()
        repaired, failed = self._repair(found.faults)
        again = self._verify().report()
        return VerifyReport(again.checked, failed + again.problems, repaired)

    def rest(self) -> None:
        """See `Library.rest`; a snapshot is left if enough has changed for it to be worth it."""
        with self._writing:
            try:
                if self._lock.held:
                    self._empty_log()
                    self._save_snapshot(if_worth_it=True)
            finally:
                self._lock.release()

    def close(self) -> None:
        """See `Library.close`; a process that wrote leaves a snapshot of the vectors."""
        with self._writing:
            try:
                self.rest()
            finally:
                self._connections.close()

    def _verify(self) -> Findings:
        found = Findings()
        with self._connections.reading(new=True) as database:
            check_truth(database, found)
        with self._index.lock, self._connections.reading() as database:
            check_snapshot(database, self._layout, self._made_by, self._index, found)
            check_known_answers(database, self._index, found)
        return found

    def _repair(self, faults: set[Fault]) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Make again what is derived. Returns what was, and why something could not be."""
        done, failed = [], []
        steps: tuple[tuple[Fault, str, Callable[[], None]], ...] = (
            ("indexes", "the inverted index and the database's own, from the texts", self._rebuild),
            ("snapshot", f"{self._layout.snapshot.name}, from the vectors", self._rebuild_snapshot),
        )
        with self._writing:
            self._become_writer()
            for fault, name, step in steps:
                if fault not in faults:
                    continue
                try:
                    step()
                    done.append(f"made again: {name}")
                except (OSError, LibraryError) as error:
                    failed.append(f"could not be made again: {name} ({error})")
        return tuple(done), tuple(failed)

    def _rebuild(self) -> None:
        rebuild(self._layout)

    def _rebuild_snapshot(self) -> None:
        self._drop_copies()
        with self._index.lock, self._connections.reading() as database:
            self._index.forget()
            self._index.save(database)

    def _become_writer(self) -> None:
        """Take the writer's lock once, and finish what a killed writer had begun to clear away."""
        self._connections.check_open()
        if self._lock.acquire():
            try:
                self._layout.drop_unfinished()
            except OSError as error:
                raise self._cannot_remove(error) from error
            self._log_holds_deleted = not self._connections.empty_log()

    def _after_writing(self, passages: int, deleted: bool) -> None:
        self._log_holds_deleted = self._log_holds_deleted or deleted
        self._empty_log()
        self._changed += passages
        if self._changed >= _SNAPSHOT_EVERY:
            self._save_snapshot()

    def _empty_log(self) -> None:
        """What was deleted is in the log until readers, perhaps of other processes, let it go.

        Raises `LibraryError` when it cannot be emptied: the change is stored, but its end is not
        reached, and saying nothing would let deleted text stay.
        """
        if not self._log_holds_deleted:
            return
        try:
            self._log_holds_deleted = not self._connections.empty_log()
        except LibraryError as error:
            raise LibraryError(
                f"The change was stored, but what it deleted is still in {self._layout.log} "
                f"({error.__cause__}); see to the disk, then say `rag remove --vacuum`."
            ) from error
        if self._log_holds_deleted:
            _LOG.warning("Deleted text stays in %s until its readers are done", self._layout.log)

    def _check_maker_for_writing(self) -> None:
        """The first document decides whose vectors the library holds."""
        database = self._connections.writer()
        facts.check_maker(database, self._made_by, self._layout.folder)
        facts.set_maker(database, self._made_by)

    def _drop_copies(self) -> None:
        """Before the commit, so that no crash leaves a deleted document's vectors behind."""
        try:
            self._layout.drop_copies()
        except OSError as error:
            raise self._cannot_remove(error) from error

    def _cannot_remove(self, error: OSError) -> LibraryError:
        return LibraryError(
            f"A derived file in {self._layout.folder} cannot be removed ({error.strerror or error}); "
            "check the folder's permissions."
        )

    def _save_snapshot(self, if_worth_it: bool = False) -> None:
        """If it can be written: without one the next start takes longer and nothing else."""
        try:
            with self._index.lock, self._connections.reading() as database:
                if not if_worth_it or self._index.is_worth_saving(database):
                    self._index.save(database)
            self._changed = 0
        except (OSError, LibraryError) as error:
            _LOG.warning("%s could not be written (%s)", self._layout.snapshot, error)
