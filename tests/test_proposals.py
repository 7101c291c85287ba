"""Questions made from documents."""

import json

import pytest

from rag.evaluate import read_questions
from rag.phrases import known_as
from rag.proposals import TEMPLATES, as_lines, propose
from rag.types import Document, Mark

TEXTS = {
    "en": "The bridge over the river Aru is 340 metres long and very old.",
    "de": "Die Brücke über den Fluss Aru ist 340 Meter lang und sehr alt.",
    "fr": "Le pont sur la rivière Aru mesure 340 mètres et il est très vieux.",
    "es": "El puente sobre el río Aru mide 340 metros y es muy antiguo.",
    "pl": "Most na rzece Aru ma 340 metrów długości i jest bardzo stary.",
    "ru": "Мост через реку Ару имеет длину 340 метров и очень стар.",
    "el": "Η γέφυρα στον ποταμό Άρου έχει μήκος 340 μέτρα και είναι παλιά.",
    "ar": "يبلغ طول الجسر فوق نهر آرو 340 مترًا وهو قديم جدًا في المنطقة.",
    "he": "אורכו של הגשר מעל נהר הארו הוא 340 מטרים והוא עתיק מאוד באזור.",
    "hi": "आरू नदी पर बना पुल 340 मीटर लंबा है और बहुत पुराना है।",
    "tr": "Aru nehri üzerindeki köprü 340 metre uzunluğunda ve çok eskidir.",
    "ko": "아루강 위의 다리는 길이가 340미터이며 이 지역에서 아주 오래된 다리라고 한다고 전해집니다.",
}


def document(language):
    """A document with a heading and a sentence that holds one number."""
    text = f"Aru 2.0 / {language} bridge\n\n{TEXTS[language]}"
    marks = (Mark(0, "heading", f"Aru / {language} bridge", 1),)
    return Document(language, f"/x/{language}.txt", "Aru", language, "text/plain", "0", text, marks)


DOCUMENTS = [document(language) for language in TEXTS]


@pytest.mark.parametrize("language", TEXTS)
def test_a_sentence_with_one_number_is_asked_for_it(language):
    """In the document's language, with the number as the answer."""
    (asked,) = propose([document(language)], 1)

    assert asked["answers"][0].startswith("340")
    assert "___" in asked["question"]
    assert asked["language"] == language
    assert asked["documents"] == [f"{language}.txt"]


def test_documents_take_turns_and_a_third_is_asked_in_another_language():
    """The same again with the same seed."""
    asked = propose(DOCUMENTS, 24)

    assert asked == propose(DOCUMENTS, 24)
    assert len({item["documents"][0] for item in asked[:12]}) == 12
    foreign = [item for item in asked if item["documents"][0] != f"{item['language']}.txt"]
    assert len(foreign) == 8
    assert {item["kind"] for item in asked} == {"number", "heading"}


def test_what_is_written_can_be_asked(tmp_path):
    """The file is one that `rag evaluate` reads."""
    file = tmp_path / "own.jsonl"
    file.write_text(as_lines(propose(DOCUMENTS, 10)), encoding="utf-8")

    questions = read_questions(file)

    assert len(questions) == 10
    assert all(question.answerable for question in questions)


def test_no_documents_give_no_questions():
    """An empty library."""
    assert propose([], 5) == []


def test_templates_have_their_place_once_and_belong_to_known_languages():
    """Three of each language."""
    for language, texts in TEMPLATES.items():
        assert known_as(language, TEMPLATES) == language
        assert [text.count("{x}") for text in texts] == [1, 1, 1]
        assert len(set(texts)) == 3
    assert json.dumps(TEMPLATES)
