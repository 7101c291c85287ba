"""The Python API: open a library, add to it, ask it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import Any

import rag.build as build
from rag.answer import Answerer, Request, checked_question
from rag.conversations import Turn
from rag.errors import QuestionError, RagError
from rag.explain import Explainer, Explanation
from rag.files import is_gone, shown_path
from rag.ingest import Ingester, embedded_text
from rag.protocols import Embedder, Library
from rag.retrieve.retriever import Found, Retriever
from rag.settings import Settings, resolve
from rag.types import (
    AddResult,
    Answer,
    Answered,
    Document,
    Event,
    Failed,
    Filter,
    FloatMatrix,
    FloatVector,
    LibraryEntry,
    LibraryStats,
    Passage,
    Refused,
    VerifyReport,
)

Progress = Callable[[int, int, AddResult], None]
"""Called after each file with the number done, the number in all, and its result."""


def open_library(
    folder: str | Path | None = None, *, create: bool = True, **settings: Any
) -> Collection:
    """Open a library, making a new one where there is none unless `create` is False.

    Keywords are settings (`docs/settings.md`); None means as configured. Raises `LibraryMissing`,
    `LibraryMismatch`, `LibraryNewer`, `LibraryDamaged`, `SettingsError` or `ModelError`.
    """
    given = {**settings, "library": str(folder) if folder is not None else settings.get("library")}
    return Collection(resolve(given).settings, create=create)


def load_embedder(name: str | None = None, **settings: Any) -> Embedder:
    """The embedder that ships, or one by name: see the setting `embedder`."""
    return build.embedder(resolve({**settings, "embedder": name}).settings)


def reembed(
    folder: str | Path | None = None,
    progress: Callable[[int, int], None] = lambda _done, _all: None,
    **settings: Any,
) -> int:
    """Make every vector of a library again with the embedder of the settings; no source is read.

    Returns how many passages were embedded: none when the vectors are of that embedder already.
    `progress` is told the passages done and in all. Interrupted, it goes on where it was; until its
    end the library is as before. Raises `LibraryMissing`, `LibraryBusy`, `LibraryError`,
    `ModelError`.
    """
    from rag.library.facts import Maker
    from rag.library.reembed import reembed as make_again

    given = {**settings, "library": str(folder) if folder is not None else settings.get("library")}
    resolved = resolve(given).settings
    embedder = build.embedder(resolved)

    def embed(passages: Sequence[Passage]) -> FloatMatrix:
        return embedder.embed_passages([embedded_text(passage) for passage in passages])

    made_by = Maker(embedder.identity, embedder.dimension)
    return make_again(Path(resolved.library), made_by, embed, progress)


class Collection:
    """An open library together with the embedder its vectors are made with.

    Safe to use from several threads; close it, or use it in a `with` statement.
    """

    def __init__(self, settings: Settings, *, create: bool) -> None:
        self.settings = settings
        self.embedder = build.embedder(settings)
        self.library: Library = build.library(
            settings, self.embedder.identity, self.embedder.dimension, create
        )

    def add(
        self,
        paths: Sequence[str | Path],
        progress: Progress | None = None,
        names: dict[str, str] | None = None,
    ) -> list[AddResult]:
        """Add files and folders, one result per file; what failed is told in its result.

        `names` gives some files another path to be known by (uploads). Raises `SourceError` for a
        path that does not exist and `LibraryError` when the library cannot be written.
        """
        files = self._ingester.files([Path(path) for path in paths])
        results = []
        for result in self.adding(files, names):
            results.append(result)
            if progress:
                progress(len(results), len(files), result)
        return results

    def adding(
        self, files: Sequence[Path], names: dict[str, str] | None = None
    ) -> Iterator[AddResult]:
        """Add files one by one; each result is on disk when it is given."""
        yield from self._ingester.adding(files, names or {})

    def import_file(self, file: Path) -> int:
        """Add the documents of a file that `rag export` wrote; returns how many.

        They are cut and embedded anew, so the file may come from a library of another embedder.
        Raises `SourceError` naming the first line that is no document; those before it are kept.
        """
        from rag.library.transfer import read_export

        count = 0
        for document in read_export(file):
            self._ingester.put(document)
            count += 1
        return count

    def files(self, paths: Sequence[str | Path]) -> list[Path]:
        """The files that `add` would read."""
        return self._ingester.files([Path(path) for path in paths])

    def vanished(self, paths: Sequence[str | Path]) -> list[LibraryEntry]:
        """Documents whose files were in these folders and are there no more.

        Uploads, which never were files, are not among them.
        """
        folders = [_with_separator(path) for path in paths if Path(path).is_dir()]
        own = _with_separator(self.settings.library)
        return [
            entry
            for entry in self.every_document()
            if any(entry.source.path.startswith(folder) for folder in folders)
            and not entry.source.path.startswith(own)
            and is_gone(entry.source.path)
        ]

    def remove(self, keys: Sequence[str]) -> int:
        """Remove documents by id or path with everything that came from them."""
        return self.library.remove(list(self.known(keys).values()))

    def known(self, keys: Sequence[str]) -> dict[str, str]:
        """The ids of the documents that ids or paths name; keys that name none are left out.

        No text is read, so that a document which can no longer be read can still be removed.
        """
        found = {key: key for key in self.library.sources(keys)}
        for key in keys:
            if key in found:
                continue
            for path in dict.fromkeys((key, shown_path(key))):
                for entry in self.every_document(path):
                    if path and entry.source.path == path:
                        found[key] = entry.source.id
        return found

    def vacuum(self) -> int:
        """Give the space of what was removed back to the system. Returns how many bytes."""
        return self.library.vacuum()

    def document(self, key: str) -> Document | None:
        """A document by id or path; a relative path is tried as an absolute one too."""
        return self.library.document(key) or self.library.document(str(Path(key).absolute()))

    def documents(
        self, offset: int = 0, limit: int = 100, search: str = "", collection: str = ""
    ) -> list[LibraryEntry]:
        """One page of the list of documents."""
        return self.library.documents(offset, limit, search, collection)

    def every_document(self, search: str = "", collection: str = "") -> Iterator[LibraryEntry]:
        """The whole list, read page by page; `search` and `collection` as in `documents`."""
        offset, size = 0, 500
        while page := self.library.documents(offset, size, search, collection):
            yield from page
            offset += len(page)

    def collections(self) -> dict[str, int]:
        """Every collection with the number of its documents."""
        return self.library.collections()

    def collect(self, collection: str, keys: Sequence[str], *, inside: bool = True) -> int:
        """Put documents, by id or path, into a collection, or take them out.

        Returns for how many it changed; unknown ones count as none. Raises `LibraryError`.
        """
        found = [self.document(key) for key in keys]
        return self.library.collect(
            collection, [document.id for document in found if document], inside=inside
        )

    def keep(
        self,
        collections: Sequence[str] = (),
        languages: Sequence[str] = (),
        documents: Sequence[str] = (),
    ) -> Filter | None:
        """What `Bot.ask` and `Bot.search` take to look within these alone; None for everything.

        A passage is looked at when its document is in one of the collections or among the
        documents (ids or paths), and it is in one of the languages. Raises `QuestionError` for a
        collection or document that is not there.
        """
        known = self.collections() if collections else {}
        for name in collections:
            if name not in known:
                raise QuestionError(
                    f"There is no collection {name!r}; `rag collections` lists those that there are."
                )
        inside = set(self.library.members(collections)) if collections else set()
        for key in documents:
            document = self.document(key)
            if document is None:
                raise QuestionError(
                    f"There is no document {key!r} to look in; `rag list` shows ids and paths."
                )
            inside.add(document.id)
        if not (collections or documents or languages):
            return None
        within = frozenset(inside) if collections or documents else None
        return Filter(within, frozenset(languages) if languages else None)

    def sample(self, k: int, also: Sequence[int] = ()) -> dict[int, FloatVector]:
        """Vectors of up to k passages, a fair sample, and of those in `also`."""
        return self.library.sample(k, also)

    def rest(self) -> None:
        """Let other processes write until something is changed here again."""
        self.library.rest()

    def passages(self, ids: Sequence[int]) -> list[Passage]:
        """Passages by id."""
        return self.library.passages(ids)

    def neighbours(self, passage: int, n: int) -> list[Passage]:
        """The passage with up to n before and after it."""
        return self.library.neighbours(passage, n)

    def stats(self) -> LibraryStats:
        """Counts over the library."""
        return self.library.stats()

    def verify(self, repair: bool = False) -> VerifyReport:
        """Check everything stored; `repair` rebuilds derived data only."""
        return self.library.verify(repair)

    def close(self) -> None:
        """Release the library, and end the processes that read files."""
        if "_loading" in vars(self):
            self._loading.close()
        self.library.close()

    def __enter__(self) -> Collection:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    @cached_property
    def _ingester(self) -> Ingester:
        return build.ingester(self.settings, self.library, self.embedder, self._loading)

    @cached_property
    def _loading(self) -> build.Loading:
        return build.loading(self.settings)


def _with_separator(folder: str | Path) -> str:
    """How the paths of documents in a folder begin."""
    return shown_path(folder).rstrip(os.sep) + os.sep


class Bot:
    """Answers questions over a collection; keeps nothing between questions."""

    def __init__(self, collection: Collection) -> None:
        self._collection, self._settings = collection, collection.settings

    def use(self, settings: Settings) -> None:
        """Answer by these settings from the next question on; library and embedder stay.

        Raises `SettingsError` or `ModelError`, and then nothing has changed.
        """
        collection = self._collection
        parts = build.answering(settings, collection.library, collection.embedder)
        self._settings = settings
        self.__dict__.pop("_retriever", None)
        self.__dict__["_parts"] = parts

    def ask(
        self,
        question: str,
        *,
        language: str | None = None,
        history: Sequence[Turn] = (),
        keep: Filter | None = None,
        llm: bool = True,
        stop: Callable[[], bool] = lambda: False,
        condensed: str = "",
        client: str = "",
    ) -> Iterator[Event]:
        """The events of one question as they happen, the last one Answered, Refused or Failed.

        `language` fixes the answer's; `history` holds earlier (question, answer) pairs;
        `condensed` is searched instead of what the conversation would make of the question; `llm`
        False gives quotes only; `stop` is asked while the model writes; `client` names who asks, so
        that at the model others go between their questions. Raises `QuestionError`.
        """
        fixed = self._settings.answer_language
        wanted = language or (None if fixed == "auto" else fixed)
        return self._parts[0].ask(
            Request(question, history, wanted, keep, llm, stop, condensed, client)
        )

    def explain(
        self, question: str, *, language: str | None = None, keep: Filter | None = None
    ) -> Explanation:
        """How the answer to a question comes about, up to the prompt. Raises `RagError`."""
        return self._parts[1].explain(
            Request(checked_question(question), language=language, keep=keep)
        )

    def load(self) -> None:
        """Make the models ready now rather than at the first question. Raises `RagError`."""
        self._collection.embedder.embed_queries(["PolyCite"])
        self._parts[0].load()

    def answer(self, question: str, **options: Any) -> Answer:
        """The answer, when it is finished. Raises `RagError` when something broke."""
        for event in self.ask(question, **options):
            if isinstance(event, Answered | Refused):
                return event.answer
            if isinstance(event, Failed):
                raise RagError(event.message)
        raise RagError("The answer ended without a result; ask again.")

    @property
    def models(self) -> dict[str, str]:
        """What answers: the identities of `embedder`, `reader` and `generator`, the last one empty
        when answers are quotes only.
        """
        settings = self._collection.settings
        return {
            "embedder": self._collection.embedder.identity,
            "reader": settings.reader,
            "generator": self._parts[0].generator_identity,
        }

    def search(self, question: str, k: int = 10, keep: Filter | None = None) -> Found:
        """The passages found, best first, without reading or answering."""
        return self._retriever.search(checked_question(question), k, keep)

    @cached_property
    def _retriever(self) -> Retriever:
        collection = self._collection
        settings = self._settings
        return build.retriever(
            settings, collection.library, collection.embedder, build.tuning(settings)
        )

    @cached_property
    def _parts(self) -> tuple[Answerer, Explainer]:
        collection = self._collection
        return build.answering(self._settings, collection.library, collection.embedder)
