"""Names found in a text, and texts that hold a name in another language or script."""

from __future__ import annotations

import pytest

from rag.facts.names import find_names, held_names, holds_name


def required(text: str, language: str) -> list[str]:
    """The names that a claim would be asked for."""
    return [fact.text for fact in find_names(text, language, []) if fact.required]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "Walmart runs shops in Germany.", ["Walmart", "Germany"]), ("de", "Die Filialen gehören dem Konzern Walmart.", ["Walmart"]),
        ("de", "Der Einzelhandelskonzern wächst.", []), ("en", "In addition, employees receive more.", []), ("fr", "L'entreprise TikTok grandit en Chine.", ["TikTok", "Chine"]),
        ("ru", "Компания Газпром работает в Москве.", ["Газпром", "Москве"]), ("tr", "Walmart'ın Almanya'da mağazası var.", ["Walmart", "Almanya"]),
        ("zh", "TikTok在法国推出了新功能。", ["TikTok", "法国"]), ("ar", "تطبيق TikTok في فرنسا", ["TikTok", "فرنسا"]), ("el", "Η Αθήνα μεγαλώνει.", ["Αθήνα"]),
        ("en", "The CEO said so.", []), ("ja", "米国のYouTubeが伸びた。", ["米国", "YouTube"]),
    ],
)  # fmt: skip
def test_names_are_told_from_words_with_capitals(language, text, expected):
    """Sentence beginnings, German nouns and titles are no names."""
    assert required(text, language) == expected


@pytest.mark.parametrize(
    ("language", "claim", "held_language", "text"),
    [
        ("en", "Germany", "zh", "在德国"), ("de", "Deutschland", "ar", "في ألمانيا"), ("en", "Moscow", "ru", "в Москве"), ("fr", "Moscou", "ar", "إلى موسكو"),
        ("en", "Walmart", "ar", "شركة وول مارت"), ("en", "Gazprom", "ru", "Газпрома"), ("en", "Microsoft", "ja", "マイクロソフトは"), ("en", "Microsoft", "de", "Microsofts Angebot"),
        ("en", "Papadopoulos", "el", "ο Παπαδόπουλος"), ("ru", "Нетаньяху", "he", "נתניהו"), ("es", "Tailandia", "th", "ประเทศไทย"), ("en", "Toyota", "ja", "トヨタの車"),
    ],
)  # fmt: skip
def test_a_name_is_recognised_across_scripts(language, claim, held_language, text):
    """By CLDR for places, by consonants for the rest."""
    (name,) = find_names(f"x {claim}", language, [])

    assert holds_name(held_names(text, held_language), name)


@pytest.mark.parametrize(
    ("language", "claim", "held_language", "text"),
    [
        ("en", "Austria", "en", "Australia"), ("en", "Iran", "en", "Iraq"), ("en", "Amazon", "ar", "شركة وول مارت"), ("en", "Lukoil", "ru", "Газпром"),
        ("en", "Google", "ja", "マイクロソフトは"), ("de", "Frankreich", "zh", "在德国"), ("en", "Bali", "ja", "パリで"),
    ],
)  # fmt: skip
def test_another_name_is_not_taken_for_it(language, claim, held_language, text):
    """Names that look alike are still two."""
    (name,) = find_names(f"x {claim}", language, [])

    assert not holds_name(held_names(text, held_language), name)


def test_spans_that_are_taken_are_passed_over():
    """What belongs to a date or an amount is no name."""
    assert find_names("20 Euro", "de", [(0, 7)]) == []
