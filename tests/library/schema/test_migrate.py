import lzma
from pathlib import Path

import apsw
import pytest

from rag.library.exact import ExactLibrary
from rag.library.schema import migrate
from rag.library.sqlite_faiss import SqliteFaissLibrary
from rag.library.statements import run, select
from rag.terms import query_terms
from tests.library.samples import (
    DIMENSION,
    IDENTITY,
    LANGUAGES,
    SENTENCES,
    fill,
    make_document,
    vector_of,
)

LIBRARIES = Path(__file__).resolve().parents[2] / "data" / "libraries"


@pytest.mark.parametrize("version", range(1, migrate.NEWEST))
def test_a_library_of_every_older_schema_is_brought_up_to_date(tmp_path, version):
    """All documents, both searches and verification, from the file that the older program left."""
    folder = tmp_path / "library"
    folder.mkdir()
    packed = (LIBRARIES / f"schema-{version}.sqlite3.xz").read_bytes()
    (folder / "library.sqlite3").write_bytes(lzma.decompress(packed))
    reference = ExactLibrary(IDENTITY, DIMENSION)
    fill(reference)

    library = SqliteFaissLibrary(folder, IDENTITY, DIMENSION, create=False)

    assert library.verify().problems == ()
    for language in LANGUAGES:
        document, passages = make_document(f"{language}.txt", language)
        assert library.document(document.id) == document
        assert library.passages([item.id for item in passages]) == passages
        terms = query_terms(SENTENCES[language][0], language)
        found = [number for number, _ in library.matching(terms, 5)]
        assert found == [number for number, _ in reference.matching(terms, 5)]
    near = library.nearest(vector_of("x"), 9)
    assert [number for number, _ in near] == [
        number for number, _ in reference.nearest(vector_of("x"), 9)
    ]
    library.close()


class Step:
    """A migration that adds a table, or fails."""

    def __init__(self, version, fails=False):
        self.VERSION, self._fails = version, fails

    def apply(self, database):
        run(database, f"CREATE TABLE step_{self.VERSION} (made INTEGER)")
        if self._fails:
            run(database, "SELECT nonsense")


def tables(database):
    return {name for (name,) in select(database, "SELECT name FROM sqlite_schema")}


def test_only_the_later_steps_are_taken_in_order(tmp_path):
    """From version 2, steps 3 and 4; the version is the last one's."""
    database = apsw.Connection(str(tmp_path / "file"))
    run(database, "PRAGMA user_version = 2")

    with database:
        migrate.migrate(database, [Step(1), Step(2), Step(3), Step(4)])

    assert tables(database) == {"step_3", "step_4"}
    assert migrate.version(database) == 4
    database.close()


def test_a_step_that_fails_leaves_the_older_schema(tmp_path):
    """Nothing of the steps before it stays either."""
    database = apsw.Connection(str(tmp_path / "file"))
    run(database, "PRAGMA user_version = 1")

    with pytest.raises(apsw.SQLError), database:
        migrate.migrate(database, [Step(2), Step(3, fails=True)])

    assert tables(database) == set()
    assert migrate.version(database) == 1
    database.close()
