"""Sentences: spans that tile the text, in any language."""

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from rag.sentences import LONGEST, LONGEST_UNSPACED, line_spans, sentence_spans

NARROW = "\u202f"

# Language and sentences as they should come out; joined, they are what goes in.
CASES = [
    (
        "en",
        [
            "Mr. J. R. Smith came at 3.5 p.m. to us. ",
            "He paid $1.50 for No. 5. ",
            "Really?! ",
            "Yes.",
        ],
    ),
    (
        "de",
        [
            "Sie hat 11.600 Filialen, z. B. in Köln. ",
            "Am 12. November kam Prof. Dr. Meier. ",
            "Gut.",
        ],
    ),
    ("de", ["In der 3. Liga spielt Ludwig XIV. nicht. ", "Er sagte: „Nein.“ ", "Dann ging er."]),
    (
        "fr",
        [
            f"Il a dit «{NARROW}Bonjour{NARROW}!{NARROW}» à M. Dupont. ",
            "Puis il partit, p. ex. hier.",
        ],
    ),
    ("fr", [f"«{NARROW}Vrai{NARROW}?{NARROW}» ", "Le taux est de 3,5 %."]),
    ("es", ["¿Cómo está la Sra. López? ", "¡Muy bien! ", "Ganó 1.200 euros."]),
    ("it", ["Il dott. Rossi arriva. ", "Costa 3.50 euro."]),
    ("pt", ["O Sr. Silva mora na Av. Paulista, n. 5. ", "Ele chegou."]),
    ("nl", ["Mevr. Jansen kwam, d.w.z. niet alleen. ", "Het was 3.5 graden."]),
    ("pl", ["W 2020 r. firma wzrosła m.in. o 3,5%. ", "Dr. Kowalski przyszedł."]),
    ("cs", ["Dne 12. Listopadu přišel. ", "Byla zima."]),
    ("ru", ["А. С. Пушкин жил на ул. Ленина, д. 5. ", "Прибыль — 3,5 млн. руб. за год. ", "Всё."]),
    ("tr", ["Dr. Ahmet 3. Bölümü okudu. ", "Kitap 42 lira mı? ", "Evet."]),
    ("el", ["Ο κ. Παπαδόπουλος ήρθε. ", "Τι είναι; ", "Καλό."]),
    ("ar", ["ما هذا؟ ", "هذا كتاب رقم 3.5. ", "نعم!"]),
    ("fa", ["این چیست؟ ", "کتاب است."]),
    ("he", ["מה זה? ", "פרופ. כהן הגיע. ", "טוב."]),
    ("ur", ["یہ کیا ہے؟ ", "یہ کتاب ہے۔ ", "ہاں۔"]),
    ("hi", ["डॉ. सिंह 3.5 बजे आए। ", "क्या सच? ", "हाँ।"]),
    (
        "zh",
        [
            "“你好！”他说。",
            "价格是3.5元。",
            "《什么？》很好。",
            "他说：“走吧。我们回家。”然后走了。",
        ],
    ),
    ("ja", ["彼は「本当ですか？」と聞いた。", "それは3.5％です。", "「はい。」", "「いいえ。」"]),
    ("ko", ["이것은 무엇입니까? ", "3.5% 성장했다. ", "좋다!"]),
    ("am", ["ይህ ነው። ", "እዚያ ነው።"]),
    ("hy", ["Սա գիրք է։ ", "Այո։"]),
    ("ka", ["ეს წიგნია. ", "დიახ."]),
    ("km", ["នេះជាសៀវភៅ។ ", "បាទ។"]),
    ("my", ["ဒါစာအုပ်။ ", "ဟုတ်တယ်။"]),
    ("und", ["他来了。", "Hello there. ", "यह है। ", "ما هذا؟ ", "Да."]),
]

