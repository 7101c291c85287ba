"""The lexical leg: passages that share terms with the question."""

from __future__ import annotations

from rag.protocols import Library
from rag.terms import query_terms
from rag.types import Filter


def matching(
    library: Library, question: str, language: str, k: int, keep: Filter | None
) -> list[tuple[int, float]]:
    """(id, BM25 score) of up to k passages holding any term of the question, best first."""
    terms = query_terms(question, language)
    return library.matching(terms, k, keep) if terms else []
