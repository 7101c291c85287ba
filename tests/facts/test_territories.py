"""Countries, languages and cities by any language's name."""

from __future__ import annotations

import pytest

from rag.facts.territories import find_places


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Germany"), ("de", "Deutschland"), ("de", "Deutschlands"), ("fr", "Allemagne"), ("es", "Alemania"), ("ru", "Германии"), ("zh", "在德国"), ("ja", "ドイツで"),
        ("ar", "وألمانيا"), ("tr", "Almanya"), ("pl", "Niemczech"), ("hi", "जर्मनी में"), ("he", "בגרמניה"), ("ko", "독일에서"), ("th", "ในเยอรมนี"), ("und", "Deutschland"),
    ],
)  # fmt: skip
def test_one_country_has_one_code(language, text):
    """Inflected, with a preposition written on, or inside text without spaces."""
    assert [code for _, _, code in find_places(text, language)] == ["territory:DE"]


@pytest.mark.parametrize(
    ("language", "text"),
    [("en", "give us who"), ("fr", "un accord"), ("ja", "タイトル"), ("ar", "السندات والبشرة")],
)
def test_words_that_only_look_like_places_are_none(language, text):
    """Short abbreviations need capitals; a name inside another word is none."""
    assert list(find_places(text, language)) == []
