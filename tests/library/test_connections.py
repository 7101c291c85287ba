import apsw
import pytest

from rag.errors import LibraryBusy, LibraryDamaged, LibraryError
from rag.library.connections import translated


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
