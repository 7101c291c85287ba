"""What every backend demands of a document before it stores it, and the digests it keeps."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from rag.errors import LibraryError
from rag.types import Document, FloatMatrix, FloatVector, Passage

LARGEST_ID = 2**63 - 1
LONGEST_NAME = 80
"""Characters in the name of a collection."""
_DIGEST_BYTES = 16
_SMALLEST_NORM = 1e-6


def checked_rows(
    document: Document, passages: Sequence[Passage], vectors: FloatMatrix, dimension: int
) -> NDArray[np.float16]:
    """The vectors as they are stored: (n, d) float16 of unit norm, zeros for boilerplate.

    Raises `LibraryError` when the passages do not tile the document, when texts or numbers cannot
    be stored, or when the vectors are not one finite row per passage.
    """
    _check_tiling(document, passages)
    _check_storable(document, passages)
    matrix = np.asarray(vectors, dtype=np.float32)
    if matrix.shape != (len(passages), dimension):
        shape = " x ".join(str(size) for size in matrix.shape)
        raise _unfit(document, f"its vectors are {shape}, not {len(passages)} x {dimension}")
    searched = np.array([not passage.boilerplate for passage in passages], dtype=bool)
    rows = np.zeros(matrix.shape, dtype=np.float16)
    norms = np.linalg.norm(matrix[searched], axis=1, keepdims=True)
    if not (np.isfinite(norms) & (norms > _SMALLEST_NORM)).all():
        raise _unfit(document, "the embedder gave a vector that is zero or not a number")
    rows[searched] = (matrix[searched] / norms).astype(np.float16)
    return rows


def checked_query(vector: FloatVector, dimension: int) -> FloatVector:
    """The query as (d,) float32 of unit norm. Raises `LibraryError` when it cannot be one."""
    query = np.asarray(vector, dtype=np.float32)
    if query.shape != (dimension,):
        raise LibraryError(
            f"The question's vector has shape {query.shape}, but this library's are of {dimension}; "
            "use the embedder that the library was made with."
        )
    norm = float(np.linalg.norm(query))
    if not np.isfinite(norm) or norm <= _SMALLEST_NORM:
        raise LibraryError(
            "The embedder gave a question's vector that is zero or not a number; check its weights."
        )
    return query / np.float32(norm)


def is_unicode(text: str) -> bool:
    """Whether a text can be stored at all: file names may hold bytes that are no characters."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def checked_collection(name: str) -> str:
    """The name of a collection as it is stored. Raises `LibraryError` when it cannot be one."""
    plain = " ".join(unicodedata.normalize("NFC", name).split()) if is_unicode(name) else ""
    if not 1 <= len(plain) <= LONGEST_NAME or not plain.isprintable():
        raise LibraryError(
            f"A collection cannot be named {ascii(name[:100])}: a name has 1 to {LONGEST_NAME} "
            "characters that can be printed."
        )
    return plain


def digest(*parts: str | bytes | int) -> bytes:
    """16 bytes of SHA-256 over the parts, each behind its length, so that none can run together."""
    sha = hashlib.sha256()
    for part in parts:
        data = part if isinstance(part, bytes) else str(part).encode("utf-8")
        sha.update(len(data).to_bytes(8, "little"))
        sha.update(data)
    return sha.digest()[:_DIGEST_BYTES]


def folded(text: str) -> str:
    """The form in which titles and paths are compared: no case, no variants of a character."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())


def folded_name(document: Document) -> str:
    """What the list of documents is searched in: the title and the path, folded."""
    return f"{folded(document.title)}\n{folded(document.path)}"


def tiles(starts_and_texts: Sequence[tuple[int, str]]) -> bool:
    """Whether each text starts where the one before it ends, from 0."""
    at = 0
    for start, text in starts_and_texts:
        if start != at:
            return False
        at += len(text)
    return True


def _check_tiling(document: Document, passages: Sequence[Passage]) -> None:
    placed = [(passage.start, passage.text) for passage in passages]
    ends = all(passage.end == passage.start + len(passage.text) for passage in passages)
    in_order = all(passage.index == index for index, passage in enumerate(passages))
    whole = "".join(text for _, text in placed) == document.text
    if not (ends and in_order and whole and tiles(placed)):
        raise _unfit(document, "its passages do not follow one another through its text")
    if any(passage.document_id != document.id for passage in passages):
        raise _unfit(document, "a passage belongs to another document")


def _check_storable(document: Document, passages: Sequence[Passage]) -> None:
    ids = [passage.id for passage in passages]
    if len(set(ids)) != len(ids) or any(not 0 <= number <= LARGEST_ID for number in ids):
        raise _unfit(document, "its passages have ids that are doubled or out of range")
    words = [
        document.id,
        document.path,
        document.title,
        document.text,
        document.language,
        document.media_type,
    ]
    words += [
        part for passage in passages for part in (passage.context, passage.place, passage.language)
    ]
    if not is_unicode("".join(words)):
        raise _unfit(document, "it has characters that are not Unicode")


def _unfit(document: Document, reason: str) -> LibraryError:
    shown = document.path.encode("utf-8", "replace").decode("utf-8")
    return LibraryError(f"{shown} cannot be stored: {reason}; nothing of it was kept.")
