"""Digits of any script and the readings of a written number."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.facts.digits import decimal_sign, plain_digits, readings


@pytest.mark.parametrize("text", ["١٢٣٫٥", "१२३.५", "１２３．５", "๑๒๓.๕", "۱۲۳٫۵"])
def test_digits_of_any_script_become_ascii(text):
    """Arabic, Devanagari, full-width, Thai and Persian digits with their decimal signs."""
    assert plain_digits(text) == "123.5"


@given(st.text(max_size=50))
def test_the_length_never_changes(text):
    """Offsets found in the plain form hold in the original."""
    assert len(plain_digits(text)) == len(text)


@pytest.mark.parametrize(
    ("written", "language", "expected"),
    [
        ("11.600", "de", ("11600",)), ("11,600", "en", ("11600",)), ("11.600", "en", ("11.6", "11600")),
        ("11,600", "fr", ("11.6", "11600")), ("1.234,5", "de", ("1234.5",)), ("1,234.5", "en", ("1234.5",)),
        ("0,600", "en", ("0.6",)), ("1.234.567", "en", ("1234567",)), ("3.11.4", "de", ("3.11.4",)),
        ("11'600", "de", ("11600",)), ("12,50", "en", ("12.5",)), ("007", "en", ("7",)), ("14:30", "en", ("14:30",)),
    ],
)  # fmt: skip
def test_a_written_number_is_read_as_its_language_does(written, language, expected):
    """A second reading stays only where the language's own would be a decimal."""
    assert readings(written, language) == expected


def test_an_unknown_language_has_no_decimal_sign():
    """Nothing is assumed, least of all English."""
    assert (decimal_sign("und"), decimal_sign("xx-nonsense")) == ("", "")
    assert readings("11.600", "und") == ("11600", "11.6")
