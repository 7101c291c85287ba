"""Which schema a database has, and the steps from there to the newest."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import apsw

from rag.library.schema.migrations import m001_first, m002_collections
from rag.library.statements import count, run

APPLICATION_ID = 0x506F4369
""""PoCi" in ASCII: tells our files from other SQLite files."""


class Migration(Protocol):
    """A module of `migrations/`: the step to its version from the one before."""

    VERSION: int

    def apply(self, database: apsw.Connection) -> None:
        """Make the change inside the caller's transaction."""


MIGRATIONS: tuple[Migration, ...] = (m001_first, m002_collections)
NEWEST = MIGRATIONS[-1].VERSION


def application_id(database: apsw.Connection) -> int:
    """The number that says whose file it is; 0 for a file nobody has claimed."""
    return count(database, "PRAGMA application_id")


def version(database: apsw.Connection) -> int:
    """The schema version, 0 for an empty file."""
    return count(database, "PRAGMA user_version")


def is_empty(database: apsw.Connection) -> bool:
    """Whether nothing was ever committed to it, as after a kill during its creation."""
    unclaimed = application_id(database) == 0 and version(database) == 0
    return unclaimed and count(database, "SELECT count(*) FROM sqlite_schema") == 0


def migrate(database: apsw.Connection, migrations: Sequence[Migration] = MIGRATIONS) -> None:
    """Apply every later migration in the caller's transaction: all of them, or none."""
    at = version(database)
    for migration in migrations:
        if at < migration.VERSION:
            migration.apply(database)
            run(database, f"PRAGMA user_version = {migration.VERSION}")
    run(database, f"PRAGMA application_id = {APPLICATION_ID}")
