"""Cities that CLDR does not name."""

from __future__ import annotations

import pytest

from rag.facts.cities import city_names
from rag.facts.territories import find_places
from rag.language import CORE_LANGUAGES


@pytest.mark.parametrize("language", CORE_LANGUAGES)
def test_every_core_language_names_every_city(language):
    """The same cities everywhere, none without a name."""
    names = city_names(language)

    assert names.keys() == city_names("en").keys()
    assert all(names.values())


@pytest.mark.parametrize(
    ("language", "text"),
    [("en", "Beijing"), ("fr", "à Pékin"), ("de", "in Peking"), ("es", "en Pekín"), ("ru", "в Пекине"), ("zh", "在北京"), ("ja", "北京で"), ("ar", "في بكين"), ("it", "a Pechino")],
)  # fmt: skip
def test_one_city_has_one_code(language, text):
    """By its name in each language."""
    assert "city:Beijing" in [code for _, _, code in find_places(text, language)]


def test_other_languages_have_no_list():
    """Nothing is guessed."""
    assert city_names("fi") == {}
