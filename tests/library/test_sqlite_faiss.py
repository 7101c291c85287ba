import os
import resource
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import apsw
import numpy as np
import pytest

from rag.errors import LibraryBusy
from rag.library import vectors
from rag.library.facts import Maker
from rag.library.sqlite_faiss import SqliteFaissLibrary
from tests.library.samples import (
    DIMENSION,
    IDENTITY,
    fill,
    make_document,
    put,
    vector_of,
    vectors_of,
)

MAKER = Maker(IDENTITY, DIMENSION)


def in_another_process(code, folder):
    """Run code with an open library named `library`. Returns what it printed."""
    script = f"""
import sys
from pathlib import Path
from rag.errors import RagError
from rag.library.sqlite_faiss import SqliteFaissLibrary
from tests.library.samples import DIMENSION, IDENTITY, fill, make_document, put, vector_of, vectors_of
library = SqliteFaissLibrary(Path(sys.argv[1]), IDENTITY, DIMENSION, create=True)
{code}
"""
    command = [sys.executable, "-c", script, str(folder)]
    done = subprocess.run(
        command, capture_output=True, text=True, env={**os.environ, "PYTHONPATH": str(Path.cwd())}
    )
    assert done.stderr == ""
    return done.stdout


def near(library, text="x", k=99):
    return dict(library.nearest(vector_of(text), k))


def test_the_truth_is_flushed_at_every_commit(folder, open_library):
    """SQLite's own settings: a log, full synchronisation, zeros over what is deleted, no mapping."""
    put(open_library(), "a", "en")
    database = apsw.Connection(str(folder / "library.sqlite3"))
    values = [
        database.execute(f"PRAGMA {name}").get
        for name in ("journal_mode", "application_id", "auto_vacuum")
    ]
    assert values == ["wal", 0x506F4369, 2]
    database.close()


def test_the_second_writing_process_is_refused_and_may_still_read(folder, open_library):
    """By the number of the first, from its first change until it closes."""
    library = open_library()
    fill(library)
    code = """
print(library.stats().documents, len(library.nearest(vector_of("x"), 99)))
try:
    put(library, "b", "en")
except RagError as error:
    print(type(error).__name__, error)
"""
    counts, refused = in_another_process(code, folder).splitlines()
    assert counts == "15 45"
    assert refused.startswith("LibraryBusy")
    assert f"process {os.getpid()};" in refused
    library.close()
    assert "LibraryBusy" not in in_another_process(code, folder)


def test_a_reader_takes_no_lock(open_library):
    """However many read, one may write."""
    writer, readers = open_library(), [open_library() for _ in range(3)]
    put(writer, "a", "de")
    assert all(len(near(reader)) == 3 for reader in readers)
    with pytest.raises(LibraryBusy):
        readers[0].remove(["x"])


def test_a_reader_sees_what_another_process_wrote(folder, open_library):
    """At its next search, without opening again: what was put, replaced and removed."""
    reader = open_library()
    document, first = put(reader, "a", "el")
    reader.close()
    reader = open_library()
    assert set(near(reader)) == {item.id for item in first[:3]}
    in_another_process('put(library, "b", "tr"); put(library, "c", "he"); library.close()', folder)
    assert len(near(reader)) == 9
    in_another_process(
        f'library.remove(["{document.id}"]); put(library, "b", "ru"); library.close()', folder
    )
    assert len(near(reader)) == 6
    assert not set(near(reader)) & {item.id for item in first}
    assert len(reader.matching(["240"], 9)) == 2


def test_closing_a_writer_leaves_a_snapshot(folder, open_library):
    """And a reader leaves none."""
    library = open_library()
    fill(library)
    library.close()
    index, state = vectors.read(folder / "vectors.faiss", MAKER)
    assert (index.ntotal, state.generation) == (45, 15)
    (folder / "vectors.faiss").unlink()
    reader = open_library()
    near(reader)
    reader.close()
    assert not (folder / "vectors.faiss").exists()


