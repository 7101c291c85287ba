"""Amounts read in one language and said in another."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.language import CORE_LANGUAGES
from rag.short.amounts import read_amount, say_amount
from rag.short.pieces import Amount


@pytest.mark.parametrize(
    ("text", "language", "value", "unit"),
    [
        ("11.600", "de", "11600", ""), ("11 600", "fr", "11600", ""), ("1.16万", "zh", "11600", ""), ("١١٬٦٠٠", "ar", "11600", ""), ("7 करोड़", "hi", "70000000", ""),
        ("20 млрд рублей", "ru", "20000000000", "currency:RUB"), ("$5", "en", "5", "money:dollar"), ("300円", "ja", "300", "currency:JPY"), ("yüzde 63", "tr", "63", "percent"),
        ("40 τοις εκατό", "el", "40", "percent"), ("zwei Wochen", "de", "2", "duration-week"), ("12 km²", "und", "12", "area-square-kilometer"),
    ],
)  # fmt: skip
def test_an_amount_is_a_value_and_a_unit(text, language, value, unit):
    """Digits of any script, words, scales and units of many languages."""
    amount = read_amount(text, language)

    assert amount is not None
    assert (amount.value, amount.unit) == (Decimal(value), unit)


@pytest.mark.parametrize(
    ("text", "language"),
    [("11.600 Läden", "de"), ("11.600", "en"), ("millions of dollars", "en"), ("half a million", "en"), ("", "en"), ("kilo", "fr"), ("14:30", "en"), ("1.2.3", "en"), ("12日", "ja")],
)  # fmt: skip
def test_what_has_two_meanings_or_a_part_that_is_not_known_is_no_amount(text, language):
    """A noun that is counted, a point that may group, a scale without a number."""
    assert read_amount(text, language) is None


@pytest.mark.parametrize("language", CORE_LANGUAGES)
@given(number=st.integers(0, 10**12))
def test_a_number_comes_back_as_it_was_said(language, number):
    """Said and read again in the same language it is the same value."""
    text = say_amount(Amount(Decimal(number)), language)

    again = read_amount(text, language)

    # "1.234" alone may be read in two ways where the language groups with a space.
    assert again is None or again.value == number
