"""Words that a capital does not make a name."""

from __future__ import annotations

import pytest

from rag.facts.common_words import common_words, is_common, is_form_of_common


@pytest.mark.parametrize(("language", "word"), [("en", "However"), ("de", "Mitarbeiter"), ("de", "Einzelhandelskonzern"), ("fr", "Selon"), ("ru", "Однако"), ("tr", "Ancak"), ("el", "Όμως")])  # fmt: skip
def test_everyday_words_are_common(language, word):
    """German nouns and compounds of them included."""
    assert is_common(word, language)


@pytest.mark.parametrize(
    ("language", "word"),
    [
        ("en", "Walmart"),
        ("de", "Amazon"),
        ("de", "Twitch"),
        ("fr", "Facebook"),
        ("ru", "Газпром"),
        ("pl", "Kraków"),
    ],
)
def test_names_are_not_common(language, word):
    """Names are repeated by translations, words are not."""
    assert not is_common(word, language)
    assert not is_form_of_common(word, language)


def test_a_language_without_a_list_has_no_common_words():
    """Nothing is taken from another language."""
    assert common_words("ja") == frozenset()
