"""The first half of the straight line: path -> load -> chunk -> embed -> library.put."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from rag.errors import SourceError
from rag.files import document_id, sha256_of_file, shown_path, title_from_name
from rag.known import Known
from rag.protocols import Chunker, Embedder, Library
from rag.read_ahead import ready_batches
from rag.resemblance import nearly_same
from rag.types import (
    UNKNOWN_LANGUAGE,
    AddResult,
    AddStatus,
    Document,
    FloatMatrix,
    FloatVector,
    LibraryEntry,
    Passage,
)

Finder = Callable[[Sequence[Path]], Iterator[Path]]
LoadDocument = Callable[[Path], Document]

_AHEAD = 4
"""Files for each reader that may be read before they are needed; all are held in memory."""


@dataclass(frozen=True, slots=True)
class _Read:
    """A file after reading: its document, or why there is none, or that it is stored already."""

    path: str
    document: Document | None = None
    stored: LibraryEntry | None = None
    error: str | None = None


@dataclass(frozen=True, slots=True)
class _Embedded:
    """A document cut into passages, a row for each, and how many rows were computed for it."""

    passages: list[Passage]
    vectors: FloatMatrix
    computed: int


class Ingester:
    """Adds files to a library; a file that fails is one result and the others go on."""

    def __init__(
        self,
        library: Library,
        embedder: Embedder,
        chunker: Chunker,
        find_files: Finder,
        load_document: LoadDocument,
        readers: int = 1,
    ) -> None:
        """`readers` threads call `load_document` at a time, while others are embedded and stored."""
        self._library, self._embedder, self._chunker = library, embedder, chunker
        self._find_files, self._load_document = find_files, load_document
        self._readers = readers

    def files(self, paths: Sequence[Path]) -> list[Path]:
        """The files that `add` would read. Raises `SourceError` for a path that is not there."""
        return list(self._find_files(paths))

    def add(self, file: Path, name: str | None = None) -> AddResult:
        """Store one file; `name` replaces the file's path as what the document is called.

        Raises `LibraryError` when the library itself fails: then nothing more can be added.
        """
        return next(self.adding([file], {str(file): name} if name else {}))

    def adding(self, files: Sequence[Path], names: Mapping[str, str]) -> Iterator[AddResult]:
        """Store files in order; each result is on disk when it is given.

        An unchanged file costs its hash, a changed one the passages that changed. Files are read
        ahead, so what is interrupted between two results has stored the first and not the second.
        `names` and errors as in `add`.
        """
        known = Known(self._library)

        def read(file: Path) -> _Read:
            return self._read(file, names.get(str(file)), known)

        for batch in ready_batches(read, files, self._readers, _AHEAD * self._readers):
            embedded = iter(
                self._embedded([item.document for item in batch if item.document], known)
            )
            for item in batch:
                yield self._stored(item, next(embedded) if item.document else None, known)

    def put(self, document: Document) -> int:
        """Cut, embed and store a document that was read before; returns its number of passages."""
        (made,) = self._embedded([document], None)
        self._library.put(document, made.passages, made.vectors)
        return len(made.passages)

    def _read(self, file: Path, name: str | None, known: Known) -> _Read:
        """Read a file, unless what is stored under its path was made from the same bytes."""
        path = name or shown_path(file)
        try:
            stored = known.at(path)
            if stored is not None and stored.sha256 == sha256_of_file(file):
                return _Read(path, stored=stored)
            document = self._load_document(file)
        except SourceError as error:
            return _Read(path, error=str(error))
        return _Read(path, _renamed(document, name) if name else document)

    def _stored(self, item: _Read, made: _Embedded | None, known: Known) -> AddResult:
        """Store what was read and say what became of it."""
        if item.error is not None:
            return AddResult(item.path, "failed", None, 0, UNKNOWN_LANGUAGE, item.error)
        before = known.at(item.path)
        document = item.document
        if document is None or made is None or (before and before.sha256 == document.sha256):
            return _unchanged(before or item.stored)
        notes = (*document.notes, *self._likeness(document, made, known))
        self._library.put(document, made.passages, made.vectors)
        known.note(document, len(made.passages))
        status: AddStatus = "added" if before is None else "replaced"
        count, language = len(made.passages), document.language
        return AddResult(
            item.path, status, document.id, count, language, None, notes, made.computed
        )

    def _likeness(self, document: Document, made: _Embedded, known: Known) -> tuple[str, ...]:
        """A note when another document is the same file or has nearly the same text."""
        twin = known.same_bytes(document)
        if twin:
            return (f"the same file as {twin.path}",)
        found = nearly_same(self._library, document, made.passages, made.vectors)
        return (f"nearly the same text as {found[0]} ({found[1]:.0%})",) if found else ()

    def _embedded(self, documents: Sequence[Document], known: Known | None) -> list[_Embedded]:
        """Cut documents, and embed in one go what no stored vector is there for."""
        cut = [(document, self._chunker.split(document)) for document in documents]
        reused = [self._stored_vectors(document, known) for document in documents]
        first_of: dict[str, int] = {}  # texts without a vector, and the document that brings each
        for number, ((_, passages), there) in enumerate(zip(cut, reused, strict=True)):
            for text in map(embedded_text, _searched(passages)):
                if text not in there:
                    first_of.setdefault(text, number)
        vectors = self._embedder.embed_passages(list(first_of))
        fresh = dict(zip(first_of, vectors, strict=True))
        computed = Counter(first_of.values())
        return [
            _Embedded(passages, self._rows(passages, there | fresh), computed[number])
            for number, ((_, passages), there) in enumerate(zip(cut, reused, strict=True))
        ]

    def _rows(self, passages: Sequence[Passage], of_text: Mapping[str, FloatVector]) -> FloatMatrix:
        """A row per passage; boilerplate is never searched, so its rows stay zero."""
        rows = np.zeros((len(passages), self._embedder.dimension), np.float32)
        for row, passage in enumerate(passages):
            if not passage.boilerplate:
                rows[row] = of_text[embedded_text(passage)]
        return rows

    def _stored_vectors(self, document: Document, known: Known | None) -> dict[str, FloatVector]:
        """Vectors by text, of the version before and of another document of the same bytes."""
        twin = known.same_bytes(document) if known else None
        ids = (document.id, twin.id) if twin else (document.id,)
        return {
            embedded_text(passage): vector
            for number in ids
            for passage, vector in self._library.embedded(number)
        }


def embedded_text(passage: Passage) -> str:
    """What the embedder reads of a passage: title and headings, then its words."""
    return f"{passage.context}\n{passage.text}" if passage.context else passage.text


def _searched(passages: Sequence[Passage]) -> list[Passage]:
    return [passage for passage in passages if not passage.boilerplate]


def _unchanged(entry: LibraryEntry | None) -> AddResult:
    """What is said of a file whose document is there. A file read as unchanged has an entry."""
    assert entry is not None  # noqa: S101
    source = entry.source
    return AddResult(
        source.path, "unchanged", source.id, entry.passages, source.language, None, entry.notes
    )


def _renamed(document: Document, name: str) -> Document:
    """The document under another path, with the id of that path."""
    unnamed = document.title == title_from_name(document.path)
    title = title_from_name(name) if unnamed else document.title
    return replace(document, id=document_id(name), path=name, title=title)
