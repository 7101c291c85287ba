"""BM25 over term lists, as SQLite's FTS5 computes it, down to the order of the arithmetic.

After Robertson and Zaragoza (2009), "The Probabilistic Relevance Framework: BM25 and Beyond"; the
constants and the floor under rare inverse frequencies: https://sqlite.org/fts5.html, "bm25()".
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

from rag.library.lexical import BODY_WEIGHT, CONTEXT_WEIGHT, TermLists

K1 = 1.2
B = 0.75
LEAST_INVERSE_FREQUENCY = 1e-6


class Bm25:
    """Scores of passages for the terms of one query; `searched` are all passages' terms."""

    def __init__(self, wanted: Sequence[str], searched: Sequence[TermLists]) -> None:
        self._wanted = wanted
        total = sum(len(lists.body) + len(lists.context) for lists in searched)
        self._mean = total / max(1, len(searched))
        holding = Counter(term for lists in searched for term in {*lists.body, *lists.context})
        self._inverse = [_inverse_frequency(len(searched), holding[term]) for term in wanted]

    def score(self, lists: TermLists) -> float | None:
        """Higher is better; None for a passage that holds none of the terms."""
        body, context = Counter(lists.body), Counter(lists.context)
        if not any(term in body or term in context for term in self._wanted):
            return None
        length = len(lists.body) + len(lists.context)
        score = 0.0
        for term, inverse in zip(self._wanted, self._inverse, strict=True):
            frequency = BODY_WEIGHT * body[term] + CONTEXT_WEIGHT * context[term]
            saturation = frequency + K1 * (1.0 - B + B * length / self._mean)
            score += inverse * (frequency * (K1 + 1.0) / saturation)
        return score


def _inverse_frequency(passages: int, holding: int) -> float:
    frequency = math.log((passages - holding + 0.5) / (holding + 0.5))
    return frequency if frequency > 0 else LEAST_INVERSE_FREQUENCY
