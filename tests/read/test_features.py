"""Figures measured of sentences."""

from __future__ import annotations

import pytest

from rag.read.features import overlap, rarity, read_question, sentence_facts, shape, terms_of


def test_rare_terms_weigh_more():
    """A term that every text holds says little."""
    weights = rarity([{"shop", "town"}, {"town"}, {"town"}], frozenset({"shop", "town"}))

    assert weights["shop"] > weights["town"] > 0
    assert overlap({"shop"}, weights) > overlap({"town"}, weights)
    assert overlap({"shop", "town"}, weights) == pytest.approx(1.0)


def test_no_terms_overlap_with_nothing():
    """A question of function words alone does not divide by zero."""
    assert overlap({"shop"}, {}) == 0.0


@pytest.mark.parametrize(
    ("question", "sentence", "language", "kind"),
    [
        ("How many shops?", "Es sind 40 Läden.", "de", 1.0), ("How many shops?", "Es sind Läden.", "de", -1.0), ("何年に開業しましたか。", "Abrió en 1998.", "es", 1.0),
        ("Why is it closed?", "Es sind 40 Läden.", "de", 0.0), ("Кто им управляет?", "It is run by Vanessa Pappas.", "en", 1.0),
    ],
)  # fmt: skip
def test_the_kind_of_fact_asked_for_is_looked_for_in_any_language(
    question, sentence, language, kind
):
    """1 when there, -1 when not, 0 when nothing is asked for."""
    assert sentence_facts(read_question(question), sentence, language, 0.0)["kind"] == kind


def test_what_the_question_names_is_no_answer():
    """A question after the head of Walmart is not answered by the name Walmart."""
    assert (
        sentence_facts(read_question("Who leads Walmart?"), "Walmart grows.", "en", 0.0)["kind"]
        == -1.0
    )


def test_headings_and_questions_are_told_from_statements():
    """By their ends and length, in scripts with other marks too."""
    assert shape("Mehr als Läden")["fragment"] == 1.0
    assert shape("これは店舗です。")["fragment"] == 0.0
    assert shape("كم متجرا؟")["asks"] == 1.0


def test_terms_are_those_of_the_index():
    """The same words in another case are the same terms."""
    assert terms_of("Läden", "de") == terms_of("LÄDEN", "de")
