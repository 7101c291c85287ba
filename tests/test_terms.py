"""Terms: a word of a question finds its forms in passages, in every script."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.terms import fold, passage_terms, query_terms, stop_words

# Language and word of the question, language and text of the passage.
MATCHES = [
    ("zh", "大学", "zh", "北京大学站"),
    ("zh", "大", "zh", "北京大学站"),
    ("ja", "大学", "zh", "北京大学站"),
    ("ja", "東京", "ja", "東京都の人口"),
    ("ja", "データ", "ja", "データセンター"),
    ("en", "zurich", "de", "die Stadt Zürich"),
    ("de", "Zürich", "en", "flights to ZURICH"),
    ("de", "Straße", "de", "STRASSE"),
    ("pl", "łódź", "en", "Lodz"),
    ("tr", "ISPARTA", "tr", "Isparta'da"),
    ("tr", "istanbul", "tr", "İSTANBUL"),
    ("en", "stores", "en", "one store"),
    ("de", "Filiale", "de", "11.600 Filialen"),
    ("fr", "magasin", "fr", "les magasins"),
    ("fr", "application", "fr", "l’application"),
    ("ru", "магазины", "ru", "11 600 магазинов"),
    ("und", "Москва", "und", "в Москве"),
    ("ru", "ёлка", "ru", "новая елка"),
    ("uk", "завод", "uk", "на заводі"),
    ("el", "κατάστημα", "el", "ΚΑΤΑΣΤΗΜΑΤΑ"),
    ("ar", "جامعة", "ar", "في الجامعة"),
    ("ar", "مدرسة", "ar", "مَدْرَسَةٌ كبيرة"),
    ("ar", "إدارة", "ar", "اداره"),
    ("fa", "کتاب", "fa", "كتاب‌ها"),
    ("he", "שלום", "he", "שָׁלוֹם"),
    ("hi", "विश्वविद्यालय", "hi", "विश्वविद्यालयों में"),
    ("th", "มหาวิทยาลัย", "th", "จุฬาลงกรณ์มหาวิทยาลัยเปิด"),
    ("ko", "서울", "ko", "서울에서는"),
    ("ko", "대학교", "ko", "대학교를 졸업"),
    ("hy", "Երևան", "hy", "երևան"),
    ("km", "ភ្នំពេញ", "km", "រាជធានីភ្នំពេញជា"),
    ("en", "covid-19", "de", "Covid-19-Lage"),
]

NUMBERS = [
    "11.600",
    "11,600",
    "11 600",
    "11\u00a0600",
    "11\u202f600",
    "11'600",
    "١١٬٦٠٠",
    "۱۱٬۶۰۰",
    "११,६००",
]


@pytest.mark.parametrize(("asked", "word", "language", "text"), MATCHES)
def test_a_word_of_a_question_is_found(asked, word, language, text):
    """All terms of a Chinese or Thai word, any form of another."""
    terms = set(passage_terms(text, language))

    assert terms & set(query_terms(word, asked))


@pytest.mark.parametrize(
    ("word", "text"), [("大学", "北京大学站"), ("東京都", "東京都の"), ("ไทย", "ประเทศไทย")]
)
def test_a_word_within_unspaced_text_is_found_wholly(word, text):
    """Each pair of its characters is there."""
    assert set(query_terms(word, "und")) <= set(passage_terms(text, "und"))


@pytest.mark.parametrize("asked", [*NUMBERS, "11600"])
@pytest.mark.parametrize("written", [*NUMBERS, "11600", "1 1600 11600"])
def test_a_number_finds_itself_however_it_is_written(asked, written):
    """Separators and digits of another country hide nothing."""
    assert "11600" in passage_terms(f"({written}).", "und")
    assert "11600" in query_terms(f"{asked}?", "und")


def test_decimals_meet_across_languages():
    """A comma and a point separate the same fraction; a fraction is no thousand."""
    assert set(query_terms("3,5", "de")) & set(passage_terms("3.5", "en"))
    assert "35" not in passage_terms("3,5", "de")
    assert "1234567.89" in set(query_terms("1.234.567,89", "de"))
    assert "1234567.89" in set(passage_terms("1,234,567.89", "en"))


def test_a_date_in_digits_is_no_large_number():
    """Its parts can be found, and it as it was written."""
    terms = passage_terms("12.11.2020", "de")

    assert {"12", "11", "2020", "12.11.2020"} <= set(terms)
    assert "12112020" not in terms


def test_numbers_beside_chinese_are_cut_off():
    """A year is found without the word for year."""
    assert "2020" in passage_terms("2020年成立", "zh")
    assert query_terms("2020", "zh") == ["2020"]


@pytest.mark.parametrize(
    ("question", "language", "kept"),
    [
        ("How many stores does Walmart have?", "en", {"stores", "walmart"}),
        ("Wie viele Filialen hat der Konzern?", "de", {"filialen", "konzern"}),
        ("Combien de magasins y a-t-il en France ?", "fr", {"magasins", "france"}),
        ("¿Cuántas tiendas tiene la empresa?", "es", {"tiendas", "empresa"}),
        ("Сколько магазинов у компании?", "ru", {"магазинов", "компании"}),
        ("Şirketin kaç mağazası var?", "tr", {"magazasi", "sirketin"}),
        ("كم عدد المتاجر في مصر؟", "ar", {"المتاجر", "مصر"}),
        ("कंपनी की कितनी दुकानें हैं?", "hi", {"दुकानें"}),
        ("沃尔玛有多少商店？", "zh", {"沃尔", "商店"}),
    ],
)
def test_function_words_are_left_out_of_questions(question, language, kept):
    """What the question is about stays, what makes it a question goes."""
    terms = query_terms(question, language)

    assert kept <= set(terms)
    assert len(terms) < len(set(passage_terms(question, language)))
    assert not set(terms) & {"how", "wie", "combien", "сколько", "kac", "في", "की", "多少"}


@pytest.mark.parametrize(("question", "language"), [("to be or not to be", "en"), ("и на в", "ru")])
def test_a_question_of_function_words_keeps_them(question, language):
    """Better these than nothing to search by."""
    assert query_terms(question, language)


def test_there_are_function_words_for_thirty_languages():
    """Each has some and none has a whole dictionary; English is one of them."""
    words = stop_words()

    assert len(words) >= 30
    assert "the" in words["en"]
    assert all(10 <= len(found) <= 100 for found in words.values())


def test_marks_that_are_letters_are_kept():
    """Hindi vowels, Thai vowels and Japanese voicing tell words apart."""
    assert fold("की") != fold("का")
    assert fold("ที่") != fold("ท")
    assert fold("が") != fold("か")


def test_stems_are_marked():
    """A stem never passes for a word, since both stand in one column."""
    assert passage_terms("Filialen", "de") == ["filialen", "~filial"]


def test_repeated_words_count_in_passages_only():
    """Frequency matters for what is searched, not for what is asked."""
    assert passage_terms("Kran Kran", "de").count("kran") == 2
    assert query_terms("Kran Kran", "de").count("kran") == 1


@given(st.text(), st.sampled_from(["und", "en", "de", "tr", "ar", "hi", "zh", "th", "xx"]))
def test_terms_are_plain_words(text, language):
    """Any text gives terms without white space, and a text finds itself."""
    terms = passage_terms(text, language)

    assert all(term and not any(map(str.isspace, term)) for term in terms)
    assert set(query_terms(text, language)) <= set(terms)


@pytest.mark.parametrize("text", ["", " \n", "?!…", "👍🏽", "。、"])
def test_text_without_words_has_no_terms(text):
    """Nothing to search by is an empty list, not an error."""
    assert passage_terms(text, "und") == []
    assert query_terms(text, "und") == []
