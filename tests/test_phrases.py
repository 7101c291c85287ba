"""What the program says by itself."""

import re

import pytest

from rag.language import CORE_LANGUAGES, scripts
from rag.phrases import (
    CONFLICTS,
    FRAMES,
    REFUSALS,
    disagreement,
    frame,
    known_as,
    language_name,
    refusal,
)


def test_every_core_language_has_all_sentences():
    """And none is another one's."""
    assert set(CORE_LANGUAGES) <= set(FRAMES)
    assert set(FRAMES) == set(REFUSALS) == set(CONFLICTS)
    said = [text for row in REFUSALS.values() for text in row]
    assert len(set(said)) == len(said)
    assert len(set(REFUSALS.values())) == len(REFUSALS)


@pytest.mark.parametrize("language", FRAMES)
def test_a_frame_has_each_part_once(language):
    """Title, language, quote and mark, the mark last."""
    parts = re.findall(r"\{(\w+)\}", FRAMES[language])

    assert sorted(parts) == ["n", "note", "quote", "title"]
    assert FRAMES[language].endswith(" [{n}]")


@pytest.mark.parametrize(
    ("language", "script"),
    [
        ("ru", "Cyrillic"), ("uk", "Cyrillic"), ("bg", "Cyrillic"), ("el", "Greek"),
        ("ar", "Arabic"), ("fa", "Arabic"), ("he", "Hebrew"), ("hi", "Devanagari"),
        ("th", "Thai"), ("zh", "Han"), ("zh-Hant", "Han"), ("ko", "Hangul"), ("de", "Latin"),
    ],
)  # fmt: skip
def test_sentences_are_written_in_their_script(language, script):
    """No language says it in another's letters."""
    assert all(set(scripts(text)) == {script} for text in REFUSALS[language])
    assert set(scripts(CONFLICTS[language].replace("sides", ""))) == {script}
    assert set(scripts(re.sub(r"\{\w+\}", "", FRAMES[language]))) == {script}


@pytest.mark.parametrize("language", ["sw", "und", "", "x-odd", "ka"])
def test_a_language_without_an_entry_gets_no_english(language):
    """A form without words."""
    assert refusal(language) == "∅"
    assert disagreement([("12", 1), ("१३", 2)], language) == "12 [1] ≠ १३ [2]"
    assert frame("नमस्ते", "Titel", 2, language, "und") == "“नमस्ते” — Titel [2]"


@pytest.mark.parametrize(
    ("code", "key"),
    [
        ("pt-BR", "pt"), ("zh-TW", "zh-Hant"), ("zh_Hant_HK", "zh-Hant"), ("zh-CN", "zh"),
        ("nb", "no"), ("EN-gb", "en"), ("xx", None),
    ],
)  # fmt: skip
def test_regions_are_served_by_their_language(code, key):
    """Except where the script differs."""
    assert known_as(code, FRAMES) == key


def test_the_language_is_named_only_when_it_is_another():
    """A German reader need not be told that a German document is German."""
    assert "(" not in frame("x", "T", 1, "de-AT", "de")
    assert "(" not in frame("x", "T", 1, "de", "und")
    assert "(französisch)" in frame("x", "T", 1, "de", "fr").lower()
    assert "（法语）" in frame("x", "T", 1, "zh", "fr")


def test_titles_cannot_carry_marks_or_lines():
    """A title is one line, and only the frame's own number is in brackets."""
    text = frame("a {b} [7]", "Bericht\n[3] {n}", 1, "de", "de")

    assert text == "Im Dokument „Bericht (3) {n}“ steht: „a {b} [7]“ [1]"


@pytest.mark.parametrize(
    ("language", "reader", "name"),
    [
        ("de", "fr", "allemand"), ("ja", "de", "Japanisch"), ("ar", "ru", "арабский"),
        ("fr", "", "français"), ("fr", "xx", "français"), ("xx", "de", "xx"), ("a b", "de", "a b"),
    ],
)  # fmt: skip
def test_languages_are_named_in_the_reader_s(language, reader, name):
    """By CLDR; in itself when the reader's is not known, by its code when it is not either."""
    assert language_name(language, reader) == name


def test_each_reason_of_a_refusal_has_its_own_words():
    """And where no passages are shown, none are announced."""
    said = {refusal("de", reason) for reason in ("not_answering", "nothing_near", "no_question")}

    assert len(said) == 3
    assert (
        refusal("de", "nothing_near", shows_passages=False) == "Davon handeln die Dokumente nicht."
    )
    assert refusal("zh-TW") == "文件中沒有說明。下面顯示最接近的段落。"


def test_both_sides_are_told_with_their_marks():
    """As the sources write them."""
    told = disagreement([("11,501", 1), ("10.500", 3)], "fr-CA")

    assert told == "Les sources divergent\u00a0: 11,501 [1] ≠ 10.500 [3]."
