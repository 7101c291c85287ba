import pytest

from rag.library import lexical
from tests.library.samples import SENTENCES, make_document


@pytest.mark.parametrize("language", SENTENCES)
def test_term_lists_come_back_as_they_were_packed(language):
    """In every script, in order, text and title apart."""
    _, [passage, *_] = make_document("a", language)
    lists = lexical.term_lists(passage)
    assert lists.body
    assert lexical.unpacked(lists.packed()) == lists


def test_empty_lists_come_back_empty():
    """Not as lists of one empty term."""
    empty = lexical.TermLists((), ())
    assert lexical.unpacked(empty.packed()) == empty


def test_a_stored_term_has_nothing_that_splits_it():
    """Spaces and control characters become one that is a letter to the index; case is folded."""
    assert lexical.stored_forms(["A b", "c\x00\nd", "", "É", "\udc80"]) == (
        "a\ufffdb",
        "c\ufffd\ufffdd",
        "é",
        "\ufffd",
    )


def test_wanted_terms_are_taken_once():
    """In order of their first use."""
    assert lexical.wanted_forms(["b", "a", "B", "a"]) == ("b", "a")
