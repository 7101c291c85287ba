import os
import subprocess
import sys
import threading
from pathlib import Path

import numpy as np
import pytest

from rag.errors import LibraryBusy, LibraryMismatch, LibraryMissing, ModelError
from rag.library.facts import Maker
from rag.library.layout import Layout
from rag.library.opening import stored_identity
from rag.library.reembed import reembed
from rag.library.sqlite_faiss import SqliteFaissLibrary
from rag.terms import query_terms
from tests.library.samples import IDENTITY, LANGUAGES, SENTENCES, fill, put, vector_of

OTHER = Maker("another-embedder", 48)


def embed(passages):
    """(n, 48) float32 that depends on the text alone."""
    return np.array([vector_of(f"other {item.text}", OTHER.dimension) for item in passages])


def opened(folder, made_by=OTHER):
    return SqliteFaissLibrary(folder, made_by.identity, made_by.dimension, create=False)


@pytest.fixture
def filled(folder, open_library):
    """A closed library with a document in every language. Returns documents and passages."""
    library = open_library()
    put_in = fill(library)
    library.close()
    return put_in


def test_every_vector_is_made_again_and_nothing_else_changes(folder, open_library, filled):
    """Documents with the time they were added, passages and terms stay; the new vectors find."""
    library = open_library()
    entries = library.documents(0, 99)
    words = [library.matching(query_terms(SENTENCES[name][0], name), 5) for name in LANGUAGES]
    library.close()
    seen = []

    assert reembed(folder, OTHER, embed, lambda *counts: seen.append(counts)) == 45

    assert seen[-1] == (45, 45)
    library = opened(folder)
    assert library.documents(0, 99) == entries
    assert [
        library.matching(query_terms(SENTENCES[name][0], name), 5) for name in LANGUAGES
    ] == words
    for document, passages in filled.values():
        assert library.document(document.id) == document
        query = vector_of(f"other {passages[1].text}", OTHER.dimension)
        assert library.nearest(query, 1)[0][0] == passages[1].id
    assert library.verify().problems == ()
    library.close()
    assert not list(folder.glob("reembedding*"))
    with pytest.raises(LibraryMismatch, match="rag reembed"):
        open_library()


def test_vectors_of_the_same_embedder_are_left_alone(folder, open_library, filled):
    """And an empty library has none to make."""
    assert reembed(folder, Maker(IDENTITY, 32), lambda _passages: 1 / 0) == 0
    library = open_library()
    library.remove([document.id for document, _ in filled.values()])
    library.close()
    assert reembed(folder, OTHER, lambda _passages: 1 / 0) == 0


def test_what_stops_half_way_changes_nothing_and_is_gone_on_with(folder, open_library, filled):
    """Each passage is embedded once."""
    texts = []

    def breaking(passages):
        if len(texts) >= 12:
            raise ModelError("The model broke.")
        texts.extend(item.text for item in passages)
        return embed(passages)

    with pytest.raises(ModelError):
        reembed(folder, OTHER, breaking)
    library = open_library()
    assert library.verify().problems == ()
    assert len(library.nearest(vector_of("x"), 99)) == 45
    library.close()

    assert reembed(folder, OTHER, embed) == 45 - len(texts)
    assert opened(folder).verify().problems == ()


def test_a_change_in_between_begins_anew(folder, open_library, filled):
    """The copy of an older state is worth nothing, and a removed document is not in it."""

    def stop(_passages):
        raise ModelError("The model broke.")

    with pytest.raises(ModelError):
        reembed(folder, OTHER, stop)
    needle = SENTENCES["ru"][0].strip().encode()
    assert needle in Layout(folder).staging.read_bytes()
    library = open_library()
    library.remove([filled["ru"][0].id])
    assert not any(needle in file.read_bytes() for file in folder.iterdir())
    library.close()
    assert reembed(folder, OTHER, embed) == 42


def test_a_damaged_copy_does_not_take_the_librarys_place(folder, open_library, filled):
    """A copy that was cut off is made anew."""
    Layout(folder).staging.write_bytes(b"SQLite format 3\0" + bytes(5000))
    assert reembed(folder, OTHER, embed) == 45


KILLED = """
import os, sys
from pathlib import Path
from rag.library.reembed import reembed
from tests.library.test_reembed import OTHER, embed
left = [int(sys.argv[2])]
def dying(passages):
    left[0] -= 1
    if not left[0]:
        os._exit(9)
    return embed(passages)
reembed(Path(sys.argv[1]), OTHER, dying)
"""


def test_a_process_killed_meanwhile_leaves_the_library_as_it_was(folder, open_library, filled):
    """Nobody need clear anything away."""
    environment = {**os.environ, "PYTHONPATH": str(Path.cwd())}
    command = [sys.executable, "-c", KILLED, str(folder), "7"]
    assert subprocess.run(command, env=environment, check=False).returncode == 9
    assert stored_identity(folder) == IDENTITY
    library = open_library()
    assert library.document(filled["th"][0].id) == filled["th"][0]
    library.close()
    assert reembed(folder, OTHER, embed) == 45 - 6 * 3


def test_nobody_writes_meanwhile_and_everybody_reads(folder, open_library, filled):
    """A writer is told who holds the library; a reader searches until the end, then is told why not."""
    reader, going_on, seen = open_library(), threading.Event(), []

    def slow(passages):
        if not going_on.is_set():
            seen.append(len(reader.nearest(vector_of("x"), 99)))
            with pytest.raises(LibraryBusy, match=f"process {os.getpid()};"):
                put(reader, "new", "en")
            going_on.set()
        return embed(passages)

    reembed(folder, OTHER, slow)
    assert seen == [45]
    with pytest.raises(LibraryMismatch):
        reader.nearest(vector_of("x"), 3)


def test_there_must_be_a_library(folder):
    """None is made."""
    with pytest.raises(LibraryMissing):
        reembed(folder, OTHER, embed)
    assert not folder.exists()
