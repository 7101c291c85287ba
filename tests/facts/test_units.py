"""Units beside a number."""

from __future__ import annotations

import pytest

from rag.facts.units import unit_of


@pytest.mark.parametrize(
    ("language", "text", "unit"),
    [
        ("en", "5 percent", "percent"), ("fr", "5 pour cent", "percent"), ("es", "5 por ciento", "percent"), ("de", "5 Prozentpunkte", ""), ("en", "5 Europeans", ""),
        ("en", "5 euros", "euro"), ("pl", "5 złotych", "zloty"), ("ru", "5 рублей", "rouble"), ("hi", "5 रुपये", "rupee"), ("ja", "5ドル", "dollar"), ("he", "5 שנים", "year"),
        ("pl", "5 lat", "year"), ("ar", "5 سنوات", "year"), ("fi", "5 vuotta", "year"), ("ko", "5개월", "month"), ("und", "5 USD", "dollar"), ("en", "5", ""),
    ],
)  # fmt: skip
def test_what_follows_is_read_in_any_language(language, text, unit):
    """Signs, codes, inflected words; other words are no unit."""
    assert unit_of(text, 0, 1, language)[0] == unit


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("$5", "dollar"),
        ("EUR 5", "euro"),
        ("%5", "percent"),
        ("百分之5", "percent"),
        ("¥5", "yen yuan"),
    ],
)
def test_what_stands_before_is_read_too(text, unit):
    """A sign that two currencies share names both."""
    assert unit_of(text, len(text) - 1, len(text), "und")[0] == unit
