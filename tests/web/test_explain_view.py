import pytest

from rag.types import Hit, Seconds, Source
from rag.web.explain_view import explanation
from rag.web.strings import words
from tests.web.payloads import PAYLOADS
from tests.web.samples import passage
from tests.web.test_render import read

SAY = words("en")


def hit(**changes):
    values = {
        "rank": 1,
        "score": 0.5,
        "dense_rank": 3,
        "dense_score": 0.42,
        "lexical_rank": None,
        "fused_rank": 4,
    }
    return Hit(
        passage(), Source("doc", "/d/f.txt", "Gemeinsame Sache", "de"), **{**values, **changes}
    )


def test_every_rank_of_a_hit_is_shown_and_how_far_it_was_moved():
    """A dash where it was not found that way."""
    page = read(explanation("How many?", [hit()], None, SAY)).text
    for expected in ("How many?", "1↑3", "0.42", "–", "Gemeinsame Sache", "11.600 Filialen"):
        assert expected in page


def test_times_are_bars_with_numbers():
    """Steps that did not happen are left out."""
    page = read(explanation("How many?", [hit()], Seconds(0.05, 0.21, None, 2.1), SAY)).text
    assert "0.05 s" in page
    assert "2.1 s" in page
    assert "First word written" not in page


def test_without_a_question_it_says_what_to_do():
    """An empty tab explains itself."""
    assert "Ask something in the chat" in explanation("", (), None, SAY)


@pytest.mark.parametrize("payload", PAYLOADS)
def test_hostile_text_adds_no_element(payload):
    """Question, title, place and text can hold what they like."""
    found = Hit(
        passage(text=payload, place=payload),
        Source("d", payload, payload, "de"),
        1,
        0.1,
        fused_rank=1,
    )
    tags = {tag for tag, _ in read(explanation(payload, [found], None, SAY)).tags}
    assert tags <= {
        "h3",
        "q",
        "p",
        "div",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "span",
        "bdi",
        "small",
    }
