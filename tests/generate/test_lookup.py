"""Tokens guessed from what stands before."""

from rag.generate.lookup import agreed, guess


def test_what_followed_the_last_tokens_before_is_guessed():
    """The latest place counts, and three tokens before two."""
    assert guess([1, 2, 3, 4, 5, 9, 1, 2, 3], 2) == [4, 5]
    assert guess([2, 3, 7, 2, 3, 8, 2, 3], 1) == [8]
    assert guess([1, 2, 3, 4, 9, 2, 3, 5, 1, 2, 3], 1) == [4]


def test_nothing_is_guessed_where_nothing_repeats():
    """Nor of too little, nor when nothing is wanted."""
    assert guess([1, 2, 3, 4], 4) == []
    assert guess([1], 4) == []
    assert guess([], 4) == []
    assert guess([1, 2, 1, 2], 0) == []


def test_only_what_the_model_writes_itself_is_kept():
    """Up to the first difference."""
    assert agreed([4, 5, 6], [4, 5, 7, 8]) == 2
    assert agreed([4, 5], [4, 5, 9]) == 2
    assert agreed([], [1]) == 0
