import os
import subprocess
import sys
import tempfile
from pathlib import Path

import apsw
import pytest

from rag.errors import LibraryDamaged, LibraryError, LibraryMismatch, LibraryMissing, LibraryNewer
from rag.library.opening import stored_identity
from rag.library.schema import migrate
from rag.library.sqlite_faiss import SqliteFaissLibrary
from rag.terms import query_terms
from tests.library.samples import DIMENSION, IDENTITY, fill, put


def change(folder, *statements):
    """Change the database behind the library's back."""
    database = apsw.Connection(str(folder / "library.sqlite3"))
    for statement in statements:
        database.execute(statement).fetchall()
    database.close()


def test_a_missing_library_is_not_made_unless_asked_for(folder, open_library):
    """One sentence; no folder is left behind."""
    with pytest.raises(
        LibraryMissing, match=r"There is no library in .*图书; make one with `rag add`\.$"
    ):
        open_library(create=False)
    assert not folder.exists()
    assert stored_identity(folder) is None


def test_a_folder_without_a_library_is_not_one(folder, open_library):
    """Other files in it stay; with `create` a library is made beside them."""
    folder.mkdir()
    (folder / "README.md").write_text("mine")
    with pytest.raises(LibraryMissing):
        open_library(create=False)
    put(open_library(), "a", "en")
    assert (folder / "README.md").read_text() == "mine"


@pytest.mark.parametrize("left", [b"", "nothing committed"], ids=["no byte", "no table"])
def test_a_creation_that_was_cut_off_is_no_library(folder, open_library, left):
    """Missing without `create`, made with it."""
    folder.mkdir()
    if left:
        change(folder, "PRAGMA journal_mode = WAL")
    else:
        (folder / "library.sqlite3").write_bytes(left)
    with pytest.raises(LibraryMissing):
        open_library(create=False)
    assert stored_identity(folder) is None
    put(open_library(), "a", "ar")
    assert open_library(create=False).stats().documents == 1


def test_another_embedder_is_refused_by_name(folder, open_library):
    """Both identities and what to do; of the same dimension too."""
    library = open_library()
    put(library, "a", "ja")
    library.close()
    with pytest.raises(LibraryMismatch, match=rf"{IDENTITY}.*not with other-embedder.*; choose"):
        open_library("other-embedder")
    with pytest.raises(LibraryMismatch, match=r"\(32 dimensions\), not with .*\(64\)"):
        open_library(dimension=64)
    assert stored_identity(folder) == IDENTITY


def test_a_library_without_documents_takes_any_embedder(folder, open_library):
    """New, or emptied: the first document decides."""
    library = open_library()
    document, _ = put(library, "a", "ko")
    library.remove([document.id])
    library.close()
    assert stored_identity(folder) is None
    other = open_library("other-embedder")
    put(other, "b", "ko")
    assert stored_identity(folder) == other.stats().embedder == "other-embedder"


def test_two_processes_cannot_mix_embedders_in_an_empty_library(open_library):
    """The one that comes second is refused when it writes and when it searches."""
    first, second = open_library("one"), open_library("two")
    _, passages = put(first, "a", "fr")
    first.close()
    with pytest.raises(LibraryMismatch):
        second.nearest([1.0] * 32, 1)
    with pytest.raises(LibraryMismatch):
        put(second, "b", "fr")
    assert second.passages([passages[0].id]) == passages[:1]


def test_a_newer_library_is_refused(folder, open_library):
    """Untouched; the sentence says which schema it has."""
    library = open_library()
    put(library, "a", "pl")
    library.close()
    change(folder, f"PRAGMA user_version = {migrate.NEWEST + 1}")
    before = (folder / "library.sqlite3").read_bytes()
    for attempt in (open_library, lambda: stored_identity(folder)):
        with pytest.raises(
            LibraryNewer, match=rf"has schema {migrate.NEWEST + 1}.* install the newer version"
        ):
            attempt()
    assert (folder / "library.sqlite3").read_bytes() == before


