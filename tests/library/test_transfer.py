import json
import threading

import apsw
import pytest

from rag.errors import (
    LibraryBusy,
    LibraryDamaged,
    LibraryError,
    LibraryMissing,
    LibraryNewer,
    SourceError,
)
from rag.library.exact import ExactLibrary
from rag.library.sqlite_faiss import SqliteFaissLibrary
from rag.library.transfer import backup, export_documents, read_export, restore
from tests.library.samples import DIMENSION, IDENTITY, fill, put, vector_of


def opened(folder):
    return SqliteFaissLibrary(folder, IDENTITY, DIMENSION, create=False)


def test_a_backup_is_a_library_of_its_own(folder, open_library, tmp_path):
    """Made while the library is open; whole, searchable, and apart from it."""
    library = open_library()
    put_in = fill(library)
    expected = library.nearest(vector_of("x"), 9)
    backup(folder, tmp_path / "copies" / "one")
    library.remove([put_in["de"][0].id])
    copy = opened(tmp_path / "copies" / "one")
    assert copy.nearest(vector_of("x"), 9) == expected
    assert copy.verify().problems == ()
    assert copy.document("/samples/de.txt") == put_in["de"][0]
    copy.close()
    assert not list((tmp_path / "copies" / "one").glob(".backup*"))


def test_a_backup_under_writing_is_of_one_moment(folder, open_library, tmp_path):
    """Each copy passes verification however much is written meanwhile."""
    library = open_library()
    stop = threading.Event()

    def write():
        number = 0
        while not stop.is_set():
            put(
                library,
                f"{number % 7}",
                "tr",
                sentences=[f"Sayı {number}. ", f"Bir {number} daha. "],
            )
            number += 1

    writer = threading.Thread(target=write)
    put(library, "first", "tr")
    writer.start()
    for number in range(5):
        backup(folder, tmp_path / str(number))
    stop.set()
    writer.join()
    for number in range(5):
        copy = opened(tmp_path / str(number))
        assert copy.verify().problems == ()
        assert copy.document("/samples/first") is not None
        copy.close()


def test_a_backup_overwrites_no_library(folder, open_library, tmp_path):
    """And needs one to copy."""
    with pytest.raises(LibraryMissing):
        backup(folder, tmp_path / "copy")
    put(open_library(), "a", "en")
    backup(folder, tmp_path / "copy")
    with pytest.raises(LibraryError, match="a library in .*copy already"):
        backup(folder, tmp_path / "copy")
    with pytest.raises(LibraryError, match="cannot be written"):
        (tmp_path / "file").write_text("x")
        backup(folder, tmp_path / "file")


def test_restoring_brings_back_what_the_copy_holds(folder, open_library, tmp_path):
    """Into a folder without a library; later documents of the old one are gone from the searches."""
    library = open_library()
    put_in = fill(library)
    expected = library.nearest(vector_of("x"), 99)
    backup(folder, tmp_path / "copy")
    put(library, "later", "es")
    library.close()
    restore(tmp_path / "copy", tmp_path / "elsewhere")
    with pytest.raises(LibraryError, match=r"holds 16 documents that would be lost"):
        restore(tmp_path / "copy", folder)
    restore(tmp_path / "copy", folder, replace=True)
    for place in (folder, tmp_path / "elsewhere"):
        library = opened(place)
        assert library.nearest(vector_of("x"), 99) == expected
        assert library.document("/samples/later") is None
        assert library.document("/samples/he.txt") == put_in["he"][0]
        assert library.verify().problems == ()
        library.close()


