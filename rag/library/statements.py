"""Statements run to their end, and rows as they come."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import apsw


def run(database: apsw.Connection, statement: str, values: Sequence[Any] = ()) -> None:
    """Run a statement to its end: apsw starts the next one only when results are consumed."""
    database.execute(statement, tuple(values)).fetchall()


def select(
    database: apsw.Connection, statement: str, values: Sequence[Any] = ()
) -> Iterator[tuple[Any, ...]]:
    """The rows of a statement, one after another."""
    yield from database.execute(statement, tuple(values))


def first(
    database: apsw.Connection, statement: str, values: Sequence[Any] = ()
) -> tuple[Any, ...] | None:
    """The first row of a statement, None when there is none; the rest is not read."""
    return database.execute(statement, tuple(values)).fetchone()


def count(database: apsw.Connection, statement: str, values: Sequence[Any] = ()) -> int:
    """The number that is the only value of a statement; 0 for none."""
    row = first(database, statement, values)
    return int(row[0]) if row and row[0] is not None else 0