def test_the_file_of_another_program_is_left_alone(folder, open_library):
    """It is not ours, and it is not changed."""
    folder.mkdir()
    change(folder, "CREATE TABLE theirs (x)")
    before = (folder / "library.sqlite3").read_bytes()
    with pytest.raises(LibraryDamaged, match=r"was not made by this program"):
        open_library()
    assert (folder / "library.sqlite3").read_bytes() == before


@pytest.mark.parametrize(
    "text", ["not a database, only a text that is long enough " * 200, "short"]
)
def test_a_file_that_is_no_database_is_said_so(folder, open_library, text):
    """As damage, in a sentence."""
    folder.mkdir()
    (folder / "library.sqlite3").write_text(text)
    with pytest.raises(
        LibraryDamaged, match=r"is damaged \(.*\); run `rag verify`, or restore a backup\.$"
    ):
        open_library()


def test_older_terms_are_made_again_at_opening(folder, open_library):
    """After an update that makes terms in another way the inverted index is rebuilt from the texts."""
    library = open_library()
    _, passages = put(library, "a", "th")
    library.close()
    change(
        folder,
        "UPDATE facts SET value = 'older' WHERE name = 'terms'",
        "INSERT INTO terms (terms) VALUES ('delete-all')",
    )
    library = open_library()
    assert library.matching(query_terms(passages[0].text, "th"), 1)[0][0] == passages[0].id
    assert library.verify().problems == ()
    library.close()
    assert open_library().stats().documents == 1


def test_a_library_of_the_first_schema_is_brought_up_to_date(folder, open_library):
    """Its documents stay, and collections can be made of them."""
    library = open_library()
    document, _ = put(library, "a", "ja")
    library.close()
    change(folder, "DROP TABLE collected", "PRAGMA user_version = 1")
    library = open_library()
    assert library.collect("船", [document.id]) == 1
    assert library.document(document.id) == document
    assert library.verify().problems == ()


def test_a_path_that_is_a_file_is_said_so(tmp_path):
    """A folder cannot be made of it."""
    (tmp_path / "file").write_text("x")
    with pytest.raises(LibraryError, match="cannot be made"):
        SqliteFaissLibrary(tmp_path / "file", IDENTITY, 32, create=True)


READ_ONLY = """
import os, sys
from pathlib import Path
from rag.errors import LibraryError
from rag.library.sqlite_faiss import SqliteFaissLibrary
from tests.library.samples import DIMENSION, IDENTITY, fill, put, vector_of
folder = Path(sys.argv[1])
warm = SqliteFaissLibrary(folder.with_name("warm"), IDENTITY, DIMENSION, create=True)
fill(warm)  # loads what this user could not read later
warm.close()
if os.geteuid() == 0:
    os.setgroups([])
    os.setgid(65534)
    os.setuid(65534)
library = SqliteFaissLibrary(folder, IDENTITY, DIMENSION, create=True)
print(library.stats().documents, len(library.nearest(vector_of("x"), 99)), len(library.matching(["240"], 99)))
for change in (lambda: put(library, "new", "en"), lambda: library.remove([library.documents()[0].source.id])):
    try:
        change()
    except LibraryError as error:
        print(error)
library.close()
"""


def test_a_folder_that_may_not_be_written_can_be_read():
    """Searches work for a user who may only read; each change is refused in a sentence."""
    with tempfile.TemporaryDirectory() as open_to_all:
        Path(open_to_all).chmod(0o755)
        folder = Path(open_to_all) / "library"
        library = SqliteFaissLibrary(folder, IDENTITY, DIMENSION, create=True)
        fill(library)
        library.close()
        for file in folder.iterdir():
            file.chmod(0o444)
        folder.chmod(0o555)
        command = [sys.executable, "-c", READ_ONLY, str(folder)]
        environment = {**os.environ, "PYTHONPATH": str(Path.cwd())}
        done = subprocess.run(command, capture_output=True, text=True, env=environment)
        folder.chmod(0o755)
    lines = done.stdout.splitlines()
    assert done.stderr == ""
    assert lines[0].split()[:2] == ["15", "45"]
    assert len(lines) == 3
    assert all(f"The library in {folder} cannot be written" in line for line in lines[1:])
