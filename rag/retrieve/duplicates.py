"""Near-duplicates among found passages: shown once, standing for the others."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from rag.shingles import Shingles, resemblance, shingles
from rag.types import Hit

_SAME_ABOVE = 0.8

_Signature = tuple[Shingles, frozenset[str]]
"""Runs of characters, and numbers."""


def merge_near_duplicates(hits: Sequence[Hit]) -> list[Hit]:
    """Hits without those whose text nearly equals a better one's; ranks are counted anew.

    Two texts are the same when their sets of 5-character shingles have a Jaccard index above 0.8
    (Broder 1997), compared without case and spaces, and they hold the same numbers: two yearly
    reports that differ in their figures alone are two sources.
    """
    kept: list[Hit] = []
    signatures: list[_Signature] = []
    for hit in hits:
        own = shingles(hit.passage.text), frozenset(re.findall(r"\d+", hit.passage.text))
        twin = next((at for at, other in enumerate(signatures) if _same(own, other)), None)
        if twin is None:
            kept.append(hit)
            signatures.append(own)
        else:
            kept[twin] = replace(kept[twin], merged=(*kept[twin].merged, hit.passage.id))
    return [replace(hit, rank=rank) for rank, hit in enumerate(kept, start=1)]


def _same(one: _Signature, other: _Signature) -> bool:
    return one[1] == other[1] and resemblance(one[0], other[0], _SAME_ABOVE) > _SAME_ABOVE
