import re
import shutil

import apsw
import pytest

from rag.errors import LibraryDamaged, LibraryError
from rag.library.sqlite_faiss import SqliteFaissLibrary
from rag.terms import query_terms
from tests.library.samples import (
    DIMENSION,
    IDENTITY,
    SENTENCES,
    fill,
    make_document,
    put,
    vector_of,
)


@pytest.fixture(scope="module")
def filled_folder(tmp_path_factory):
    """A closed library with a document in every language, to be copied."""
    folder = tmp_path_factory.mktemp("filled") / "library"
    library = SqliteFaissLibrary(folder, IDENTITY, DIMENSION, create=True)
    fill(library)
    library.close()
    return folder


@pytest.fixture
def damaged(folder, open_library, filled_folder):
    """A library of every language, opened after a statement has changed it behind its back."""

    def damage(*statements):
        shutil.copytree(filled_folder, folder)
        database = apsw.Connection(str(folder / "library.sqlite3"))
        for statement in statements:
            database.execute(statement).fetchall()
        database.close()
        return open_library(create=False)

    return damage


def test_a_sound_library_has_no_problems(damaged):
    """And the report says how much was looked at."""
    report = damaged().verify()
    assert (report.problems, report.repaired) == ((), ())
    assert report.checked.pop("terms") > 100
    assert report.checked == {
        "documents": 15,
        "passages": 60,
        "vectors": 45,
        "snapshot": 1,
        "known answers": 2,
    }


RU = "(SELECT key FROM documents WHERE path = '/samples/ru.txt')"
TRUTH = {
    "text": (f"UPDATE passages SET text = replace(text, '240', '241') WHERE document = {RU}", "ru.txt: passage 1 is not what"),
    "longer text": (f"UPDATE passages SET text = text || 'x' WHERE document = {RU} AND position = 0", "ru.txt: its passages do not follow|ru.txt: the document is not"),
    "order": (f"UPDATE passages SET position = 9 WHERE document = {RU} AND position = 2", "ru.txt"),
    "context": (f"UPDATE passages SET context = '' WHERE document = {RU}", "ru.txt: passage 0 is not what"),
    "title": ("UPDATE documents SET title = 'x' WHERE path = '/samples/ru.txt'", "ru.txt: the document is not what"),
    "marks": ("UPDATE documents SET marks = '[]' WHERE path = '/samples/ru.txt'", "ru.txt: the document is not what"),
    "marks no JSON": ("UPDATE documents SET marks = '[' WHERE path = '/samples/ru.txt'", "documents cannot be read to the end"),
    "count": ("UPDATE documents SET passages = 9 WHERE path = '/samples/ru.txt'", "ru.txt: its passages do not follow"),
    "passage gone": (f"DELETE FROM passages WHERE document = {RU} AND position = 1", "ru.txt"),
    "vector gone": (f"DELETE FROM vectors WHERE passage IN (SELECT key FROM passages WHERE document = {RU} AND position = 0)", "ru.txt: passage 0 has no vector"),
    "vector of boilerplate": (f"INSERT INTO vectors SELECT key, id, 1, x'', x'' FROM passages WHERE document = {RU} AND boilerplate", "ru.txt: passage 3 has a vector"),
    "vector changed": ("UPDATE vectors SET vector = zeroblob(64) WHERE passage = 3", "vector of passage .* is not what"),
    "vector short": ("UPDATE vectors SET vector = x'00' WHERE passage = 3", "vector of passage .* is not what"),
    "no document": ("PRAGMA foreign_keys = OFF", "INSERT INTO passages VALUES (999, 5, 999, 0, 0, 'en', 1, '', x'', '', '')", "row of passages belongs to nothing"),
}  # fmt: skip


@pytest.mark.parametrize("name", TRUTH)
def test_damage_to_the_truth_is_named_and_not_repaired(damaged, name):
    """Where it is, in words; repair leaves the truth as it is and says that it is still wrong."""
    *statements, expected = TRUTH[name]
    library = damaged(*statements)
    assert _mentions(library.verify().problems, expected)
    assert _mentions(library.verify(repair=True).problems, expected)


def _mentions(problems, expected):
    return any(re.search(part, problem) for problem in problems for part in expected.split("|"))


TERMS = {
    "emptied": "INSERT INTO terms (terms) VALUES ('delete-all')",
    "one more": "INSERT INTO terms (rowid, body, context) VALUES (1, 'more', '')",
    "one unknown": "INSERT INTO terms (rowid, body, context) VALUES (77777, 'more', '')",
    "blocks changed": "UPDATE terms_data SET block = zeroblob(length(block)) WHERE id > 10",
    "blocks gone": "DELETE FROM terms_data WHERE id > 10",
    "totals changed": "UPDATE terms_data SET block = x'2D817F2D' WHERE id = 1",
    "lengths gone": "DELETE FROM terms_docsize WHERE id = 2",
    "list changed": "UPDATE term_lists SET terms = (SELECT terms FROM term_lists WHERE passage = 2) WHERE passage = 1",
}


@pytest.mark.parametrize("name", TERMS)
def test_damage_to_the_inverted_index_is_repaired_from_the_texts(damaged, name):
    """Everything is found again afterwards."""
    library = damaged(TERMS[name])
    assert library.verify().problems != ()
    report = library.verify(repair=True)
    assert report.problems == ()
    assert report.checked["known answers"] == 2
    assert any("inverted index" in done for done in report.repaired)
    assert len(library.matching(query_terms("240", "und"), 99)) == sum(
        "240" in line for lines in SENTENCES.values() for line in lines
    )


