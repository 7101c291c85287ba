import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.language import (
    CORE_LANGUAGES,
    detect,
    direction,
    english_name,
    native_name,
    normalise,
    script_of,
    scripts,
)

QUESTIONS = {
    "en": "How many stores does the company operate?",
    "fr": "Combien de magasins l'entreprise exploite-t-elle ?",
    "de": "Wie viele Filialen betreibt der Konzern?",
    "es": "¿Cuántas tiendas tiene la empresa?",
    "it": "Quanti negozi gestisce l'azienda?",
    "pt": "Quantas lojas a empresa tem?",
    "nl": "Hoeveel winkels heeft het bedrijf?",
    "pl": "Ile sklepów prowadzi firma?",
    "ru": "Сколько магазинов у компании?",
    "uk": "Скільки магазинів має компанія?",
    "zh": "这家公司经营多少家商店？",
    "ja": "その会社は何店舗を経営していますか？",
    "ko": "그 회사는 매장을 몇 개 운영합니까?",
    "ar": "كم عدد المتاجر التي تديرها الشركة؟",
    "fa": "این شرکت چند فروشگاه دارد؟",
    "he": "כמה חנויות מפעילה החברה?",
    "tr": "Şirketin kaç mağazası var?",
    "hi": "कंपनी कितनी दुकानें चलाती है?",
    "el": "Πόσα καταστήματα έχει η εταιρεία;",
    "th": "บริษัทมีร้านค้ากี่แห่ง",
    "vi": "Công ty có bao nhiêu cửa hàng?",
    "cs": "Kolik obchodů má ta společnost?",
    "hu": "Hány üzlete van a cégnek?",
    "sv": "Hur många butiker har företaget?",
    "ro": "Câte magazine are compania?",
    "ka": "რამდენი მაღაზია აქვს კომპანიას?",
}


@pytest.mark.parametrize("language", QUESTIONS)
def test_a_question_tells_its_language(language):
    """A question of a few words is enough, in any script."""
    assert detect(QUESTIONS[language]) == language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Кто CEO TikTok?", "ru"),
        ("TikTok의 CEO는 누구?", "ko"),
        ("Microsoft と Walmart の共同提案は？", "ja"),
        ("微软和TikTok是什么关系？", "zh"),
        ("ما هو TikTok Shop؟", "ar"),
        ("Wer ist der CEO von ByteDance?", "de"),
    ],
)
def test_names_in_latin_letters_do_not_decide(text, language):
    """A person who writes in another script has Latin names in the question."""
    assert detect(text) == language


@pytest.mark.parametrize("text", ["", "   ", "12 345,67", "?!", "https://", "😀😀"])
def test_too_little_is_unknown_and_never_english(text):
    """Without letters there is no language."""
    assert detect(text) == "und"


def test_a_bare_name_is_unknown():
    """One or two Latin words that are no function words could be of any language."""
    assert detect("Xaryo Kolim") == "und"


@pytest.mark.parametrize(
    ("text", "language"),
    [("東京都渋谷区駅前", "ja"), ("东京的铁路车站", "zh"), ("臺灣鐵路車站", "zh")],
)
def test_chinese_characters_alone_can_be_japanese(text, language):
    """Characters that only one country's standard has decide when there are no kana."""
    assert detect(text) == language


def test_a_long_text_is_read_over_its_whole_length():
    """A first page in another language does not decide."""
    text = (
        QUESTIONS["en"] * 20
        + "\n"
        + "Der Konzern betreibt viele Filialen und beschäftigt sie. " * 3000
    )

    assert detect(text) == "de"


