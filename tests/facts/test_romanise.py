"""Romanisation and consonant skeletons."""

from __future__ import annotations

import pytest

from rag.facts.romanise import alike, romanise, skeleton


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("Москва", "moskva"),
        ("Αθήνα", "athina"),
        ("トヨタ", "toyota"),
        ("São", "sao"),
        ("Łódź", "lodz"),
        ("ひらがな", "hiragana"),
    ],
)
def test_letters_are_written_in_ascii(word, expected):
    """Each script has its table; accents go."""
    assert romanise(word) == expected


@pytest.mark.parametrize(
    ("first", "second"), [("Moscow", "Москва"), ("Moskau", "موسكو"), ("Microsoft", "Майкрософт"), ("Gazprom", "Газпром"), ("Tehran", "تهران"), ("Netanyahu", "נתניהו")]
)  # fmt: skip
def test_one_name_in_two_scripts_is_alike(first, second):
    """Vowels do not count, and consonants only as far as every script writes them."""
    assert alike(skeleton(first), skeleton(second))


@pytest.mark.parametrize(
    ("first", "second"),
    [("Moscow", "Киев"), ("Amazon", "Яндекс"), ("Berlin", "باريس"), ("Paris", "לונדון")],
)
def test_two_names_are_not_alike(first, second):
    """Other consonants, other name."""
    assert not alike(skeleton(first), skeleton(second))