PARTS = [
    "Hello there. ", "z. B. ", "12. November ", "«\u202fOui\u202f?\u202f» ", "دەق؟ ", "नमस्ते। ", "「何？」と", "你好。", "ไทย ",
    "한국어. ", "שלום! ", "\n", "\n\n", "\t", "  ", "e\u0301\u0323", "👩\u200d🚀", "🇩🇪", "1. ", "- ", "“", "”", "（", "x" * 90,
    "中" * 150, "\u00a0", "\u3000", "\u0085", "\u2028", "Ω; ", "...", "!", "J. ", "ግዕዝ። ",
]  # fmt: skip
MIXED = st.one_of(st.text(), st.lists(st.sampled_from(PARTS), max_size=40).map("".join))
LANGUAGES = st.sampled_from(
    ("und", "en", "de", "fr", "ja", "th", "ar", "hi", "tr", "xx", "zh-Hant")
)


def cut(text, language):
    return [text[start:end] for start, end in sentence_spans(text, language)]


@pytest.mark.parametrize(("language", "sentences"), CASES)
def test_sentences_are_found_in(language, sentences):
    """Abbreviations, ordinals, decimals and quotations do not end a sentence; its marks do."""
    assert cut("".join(sentences), language) == sentences


@given(MIXED, LANGUAGES)
def test_spans_tile_the_text(text, language):
    """Nothing is lost, nothing overlaps, no span is empty."""
    spans = sentence_spans(text, language)

    assert "".join(text[start:end] for start, end in spans) == text
    assert all(start < end for start, end in spans)


@given(MIXED, LANGUAGES)
def test_no_cluster_is_cut(text, language):
    """Each end is an edge of a grapheme cluster."""
    edges = {match.end() for match in regex.finditer(r"\X", text)}

    assert all(end in edges for _, end in sentence_spans(text, language))


@given(MIXED)
def test_lines_tile_the_text(text):
    """Lines too lose nothing."""
    assert "".join(text[start:end] for start, end in line_spans(text)) == text


def test_a_paragraph_ends_a_sentence_without_a_full_stop():
    """A heading does not run into the text below it; the white space stays with the heading."""
    assert cut("Umsatz\n\nEr stieg.", "de") == ["Umsatz\n\n", "Er stieg."]


def test_wrapped_lines_stay_one_sentence():
    """A line end that only the width of the page made is white space."""
    text = (
        "Das Werk an der Elbe, das im vergangenen Jahr noch hatte\n"
        "schließen sollen, bekommt eine neue Halle und mehr als hundert\n"
        "Leute.\n"
    )

    assert cut(text, "de") == [text]


def test_short_lines_are_sentences_of_their_own():
    """Lists, addresses and tables are not wrapped text."""
    text = "Name: Anna\nOrt: Köln\n- rot\n- blau\n"

    assert cut(text, "de") == text.splitlines(keepends=True)


@pytest.mark.parametrize(
    ("language", "text", "longest"),
    [
        ("th", "ร้านค้าเปิดใหม่ในเมือง " * 60, LONGEST_UNSPACED),
        ("zh", "没有标点的文字" * 200, LONGEST_UNSPACED),
        ("en", "word " * 1000, LONGEST),
        ("hi", "शब्द " * 1000, LONGEST),
        ("und", "x" * 5000, LONGEST),
    ],
)
def test_text_without_marks_is_cut_at_a_length(language, text, longest):
    """At a space where there is one, and into parts that are not tiny."""
    sentences = cut(text, language)

    assert max(map(len, sentences)) <= longest
    assert min(map(len, sentences[:-1])) > longest / 3
    if " " in text:
        assert all(sentence.endswith(" ") for sentence in sentences)


@pytest.mark.parametrize("text", ["«" * 20_000 + ". A." * 20_000, "A. " * 100_000, "a\n" * 50_000])
def test_hostile_text_takes_linear_time(text):
    """Unclosed quotes, initials and tiny lines without end are cut within seconds."""
    assert sentence_spans(text, "fr")[-1][1] == len(text)
