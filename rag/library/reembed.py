"""All vectors of a library made again by another embedder, without reading a source again.

The work is done in a copy beside the library, a document at a time, and put in the library's place
in one transaction at the end: until then everything is as it was, and readers search as before.
What a killed process had done is gone on with, unless the library has changed since. While it goes
on the copy takes as much room as the library, and its end takes as much again.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import apsw
import numpy as np

from rag.errors import LibraryDamaged, LibraryError
from rag.library import facts, opening, rows, transfer
from rag.library.checks import checked_rows
from rag.library.connections import connect, translated
from rag.library.layout import Layout
from rag.library.lock import WriterLock
from rag.library.statements import count, run, select
from rag.library.verify import Findings, check_truth
from rag.library.writes import insert_vector
from rag.types import FloatMatrix, Passage

Embed = Callable[[Sequence[Passage]], FloatMatrix]
"""Passages that are searched to rows of (n, d)."""
Progress = Callable[[int, int], None]
"""Called after each document with the number of passages done and in all."""

_FROM, _FOR, _DONE = "reembedding_from", "reembedding_for", "reembedding_done"
"""Facts of the copy: the commit it was taken at, for which embedder, the key it has come to."""


def reembed(
    folder: Path, made_by: facts.Maker, embed: Embed, progress: Progress = lambda _done, _all: None
) -> int:
    """Make every vector of the library in `folder` again. Returns how many passages were embedded.

    Nothing happens when its vectors are of this embedder already. Raises `LibraryMissing`,
    `LibraryBusy` while another process writes, and what `embed` raises; then all is as before.
    """
    layout = Layout(folder)
    lock = WriterLock(layout.lock)
    opening.prepare(layout, lock, None, create=False)
    lock.acquire()
    try:
        with translated(folder):
            before = _state_to_leave(layout, made_by)
            if before is None:
                return 0
            embedded = _in_copy(layout, made_by, before, embed, progress)
            _check_copy(layout)
            _put_in_place(layout)
            return embedded
    except OSError as error:
        raise LibraryError(
            f"The vectors of {folder} could not be made again ({error.strerror or error}); "
            "all is as before: see to the disk and try again."
        ) from error
    finally:
        lock.release()


def _state_to_leave(layout: Layout, made_by: facts.Maker) -> facts.State | None:
    """The newest commit; None when no vector is of another embedder."""
    database = connect(layout.database)
    try:
        stored = facts.maker(database)
        return None if stored in (None, made_by) else facts.state(database)
    finally:
        database.close()


def _in_copy(
    layout: Layout, made_by: facts.Maker, before: facts.State, embed: Embed, progress: Progress
) -> int:
    """Replace the vectors in the copy, each document's in one transaction."""
    copy = _open_copy(layout, made_by, before)
    try:
        finished = int(facts.fact(copy, _DONE) or 0)
        searched = "SELECT count(*) FROM passages WHERE boilerplate = 0"
        whole, embedded = count(copy, searched), 0
        done = count(copy, f"{searched} AND document <= ?", (finished,))
        keys = list(
            select(copy, "SELECT key, id FROM documents WHERE key > ? ORDER BY key", (finished,))
        )
        for key, number in keys:
            with copy:
                new = _replace_vectors(copy, key, number, made_by, before.generation + 1, embed)
                facts.set_fact(copy, _DONE, str(key))
            embedded += new
            progress(done + embedded, whole)
        with copy:
            _seal(copy, made_by, before.generation + 1)
        return embedded
    finally:
        copy.close()


def _open_copy(layout: Layout, made_by: facts.Maker, before: facts.State) -> apsw.Connection:
    """The copy that an earlier try left, if it is of this commit and embedder, else a new one."""
    wanted = {_FROM: f"{before.generation} {before.stamp.hex()}", _FOR: _described(made_by)}
    if layout.staging.exists():
        try:
            copy = connect(layout.staging, write=True)
            if all(facts.fact(copy, name) == value for name, value in wanted.items()):
                return copy
            copy.close()
        except apsw.Error:
            pass  # it was cut off while it was made
    layout.drop_copies()
    transfer.copy_database(layout.database, layout.staging)
    copy = connect(layout.staging, write=True)
    with copy:
        facts.set_fact(copy, _DONE, "")
        for name, value in wanted.items():
            facts.set_fact(copy, name, value)
    return copy


def _described(made_by: facts.Maker) -> str:
    return f"{made_by.dimension} {made_by.identity}"


def _replace_vectors(
    copy: apsw.Connection,
    key: int,
    number: str,
    made_by: facts.Maker,
    generation: int,
    embed: Embed,
) -> int:
    """The vectors of one document. Returns how many there are."""
    document = rows.document(copy, number)
    passages = list(rows.passages_of(copy, "p.document = ?", (key,)))
    searched = [at for at, item in enumerate(passages) if not item.boilerplate]
    vectors = np.zeros((len(passages), made_by.dimension), np.float32)
    if searched:
        vectors[searched] = embed([passages[at] for at in searched])
    if document is None:
        raise LibraryError("The copy has lost a document; run `rag verify`.")
    stored = checked_rows(document, passages, vectors, made_by.dimension)
    statement = "DELETE FROM vectors WHERE passage IN (SELECT key FROM passages WHERE document = ?)"
    run(copy, statement, (key,))
    query = "SELECT key, position FROM passages WHERE document = ? AND boilerplate = 0"
    for passage_key, position in list(select(copy, query, (key,))):
        insert_vector(copy, passage_key, passages[position].id, generation, stored[position])
    return len(searched)


def _seal(copy: apsw.Connection, made_by: facts.Maker, generation: int) -> None:
    """Say whose vectors they are now, in a history that no older snapshot belongs to."""
    facts.set_maker(copy, made_by)
    run(copy, "DELETE FROM removed")
    run(copy, "DELETE FROM commits")
    run(copy, "INSERT INTO commits VALUES (?, randomblob(16))", (generation,))


def _check_copy(layout: Layout) -> None:
    """Nothing takes the library's place that is not whole. Raises `LibraryDamaged`."""
    copy = connect(layout.staging)
    found = Findings()
    try:
        check_truth(copy, found)
    finally:
        copy.close()
    if found.problems:
        layout.drop_copies()
        raise LibraryDamaged(
            f"The vectors of {layout.folder} could not be made again, because the copy they were made in "
            f"is not whole ({found.problems[0]}); all is as before: run `rag verify`, then try again."
        )


def _put_in_place(layout: Layout) -> None:
    layout.snapshot.unlink(missing_ok=True)
    transfer.copy_database(layout.staging, layout.database)
    database = connect(layout.database, write=True)
    try:
        statement = "DELETE FROM facts WHERE name IN (?, ?, ?)"
        run(database, statement, (_FROM, _FOR, _DONE))
    finally:
        database.close()
    layout.drop_copies()
