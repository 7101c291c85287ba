"""Language balance."""

from rag.retrieve.balance import balanced


def test_an_own_language_passage_found_twice_does_not_beat_a_nearer_foreign_one():
    """The French passage is nearer; that the English one shares words does not put it first."""
    groups = {"en": [(1, 2 / 61)], "fr": [(2, 1 / 61)]}

    order = balanced(groups, {1: 0.50, 2: 0.70}, "en", 0.0)

    assert [passage for passage, _ in order] == [2, 1]


def test_the_order_within_a_language_is_the_fused_one():
    """Passage 2 was put first by both legs, although 1 is a little nearer."""
    groups = {"de": [(2, 0.03), (1, 0.02)], "fr": [(3, 0.01)]}

    order = balanced(groups, {1: 0.8, 2: 0.7, 3: 0.1}, "fr", 0.0)

    assert [passage for passage, _ in order] == [2, 1, 3]


def test_the_measured_advantage_of_the_own_language_is_taken_off():
    """At equal distance after correction the tie goes by id; before it, the own language led."""
    groups = {"en": [(9, 0.02)], "ru": [(4, 0.02)]}

    assert [passage for passage, _ in balanced(groups, {9: 0.62, 4: 0.60}, "en", 0.05)] == [4, 9]
    assert [passage for passage, _ in balanced(groups, {9: 0.62, 4: 0.60}, "en", 0.0)] == [9, 4]


def test_a_passage_found_by_words_alone_is_kept():
    """Without a cosine it gets the lowest of its language, not nothing."""
    groups = {"en": [(1, 0.02), (2, 0.01)], "de": [(3, 0.01)]}

    order = dict(balanced(groups, {1: 0.6, 3: 0.1}, "de", 0.0))

    assert order[2] == 0.6
