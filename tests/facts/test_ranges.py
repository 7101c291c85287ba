"""Ranges of numbers."""

from __future__ import annotations

import pytest

from rag.facts.numbers import find_numbers


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "20 à 30 milliards"), ("de", "20 bis 30 Milliarden"), ("en", "20–30 billion"), ("es", "20 a 30 mil millones"), ("ru", "20–30 миллиардов"),
        ("zh", "200亿到300亿"), ("ja", "200億~300億"), ("tr", "20-30 milyar"), ("ar", "20 إلى 30 مليار"), ("pl", "20 do 30 miliardów"), ("it", "20-30 miliardi"),
    ],
)  # fmt: skip
def test_the_scale_counts_for_both_ends(language, text):
    """Written once, meant twice."""
    assert [set(fact.values) for fact in find_numbers(text, language)] == [
        {"20000000000"},
        {"30000000000"},
    ]


def test_two_numbers_joined_by_and_keep_both_readings():
    """With "between" it is a range, without it may be none."""
    first, _ = find_numbers("between 20 and 30 billion", "en")

    assert first.values == {"20", "20000000000"}
