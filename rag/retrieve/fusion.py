"""Reciprocal rank fusion: Cormack, Clarke and Büttcher 2009, with their constant k = 60."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

RANK_CONSTANT = 60


def ranks(found: Sequence[tuple[int, float]]) -> dict[int, int]:
    """Rank from 1 of each id in a list sorted best first."""
    return {passage: rank for rank, (passage, _) in enumerate(found, start=1)}


def fuse(legs: Sequence[Mapping[int, int]]) -> list[tuple[int, float]]:
    """(id, score) by the sum over legs of 1 / (60 + rank), best first, ties by id.

    A passage that a leg did not find gets nothing from it.
    """
    scores: dict[int, float] = {}
    for leg in legs:
        for passage, rank in leg.items():
            scores[passage] = scores.get(passage, 0.0) + 1.0 / (RANK_CONSTANT + rank)
    return sorted(scores.items(), key=lambda item: (-item[1], item[0]))
