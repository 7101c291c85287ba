"""Dates found in a text, in one form."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.facts.dates import agrees, find_dates


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("fr", "le 12 novembre", "0000-11-12"), ("en", "November 12", "0000-11-12"), ("de", "am 12.11.", "0000-11-12"),
        ("zh", "11月12日", "0000-11-12"), ("ar", "12 نوفمبر", "0000-11-12"), ("ru", "12 ноября", "0000-11-12"),
        ("en", "November 12, 2020", "2020-11-12"), ("en", "12th of November, 2020", "2020-11-12"), ("es", "12 de noviembre de 2020", "2020-11-12"),
        ("pt", "12 de novembro de 2020", "2020-11-12"), ("it", "12 novembre 2020", "2020-11-12"), ("nl", "12 november 2020", "2020-11-12"),
        ("pl", "12 listopada 2020", "2020-11-12"), ("tr", "12 Kasım 2020", "2020-11-12"), ("ja", "令和2年11月12日", "2020-11-12"),
        ("ko", "2020년 11월 12일", "2020-11-12"), ("th", "12 พฤศจิกายน พ.ศ. 2563", "2020-11-12"), ("he", "12 בנובמבר 2020", "2020-11-12"),
        ("hi", "12 नवंबर 2020", "2020-11-12"), ("el", "12 Νοεμβρίου 2020", "2020-11-12"), ("hu", "2020. november 12.", "2020-11-12"),
        ("und", "2020-11-12", "2020-11-12"), ("fr", "en septembre", "0000-09-00"), ("ar", "تشرين الثاني 2020", "2020-11-00"), ("zh", "二〇二〇年", "2020-00-00"),
    ],
)  # fmt: skip
def test_a_date_has_one_form_in_every_language(language, text, expected):
    """Names of months come from CLDR, cases and calendars included."""
    assert [set(fact.values) for fact in find_dates(text, language)] == [{expected}]


def test_slashes_mean_two_dates_in_english():
    """11/12/2020 is read both ways where both are in use."""
    (fact,) = find_dates("on 11/12/2020", "en")

    assert fact.values == {"2020-11-12", "2020-12-11"}


def test_a_month_that_is_a_word_too_is_not_asked_for():
    """A month's name like "may" can support a claim but is no fact of it."""
    assert not any(fact.required for fact in find_dates("They may sell it.", "en"))


def test_a_claimed_date_needs_all_that_it_says():
    """What the claim leaves open, the source may say; not the other way round."""
    assert agrees("0000-11-12", "2020-11-12")
    assert not agrees("2020-11-12", "0000-11-12")


@given(st.text(alphabet="0123456789./- 年月日nov", max_size=30))
def test_any_digits_are_searched_without_failing(text):
    """Impossible dates are passed over, and offsets stay inside the text."""
    for fact in find_dates(text, "de"):
        assert text[fact.start : fact.end] == fact.text
