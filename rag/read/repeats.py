"""Evidence that says the same twice."""

from __future__ import annotations

from collections.abc import Sequence

from rag.read.features import terms_of
from rag.types import Evidence

_SAME_QUOTE = 0.9  # share of terms from which two quotes say the same


def without_repeats(rows: Sequence[Evidence]) -> list[Evidence]:
    """Evidence, best first, whose quote says what no better quote has said already."""
    kept: list[tuple[Evidence, frozenset[str]]] = []
    for item in rows:
        terms = terms_of(item.quote, item.passage.language)
        if not any(_same(terms, other) for _, other in kept):
            kept.append((item, terms))
    return [item for item, _ in kept]


def _same(first: frozenset[str], second: frozenset[str]) -> bool:
    together = len(first | second)
    return together > 0 and len(first & second) >= _SAME_QUOTE * together
