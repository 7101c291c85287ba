"""Word-by-word glosses: what is replaced, what stays, and where everything stands."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.gloss import gloss, glossed, languages

KNOWN = [
    ("de", "Krieg", "war"), ("fr", "voiture", "car"), ("es", "ciudad", "city"), ("it", "acqua", "water"),
    ("pt", "escola", "school"), ("nl", "huis", "house"), ("pl", "woda", "water"), ("ru", "город", "city"),
    ("tr", "okul", "school"), ("ar", "المدينة", "city"), ("he", "ספר", "book"), ("hi", "पानी", "water"),
    ("el", "νερό", "water"), ("uk", "вода", "water"), ("sv", "vatten", "water"), ("vi", "nước", "water"),
]  # fmt: skip
TEXTS = [
    "Der Krieg begann 1914 in Europa.", "La voiture coûte 3 000 €.", "Война началась в 1914 году.",
    "بدأت الحرب عام 1914.", "युद्ध 1914 में शुरू हुआ।", "Savaş 1914'te başladı.", "战争于1914年开始。",
    "戦争は1914年に始まった。", "המלחמה החלה ב-1914.", "전쟁은 1914년에 시작되었다.", "Chiến tranh bắt đầu năm 1914.",
    "Ο πόλεμος άρχισε το 1914.", "สงครามเริ่มในปี 1914", "Wojna zaczęła się w 1914 roku.",
]  # fmt: skip
CODES = "de fr ru ar hi tr zh ja he ko vi el th pl".split()  # noqa: SIM905


@pytest.mark.parametrize(("language", "word", "english"), KNOWN)
def test_common_words_have_their_english_one(language, word, english):
    """Everyday words of sixteen languages in seven scripts."""
    assert gloss(word, language) == english


@pytest.mark.parametrize(("text", "language"), list(zip(TEXTS, CODES, strict=True)))
def test_pieces_tile_the_original(text, language):
    """Every character of the original is in one piece, and figures stay as they are."""
    seen = glossed(text, language)

    assert "".join(text[start:end] for _, start, end in seen.pieces) == text
    assert len(seen.original_spans()) == len(seen.text)
    assert "1914" in seen.text or "3 000" in seen.text


@given(st.text(max_size=80), st.sampled_from([*sorted(languages()), "en", "und", "xx", "zh-Hant"]))
def test_any_text_can_be_glossed(text, language):
    """Spans lie in the text, in order, whatever the text is."""
    seen = glossed(text, language)

    assert "".join(text[start:end] for _, start, end in seen.pieces) == text
    assert all(0 <= start < end <= len(text) for start, end in seen.original_spans())


@pytest.mark.parametrize("language", ["en", "und", "zh", "ja", "th", "xx", ""])
def test_a_language_without_a_table_stays_as_it_is(language):
    """English too: it is what the others are glossed into."""
    assert gloss("War 戦争 สงคราม", language) == "War 戦争 สงคราม"


def test_names_and_figures_stay():
    """What no parallel text translates is a name."""
    assert gloss("Kuechly, 11.600 €", "de") == "Kuechly, 11.600 €"


def test_a_compound_is_read_by_its_parts():
    """German writes two words as one."""
    assert gloss("Kriegsschule", "de") == "war school"


def test_an_article_written_together_is_seen_through():
    """Arabic and Hebrew write articles and prepositions without a space."""
    assert gloss("فالماء", "ar") == "water"
    assert gloss("שהמים", "he") == "water"