def test_an_older_snapshot_is_caught_up(folder, open_library):
    """What changed since is taken from the database; the file itself stays."""
    library = open_library()
    put_in = fill(library)
    library.close()
    older = (folder / "vectors.faiss").read_bytes()
    library = open_library()
    library.remove([put_in["zh"][0].id])
    put(library, "en.txt", "en", sentences=["All new. "])
    put(library, "new", "es")
    expected = library.nearest(vector_of("x"), 99)
    library.close()
    (folder / "vectors.faiss").write_bytes(older)
    library = open_library()
    assert library.nearest(vector_of("x"), 99) == expected
    assert library.verify().problems == ()
    library.close()
    assert (folder / "vectors.faiss").read_bytes() == older


@pytest.mark.parametrize("spoil", [lambda data: data[: len(data) // 2], lambda data: b"", lambda data: data[:-1] + b"\xff", lambda data: b"x" * 999], ids=["torn", "empty", "flipped", "foreign"])  # fmt: skip
def test_a_snapshot_that_cannot_be_used_is_made_again(folder, open_library, caplog, spoil):
    """The searches are the same, and the log says why it took longer."""
    library = open_library()
    fill(library)
    expected = library.nearest(vector_of("x"), 9)
    library.close()
    file = folder / "vectors.faiss"
    file.write_bytes(spoil(file.read_bytes()))
    library = open_library()
    assert library.nearest(vector_of("x"), 9) == expected
    assert "vectors.faiss is not used" in caplog.text
    put(library, "new", "fr")
    library.close()
    assert vectors.read(file, MAKER)[0].ntotal == 48


def test_the_snapshot_of_another_library_is_not_believed(folder, open_library, tmp_path):
    """Though embedder and generation are the same."""
    library = open_library()
    put(library, "mine", "hi")
    expected = library.nearest(vector_of("x"), 9)
    library.close()
    other = SqliteFaissLibrary(tmp_path / "other", IDENTITY, DIMENSION, create=True)
    put(other, "theirs", "ja")
    other.close()
    (folder / "vectors.faiss").write_bytes((tmp_path / "other" / "vectors.faiss").read_bytes())
    assert open_library().nearest(vector_of("x"), 9) == expected


def test_a_snapshot_from_the_future_of_an_older_copy_is_not_believed(folder, open_library):
    """The database put back by hand reaches the same generation again with other documents."""
    library = open_library()
    put(library, "a", "en")
    library.close()
    copy = (folder / "library.sqlite3").read_bytes()
    library = open_library()
    put(library, "b", "ru")
    library.close()
    later = (folder / "vectors.faiss").read_bytes()
    (folder / "library.sqlite3").write_bytes(copy)
    library = open_library()
    put(library, "c", "zh")
    expected = library.nearest(vector_of("x"), 9)
    library.close()
    (folder / "vectors.faiss").write_bytes(later)
    assert open_library().nearest(vector_of("x"), 9) == expected


CANARY = "zephyrquartz Ⰸⰵⱇⰻⱃⱏ 珞璎珞"


def everywhere(folder, needle):
    """The files of the library that hold these bytes."""
    return [file.name for file in folder.iterdir() if needle in file.read_bytes()]


@pytest.mark.parametrize("others", [0, 1, pytest.param(150, marks=pytest.mark.slow)])
@pytest.mark.parametrize("how", ["remove", "replace"])
def test_what_was_removed_is_in_no_file(folder, open_library, others, how):
    """Neither the text nor its terms nor its vectors, while the library is still open."""
    library = open_library()
    lines = [f"{CANARY} {number}. " for number in range(3)]
    document, passages = put(library, "secret", "en", sentences=lines, title=f"Title {CANARY}")
    for number in range(others):
        put(library, str(number), "fr")
    library.close()
    library = open_library()
    near(library)
    needles = [word.encode() for word in CANARY.split()] + ["珞璎".encode()]
    needles += [vector_of(line).astype("<f2").tobytes() for line in lines]
    assert all(everywhere(folder, needle) for needle in needles)
    if how == "remove":
        library.remove([document.id])
    else:
        put(library, "secret", "en", sentences=["Nothing to see. "], title="Plain")
    assert [everywhere(folder, needle) for needle in needles] == [[]] * len(needles)
    assert library.verify().problems == ()
    library.close()
    assert [everywhere(folder, needle) for needle in needles] == [[]] * len(needles)


def test_a_vacuum_makes_the_file_shorter(folder, open_library):
    """By what was removed, about; what is left is searched as before."""
    library = open_library()
    _, passages = put(library, "kept", "en")
    lines = [f"Долгая строка {number} {'слово ' * 40}. " for number in range(200)]
    document, _ = put(library, "large", "ru", sentences=lines)
    library.close()
    library = open_library()
    library.remove([document.id])
    before = (folder / "library.sqlite3").stat().st_size
    given_back = library.vacuum()
    assert given_back > 0.5 * before
    assert (folder / "library.sqlite3").stat().st_size == before - given_back
    assert set(near(library)) == {item.id for item in passages[:3]}
    assert library.verify().problems == ()


def test_a_reader_that_holds_the_log_delays_the_end_of_deleted_text(folder, open_library):
    """It is gone from the file of the log at the latest when the writer closes after the reader."""
    library = open_library()
    document, _ = put(library, "secret", "en", sentences=[f"{CANARY}. "])
    reader = apsw.Connection(str(folder / "library.sqlite3"))
    reader.execute("BEGIN").fetchall()
    assert reader.execute("SELECT count(*) FROM documents").get == 1
    threading.Timer(0.5, lambda: reader.execute("COMMIT").fetchall()).start()
    library.remove([document.id])
    library.close()
    assert everywhere(folder, CANARY.split()[0].encode()) == []
    reader.close()


def test_a_disk_that_takes_no_more_loses_nothing(folder, open_library):
    """The change that does not fit is refused in a sentence; the earlier ones stay; later ones work."""
    library = open_library()
    put_in = fill(library)
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (600_000, limits[1]))
    try:
        with pytest.raises(Exception, match=r"nothing was stored; .*\.$") as refused:
            for number in range(400):
                put(library, f"large {number}", "ru", sentences=["Много слов. " * 500] * 20)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert type(refused.value).__name__ == "LibraryError"
    assert library.document(put_in["ru"][0].id) == put_in["ru"][0]
    assert library.verify().problems == ()
    put(library, "after", "ru")
    assert library.document("/samples/after") is not None


def test_a_key_that_no_document_can_have_finds_none(open_library):
    """Bytes of a file name that are not UTF-8 included."""
    library = open_library()
    put(library, "a", "en")
    assert library.document("/samples/\udcff") is None
    assert library.sources(["\udcff"]) == {}
    assert library.documents(search="\udcff") == []
    assert library.remove(["\udcff"]) == 0


def test_a_process_killed_while_it_writes_a_snapshot_leaves_no_litter(folder, open_library):
    """The next writer clears it away."""
    library = open_library()
    put(library, "a", "pl")
    library.close()
    (folder / ".vectors.faiss.abc").write_bytes(b"half")
    library = open_library()
    put(library, "b", "pl")
    assert not (folder / ".vectors.faiss.abc").exists()


def test_ten_thousand_documents_are_listed_page_by_page(folder, open_library):
    """Any page, and any search, in well under a second."""
    library = open_library()
    document, passages = make_document("only", "it", sentences=["Una frase. "])
    library.put(document, passages, vectors_of(passages))
    database = apsw.Connection(str(folder / "library.sqlite3"))
    with database:
        database.execute(
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10000) "
            "INSERT INTO documents (id, path, title, language, media_type, sha256, added, passages, characters, "
            "folded, notes, digest, marks) SELECT id || i, path || i, title, language, media_type, sha256, added, "
            "passages, characters, folded || i, notes, digest, marks FROM documents, n"
        ).fetchall()
    database.close()
    began = time.perf_counter()
    assert len(library.documents(9_990, 100)) == 11
    assert [entry.source.path for entry in library.documents(search="ONLY9999")] == [
        "/samples/only9999"
    ]
    assert time.perf_counter() - began < 1


@pytest.mark.slow
def test_snapshots_are_written_while_adding_goes_on(folder, open_library):
    """A long addition that is killed late starts again quickly."""
    library = open_library()
    lines = [f"Zeile {number}. " for number in range(5_100)]
    rows = np.random.default_rng(1).standard_normal((5_101, DIMENSION)).astype(np.float32)
    for name in range(4):
        document, passages = make_document(str(name), "de", sentences=lines)
        library.put(document, passages, rows)
    assert vectors.read(folder / "vectors.faiss", MAKER)[0].ntotal == 4 * 5_100
