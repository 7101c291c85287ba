"""Odd names, clocks that jump, other processes: what is around a library and not in its hands."""

import os
import subprocess
import sys
import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest

import rag
from rag.errors import LibraryBusy
from rag.library import writes
from rag.library.sqlite_faiss import SqliteFaissLibrary
from rag.library.transfer import backup, export_documents, read_export, restore
from rag.terms import query_terms
from tests.library.samples import (
    DIMENSION,
    IDENTITY,
    fill,
    make_document,
    put,
    vector_of,
    vectors_of,
)

NAMES = [
    "x" * 255,
    "名" * 85,
    "😀" * 63,
    "תיק\u202egpj.",
    "زائد\n\t سطر",
    "100% #1 ?mode=memory&x=y",
    "'\" ; --",
    "-rf",
    "e\u0301te\u0301",
]


@pytest.mark.parametrize("name", NAMES, ids=ascii)
def test_a_library_may_have_any_name(tmp_path, name):
    """Written, closed, read, copied, put back and written out below folders of such names."""
    folder = tmp_path / name
    library = SqliteFaissLibrary(folder, IDENTITY, DIMENSION, create=True)
    document, _ = put(library, name, "he")
    library.close()
    backup(folder, tmp_path / "copy" / name)
    restore(tmp_path / "copy" / name, folder, replace=True)

    library = SqliteFaissLibrary(folder, IDENTITY, DIMENSION, create=False)
    export_documents(library, tmp_path / "copy" / name / name)

    assert library.document(f"/samples/{name}") == document
    assert library.verify().problems == ()
    assert list(read_export(tmp_path / "copy" / name / name)) == [document]
    library.close()


@pytest.mark.parametrize("name", NAMES, ids=ascii)
def test_a_file_may_have_any_name(tmp_path, name):
    """Added, found unchanged, removed by its path, added again."""
    kept = name.encode()[: 255 - len(".txt")].decode(errors="ignore")
    file = tmp_path / "files" / f"{kept}.txt"
    file.parent.mkdir()
    file.write_text("Der Kahn trägt 240 Säcke Mehl.", encoding="utf-8")
    with rag.open_library(tmp_path / "library", embedder="hashing") as library:
        assert [item.status for item in library.add([file])] == ["added"]
        assert [item.status for item in library.add([file.parent])] == ["unchanged"]
        assert library.remove([str(file)]) == 1
        assert [item.status for item in library.add([file])] == ["added"]


class JumpingClock(datetime):
    """The system's clock as it is set back and forth."""

    years = iter(())

    @classmethod
    def now(cls, tz=None):
        return datetime(next(cls.years), 2, 28, tzinfo=UTC)


def test_a_clock_that_jumps_changes_no_order_and_loses_nothing(folder, open_library, monkeypatch):
    """What is newest is decided by the commits' numbers, never by a time."""
    monkeypatch.setattr(writes, "datetime", JumpingClock)
    JumpingClock.years = iter((2026, 1970, 2199, 2026, 1, 9999))
    library = open_library()
    for language in ("en", "ru", "th"):
        put(library, language, language)
    library.close()
    library = open_library()
    document, passages = put(library, "ru", "ru", sentences=["Паром стоит. "])
    library.remove([make_document("en", "en")[0].id])
    put(library, "zh", "zh")
    assert library.document("/samples/ru") == document
    assert len(library.nearest(vector_of("x"), 99)) == 3 + 1 + 3
    assert library.stats().generation == 6
    assert library.verify().problems == ()


WRITER = """
import sys
from pathlib import Path
from rag.library.sqlite_faiss import SqliteFaissLibrary
from tests.library.samples import DIMENSION, IDENTITY, put
library = SqliteFaissLibrary(Path(sys.argv[1]), IDENTITY, DIMENSION, create=False)
for version in range(12):
    lines = [f"версия {version} часть {part}. " for part in range(9)]
    put(library, "a", "ru", sentences=lines)
library.close()
"""


def test_a_reader_sees_one_generation_while_another_process_writes(folder, open_library):
    """All nine passages of one version in each search, never some of two."""
    library = open_library()
    put(library, "a", "ru", sentences=[f"версия 0 часть {part}. " for part in range(9)])
    library.close()
    reader, mixed, searches = open_library(), [], 0
    wholes = [
        {item.id for item in make_document("a", "ru", sentences=lines)[1][:-1]}
        for lines in ([f"версия {n} часть {part}. " for part in range(9)] for n in range(12))
    ]
    environment = {**os.environ, "PYTHONPATH": str(Path.cwd())}
    writer = subprocess.Popen([sys.executable, "-c", WRITER, str(folder)], env=environment)
    while writer.poll() is None or searches < 3:
        searches += 1
        near = set(dict(reader.nearest(vector_of("x"), 50)))
        said = set(dict(reader.matching(["часть", *query_terms("часть", "ru")], 50)))
        mixed += [found for found in (near, said) if found not in wholes]
    assert writer.returncode == 0
    assert mixed == []


def test_the_lock_of_a_killed_writer_is_free_at_once(folder, open_library):
    """However often: there is nothing to wait for and nothing to remove by hand."""
    code = WRITER.replace(
        "library.close()", "print('wrote', flush=True)\nimport time\ntime.sleep(60)"
    )
    environment = {**os.environ, "PYTHONPATH": str(Path.cwd())}
    library = open_library()
    fill(library)
    library.close()
    writer = subprocess.Popen(
        [sys.executable, "-c", code, str(folder)], env=environment, stdout=subprocess.PIPE
    )
    assert writer.stdout.readline() == b"wrote\n"
    with pytest.raises(LibraryBusy, match=f"process {writer.pid};"):
        put(open_library(), "b", "el")
    writer.kill()
    writer.wait()
    writer.stdout.close()
    put(open_library(), "b", "el")


def test_threads_of_one_process_write_one_after_another(open_library):
    """None is refused, and all of it is there."""
    library = open_library()

    def write(name):
        document, passages = make_document(name, "ko")
        library.put(document, passages, vectors_of(passages))

    threads = [threading.Thread(target=write, args=(str(number),)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert library.stats().documents == 6
    assert library.verify().problems == ()
