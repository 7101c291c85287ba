import pytest

from rag.shingles import resemblance, shingles

SENTENCES = {
    "ar": "استقبل ميناء طنجة سبعة ملايين حاوية خلال العام الماضي.",
    "de": "Der Konzern betreibt 11.600 Filialen in vielen Ländern.",
    "el": "Η αποθήκη στη Θεσσαλονίκη έχει σαράντα πύλες.",
    "fr": "Le décret fixait la date du 12 novembre pour la vente.",
    "he": "הנמל בחיפה נפתח מחדש בשבוע שעבר.",
    "hi": "कारखाने ने पिछले साल तीन सौ चालीस बसें बनाईं।",
    "ja": "北京大学駅には毎日三万人の乗客がいる。",
    "ko": "부산항은 지난해 컨테이너 칠백만 개를 받았다.",
    "ru": "Завод в Казани выпустил 340 автобусов за год.",
    "th": "โรงงานในเชียงใหม่ผลิตรถโดยสารสามร้อยคันเมื่อปีที่แล้ว",
    "tr": "Fabrika geçen yıl üç yüz kırk otobüs üretti.",
    "zh": "北京大学站每天有三万名乘客，车站于一九九八年开放。",
}


def by_hand(one, other):
    """The Jaccard index of the runs as strings."""

    def runs(text):
        packed = "".join(text.casefold().split())
        return {packed[at : at + 5] for at in range(max(1, len(packed) - 4))}

    first, second = runs(one), runs(other)
    return len(first & second) / len(first | second)


@pytest.mark.parametrize("language", SENTENCES)
def test_resemblance_is_the_jaccard_index_of_runs_of_five_characters(language):
    """In every script, spaces or none, it is what counting strings gives."""
    text = SENTENCES[language]
    for other in (text, text[:-8], text[6:], text.replace(text[10:14], "+"), *SENTENCES.values()):
        assert resemblance(shingles(text), shingles(other)) == pytest.approx(by_hand(text, other))


def test_case_and_white_space_do_not_matter():
    """The same words set in another way are the same."""
    assert resemblance(shingles("LE  PORT\nest ouvert"), shingles("Le port est\tOUVERT")) == 1.0


@pytest.mark.parametrize("text", ["", "a", "三", "four"])
def test_a_text_shorter_than_a_run_equals_itself_alone(text):
    """Nothing is divided by zero."""
    assert resemblance(shingles(text), shingles(text)) == 1.0
    assert resemblance(shingles(text), shingles("other")) == 0.0


def test_what_cannot_reach_the_least_is_not_compared():
    """A text and half of it: 0 when more than half is asked for."""
    whole, half = shingles(SENTENCES["de"] * 3), shingles(SENTENCES["de"][:20])

    assert resemblance(whole, half) > 0
    assert resemblance(whole, half, least=0.8) == 0.0
