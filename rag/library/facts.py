"""What a library says of itself: whose vectors it holds, and at which generation it is."""

# ruff: noqa: S608 - every value is bound; only our own names and conditions are put together

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import apsw

from rag.errors import LibraryDamaged, LibraryMismatch
from rag.library.statements import first, run

_KEPT_COMMITS = 10_000
"""How far back a snapshot can be caught up; older ones are rebuilt."""


@dataclass(frozen=True, slots=True)
class State:
    """A commit: its number, and random bytes that no other history of the library shares.

    A library put back from a backup can reach a number again with other contents, never the bytes.
    """

    generation: int
    stamp: bytes


@dataclass(frozen=True, slots=True)
class Maker:
    """The embedder whose vectors are stored; two libraries of one maker can share queries."""

    identity: str
    dimension: int


def state(database: apsw.Connection) -> State:
    """The newest commit that this transaction sees."""
    query = "SELECT generation, stamp FROM commits ORDER BY generation DESC LIMIT 1"
    row = first(database, query)
    if row is None:
        raise LibraryDamaged("The library has lost its list of commits; restore a backup.")
    return State(int(row[0]), bytes(row[1]))


def has_state(database: apsw.Connection, wanted: State) -> bool:
    """Whether the library went through this commit and still knows what changed since."""
    query = "SELECT 1 FROM commits WHERE generation = ? AND stamp = ?"
    return first(database, query, (wanted.generation, wanted.stamp)) is not None


def advance(database: apsw.Connection) -> int:
    """Start the next generation in this transaction and forget the oldest. Returns its number."""
    generation = state(database).generation + 1
    run(database, "INSERT INTO commits VALUES (?, randomblob(16))", (generation,))
    for table in ("commits", "removed"):
        statement = f"DELETE FROM {table} WHERE generation < ?"
        run(database, statement, (generation - _KEPT_COMMITS,))
    return generation


def maker(database: apsw.Connection) -> Maker | None:
    """Whose vectors are stored; None while there is no document.

    It is asked at every opening, so no index may be in the way that a repair could make again.
    """
    if first(database, "SELECT 1 FROM documents NOT INDEXED LIMIT 1") is None:
        return None
    dimension = fact(database, "dimension")
    if not dimension.isascii() or not dimension.isdecimal():
        raise LibraryDamaged(
            "The library no longer says how long its vectors are; restore a backup."
        )
    return Maker(fact(database, "embedder"), int(dimension))


def check_maker(database: apsw.Connection, made_by: Maker, folder: Path) -> None:
    """Raise `LibraryMismatch` when the stored vectors are of another embedder."""
    stored = maker(database)
    if stored is not None and stored != made_by:
        raise LibraryMismatch(
            f"The library in {folder} was made with the embedder {stored.identity} "
            f"({stored.dimension} dimensions), not with {made_by.identity} ({made_by.dimension}); "
            "choose that embedder, or say `rag reembed` to make the vectors again with this one."
        )


def set_maker(database: apsw.Connection, made_by: Maker) -> None:
    """Say whose vectors follow."""
    set_fact(database, "embedder", made_by.identity)
    set_fact(database, "dimension", str(made_by.dimension))


def fact(database: apsw.Connection, name: str) -> str:
    """The value under a name, empty when there is none."""
    row = first(database, "SELECT value FROM facts WHERE name = ?", (name,))
    return str(row[0]) if row else ""


def set_fact(database: apsw.Connection, name: str, value: str) -> None:
    """Store a value under a name."""
    statement = (
        "INSERT INTO facts VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value"
    )
    run(database, statement, (name, value))
