"""Clusters: a text is never cut inside what a reader sees as one character."""

import regex
from hypothesis import given
from hypothesis import strategies as st

from rag.clusters import is_boundary, last_boundary

MIXED = st.text(
    alphabet="aé e\u0301\u0308.。「」ทีกำनिक्षि한각ᄀ\u1161👍🏽👩\u200d🚀🇩🇪🏴\u200c\ufe0f\u20e3שָ\n",
    max_size=40,
)


@given(MIXED)
def test_boundaries_lie_between_grapheme_clusters(text):
    """What is said to be a boundary is one by the rules of Unicode, and the common ones are found."""
    edges = {0, len(text), *(match.end() for match in regex.finditer(r"\X", text))}

    assert {n for n in range(len(text) + 1) if is_boundary(text, n)} <= edges


@given(MIXED, st.integers(1, 40))
def test_last_boundary_goes_forward_and_lands_on_an_edge(text, limit):
    """It is the nearest edge below the limit, or the end of the first cluster."""
    edges = [match.end() for match in regex.finditer(r"\X", text)]
    expected = max((edge for edge in edges if edge <= limit), default=edges[0] if edges else 0)

    assert last_boundary(text, 0, limit) == expected


def test_a_heap_of_accents_is_cut_all_the_same():
    """A cluster of thousands of marks costs no more than a bounded look ahead."""
    assert 10 < last_boundary("e" + "\u0301" * 100_000, 0, 10) < 100
