"""From a question to hits: dense and lexical legs, fused, balanced over languages, merged."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from rag.language import detect
from rag.protocols import Embedder, Library
from rag.retrieve.balance import balanced
from rag.retrieve.dense import nearest_by_language
from rag.retrieve.duplicates import merge_near_duplicates
from rag.retrieve.fusion import fuse, ranks
from rag.retrieve.lexical import matching
from rag.types import Filter, FloatVector, Hit, Passage

_MOST_LANGUAGES = 32
_DUPLICATE_ROOM = 3

Scored = list[tuple[int, float]]


@dataclass(frozen=True, slots=True)
class Found:
    """All hits of a search and the language detected of the question."""

    hits: tuple[Hit, ...]
    language: str


class Retriever:
    """Searches one library with one embedder.

    `leg_hits` passages are taken from each leg; `own_advantage` is the mean cosine by which the
    embedder favours passages in the question's language.
    """

    def __init__(
        self,
        library: Library,
        embedder: Embedder,
        leg_hits: int,
        balance: bool,
        own_advantage: float,
    ) -> None:
        self._library, self._embedder = library, embedder
        self._leg_hits, self._balance, self._own_advantage = leg_hits, balance, own_advantage

    def search(self, question: str, k: int, keep: Filter | None = None) -> Found:
        """Up to k hits, best first, with all ranks they had on the way."""
        language = detect(question)
        dense = self._dense(self._embedder.embed_queries([question])[0], keep)
        lexical = matching(self._library, question, language, self._leg_hits, keep)
        ids = dict.fromkeys(passage for passage, _ in (*dense, *lexical))
        found = {passage.id: passage for passage in self._library.passages(list(ids))}
        dense = [item for item in dense if item[0] in found]
        lexical = [item for item in lexical if item[0] in found]
        plain = fuse([ranks(dense), ranks(lexical)])
        order = self._balanced(plain, found, dense, lexical, language) if self._balance else plain
        order = order[: _DUPLICATE_ROOM * k]
        hits = self._hits(order, ranks(plain), found, dense, lexical)
        return Found(tuple(merge_near_duplicates(hits)[:k]), language)

    def _dense(self, vector: FloatVector, keep: Filter | None) -> Scored:
        """The nearest passages; with balance, the nearest of every language."""
        languages = self._languages(keep) if self._balance else []
        if len(languages) < 2:
            return self._library.nearest(vector, self._leg_hits, keep)
        by_language = nearest_by_language(self._library, vector, self._leg_hits, languages, keep)
        everything = [item for found in by_language.values() for item in found]
        return sorted(everything, key=lambda item: (-item[1], item[0]))

    def _languages(self, keep: Filter | None) -> list[str]:
        """Languages of the library that may be searched, the commonest first."""
        counts = self._library.stats().languages
        wanted = keep.languages if keep else None
        allowed = [name for name in counts if wanted is None or name in wanted]
        return sorted(allowed, key=lambda name: (-counts[name], name))[:_MOST_LANGUAGES]

    def _balanced(
        self,
        plain: Scored,
        found: Mapping[int, Passage],
        dense: Scored,
        lexical: Scored,
        language: str,
    ) -> Scored:
        """The legs fused within each language, the languages merged by cosine."""
        legs: dict[str, tuple[Scored, Scored]] = {}
        for leg, items in enumerate((dense, lexical)):
            for item in items:
                legs.setdefault(found[item[0]].language, ([], []))[leg].append(item)
        if len(legs) < 2:
            return plain
        groups = {
            name: fuse([ranks(own_dense), ranks(own_lexical)])
            for name, (own_dense, own_lexical) in legs.items()
        }
        return balanced(groups, dict(dense), language, self._own_advantage)

    def _hits(
        self,
        order: Scored,
        plain_ranks: Mapping[int, int],
        found: Mapping[int, Passage],
        dense: Scored,
        lexical: Scored,
    ) -> list[Hit]:
        sources = self._library.sources(sorted({found[item[0]].document_id for item in order}))
        dense_ranks, lexical_ranks = ranks(dense), ranks(lexical)
        cosines, scores = dict(dense), dict(lexical)
        return [
            Hit(
                passage=found[passage],
                source=sources[found[passage].document_id],
                rank=rank,
                score=score,
                dense_rank=dense_ranks.get(passage),
                dense_score=cosines.get(passage),
                lexical_rank=lexical_ranks.get(passage),
                lexical_score=scores.get(passage),
                fused_rank=plain_ranks[passage],
            )
            for rank, (passage, score) in enumerate(order, start=1)
        ]