def test_a_reader_that_is_open_follows_a_restore(folder, open_library, tmp_path):
    """It sees the restored library at its next search, though generations went back."""
    library = open_library()
    put(library, "a", "ru")
    backup(folder, tmp_path / "copy")
    _, later = put(library, "b", "ru")
    library.close()
    reader = open_library()
    assert {item.id for item in later[:3]} <= set(dict(reader.nearest(vector_of("x"), 99)))
    restore(tmp_path / "copy", folder, replace=True)
    assert not {item.id for item in later} & set(dict(reader.nearest(vector_of("x"), 99)))
    other = open_library()
    _, newest = put(other, "c", "ru")
    assert {item.id for item in newest[:3]} <= set(dict(reader.nearest(vector_of("x"), 99)))
    assert len(reader.nearest(vector_of("x"), 99)) == 6


def test_a_restore_is_refused_while_somebody_writes(folder, open_library, tmp_path):
    """By number, as any second writer."""
    library = open_library()
    put(library, "a", "ar")
    backup(folder, tmp_path / "copy")
    with pytest.raises(LibraryBusy, match="process"):
        restore(tmp_path / "copy", folder, replace=True)
    assert library.stats().documents == 1


def test_what_is_no_copy_is_not_restored(folder, open_library, tmp_path):
    """Missing, another program's, damaged, newer: each refused, and the library stays."""
    library = open_library()
    put(library, "a", "ko")
    library.close()
    backup(folder, tmp_path / "newer")
    file = tmp_path / "newer" / "library.sqlite3"
    (tmp_path / "damaged.sqlite3").write_bytes(file.read_bytes()[:9000])
    apsw.Connection(str(tmp_path / "other.sqlite3")).execute("CREATE TABLE theirs (x)").fetchall()
    apsw.Connection(str(file)).execute("PRAGMA user_version = 99").fetchall()
    for source, kind in [
        (tmp_path / "nothing", LibraryMissing),
        (tmp_path / "newer", LibraryNewer),
        (tmp_path / "damaged.sqlite3", LibraryDamaged),
        (tmp_path / "other.sqlite3", LibraryDamaged),
    ]:
        with pytest.raises(kind, match=r"\.$"):
            restore(source, folder, replace=True)
    assert opened(folder).stats().documents == 1


def test_an_export_reads_back_as_the_same_documents(tmp_path):
    """Text, places and notes in every script, one line of JSON each, from any backend."""
    library = ExactLibrary(IDENTITY, DIMENSION)
    put_in = fill(library)
    odd, _ = put(library, "\n\u202e.txt", "ar", title='"\\ \u2028', notes=("a\nb",))
    file = tmp_path / "documents.jsonl"
    assert export_documents(library, file) == 16
    lines = file.read_bytes().split(b"\n")
    assert [json.loads(line)["format"] for line in lines[:-1]] == [1] * 16
    found = {item.path: item for item in read_export(file)}
    assert found == {
        item.path: item for item in [odd, *(document for document, _ in put_in.values())]
    }


@pytest.mark.parametrize(
    "line",
    [
        "{",
        "[]",
        "1",
        "{}",
        '{"format": 2}',
        '{"format": 1, "id": "a"}',
        '{"format": 1, "notes": [], "marks": [{"x": 1}]}',
    ],
)
def test_a_line_that_is_no_document_is_named(tmp_path, line):
    """By its number."""
    library = ExactLibrary(IDENTITY, DIMENSION)
    put(library, "a", "hi")
    file = tmp_path / "documents.jsonl"
    export_documents(library, file)
    with file.open("a", encoding="utf-8") as more:
        more.write(line + "\n")
    with pytest.raises(SourceError, match=r"documents.jsonl: line 2 .*\.$"):
        list(read_export(file))


def test_files_that_cannot_be_read_or_written_are_said(tmp_path):
    """As one sentence each."""
    with pytest.raises(SourceError, match="cannot be read"):
        list(read_export(tmp_path / "none"))
    (tmp_path / "binary").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(SourceError, match="not UTF-8"):
        list(read_export(tmp_path / "binary"))
    with pytest.raises(LibraryError, match="cannot be written"):
        export_documents(ExactLibrary(IDENTITY, DIMENSION), tmp_path / "none" / "file")
