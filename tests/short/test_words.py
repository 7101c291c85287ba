"""Bounds, ranges and lists."""

from __future__ import annotations

import pytest

from rag.language import CORE_LANGUAGES
from rag.short.words import bounded, is_doubtful, is_range, joint_pattern, range_pattern


@pytest.mark.parametrize("language", CORE_LANGUAGES)
@pytest.mark.parametrize("bound", ["about", "almost", "over", "under", "least", "most"])
def test_every_bound_can_be_said(language, bound):
    """With the number in it once."""
    assert bounded("40", bound, language).count("40") == 1
    assert bounded("40", bound, language) != "40"


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "between 20 and 30", True), ("en", "20 and 30", False), ("en", "20–30", True), ("fr", "20 à 30", True), ("fr", "20 et 30", False), ("de", "zwischen 20 und 30", True),
        ("ru", "от 20 до 30", True), ("ru", "20 и 30", False), ("zh", "20至30", True), ("ja", "20～30", True), ("ar", "من 20 إلى 30", True), ("tr", "20-30", True),
    ],
)  # fmt: skip
def test_two_numbers_are_a_range_when_words_or_a_dash_say_so(language, text, expected):
    """The word "and" makes one only after "between"."""
    match = range_pattern(language).fullmatch(text)

    assert (match is not None and is_range(match)) == expected


@pytest.mark.parametrize(
    ("language", "text", "count"),
    [("en", "A, B and C", 2), ("fr", "A et B", 1), ("zh", "甲、乙和丙", 2), ("ar", "أ وب", 1), ("de", "1,5", 0), ("ja", "甲と乙", 1), ("tr", "A ve B", 1)],
)  # fmt: skip
def test_lists_are_cut_at_their_commas_and_words(language, text, count):
    """A decimal comma is none."""
    assert len(joint_pattern(language).findall(text)) == count


def test_a_denied_number_is_doubtful():
    """The word before it tells."""
    assert is_doubtful("es waren nicht ", "de")
    assert not is_doubtful("es waren ", "de")
