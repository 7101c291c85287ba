"""Places by their names in any language, and names that are kept."""

from __future__ import annotations

import pytest

from rag.language import CORE_LANGUAGES
from rag.short.names import read_name, read_term, say_term
from rag.short.pieces import Name, Term


@pytest.mark.parametrize("language", CORE_LANGUAGES)
@pytest.mark.parametrize("code", ["TH", "DE", "CN", "BR", "EG", "JP", "KE", "UA"])
def test_a_country_comes_back_as_it_was_said(language, code):
    """Each language's own name is read as the same country."""
    term = Term(f"territory:{code}")

    assert read_term(say_term(term, language), language, "") == term


@pytest.mark.parametrize(
    ("text", "language", "code"),
    [
        ("in den USA", "de", "territory:US"), ("Германии", "ru", "territory:DE"), ("w Polsce", "pl", "territory:PL"), ("Almanya'nın", "tr", "territory:DE"),
        ("في ألمانيا", "ar", "territory:DE"), ("aux Pays-Bas", "fr", "territory:NL"), ("東京", "ja", "city:Asia/Tokyo"), ("Москве", "ru", "city:Europe/Moscow"), ("北京", "zh", "city:Beijing"),
    ],
)  # fmt: skip
def test_articles_prepositions_and_cases_do_not_hide_a_place(text, language, code):
    """What stands around a name or is its ending."""
    assert read_term(text, language, "") == Term(code)


@pytest.mark.parametrize(("text", "language"), [("französisch", "de"), ("thaïlandais", "fr"), ("немецкий", "ru"), ("French", "en"), ("dollar", "en")])  # fmt: skip
def test_adjectives_and_languages_are_no_places(text, language):
    """Unless the question asks for a language or a currency they may mean more than one thing."""
    assert read_term(text, language, "Who won?") is None


def test_a_language_is_one_when_a_language_is_asked_for():
    """The question decides."""
    assert read_term("Französisch", "de", "Welche Sprache sprechen sie?") == Term("language:fr")


@pytest.mark.parametrize(
    ("text", "language"),
    [("Vanessa Pappas", "fr"), ("Ludwig van Beethoven", "en"), ("TikTok", "de"), ("Владимир Вернадский", "ru"), ("J. R. R. Tolkien", "es")],
)  # fmt: skip
def test_a_proper_name_is_kept_letter_by_letter(text, language):
    """In any script with capitals."""
    assert read_name(text, language, asked=False) == Name(text)


@pytest.mark.parametrize(
    ("text", "language", "asked"),
    [("Lithium", "de", True), ("Protestantism", "en", False), ("die Regierung", "de", True), ("Finanzminister", "de", True), ("the blue bird", "en", True), ("Vikings", "en", True), ("公司", "zh", True), ("", "en", True)],
)  # fmt: skip
def test_a_word_that_may_be_more_than_a_name_is_none(text, language, asked):
    """Nouns with capitals, peoples, scripts without capitals."""
    assert read_name(text, language, asked) is None
