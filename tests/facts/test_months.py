"""Names of months."""

from __future__ import annotations

import pytest

from rag.facts.months import month_names, month_number, month_pattern


@pytest.mark.parametrize(
    ("language", "written", "month"),
    [
        ("ru", "ноябре", 11), ("pl", "listopadzie", 11), ("uk", "листопада", 11), ("cs", "listopadu", 11), ("tr", "Kasımda", 11), ("el", "Νοεμβρίου", 11),
        ("de", "Jänner", 1), ("ar", "تشرين الثاني", 11), ("he", "בנובמבר", 11), ("hi", "नवंबर", 11), ("th", "พ.ย", 11), ("fi", "marraskuuta", 11),
    ],
)  # fmt: skip
def test_cases_abbreviations_and_other_calendars_of_names_are_known(language, written, month):
    """Forms from CLDR, and endings that it does not list."""
    match = month_pattern(language).search(written)

    assert match is not None
    assert month_number(match["month"], language) == month


@pytest.mark.parametrize("language", ["ja", "ko"])
def test_languages_that_number_their_months_have_no_names(language):
    """They are read as 11月 elsewhere; the pattern finds nothing."""
    assert month_names(language) == {}
    assert month_pattern(language).search("11月") is None


def test_no_language_takes_the_months_of_another():
    """Babel shares inherited tables; whoever is read first must not leave its names to the rest."""
    month_names("zh")
    month_names("ru")

    assert "一月" not in month_names("de")
    assert "январь" not in month_names("fr")
