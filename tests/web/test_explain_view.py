import json

import pytest

from rag.answer import Limits
from rag.explain import Explanation
from rag.types import Evidence, Hit, Seconds, Source
from rag.web.explain_view import explanation, legs, map_note
from rag.web.strings import words
from tests.web.payloads import PAYLOADS
from tests.web.samples import QUOTE, evidence, passage
from tests.web.test_render import read

SAY = words("en")
SOURCE = Source("doc", "/d/f.txt", "Gemeinsame Sache", "de")


def hit(**changes):
    values = {"rank": 1, "score": 0.5, "dense_rank": 3, "dense_score": 0.42, "fused_rank": 4}
    return Hit(passage(), SOURCE, **{**values, **changes})


def explained(hits=None, shown=None, refused=False, messages=None, question="How many?"):
    hits = (hit(),) if hits is None else hits
    shown = (evidence(),) if shown is None else shown
    messages = ({"role": "system", "content": "Answer."}, {"role": "user", "content": QUOTE})
    return Explanation(
        question, "en", tuple(hits), tuple(shown), tuple(shown), refused, Limits(20, 3, 0.63),
        () if refused else messages, "smollm2", {"search": 0.05, "read": 0.2, "prompt": 0.001},
    )  # fmt: skip


def test_every_rank_of_a_hit_is_shown_and_what_each_step_changed():
    """Balance moved it from 4 to 1; a dash where it was not found that way."""
    page = read(explanation(explained(), None, SAY)).text
    for expected in ("How many?", "3 0.42", "–", "1↑3", "Gemeinsame Sache", "11.600 Filialen"):
        assert expected in page


def test_a_way_of_searching_is_a_column_once_a_hit_has_a_rank_of_it():
    """Both of always, and whatever a hit brings along."""
    assert legs([hit()]) == ["dense", "lexical"]
    assert legs([]) == ["dense", "lexical"]


def test_the_threshold_stands_beside_what_was_measured():
    """And it is said what follows."""
    page = read(explanation(explained(), None, SAY)).text
    assert "0.05" in page
    assert "0.63" in page
    assert "Answered:" in page
    page = read(explanation(explained(refused=True), None, SAY)).text
    assert "Refused:" in page
    assert "not asked" in page


def test_the_prompt_is_shown_word_for_word():
    """Nothing of it is left out or changed."""
    assert QUOTE in read(explanation(explained(), None, SAY)).text
    assert "Answer." in read(explanation(explained(), None, SAY)).text


def test_all_of_it_is_there_as_json():
    """What is copied can be read by a machine."""
    page = read(explanation(explained(), None, SAY))
    copied = next(attrs["data-copy"] for _, attrs in page.tags if "data-copy" in attrs)
    form = json.loads(copied)
    assert form["question"] == "How many?"
    assert form["hits"][0]["dense_rank"] == 3
    assert form["refuse_above"] == 0.63


def test_times_are_those_of_the_answer_where_there_was_one():
    """Steps that did not happen are left out; else each step of the explanation itself."""
    page = read(explanation(explained(), Seconds(0.05, 0.21, None, 2.1), SAY)).text
    assert "2.1 s" in page
    assert "First word written" not in page
    assert "Reading" in read(explanation(explained(), None, SAY)).text


def test_without_a_question_it_says_what_to_do():
    """An empty tab explains itself."""
    assert "Ask something in the chat" in explanation(None, None, SAY)


def test_the_map_has_a_key_in_words():
    """Colour alone tells nobody anything."""
    page = read(map_note(90, {"Deutsch": "#2f7f79", "question": "#d43d3d"}, SAY)).text
    assert "Points: 90" in page
    assert "Deutsch" in page


@pytest.mark.parametrize("payload", PAYLOADS)
def test_hostile_text_adds_no_element(payload):
    """Question, title, place, text, quote and prompt can hold what they like."""
    item = passage(text=payload, place=payload)
    source = Source("d", payload, payload, "de")
    found = Hit(item, source, 1, 0.1, fused_rank=1)
    shown = Evidence(1, source, item, item.start, item.end, payload, 0.5, 0.1)
    page = explanation(explained((found,), (shown,), question=payload), None, SAY)
    page += map_note(1, {payload: "#d43d3d"}, SAY)
    tags = read(page).tags
    assert {tag for tag, _ in tags} <= {
        "h2", "h3", "q", "p", "div", "table", "thead", "tbody", "tr", "th", "td", "span", "bdi",
        "small", "ul", "li", "details", "summary", "pre", "button",
    }  # fmt: skip
    assert not any(
        key.startswith("on") or key in ("src", "href") for _, attrs in tags for key in attrs
    )
