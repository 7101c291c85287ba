"""Figures of merit against values worked out by hand."""

from math import log2

import pytest

from rag.metrics import (
    auroc,
    average_precision,
    citation_precision,
    citation_recall,
    expected_calibration_error,
    mean_average_precision,
    ndcg_at_k,
    recall_at_k,
    reciprocal_rank,
    wilson_interval,
)


def test_recall_counts_what_is_found_of_what_is_wanted():
    """Two of three wanted ids are among the first four."""
    assert recall_at_k("abcde", {"a", "d", "z"}, 4) == pytest.approx(2 / 3)
    assert recall_at_k("abcde", {"e"}, 4) == 0
    assert recall_at_k("aa", {"a", "b"}, 2) == 0.5


def test_reciprocal_rank_begins_at_one():
    """The first id counts 1, the third a third, an absent one nothing."""
    assert reciprocal_rank("abc", {"a", "c"}) == 1
    assert reciprocal_rank("abc", {"c"}) == pytest.approx(1 / 3)
    assert reciprocal_rank("abc", {"z"}) == 0


def test_binary_ndcg():
    """Relevant at ranks 2 and 4 of two: (1/log2 3 + 1/log2 5) / (1 + 1/log2 3)."""
    expected = (1 / log2(3) + 1 / log2(5)) / (1 + 1 / log2(3))

    assert ndcg_at_k("xayb", {"a", "b"}, 10) == pytest.approx(expected)
    assert ndcg_at_k("abxy", {"a", "b"}, 10) == pytest.approx(1)
    assert ndcg_at_k("xayb", {"a", "b"}, 1) == 0


def test_graded_ndcg():
    """Grades 3, 2, 1 in the order 2, 3, 1."""
    expected = (2 + 3 / log2(3) + 1 / 2) / (3 + 2 / log2(3) + 1 / 2)

    assert ndcg_at_k("bac", {"a": 3.0, "b": 2.0, "c": 1.0}, 3) == pytest.approx(expected)


def test_ndcg_of_more_relevant_ids_than_places_can_reach_one():
    """Only as many as fit are expected."""
    assert ndcg_at_k("ab", {"a", "b", "c"}, 2) == pytest.approx(1)


def test_an_id_that_is_repeated_gains_once():
    """A ranking cannot be made better by saying a good id twice."""
    assert ndcg_at_k("aab", {"a", "b"}, 3) == pytest.approx(1)
    assert average_precision("aab", {"a", "b"}) == pytest.approx(1)


def test_average_precision():
    """Relevant at ranks 1 and 3, a third one missing: (1 + 2/3 + 0) / 3."""
    assert average_precision("abc", {"a", "c", "z"}) == pytest.approx((1 + 2 / 3) / 3)


def test_mean_average_precision_is_over_queries():
    """One perfect query and one with its id second."""
    assert mean_average_precision(["ab", "ab"], [{"a"}, {"b"}]) == pytest.approx(0.75)


def test_citation_precision_and_recall():
    """Three of four citations hold; two of three sentences have one that does."""
    supported = [[True, True], [True, False], []]

    assert citation_precision(supported) == pytest.approx(3 / 4)
    assert citation_recall(supported) == pytest.approx(2 / 3)


def test_auroc():
    """Of four pairs of a positive and a negative, three are in order."""
    assert auroc([0.1, 0.4, 0.35, 0.8], [False, False, True, True]) == pytest.approx(0.75)
    assert auroc([1, 2], [False, True]) == 1
    assert auroc([2, 1], [False, True]) == 0


def test_equal_scores_count_half():
    """A score that never changes tells nothing."""
    assert auroc([5, 5, 5], [True, False, True]) == pytest.approx(0.5)


def test_expected_calibration_error():
    """Two bins: two at 0.9 of which one is true (0.4 off), two at 0.2 with none (0.2 off)."""
    error = expected_calibration_error([0.9, 0.9, 0.2, 0.2], [True, False, False, False])

    assert error == pytest.approx(0.5 * 0.4 + 0.5 * 0.2)


def test_bins_end_at_their_upper_edge():
    """0.65 and 0.7 share the bin (0.6, 0.7]; 0 and 1 have a bin too."""
    assert expected_calibration_error([0.65, 0.7], [True, False]) == pytest.approx(0.175)
    assert expected_calibration_error([0.0, 1.0], [False, True]) == 0


def test_wilson_interval():
    """8 of 10 and 0 of 20, as in tables."""
    assert wilson_interval(8, 10) == pytest.approx((0.4902, 0.9433), abs=1e-4)
    assert wilson_interval(0, 20) == pytest.approx((0.0, 0.1611), abs=1e-4)


@pytest.mark.parametrize(
    "undefined",
    [
        lambda: recall_at_k("ab", set(), 3),
        lambda: ndcg_at_k("ab", {"a": 0.0}, 3),
        lambda: average_precision("ab", []),
        lambda: mean_average_precision([], []),
        lambda: citation_precision([[], []]),
        lambda: citation_recall([]),
        lambda: auroc([1, 2], [True, True]),
        lambda: auroc([1, 2], [True]),
        lambda: expected_calibration_error([], []),
        lambda: expected_calibration_error([1.5], [True]),
        lambda: wilson_interval(0, 0),
        lambda: wilson_interval(3, 2),
    ],
)
def test_a_figure_that_is_not_defined_is_an_error(undefined):
    """Neither 0 nor 1 would be the truth."""
    with pytest.raises(ValueError, match=r"\w+ \w+"):
        undefined()
