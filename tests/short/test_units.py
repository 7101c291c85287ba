"""Units and currencies by name."""

from __future__ import annotations

import pytest

from rag.language import CORE_LANGUAGES
from rag.short.units import MEASURES, unit_names, unit_pattern


@pytest.mark.parametrize("language", CORE_LANGUAGES)
def test_every_unit_can_be_said(language):
    """CLDR has a pattern for each in each of the languages."""
    assert [unit for unit in MEASURES if "{0}" not in unit_pattern(unit, 100, language)] == []


@pytest.mark.parametrize(
    ("language", "name", "unit"),
    [
        ("en", "years", "duration-year"), ("fr", "ans", "duration-year"), ("de", "jahren", "duration-year"), ("pl", "lat", "duration-year"), ("ru", "лет", "duration-year"),
        ("zh", "美元", "currency:USD"), ("ja", "円", "currency:JPY"), ("ar", "سنوات", "duration-year"), ("tr", "yıl", "duration-year"), ("it", "euro", "currency:EUR"),
        ("und", "km/h", "speed-kilometer-per-hour"), ("ko", "킬로미터", "length-kilometer"),
    ],
)  # fmt: skip
def test_names_of_units_are_known_in_their_plurals(language, name, unit):
    """From CLDR and, where it lacks a form, by hand."""
    assert unit_names(language)[name] == unit


@pytest.mark.parametrize(
    ("language", "name"), [("ja", "日"), ("ja", "年"), ("zh", "日"), ("en", "m")]
)
def test_what_may_mean_two_things_is_no_unit(language, name):
    """A day of the month, a year of an era, millions or metres."""
    assert name not in unit_names(language)
