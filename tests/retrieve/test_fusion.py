"""Reciprocal rank fusion."""

from rag.retrieve.fusion import fuse, ranks


def test_ranks_start_at_one():
    """The first of a list has rank 1."""
    assert ranks([(7, 0.9), (3, 0.5)]) == {7: 1, 3: 2}


def test_a_passage_found_by_both_legs_comes_before_one_found_by_one():
    """1/(60+2) twice is more than 1/(60+1) once."""
    fused = fuse([{1: 1, 2: 2}, {3: 1, 2: 2}])

    assert fused[0] == (2, 2 / 62)


def test_ties_are_broken_by_id():
    """Two passages of one score come in the order of their ids, whatever leg found them."""
    assert [passage for passage, _ in fuse([{9: 1}, {4: 1}])] == [4, 9]


def test_no_legs_give_nothing():
    """Nothing found is nothing fused."""
    assert fuse([{}, {}]) == []
