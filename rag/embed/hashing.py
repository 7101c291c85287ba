"""An embedder without weights: hashed words and character n-grams, for trials and tests.

It finds passages that share words, names or numbers with the question, in any script, and knows
nothing of meaning or of other languages. The method is feature hashing with signs (Weinberger et
al. 2009, "Feature hashing for large scale multitask learning").
"""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Iterator, Sequence

import numpy as np

from rag.terms import passage_terms
from rag.types import UNKNOWN_LANGUAGE, FloatMatrix

_TRIGRAM_WEIGHT = 0.3


class HashingEmbedder:
    """Deterministic vectors of dimension `dimension`; the same text has the same vector anywhere."""

    def __init__(self, dimension: int = 384) -> None:
        self.dimension = dimension
        self.identity = f"hashing-1-d{dimension}"

    def embed_queries(self, queries: Sequence[str]) -> FloatMatrix:
        """(n, d) float32, unit norm."""
        return self._embed(queries)

    def embed_passages(self, passages: Sequence[str]) -> FloatMatrix:
        """(n, d) float32, unit norm."""
        return self._embed(passages)

    def _embed(self, texts: Sequence[str]) -> FloatMatrix:
        vectors = np.zeros((len(texts), self.dimension), np.float32)
        for row, text in enumerate(texts):
            for feature, count in Counter(_features(text)).items():
                code = zlib.crc32(feature.encode())
                weight = _TRIGRAM_WEIGHT if feature.startswith("#") else 1.0
                # The top bit gives the sign, so that collisions cancel on average.
                sign = 1.0 if code >> 31 else -1.0
                vectors[row, code % self.dimension] += sign * weight * float(np.log1p(count))
        norms = np.linalg.norm(vectors, axis=1, keepdims=True)
        # A text without any feature gets a fixed direction: norms must be one.
        vectors[norms[:, 0] == 0, 0] = 1.0
        return np.asarray(vectors / np.where(norms == 0, 1.0, norms), np.float32)


def _features(text: str) -> Iterator[str]:
    """Terms of the text and character trigrams of the longer ones."""
    for term in passage_terms(text, UNKNOWN_LANGUAGE):
        yield term
        if len(term) > 3:
            padded = f" {term} "
            yield from (f"#{padded[i : i + 3]}" for i in range(len(padded) - 2))
