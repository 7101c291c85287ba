"""Where a question is looked up: all documents, or those of chosen collections and languages."""

from __future__ import annotations

import threading
from dataclasses import dataclass

from rag.api import Collection
from rag.types import Filter

MOST_REMEMBERED = 10_000
"""Browser tabs whose choice is kept; beyond that the oldest is forgotten."""


@dataclass(frozen=True, slots=True)
class Scope:
    """What is looked at; nothing chosen means everything."""

    collections: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()

    def keep(self, collection: Collection) -> Filter | None:
        """The filter of a search. Raises `QuestionError` for what is no longer in the library."""
        return collection.keep(self.collections, self.languages, self.documents)


EVERYTHING = Scope()


class Scopes:
    """The choice of each browser tab, for as long as it is open."""

    def __init__(self) -> None:
        self._chosen: dict[str, Scope] = {}
        self._lock = threading.Lock()

    def of(self, session: str) -> Scope:
        """What a tab has chosen."""
        with self._lock:
            return self._chosen.get(session, Scope())

    def choose(self, session: str, scope: Scope) -> None:
        """Remember the choice of a tab."""
        with self._lock:
            self._chosen.pop(session, None)
            self._chosen[session] = scope
            while len(self._chosen) > MOST_REMEMBERED:
                del self._chosen[next(iter(self._chosen))]

    def forget(self, session: str) -> None:
        """The tab was closed."""
        with self._lock:
            self._chosen.pop(session, None)
