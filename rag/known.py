"""Which files a library holds already, by path and by content, without reading their texts."""

from __future__ import annotations

from collections.abc import Iterator

from rag.protocols import Library
from rag.types import Document, LibraryEntry, Source

_PAGE = 1000


class Known:
    """The list of documents as it was when this was made, kept up by `note`.

    One reading of the list serves a whole run: looking each file up would read the texts.
    """

    def __init__(self, library: Library) -> None:
        self._by_path: dict[str, LibraryEntry] = {}
        self._paths_of: dict[str, list[str]] = {}
        for entry in _every_entry(library):
            self._keep(entry)

    def at(self, path: str) -> LibraryEntry | None:
        """What is stored under a path."""
        return self._by_path.get(path)

    def same_bytes(self, document: Document) -> Source | None:
        """Another document that was made from the same bytes, the first of several."""
        for path in self._paths_of.get(document.sha256, ()):
            entry = self._by_path[path]
            if path != document.path and entry.sha256 == document.sha256:
                return entry.source
        return None

    def note(self, document: Document, passages: int) -> None:
        """A document was stored."""
        source = Source(
            document.id, document.path, document.title, document.language, document.media_type
        )
        length = len(document.text)
        self._keep(LibraryEntry(source, passages, length, "", document.sha256, document.notes))

    def _keep(self, entry: LibraryEntry) -> None:
        path = entry.source.path
        self._by_path[path] = entry
        self._paths_of.setdefault(entry.sha256, []).append(path)


def _every_entry(library: Library) -> Iterator[LibraryEntry]:
    offset = 0
    while page := library.documents(offset, _PAGE):
        yield from page
        offset += len(page)
