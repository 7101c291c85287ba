"""The first half of the straight line: path -> load -> chunk -> embed -> library.put."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from rag.errors import SourceError
from rag.files import document_id, sha256_of_file, shown_path, title_from_name
from rag.protocols import Chunker, Embedder, Library
from rag.types import UNKNOWN_LANGUAGE, AddResult, AddStatus, Document, FloatMatrix, Passage

Finder = Callable[[Sequence[Path]], Iterator[Path]]
LoadDocument = Callable[[Path], Document]


class Ingester:
    """Adds files to a library; a file that fails is one result and the others go on."""

    def __init__(
        self,
        library: Library,
        embedder: Embedder,
        chunker: Chunker,
        find_files: Finder,
        load_document: LoadDocument,
    ) -> None:
        self._library, self._embedder, self._chunker = library, embedder, chunker
        self._find_files, self._load_document = find_files, load_document

    def files(self, paths: Sequence[Path]) -> list[Path]:
        """The files that `add` would read. Raises `SourceError` for a path that is not there."""
        return list(self._find_files(paths))

    def add(self, file: Path, name: str | None = None) -> AddResult:
        """Store one file; `name` replaces the file's path as what the document is called.

        Raises `LibraryError` when the library itself fails: then nothing more can be added.
        """
        path = name or shown_path(file)
        try:
            known = self._library.document(path)
            if known is not None and known.sha256 == sha256_of_file(file):
                return self._result("unchanged", known, self._count(known))
            document = self._load_document(file)
        except SourceError as error:
            return AddResult(path, "failed", None, 0, UNKNOWN_LANGUAGE, str(error))
        if name:
            document = _renamed(document, name)
        count = self.put(document)
        return self._result("added" if known is None else "replaced", document, count)

    def put(self, document: Document) -> int:
        """Cut, embed and store a document that was read before; returns its number of passages."""
        passages = self._chunker.split(document)
        self._library.put(document, passages, self._vectors(passages))
        return len(passages)

    def _result(self, status: AddStatus, document: Document, passages: int) -> AddResult:
        return AddResult(
            document.path, status, document.id, passages, document.language, None, document.notes
        )

    def _vectors(self, passages: Sequence[Passage]) -> FloatMatrix:
        """A row per passage; boilerplate is never searched, so its rows stay zero."""
        vectors = np.zeros((len(passages), self._embedder.dimension), np.float32)
        rows = [row for row, passage in enumerate(passages) if not passage.boilerplate]
        vectors[rows] = self._embedder.embed_passages(
            [embedded_text(passages[row]) for row in rows]
        )
        return vectors

    def _count(self, document: Document) -> int:
        entries = self._library.documents(search=document.path, limit=1000)
        return next((entry.passages for entry in entries if entry.source.id == document.id), 0)


def embedded_text(passage: Passage) -> str:
    """What the embedder reads of a passage: title and headings, then its words."""
    return f"{passage.context}\n{passage.text}" if passage.context else passage.text


def _renamed(document: Document, name: str) -> Document:
    """The document under another path, with the id of that path."""
    unnamed = document.title == title_from_name(document.path)
    title = title_from_name(name) if unnamed else document.title
    return replace(document, id=document_id(name), path=name, title=title)