@pytest.mark.parametrize("name", ["documents_by_path", "passages_searched", "terms_data", "terms_config", "term_lists", "sqlite_autoindex_documents_1"])  # fmt: skip
@pytest.mark.parametrize("byte", [b"\0", b"\xff"], ids=["zeros", "ones"])
def test_pages_of_derived_data_are_repaired_whatever_is_in_them(damaged, folder, name, byte):
    """Even when SQLite itself cannot empty them; every document is as it was."""
    library = damaged()
    before = [library.document(entry.source.id) for entry in library.documents()]
    library.close()
    file = folder / "library.sqlite3"
    [page, *_] = _pages(file, name, "documents")
    whole = file.read_bytes()
    file.write_bytes(whole[:page] + byte * 4096 + whole[page + 4096 :])
    library = _open(folder)
    assert library.verify().problems != ()
    assert library.verify(repair=True).problems == ()
    assert [library.document(entry.source.id) for entry in library.documents()] == before
    assert library.matching(query_terms(SENTENCES["ar"][0], "ar"), 1) != []
    library.close()


def test_a_damaged_passage_is_never_quoted(damaged):
    """Reading it says which document it is of and what to do; all others are read."""
    library = damaged(TRUTH["text"][0])
    found = library.matching(query_terms(SENTENCES["ru"][1], "ru"), 1)
    with pytest.raises(
        LibraryDamaged, match=r"Passage 1 of /samples/ru\.txt is not what was stored"
    ):
        library.passages([number for number, _ in found])
    document, passages = make_document("ru.txt", "ru")
    with pytest.raises(LibraryDamaged, match=r"remove that document and add it again"):
        library.neighbours(passages[0].id, 1)
    assert library.passages([passages[0].id]) == [passages[0]]
    library.remove([document.id])
    put(library, "ru.txt", "ru")
    assert library.passages([passages[1].id]) == [passages[1]]
    assert library.verify().problems == ()


def test_what_cannot_be_made_again_is_said(damaged):
    """Damage to the texts keeps the index from being made of them; both are told."""
    library = damaged(
        TERMS["emptied"], "UPDATE passages SET text = CAST(x'ff' AS TEXT) WHERE key = 3"
    )
    report = library.verify(repair=True)
    assert report.repaired == ()
    assert any(problem.startswith("could not be made again: ") for problem in report.problems)


@pytest.mark.parametrize("data", [b"", b"torn", None], ids=["empty", "torn", "foreign"])
def test_a_damaged_snapshot_is_repaired_from_the_stored_vectors(damaged, folder, data):
    """The file is good again and the searches never were wrong."""
    library = damaged()
    expected = library.nearest(vector_of("x"), 9)
    library.close()
    file = folder / "vectors.faiss"
    whole = file.read_bytes()
    file.write_bytes(whole[:200] + bytes(len(whole) - 200) if data is None else data)
    library = _open(folder)
    assert any(problem.startswith("vectors.faiss: ") for problem in library.verify().problems)
    report = library.verify(repair=True)
    assert report.problems == ()
    assert any("vectors.faiss" in done for done in report.repaired)
    assert library.nearest(vector_of("x"), 9) == expected
    library.close()


def _open(folder):
    return SqliteFaissLibrary(folder, IDENTITY, DIMENSION, create=False)


def test_repairing_a_sound_library_writes_nothing(damaged, folder):
    """Not even the lock is taken."""
    library = damaged()
    before = {file.name: file.read_bytes() for file in folder.iterdir() if "-shm" not in file.name}
    assert library.verify(repair=True).repaired == ()
    library.close()
    assert {file.name: file.read_bytes() for file in folder.iterdir()} == {
        name: data for name, data in before.items() if "-wal" not in name
    }


@pytest.mark.slow
def test_bytes_flipped_on_disk_are_seen(folder, filled_folder):
    """Three in every page that holds documents, passages, vectors or terms, one after another."""
    shutil.copytree(filled_folder, folder)
    file = folder / "library.sqlite3"
    whole = file.read_bytes()
    unseen = []
    for page in _pages(file, "documents", "passages", "vectors", "term_lists"):
        used = [place for place in range(page, page + 4096) if whole[place]]
        for place in (used[len(used) // 4], used[len(used) // 2], used[-1]):
            spoiled = bytearray(whole)
            spoiled[place] ^= 0x10
            file.write_bytes(spoiled)
            if not _seen(folder):
                unseen.append((page // 4096 + 1, place - page))
    assert unseen == []


def _pages(file, *tables):
    """Where the pages of tables begin in the file."""
    database = apsw.Connection(str(file))
    query = f"SELECT pageno, name FROM dbstat WHERE name IN {tables}"
    found = sorted(database.execute(query), key=lambda row: tables.index(row[1]))
    pages = [(number - 1) * 4096 for number, _ in found]
    database.close()
    assert {name for _, name in found} == set(tables)
    return pages


def _seen(folder):
    """Whether opening or verifying says that something is wrong."""
    try:
        library = _open(folder)
        problems = library.verify().problems
        library.close()
    except LibraryError:
        return True
    return bool(problems)
