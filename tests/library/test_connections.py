import json

import apsw
import pytest

from rag.errors import LibraryBusy, LibraryDamaged, LibraryError
from rag.library.connections import translated
from tests.library.samples import put


def full(path):
    """A database that may have no more than two pages."""
    database = apsw.Connection(str(path))
    database.execute("CREATE TABLE t (x)").fetchall()
    database.execute("PRAGMA max_page_count = 2").fetchall()
    database.execute("INSERT INTO t VALUES (zeroblob(100000))").fetchall()


def no_database(path):
    """A file of another kind."""
    path.write_bytes(b"no database at all, by any means " * 99)
    apsw.Connection(str(path)).execute("SELECT * FROM t").fetchall()


def locked(path):
    """Two writers at once."""
    first, second = apsw.Connection(str(path)), apsw.Connection(str(path))
    first.execute("BEGIN EXCLUSIVE").fetchall()
    second.execute("BEGIN EXCLUSIVE").fetchall()


def no_folder(path):
    """A path that leads nowhere."""
    apsw.Connection(str(path / "none"))


def other(path):
    """A mistake of our own."""
    apsw.Connection(str(path)).execute("SELECT nonsense").fetchall()


@pytest.mark.parametrize(
    ("fail", "kind", "words"),
    [
        (full, LibraryError, "is full, so nothing was stored; make room"),
        (no_database, LibraryDamaged, "is damaged"),
        (locked, LibraryBusy, "in use by another process"),
        (no_folder, LibraryError, "check the folder's permissions"),
        (other, LibraryError, "run `rag verify`"),
    ],
)
def test_what_sqlite_raises_becomes_a_sentence(tmp_path, fail, kind, words):
    """The most specific of our errors, the folder's name, what to do, and the cause chained."""
    with pytest.raises(kind, match=words) as raised, translated(tmp_path):
        fail(tmp_path / "file")
    assert type(raised.value) is kind
    assert str(tmp_path) in str(raised.value)
    assert str(raised.value).endswith(".")
    assert isinstance(raised.value.__cause__, apsw.Error)


def test_our_own_errors_pass_unchanged(tmp_path):
    """They are sentences already."""
    with pytest.raises(LibraryError, match="^as it is$"), translated(tmp_path):
        raise LibraryError("as it is")


@pytest.mark.parametrize(
    "read", [lambda: len(3), lambda: json.loads("["), lambda: b"\xff".decode()]
)
def test_values_that_are_not_what_was_written_are_damage(tmp_path, read):
    """A damaged row can hold a number where bytes were."""
    with pytest.raises(LibraryDamaged, match="a value in it cannot be read"), translated(tmp_path):
        read()


def test_every_error_of_sqlite_is_translated(tmp_path):
    """None reaches a person as it is."""
    kinds = [
        value
        for value in vars(apsw).values()
        if isinstance(value, type) and issubclass(value, apsw.Error)
    ]
    assert len(kinds) > 30
    for kind in kinds:
        with pytest.raises(LibraryError), translated(tmp_path):
            raise kind("reason")


class Failing(apsw.VFSFile):
    """A file whose writes fail from the moment that the disk is gone."""

    gone = False

    def xWrite(self, data, offset):
        if Failing.gone:
            raise apsw.IOError("the disk is gone")
        super().xWrite(data, offset)


class FailingDisk(apsw.VFS):
    def __init__(self):
        self.base = apsw.vfs_names()[0]
        super().__init__("failing", self.base, makedefault=True)

    def xOpen(self, name, flags):
        return Failing(self.base, name, flags)


def test_closing_on_a_failing_disk_gives_the_lock_back(folder, open_library):
    """What was acknowledged waits in the log, and the next process can write."""
    disk = FailingDisk()
    library = open_library()
    document, _ = put(library, "a", "hi")
    Failing.gone = True
    library.close()
    Failing.gone = False
    disk.unregister()
    library = open_library()
    assert library.document(document.id) == document
    put(library, "b", "hi")
    assert library.verify().problems == ()


def test_an_error_after_the_commit_does_not_say_that_nothing_was_stored(folder, open_library):
    """The document is gone from the library; its words are in the log, and that is told."""
    disk = FailingDisk()
    library = open_library()
    document, _ = put(library, "a", "hi")
    empty_log, Failing.gone = library._connections.empty_log, False

    def on_a_failing_disk():
        Failing.gone = True
        try:
            return empty_log()
        finally:
            Failing.gone = False

    library._connections.empty_log = on_a_failing_disk
    with pytest.raises(LibraryError, match=r"The change was stored, but .*rag remove --vacuum"):
        library.remove([document.id])
    library._connections.empty_log = empty_log
    assert library.document(document.id) is None
    library.vacuum()
    assert (folder / "library.sqlite3-wal").stat().st_size == 0
    library.close()
    disk.unregister()
