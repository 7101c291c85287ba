"""Which documents are the same file, added under another path as well."""

from __future__ import annotations

import threading

from rag.api import Collection


class SameFiles:
    """Documents by the SHA-256 of their file, read anew after each change of the library."""

    def __init__(self, collection: Collection) -> None:
        self._collection = collection
        self._lock = threading.Lock()
        self._generation = -1
        self._file_of: dict[str, tuple[str, str]] = {}
        self._paths: dict[str, list[str]] = {}

    def of(self, document: str) -> list[str]:
        """Paths of the other documents whose file has the same bytes, in order."""
        with self._lock:
            self._refresh()
            digest, own = self._file_of.get(document, ("", ""))
            return [path for path in self._paths.get(digest, []) if path != own]

    def _refresh(self) -> None:
        generation = self._collection.stats().generation
        if generation == self._generation:
            return
        self._file_of, self._paths = {}, {}
        for entry in self._collection.every_document():
            if entry.sha256:
                self._file_of[entry.source.id] = (entry.sha256, entry.source.path)
                self._paths.setdefault(entry.sha256, []).append(entry.source.path)
        self._generation = generation
