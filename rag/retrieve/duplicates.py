"""Near-duplicates among found passages: shown once, standing for the others."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from rag.types import Hit

_SHINGLE = 5
_SAME_ABOVE = 0.8


def merge_near_duplicates(hits: Sequence[Hit]) -> list[Hit]:
    """Hits without those whose text nearly equals a better one's; ranks are counted anew.

    Two texts are the same when their sets of 5-character shingles have a Jaccard index above 0.8
    (Broder 1997), compared without case and spaces, and they hold the same numbers: two yearly
    reports that differ in their figures alone are two sources.
    """
    kept: list[Hit] = []
    signatures: list[tuple[frozenset[str], frozenset[str]]] = []
    for hit in hits:
        own = _shingles(hit.passage.text), frozenset(re.findall(r"\d+", hit.passage.text))
        twin = next((at for at, other in enumerate(signatures) if _same(own, other)), None)
        if twin is None:
            kept.append(hit)
            signatures.append(own)
        else:
            kept[twin] = replace(kept[twin], merged=(*kept[twin].merged, hit.passage.id))
    return [replace(hit, rank=rank) for rank, hit in enumerate(kept, start=1)]


def _shingles(text: str) -> frozenset[str]:
    packed = "".join(text.casefold().split())
    return frozenset(packed[at : at + _SHINGLE] for at in range(max(1, len(packed) - _SHINGLE + 1)))


def _same(
    one: tuple[frozenset[str], frozenset[str]], other: tuple[frozenset[str], frozenset[str]]
) -> bool:
    return one[1] == other[1] and _jaccard(one[0], other[0]) > _SAME_ABOVE


def _jaccard(one: frozenset[str], other: frozenset[str]) -> float:
    shorter, longer = sorted((len(one), len(other)))
    if shorter <= _SAME_ABOVE * longer:
        return 0.0
    shared = len(one & other)
    return shared / (shorter + longer - shared)
