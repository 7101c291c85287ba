import math

import pytest

from rag.library.bm25 import Bm25
from rag.library.lexical import TermLists


def test_the_score_is_the_published_formula():
    """By hand: one of three passages holds the term twice and has four terms of seven."""
    passages = [
        TermLists(("a", "a", "b", "c"), ()),
        TermLists(("b", "c"), ()),
        TermLists(("c",), ()),
    ]
    inverse = math.log((3 - 1 + 0.5) / (1 + 0.5))
    expected = inverse * (2 * 2.2) / (2 + 1.2 * (1 - 0.75 + 0.75 * 4 / (7 / 3)))
    assert Bm25(["a"], passages).score(passages[0]) == pytest.approx(expected)
    assert Bm25(["a"], passages).score(passages[1]) is None


def test_a_term_of_most_passages_still_counts_a_little():
    """A passage that holds it is found, with a score above zero."""
    passages = [TermLists(("a",), ()), TermLists(("a", "b"), ())]
    assert 0 < Bm25(["a"], passages).score(passages[0]) < 1e-5


def test_no_passages_at_all_give_no_error():
    """The scores of an empty library can be prepared."""
    assert Bm25(["a"], []).score(TermLists((), ())) is None
