"""The dense leg: passages whose vectors lie nearest to the question's, overall and per language."""

from __future__ import annotations

from collections.abc import Iterable

from rag.protocols import Library
from rag.types import Filter, FloatVector


def nearest_by_language(
    library: Library, vector: FloatVector, k: int, languages: Iterable[str], keep: Filter | None
) -> dict[str, list[tuple[int, float]]]:
    """The k nearest passages of each language: (id, cosine), best first.

    One list over all languages would hold few of a language that the embedder likes less; balance
    needs the best of each.
    """
    documents = keep.documents if keep else None
    return {
        language: library.nearest(vector, k, Filter(documents, frozenset({language})))
        for language in languages
    }
