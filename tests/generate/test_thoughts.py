"""Thoughts are never shown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.generate.thoughts import ThoughtFilter, opens_thought


def shown(pieces, thinking=False):
    """What passes the filter."""
    thoughts = ThoughtFilter(thinking)
    return "".join([*(thoughts.feed(piece) for piece in pieces), thoughts.finish()])


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("<think>hm, 92?</think>\n\nEs sind 92 km.", "Es sind 92 km."),
        ("Vorher <think>hm</think> nachher", "Vorher  nachher"),
        ("<think>never ends", ""),
        ("a < b und <thin", "a < b und <thin"),
        ("<thinking>考える</thinking>答えは92です。", "答えは92です。"),
        ("<think></think>", ""),
        ("", ""),
    ],
)
def test_what_stands_between_thought_marks_is_left_out(said, expected):
    """However the text is cut into pieces."""
    assert shown([said]) == expected
    assert shown(list(said)) == expected


def test_a_template_that_opens_the_thought_is_known():
    """The model writes only the end of the thought then."""
    assert opens_thought("<|im_start|>assistant\n<think>\n")
    assert not opens_thought("<|im_start|>assistant\n<think>\n</think>\n")
    assert shown(["hm", "</th", "ink>\nJa."], thinking=True) == "Ja."


@given(st.lists(st.text(alphabet="<>/think ab\n", max_size=12), max_size=8))
def test_the_cut_into_pieces_changes_nothing(pieces):
    """The answer depends on the text, not on how it came."""
    assert shown(pieces) == shown(["".join(pieces)])


@given(st.text(alphabet="abc äöü 日本語\n", max_size=50))
def test_text_without_marks_passes_whole(text):
    """Only empty lines before it are left out."""
    assert shown(list(text)) == text.lstrip()
