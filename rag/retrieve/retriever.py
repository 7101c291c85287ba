"""From a question to hits: dense, lexical and translated legs, fused, balanced over languages, merged."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rag.language import detect
from rag.protocols import Embedder, Library
from rag.retrieve.balance import balanced
from rag.retrieve.dense import nearest_by_language
from rag.retrieve.duplicates import merge_near_duplicates
from rag.retrieve.fusion import fuse, ranks
from rag.retrieve.lexical import matching
from rag.retrieve.translated import translated
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
        across = self._across(question, language, keep)
        ids = dict.fromkeys(passage for passage, _ in (*dense, *lexical, *across))
        found = {passage.id: passage for passage in self._library.passages(list(ids))}
        legs = [[item for item in leg if item[0] in found] for leg in (dense, lexical, across)]
        plain = fuse([ranks(leg) for leg in legs])
        order = self._balanced(plain, found, legs, language) if self._balance else plain
        order = order[: _DUPLICATE_ROOM * k]
        hits = self._hits(order, ranks(plain), found, legs)
        return Found(tuple(merge_near_duplicates(hits)[:k]), language)

    def _across(self, question: str, language: str, keep: Filter | None) -> Scored:
        """Passages in other languages that hold translations of the question's words."""
        by_language = translated(
            self._library, question, language, self._languages(keep), self._leg_hits, keep
        )
        return _together(by_language)

    def _dense(self, vector: FloatVector, keep: Filter | None) -> Scored:
        """The nearest passages; with balance, the nearest of every language."""
        languages = self._languages(keep) if self._balance else []
        if len(languages) < 2:
            return self._library.nearest(vector, self._leg_hits, keep)
        by_language = nearest_by_language(self._library, vector, self._leg_hits, languages, keep)
        return _together(by_language)

    def _languages(self, keep: Filter | None) -> list[str]:
        """Languages of the library that may be searched, the commonest first."""
        counts = self._library.stats().languages
        wanted = keep.languages if keep else None
        allowed = [name for name in counts if wanted is None or name in wanted]
        return sorted(allowed, key=lambda name: (-counts[name], name))[:_MOST_LANGUAGES]

    def _balanced(
        self, plain: Scored, found: Mapping[int, Passage], legs: Sequence[Scored], language: str
    ) -> Scored:
        """The legs fused within each language, the languages merged by cosine."""
        by_language: dict[str, list[Scored]] = {}
        for number, items in enumerate(legs):
            for item in items:
                own = by_language.setdefault(found[item[0]].language, [[] for _ in legs])
                own[number].append(item)
        if len(by_language) < 2:
            return plain
        groups = {name: fuse([ranks(leg) for leg in own]) for name, own in by_language.items()}
        return balanced(groups, dict(legs[0]), language, self._own_advantage)

    def _hits(
        self,
        order: Scored,
        plain_ranks: Mapping[int, int],
        found: Mapping[int, Passage],
        legs: Sequence[Scored],
    ) -> list[Hit]:
        sources = self._library.sources(sorted({found[item[0]].document_id for item in order}))
        dense, lexical, across = map(ranks, legs)
        cosines, matches, translations = map(dict, legs)
        return [
            Hit(
                passage=found[passage],
                source=sources[found[passage].document_id],
                rank=rank,
                score=score,
                dense_rank=dense.get(passage),
                dense_score=cosines.get(passage),
                lexical_rank=lexical.get(passage),
                lexical_score=matches.get(passage),
                translated_rank=across.get(passage),
                translated_score=translations.get(passage),
                fused_rank=plain_ranks[passage],
            )
            for rank, (passage, score) in enumerate(order, start=1)
        ]


def _together(by_language: Mapping[str, Scored]) -> Scored:
    """What was found of each language in one list, best first, ties by id."""
    everything = [item for found in by_language.values() for item in found]
    return sorted(everything, key=lambda item: (-item[1], item[0]))