@pytest.mark.parametrize(
    ("char", "script"),
    [("a", "Latin"), ("ß", "Latin"), ("Ａ", "Latin"), ("я", "Cyrillic"), ("λ", "Greek"), ("ش", "Arabic"),
     ("ש", "Hebrew"), ("क", "Devanagari"), ("ि", "Devanagari"), ("ก", "Thai"), ("漢", "Han"), ("々", "Han"),
     ("ひ", "Hiragana"), ("カ", "Katakana"), ("ー", "Katakana"), ("ｶ", "Katakana"), ("한", "Hangul"),
     ("ა", "Georgian"), ("1", "Common"), (" ", "Common"), ("。", "Common"), ("\u0301", "Common"), ("😀", "Common")],
)  # fmt: skip
def test_every_letter_has_its_script(char, script):
    """Vowel signs belong to their script; digits, marks and symbols to none."""
    assert script_of(char) == script


def test_scripts_are_counted_most_first():
    """Letters only, the most frequent script first."""
    counts = scripts("Привет, мир! Hi 123")

    assert counts == {"Cyrillic": 9, "Latin": 2}
    assert list(counts) == ["Cyrillic", "Latin"]
    assert scripts("123 ...") == {}


@pytest.mark.parametrize(
    ("raw", "normal"),
    [
        ("e\u0301te\u0301", "été"),
        ("a\r\nb\rc\u2028d\x0ce", "a\nb\nc\nd\ne"),
        ("\ufeffstart\x00\x07 tab\tkept", "start tab\tkept"),
        ("zero\u200bwidth soft\u00adhyphen", "zerowidth softhyphen"),
        ("pay\u202eetad\u202c now", "payetad now"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("क\u094d\u200dष", "क\u094d\u200dष"),
        ("👩\u200d💻 👩🏽\u200d🚒 ❤\ufe0f\u200d🔥", "👩\u200d💻 👩🏽\u200d🚒 ❤\ufe0f\u200d🔥"),
        ("Wal\u200dmart \u200cTik\u200c\u200dTok", "Walmart TikTok"),
        ("a\ufe01\ufe02\ufe03b", "a\ufe01b"),
        ("hidden\U000e0041\U000e0042", "hidden"),
        ("half \ud83d pair", "half \ufffd pair"),
    ],
)
def test_the_normal_form(raw, normal):
    """Composed, one kind of line end, nothing invisible but joiners that a script needs."""
    assert normalise(raw) == normal


@given(st.text(st.characters(codec=None), max_size=80))
def test_normalising_twice_changes_nothing(text):
    """The normal form is its own normal form, and can be stored as UTF-8."""
    once = normalise(text)

    assert normalise(once) == once
    once.encode("utf-8")


JOINED = st.text(st.sampled_from("ab क्षमی‌‍\ufe0f👩💻🏽\u0301\r\n\u200b\u00ad"), max_size=30)


@given(JOINED)
def test_normalising_twice_changes_nothing_among_joiners(text):
    """The same where invisible characters stand side by side."""
    assert normalise(normalise(text)) == normalise(text)


@pytest.mark.parametrize(
    ("language", "way"),
    [("ar", "rtl"), ("he", "rtl"), ("fa-IR", "rtl"), ("ur", "rtl"), ("pa-Arab", "rtl"), ("de", "ltr"),
     ("zh-Hant", "ltr"), ("und", "ltr"), ("ja", "ltr")],
)  # fmt: skip
def test_direction_follows_the_script(language, way):
    """Arabic and Hebrew scripts run from right to left, whatever the region."""
    assert direction(language) == way


@pytest.mark.parametrize(
    ("language", "own", "english"),
    [("fr", "français", "French"), ("ja", "日本語", "Japanese"), ("ar", "العربية", "Arabic"),
     ("ru", "русский", "Russian"), ("el", "Ελληνικά", "Greek"), ("hi", "हिन्दी", "Hindi"), ("xx", "xx", "xx"),
     ("not a code", "not a code", "not a code")],
)  # fmt: skip
def test_names_of_languages(language, own, english):
    """A language is named as its speakers do, and in English; an unknown code is its own name."""
    assert native_name(language) == own
    assert english_name(language) == english


def test_core_languages_have_names_and_are_detected():
    """Every language of the shipped models is known here."""
    assert len(CORE_LANGUAGES) == 13
    for language in CORE_LANGUAGES:
        assert native_name(language) != language
        assert detect(QUESTIONS[language]) == language
