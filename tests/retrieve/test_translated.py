"""The translated leg: found by words that stand for the question's words."""

import numpy as np
import pytest

from rag.library.exact import ExactLibrary
from rag.retrieve.translated import term_groups, translated, weighed
from rag.types import Document, Filter, Passage

TEXTS = {
    "en": "The war began in the harbour.", "de": "Der Krieg begann im Hafen.",
    "fr": "La guerre a commencé dans le port.", "es": "La guerra comenzó en el puerto.",
    "ru": "Война началась в порту.", "zh": "战争从港口开始。", "tr": "Savaş limanda başladı.",
    "ar": "بدأت الحرب في الميناء.", "ja": "戦争は港で始まった。", "pl": "Wojna zaczęła się w porcie.",
    "it": "La guerra cominciò nel porto.", "he": "המלחמה החלה בנמל.",
}  # fmt: skip
OTHERS = {
    "en": "The bakery sells bread.", "de": "Die Bäckerei verkauft Brot.", "fr": "La boulangerie vend du pain.",
    "es": "La panadería vende pan.", "ru": "Пекарня продаёт хлеб.", "zh": "面包店卖面包。", "tr": "Fırın ekmek satar.",
    "ar": "المخبز يبيع الخبز.", "ja": "パン屋はパンを売る。", "pl": "Piekarnia sprzedaje chleb.",
    "it": "Il panificio vende il pane.", "he": "המאפייה מוכרת לחם.",
}  # fmt: skip
QUESTIONS = {
    "en": "When did the war begin?", "de": "Wann begann der Krieg?", "fr": "Quand la guerre a-t-elle commencé ?",
    "ru": "Когда началась война?", "zh": "战争什么时候开始？", "ar": "متى بدأت الحرب؟",
}  # fmt: skip


@pytest.fixture(scope="module")
def library():
    """Two documents in each of twelve languages."""
    held = ExactLibrary("none", 2)
    for number, (language, text) in enumerate([*TEXTS.items(), *OTHERS.items()]):
        document = Document(f"{number:016x}", f"/{number}", "", language, "text/plain", "", text)
        passage = Passage(number, document.id, 0, 0, len(text), text, "", language, "")
        held.put(document, [passage], np.array([[1.0, 0.0]], np.float32))
    return held


@pytest.mark.parametrize(("language", "question"), QUESTIONS.items())
def test_a_question_finds_its_words_in_other_languages(library, language, question):
    """In nearly every other language the passage about the war comes before the other one."""
    found = translated(library, question, language, TEXTS, 10, None)
    numbers = {code: number for number, code in enumerate(TEXTS)}
    right = [code for code, rows in found.items() if rows[0][0] == numbers[code]]

    assert language not in found
    assert len(right) >= 9


def test_a_filter_holds(library):
    """Only the documents asked for."""
    keep = Filter(documents=frozenset({f"{1:016x}"}))

    found = translated(library, "When did the war begin?", "en", ["de", "fr"], 10, keep)

    assert [(code, [row[0] for row in rows]) for code, rows in found.items()] == [("de", [1])]


@pytest.mark.parametrize("language", ["und", "xx"])
def test_an_unknown_language_has_no_translated_leg(library, language):
    """Nothing is guessed."""
    assert translated(library, "foo", language, TEXTS, 10, None) == {}


def test_names_are_looked_for_as_they_are():
    """A word without translations stands for itself."""
    assert {"kuechly": 1.0} in term_groups("Wo spielt Kuechly?", "de", "fr")


def test_a_rare_word_weighs_more_than_a_common_one():
    """Of passages that each hold one word, the one with the rarer is first."""
    texts = ["war", "war", "war", "harbour"]
    passages = [
        Passage(number, "d", number, 0, len(text), text, "", "en", "")
        for number, text in enumerate(texts)
    ]

    scored = weighed([{"war": 1.0}, {"harbour": 1.0}], passages)

    assert scored[0][0] == 3
    assert [item[0] for item in scored[1:]] == [0, 1, 2]
