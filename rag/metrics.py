"""Figures of merit as pure functions. A ranking is a sequence of ids, best first, ranks from 1.

Every figure is between 0 and 1. Where a figure is not defined (nothing is relevant, no label of one
class, nothing to count) the function raises `ValueError`: the caller decides what to leave out.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Mapping, Sequence, Sized
from math import log2, sqrt
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

Items = TypeVar("Items", bound=Sized)


def recall_at_k(ranking: Sequence[Hashable], relevant: Collection[Hashable], k: int) -> float:
    """Share of the relevant ids among the first k.

    |relevant ∩ ranking[:k]| / |relevant|. Manning, Raghavan, Schütze, "Introduction to Information
    Retrieval" (2008), section 8.3.
    """
    wanted = _some(set(relevant))
    return len(wanted & set(ranking[:k])) / len(wanted)


def reciprocal_rank(ranking: Sequence[Hashable], relevant: Collection[Hashable]) -> float:
    """1 / rank of the first relevant id, 0 when there is none in the ranking.

    Voorhees, "The TREC-8 Question Answering Track Report" (1999).
    """
    wanted = _some(set(relevant))
    return next((1 / rank for rank, found in enumerate(ranking, 1) if found in wanted), 0.0)


def ndcg_at_k(
    ranking: Sequence[Hashable],
    relevant: Collection[Hashable] | Mapping[Hashable, float],
    k: int,
) -> float:
    """Normalised discounted cumulative gain of the first k.

    Σ gain / log2(rank + 1), over that of the best possible ranking; the gain is the grade itself
    (a collection instead of a mapping grades its ids 1). An id that occurs twice counts once.
    Järvelin and Kekäläinen, "Cumulated gain-based evaluation of IR techniques" (2002).
    """
    grades = dict(relevant) if isinstance(relevant, Mapping) else dict.fromkeys(relevant, 1.0)
    best = sorted((grade for grade in _some(grades).values() if grade > 0), reverse=True)
    ideal = _discounted(_some(best)[:k])
    unique = list(dict.fromkeys(ranking))
    return _discounted([grades.get(found, 0.0) for found in unique[:k]]) / ideal


def average_precision(ranking: Sequence[Hashable], relevant: Collection[Hashable]) -> float:
    """Mean over the relevant ids of the precision at their rank, 0 for those not in the ranking.

    Manning, Raghavan, Schütze (2008), section 8.4.
    """
    wanted = _some(set(relevant))
    found = 0
    total = 0.0
    for rank, item in enumerate(dict.fromkeys(ranking), 1):
        if item in wanted:
            found += 1
            total += found / rank
    return total / len(wanted)


def mean_average_precision(
    rankings: Sequence[Sequence[Hashable]], relevant: Sequence[Collection[Hashable]]
) -> float:
    """Mean of `average_precision` over queries."""
    scores = [
        average_precision(ranking, wanted)
        for ranking, wanted in zip(rankings, relevant, strict=True)
    ]
    return sum(scores) / len(_some(scores))


def citation_precision(supported: Sequence[Sequence[bool]]) -> float:
    """Share of all citations whose passage supports the sentence that cites it.

    `supported[i][j]` says it of citation j of sentence i. Gao et al., "Enabling Large Language
    Models to Generate Text with Citations" (2023), section 3, without its test of redundancy.
    """
    citations = [citation for sentence in supported for citation in sentence]
    return sum(citations) / len(_some(citations))


def citation_recall(supported: Sequence[Sequence[bool]]) -> float:
    """Share of the sentences that at least one of their citations supports.

    `supported` as in `citation_precision`; a sentence without citations is not supported.
    """
    return sum(any(sentence) for sentence in supported) / len(_some(supported))


def auroc(scores: Sequence[float], labels: Sequence[bool]) -> float:
    """Probability that a positive scores higher than a negative, equal scores counting half.

    (R − p(p + 1) / 2) / (p · n) with R the sum of the mean ranks of the p positives: the
    Mann-Whitney statistic. Hanley and McNeil, "The meaning and use of the area under a receiver
    operating characteristic (ROC) curve" (1982).
    """
    values, truth = _paired(scores, labels)
    positives = int(truth.sum())
    negatives = len(truth) - positives
    if not positives or not negatives:
        raise ValueError("The area under the curve needs labels of both classes.")
    _, inverse, counts = np.unique(values, return_inverse=True, return_counts=True)
    mean_ranks = np.cumsum(counts) - (counts - 1) / 2
    ranked = float(mean_ranks[inverse][truth].sum())
    return (ranked - positives * (positives + 1) / 2) / (positives * negatives)


def expected_calibration_error(
    probabilities: Sequence[float], labels: Sequence[bool], bins: int = 10
) -> float:
    """Mean distance between what was predicted and what came true, over bins of equal width.

    Σ |bin| / n · |mean label − mean probability|; a bin holds (low, high], the first one 0 as
    well. Guo et al., "On Calibration of Modern Neural Networks" (2017), section 2.
    """
    predicted, truth = _paired(probabilities, labels)
    _some(predicted)
    if predicted.min() < 0 or predicted.max() > 1:
        raise ValueError("Probabilities lie between 0 and 1.")
    # Rounding keeps 0.7 * 10, a little above 7 as a float, in the bin that ends at 0.7.
    numbers = np.clip(np.ceil(np.round(predicted * bins, 9)).astype(int) - 1, 0, bins - 1)
    error = 0.0
    for number in np.unique(numbers):
        inside = numbers == number
        error += inside.mean() * abs(truth[inside].mean() - predicted[inside].mean())
    return float(error)


def wilson_interval(successes: int, n: int, z: float = 1.959964) -> tuple[float, float]:
    """Interval for a share, 95 % unless z is given.

    (p + z²/2n ± z √(p(1 − p)/n + z²/4n²)) / (1 + z²/n). Wilson, "Probable inference, the law of
    succession, and statistical inference" (1927).
    """
    if not 0 <= successes <= n or n == 0:
        raise ValueError("An interval needs 0 to n successes of at least one trial.")
    share = successes / n
    centre = share + z * z / (2 * n)
    spread = z * sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    scale = 1 + z * z / n
    return max(0.0, (centre - spread) / scale), min(1.0, (centre + spread) / scale)


def _discounted(gains: Sequence[float]) -> float:
    return sum(gain / log2(rank + 1) for rank, gain in enumerate(gains, 1))


def _paired(
    values: Sequence[float], labels: Sequence[bool]
) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    if len(values) != len(labels):
        raise ValueError("There must be one label for each value.")
    return np.asarray(values, dtype=np.float64), np.asarray(labels, dtype=np.bool_)


def _some(items: Items) -> Items:
    """The items themselves; an empty collection has no figure."""
    if not len(items):
        raise ValueError("There is nothing to take a figure of.")
    return items
