"""Words that stand for one another across languages."""

import pytest

from rag.translations import languages, translations, units

PAIRS = [
    ("de", "Krieg"), ("fr", "guerre"), ("es", "guerra"), ("it", "guerra"), ("pt", "guerra"), ("ru", "война"),
    ("tr", "savaş"), ("pl", "wojna"), ("ar", "حرب"), ("he", "מלחמה"), ("uk", "війна"), ("cs", "válka"), ("zh", "战争"),
    ("ja", "戦争"),
]  # fmt: skip


def best(word, source, target):
    """The likeliest translation of a word's unit."""
    (unit,) = units(word, source)
    return translations(unit, source, target)[0][0]


@pytest.mark.parametrize(("language", "word"), PAIRS)
def test_a_word_goes_into_english(language, word):
    """Fourteen words for war in six scripts."""
    assert best(word, language, "en") == "~war"


@pytest.mark.parametrize(("language", "word"), PAIRS)
def test_english_goes_into_a_language(language, word):
    """The same the other way: the word is among the options."""
    options = [term for term, _ in translations("~war", "en", language)]

    assert units(word, language)[0] in options


def test_two_foreign_languages_meet_through_english():
    """German to Russian, by way of their English words."""
    options = [term for term, _ in translations(units("Krieg", "de")[0], "de", "ru")]

    assert units("война", "ru")[0] in options


@pytest.mark.parametrize("target", sorted(languages()))
def test_probabilities_are_shares(target):
    """Falling, and at most one in all but for rounding."""
    for source, word in (("en", "~water"), ("de", "~wass"), ("zh", "城市")):
        shares = [share for _, share in translations(word, source, target)]

        assert shares == sorted(shares, reverse=True)
        assert sum(shares) <= 1.05


def test_a_term_stays_itself_in_its_own_language():
    """Nothing is looked up."""
    assert translations("~foo", "de", "de") == (("~foo", 1.0),)


def test_unknown_terms_and_languages_have_no_translations():
    """An empty answer, not an error."""
    assert translations("~qwertzuiop", "de", "en") == ()
    assert translations("~war", "en", "xx") == translations("~war", "xx", "en") == ()


def test_function_words_are_no_units():
    """Nor are figures: both are no use across languages."""
    assert units("und die 11.600 Filialen", "de") == units("Filialen", "de")
