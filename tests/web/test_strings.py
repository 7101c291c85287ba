import re
from pathlib import Path

import pytest

from rag.cite.verify import REASONS
from rag.language import CORE_LANGUAGES, script_of
from rag.web.strings import FIRST_LANGUAGE, FOLDER, INTERFACE_LANGUAGES, choices, table, words

WEB = Path(FOLDER).parent
OTHERS = [language for language in INTERFACE_LANGUAGES if language != FIRST_LANGUAGE]
# Texts that are the same word in both languages.
SAME = {"seconds", "nearest_number", "gigabytes", "conversations"}
SAME_IN = {
    "fr": {"column_pages", "column_documents", "collection", "collections", "map_question"},
    "es": {"no"},
    "it": {"no"},
    "nl": {"column_model"},
}
SCRIPTS = {"ru": "Cyrillic", "zh": "Han", "ar": "Arabic"}
BUILT = re.compile(
    r"""f["'](reason|result|column|theme|time|took|setting|rating|copy|export|pack)_\{"""
)


def placeholders(text):
    return sorted(re.findall(r"\{(\w+)\}", text))


def test_every_core_language_has_a_table_and_no_other():
    """What the interface offers is what is translated."""
    assert sorted(file.stem for file in FOLDER.glob("*.toml")) == sorted(CORE_LANGUAGES)


@pytest.mark.parametrize("language", OTHERS)
def test_a_language_translates_every_text(language):
    """No text is missing, left over, empty, or left in the first language."""
    ours, first = table(language), table(FIRST_LANGUAGE)
    assert list(ours) == list(first)
    assert [key for key in ours if not ours[key].strip()] == []
    assert [
        key
        for key in ours
        if ours[key] == first[key] and key not in SAME | SAME_IN.get(language, set())
    ] == []


@pytest.mark.parametrize("language", OTHERS)
def test_a_language_fills_in_the_same_values(language):
    """A translation names each value of the text exactly once as the first language does."""
    ours, first = table(language), table(FIRST_LANGUAGE)
    assert [key for key in ours if placeholders(ours[key]) != placeholders(first[key])] == []


@pytest.mark.parametrize(("language", "script"), SCRIPTS.items())
def test_a_language_is_written_in_its_script(language, script):
    """Each text of a language in another script holds letters of that script."""
    without = [
        key
        for key, text in table(language).items()
        if script not in {script_of(char) for char in text}
    ]
    assert without in ([], ["relevance"]) or all(key in SAME for key in without), without


def test_every_text_is_used_and_every_used_text_exists():
    """The table holds what the page says, no more and no less."""
    source = "\n".join(file.read_text(encoding="utf-8") for file in WEB.glob("*.py")).replace(
        "'", '"'
    )
    families = {f"{match[1]}_" for match in BUILT.finditer(source)}
    unused = [
        key
        for key in table(FIRST_LANGUAGE)
        if f'"{key}"' not in source and not any(key.startswith(family) for family in families)
    ]
    assert unused == []
    asked = set(re.findall(r"""(?:words|say|text)\(\s*"([a-z_]+)\"""", source))
    assert asked - set(table(FIRST_LANGUAGE)) == set()


def test_every_reason_of_the_verifier_has_words():
    """A person is told why a sentence is not supported, in every language."""
    assert [reason for reason in REASONS if f"reason_{reason}" not in table(FIRST_LANGUAGE)] == []


def test_numbers_are_written_as_the_language_does():
    """Thousands and decimals follow the reader's language."""
    assert words("de")("adding_done", total=11600) == "Gelesene Dateien: 11.600"
    assert words("en")("seconds", n=2.1) == "2.1 s"
    assert words("fr")("seconds", n=2.1) == "2,1 s"


def test_a_language_that_is_not_offered_gets_the_first_one():
    """A browser may ask for anything."""
    assert words("tlh").language == FIRST_LANGUAGE


def test_languages_are_offered_under_their_own_names():
    """Nobody must know English to find their language."""
    assert dict((code, shown) for shown, code in choices())["ar"] == "العربية"
