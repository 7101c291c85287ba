"""Language balance: the question's own language gets no advantage that its passages did not earn.

Two things favour passages in the question's language. They alone share its words, so they profit
twice from fusion; and embedders place texts of one language a little nearer to each other. So the
legs are fused within each language, where their ranks mean the same, and the languages are merged
by cosine alone, after taking off the mean advantage of the own language (measured on passages with
known translations, kept beside the embedder).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence


def balanced(
    groups: Mapping[str, Sequence[tuple[int, float]]],
    cosines: Mapping[int, float],
    own_language: str,
    own_advantage: float,
) -> list[tuple[int, float]]:
    """(id, score) over all languages, best first, ties by id.

    `groups` holds the fused list of each language, best first; `cosines` the dense score of the
    passages that have one. The i-th passage of a language's fused order gets the i-th highest
    cosine of that language, so that the order within a language stays as fused; `own_advantage` is
    taken off the scores of `own_language`.
    """
    merged: list[tuple[int, float]] = []
    for language, fused in groups.items():
        levels = sorted(
            (cosines[passage] for passage, _ in fused if passage in cosines), reverse=True
        )
        penalty = own_advantage if language == own_language else 0.0
        floor = levels[-1] if levels else 0.0
        for position, (passage, _) in enumerate(fused):
            level = levels[position] if position < len(levels) else floor
            merged.append((passage, level - penalty))
    return sorted(merged, key=lambda item: (-item[1], item[0]))
