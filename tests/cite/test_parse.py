"""Sentences and citation marks of an answer, as models of any language write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.cite.parse import parse

KNOWN = (1, 2, 3)

TABLE = [
    ("It has shops [1]. They grow [2].", "en", [("It has shops.", (1,)), ("They grow.", (2,))]),
    ("It has shops. [1] They grow. [2]", "en", [("It has shops.", (1,)), ("They grow.", (2,))]),
    ("It has shops.[1] They grow.[2][3]", "en", [("It has shops.", (1,)), ("They grow.", (2, 3))]),
    ("It has shops [1][2].", "en", [("It has shops.", (1, 2))]),
    ("It has shops [1, 3].", "en", [("It has shops.", (1, 3))]),
    ("It has shops [1-3].", "en", [("It has shops.", (1, 2, 3))]),
    ("It has shops [1] [1].", "en", [("It has shops.", (1,))]),
    ("[1] It has shops. [2] They grow.", "en", [("It has shops.", (1,)), ("They grow.", (2,))]),
    ("Ventes [1] et prix [2] montent.", "fr", [("Ventes et prix montent.", (1, 2))]),
    ("公司有门店【1】。员工很多［２］。", "zh", [("公司有门店。", (1,)), ("员工很多。", (2,))]),
    ("店舗がある。[1]社員も多い。[2]", "ja", [("店舗がある。", (1,)), ("社員も多い。", (2,))]),
    ("للشركة متاجر [١]. وهي تنمو [٢].", "ar", [("للشركة متاجر.", (1,)), ("وهي تنمو.", (2,))]),
    (
        "Магазинов много [1]. Они растут [2]!",
        "ru",
        [("Магазинов много.", (1,)), ("Они растут!", (2,))],
    ),
    (
        "कंपनी की दुकानें हैं [1]। वे बढ़ रही हैं [2]।",
        "hi",
        [("कंपनी की दुकानें हैं।", (1,)), ("वे बढ़ रही हैं।", (2,))],
    ),
    ("มีร้านค้ามากมาย [1]", "th", [("มีร้านค้ามากมาย", (1,))]),
    ("매장이 많다 [1]. 성장한다 [2].", "ko", [("매장이 많다.", (1,)), ("성장한다.", (2,))]),
    ("Υπάρχουν καταστήματα [1].", "el", [("Υπάρχουν καταστήματα.", (1,))]),
    ("יש חנויות [1].", "he", [("יש חנויות.", (1,))]),
    ("No mark at all.", "en", [("No mark at all.", ())]),
    ("Array[1.5] is code [2].", "en", [("Array[1.5] is code.", (2,))]),
    ("It has shops 【1†source】.", "en", [("It has shops.", (1,))]),
]


@pytest.mark.parametrize(("text", "language", "expected"), TABLE)
def test_marks_go_to_their_sentence_and_out_of_the_text(text, language, expected):
    """Every way of writing a mark, before or after the full stop, in many scripts."""
    assert [(item.text, item.citations) for item in parse(text, language, KNOWN)] == expected


def test_a_mark_that_points_nowhere_is_dropped_and_reported():
    """The sentence keeps the citations that exist and tells of the others."""
    (sentence,) = parse("It has shops [1][7].", "en", KNOWN)

    assert (sentence.citations, sentence.unknown) == ((1,), (7,))


@pytest.mark.parametrize("text", ["", "   \n", "[1]", "[1][2]", "...", "。"])
def test_nothing_to_read_gives_no_sentences(text):
    """Marks or punctuation alone are no sentence."""
    assert parse(text, "en", KNOWN) == []


@given(st.text(alphabet="aбע中ก [1]2【】.。,-?!\n", max_size=60))
def test_any_text_is_parsed_without_marks_left(text):
    """Whatever a model writes, no mark stays in a sentence and no citation is invented."""
    for sentence in parse(text, "en", KNOWN):
        assert set(sentence.citations) <= set(KNOWN)
        assert "[1]" not in sentence.text and "【1】" not in sentence.text
