from dataclasses import replace

from rag.chunk.windows import WindowChunker
from rag.embed.hashing import HashingEmbedder
from rag.files import document_id
from rag.known import Known
from rag.library.exact import ExactLibrary
from rag.types import Document

DOCUMENT = Document("0" * 16, "/a.txt", "港口", "zh", "text/plain", "aa", "港口已经开放。")


def named(path, sha256):
    """The same text under another path, with another hash."""
    return replace(DOCUMENT, id=document_id(path), path=path, sha256=sha256)


def test_a_library_of_more_than_a_page_is_known_whole():
    """By path and by bytes; the text is not needed."""
    embedder = HashingEmbedder()
    library = ExactLibrary(embedder.identity, embedder.dimension)
    chunker = WindowChunker(60)
    for n in range(1003):
        document = named(f"/{n:04}.txt", f"{n // 2}")
        passages = chunker.split(document)
        library.put(document, passages, embedder.embed_passages([p.text for p in passages]))

    known = Known(library)

    assert all(known.at(f"/{n:04}.txt").sha256 == f"{n // 2}" for n in range(1003))
    assert known.at("/nowhere.txt") is None
    assert known.same_bytes(named("/new.txt", "500")).path == "/1000.txt"
    assert known.same_bytes(named("/1000.txt", "500")).path == "/1001.txt"
    assert known.same_bytes(named("/new.txt", "other")) is None


def test_what_is_noted_is_known_and_what_it_replaces_is_not():
    """A document that changed no longer counts as a copy of what it was."""
    embedder = HashingEmbedder()
    known = Known(ExactLibrary(embedder.identity, embedder.dimension))
    known.note(named("/a.txt", "one"), 1)
    assert known.same_bytes(named("/b.txt", "one")).path == "/a.txt"

    known.note(named("/a.txt", "two"), 1)

    assert known.same_bytes(named("/b.txt", "one")) is None
    assert known.same_bytes(named("/b.txt", "two")).path == "/a.txt"
