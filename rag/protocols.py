"""Every seam of the program on one page.

A backend is a class in its stage's folder, named after its engine or method, that satisfies one
of these. `rag/build.py` alone decides which one is used. Each protocol has a contract suite in
`tests/contracts/` that every backend passes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Protocol

from rag.types import (
    Document,
    Evidence,
    Filter,
    FloatMatrix,
    FloatVector,
    Hit,
    LibraryEntry,
    LibraryStats,
    Passage,
    Source,
    VerifyReport,
)


class Loader(Protocol):
    """Reads one format."""

    def load(self, path: Path) -> Document:
        """Read a file as text with places.

        The text is in NFC with line feeds as line ends and has something to read in it. Raises
        `SourceError` in one sentence when the file is missing, unreadable, empty, not of this
        format, encrypted, or holds no text.
        """


class Chunker(Protocol):
    """Cuts a document into passages."""

    def split(self, document: Document) -> list[Passage]:
        """Passages that tile the document in order.

        `"".join(p.text for p in passages) == document.text`, each within the token budget, cut at
        headings, then paragraphs, then sentences, then words; never inside a grapheme cluster.
        """


class Embedder(Protocol):
    """Turns text into vectors."""

    @property
    def identity(self) -> str:
        """Name, hash of the weights, prompts and dimension; two embedders that could give other
        vectors for the same text have other identities.
        """

    @property
    def dimension(self) -> int:
        """Length d of a vector."""

    def embed_queries(self, queries: Sequence[str]) -> FloatMatrix:
        """(n, d) float32, unit norm; an empty list gives (0, d)."""

    def embed_passages(self, passages: Sequence[str]) -> FloatMatrix:
        """(n, d) float32, unit norm; an empty list gives (0, d)."""


class Library(Protocol):
    """Documents, passages, vectors and terms.

    Made for one embedder identity; opening one with vectors of another raises `LibraryMismatch`.
    What `put` and `remove` have returned from is on disk.
    """

    def put(self, document: Document, passages: Sequence[Passage], vectors: FloatMatrix) -> None:
        """Store a document, replacing the one of the same id, wholly or not at all.

        `vectors` has a row per passage, in order; rows of boilerplate passages are not searched.
        """

    def remove(self, ids: Sequence[str]) -> int:
        """Remove documents with all that came from them; an empty list removes nothing.

        Returns how many there were; unknown ids count as none.
        """

    def vacuum(self) -> int:
        """Give the space of what was removed back to the system. Returns how many bytes."""

    def documents(
        self, offset: int = 0, limit: int = 100, search: str = "", collection: str = ""
    ) -> list[LibraryEntry]:
        """One page of the list, by path.

        `search` keeps those whose title or path holds it, `collection` those in that collection.
        """

    def collect(self, collection: str, ids: Sequence[str], *, inside: bool = True) -> int:
        """Put documents into a named collection, or take them out; returns for how many it changed.

        A collection is there while a document is in it. A document that is replaced stays in its
        collections. Raises `LibraryError` for a name that cannot be one.
        """

    def collections(self) -> dict[str, int]:
        """Every collection with the number of its documents, by name."""

    def members(self, collections: Sequence[str]) -> frozenset[str]:
        """Ids of the documents in any of these collections; unknown ones have none."""

    def document(self, key: str) -> Document | None:
        """A document by id or by the path it was added under."""

    def sources(self, ids: Sequence[str]) -> dict[str, Source]:
        """What is said of each of these documents beside a passage; unknown ids are left out."""

    def passages(self, ids: Sequence[int]) -> list[Passage]:
        """Passages in the order asked for; unknown ids are left out."""

    def neighbours(self, passage: int, n: int) -> list[Passage]:
        """Up to `n` passages before and `n` after it in its document, itself included, in order."""

    def embedded(self, document: str) -> list[tuple[Passage, FloatVector]]:
        """The passages of a document that are searched, in order, with their vectors.

        `document` is an id; one that is unknown has none. Vectors are as they were stored.
        """

    def nearest(
        self, vector: FloatVector, k: int, keep: Filter | None = None
    ) -> list[tuple[int, float]]:
        """Up to k (passage id, cosine), highest first, ties by id; boilerplate left out."""

    def matching(
        self, terms: Sequence[str], k: int, keep: Filter | None = None
    ) -> list[tuple[int, float]]:
        """Up to k (passage id, BM25 score), highest first, ties by id; boilerplate left out.

        A passage matches when it holds any of the terms (made by `rag.terms`).
        """

    def sample(self, k: int, also: Sequence[int] = ()) -> dict[int, FloatVector]:
        """Vectors of up to k searched passages and of those in `also`, by passage id.

        The k lowest ids: as ids are hashes, that is a fair sample, and the same one every time.
        Boilerplate and unknown ids are left out.
        """

    def stats(self) -> LibraryStats:
        """Counts over the library."""

    def verify(self, repair: bool = False) -> VerifyReport:
        """Check everything stored; `repair` may rebuild derived data and nothing else."""

    def rest(self) -> None:
        """Let other processes write until the next change here."""

    def close(self) -> None:
        """Release files and locks; further calls raise `LibraryError`."""


class Reader(Protocol):
    """Finds the words in a passage that answer a question, without a language model."""

    def read(self, question: str, hits: Sequence[Hit]) -> list[Evidence]:
        """Evidence with quotes, best first, numbered from 1; at most one per passage.

        Each quote is whole sentences of its passage at exact offsets. `absent` is the calibrated
        probability that the passage does not hold the answer.
        """


class Generator(Protocol):
    """Writes an answer from a prompt."""

    @property
    def identity(self) -> str:
        """Model name and what else decides what it writes."""

    def load(self) -> None:
        """Make ready what the first answer would wait for. Raises `ModelError`."""

    def stream(self, messages: Sequence[dict[str, str]], stop: Callable[[], bool]) -> Iterator[str]:
        """Pieces of the answer as they are made.

        `messages` are {"role": "system"|"user"|"assistant", "content": str}. Ends early, within a
        token, once `stop()` is true. Closing the iterator stops the model as well. Raises
        `ModelError` or `ServerError` in one sentence.
        """


class Entailment(Protocol):
    """Judges whether a claim follows from passages; optional, and none ships."""

    def supports(self, claim: str, passages: Sequence[str]) -> float:
        """Probability, 0 to 1, that the passages together say what the claim says, in any languages.

        It is asked after the facts have been compared: it can doubt a sentence and lower or raise
        its probability, but a number that is in no passage stays unsupported.
        """
