"""Ordinals in words."""

from __future__ import annotations

import pytest

from rag.facts.ordinals import find_ordinals


@pytest.mark.parametrize(
    ("language", "text", "value"),
    [
        ("en", "the third shop", "3"), ("fr", "la quatrième fois", "4"), ("de", "der zwölften Filiale", "12"), ("es", "la quinta tienda", "5"), ("it", "il settimo negozio", "7"),
        ("pt", "a terceira loja", "3"), ("nl", "de zesde winkel", "6"), ("pl", "trzeciego sklepu", "3"), ("ru", "девятого магазина", "9"), ("uk", "перший магазин", "1"),
        ("tr", "üçüncü mağaza", "3"), ("ar", "المتجر الرابع", "4"),
    ],
)  # fmt: skip
def test_an_ordinal_is_its_number_in_any_ending(language, text, value):
    """It supports a sentence and is not asked for."""
    (fact,) = find_ordinals(text, language)

    assert (fact.values, fact.required) == (frozenset({value}), False)


@pytest.mark.parametrize(("language", "text"), [("en", "thirdly speaking"), ("zh", "第三"), ("und", "third"), ("de", "Drittel")])  # fmt: skip
def test_other_words_and_languages_without_a_table_give_none(language, text):
    """第三 is found as a number by itself."""
    assert list(find_ordinals(text, language)) == []
