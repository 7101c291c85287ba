import json
from dataclasses import replace

import pytest

from rag import json_form
from rag.forgetting import was_removed, without_documents
from rag.types import Answer, Evidence, Passage, Sentence, ShortAnswer, Source

TEXTS = {
    "de": "Die Brücke wurde 1931 eröffnet.",
    "el": "Η γέφυρα άνοιξε το 1931.",
    "ru": "Мост открыли в 1931 году.",
    "ar": "افتُتح الجسر عام 1931.",
    "he": "הגשר נפתח בשנת 1931.",
    "hi": "पुल 1931 में खुला।",
    "th": "สะพานเปิดในปี 1931",
    "zh": "大桥于1931年通车。",
    "ja": "橋は1931年に開通した。",
    "ko": "다리는 1931년에 열렸다.",
    "tr": "Köprü 1931'de açıldı.",
    "pl": "Most otwarto w 1931 roku.",
}


def evidence(n, language):
    """Evidence number n from the document of a language."""
    text = TEXTS[language]
    source = Source(f"id-{language}", f"/{text}.txt", text, language)
    passage = Passage(n, source.id, 0, 0, len(text), text, text, language, text)
    return Evidence(n, source, passage, 0, len(text), text, 0.9, 0.1)


def answer(*languages):
    """An answer with a sentence for each document, one for both, and one that cites nothing."""
    items = tuple(evidence(n, language) for n, language in enumerate(languages, 1))
    sentences = tuple(Sentence(TEXTS[item.source.language], (item.n,), True) for item in items)
    both = Sentence(" ".join(TEXTS[language] for language in languages), (1, 2), True)
    free = Sentence(TEXTS[languages[0]], (), False, "no_citation")
    text = " ".join(sentence.text for sentence in (*sentences, both, free))
    short = ShortAnswer(TEXTS[languages[0]], TEXTS[languages[0]], 1)
    return Answer("When?", "en", "answered", text, (*sentences, both, free), items, short)


@pytest.mark.parametrize("language", TEXTS)
def test_no_word_of_a_removed_document_is_left(language):
    """Neither quote nor passage, title, path, prose or short answer; the other source's stay."""
    other = "pl" if language != "pl" else "ko"

    left = without_documents(answer(language, other), {f"id-{language}"})

    told = json.dumps(json_form.answer(left), ensure_ascii=False)
    assert TEXTS[language] not in told
    assert TEXTS[language] not in repr(left)
    assert left.text == TEXTS[other]
    assert [was_removed(item) for item in left.evidence] == [True, False]
    assert left.evidence[1] == evidence(2, other)
    assert left.short is None


def test_an_answer_about_other_documents_is_untouched():
    """Nothing is rewritten that need not be."""
    whole = answer("ru", "ja")

    assert without_documents(whole, {"id-th"}) is whole
    assert not any(was_removed(item) for item in whole.evidence)


def test_a_framed_quote_goes_with_its_document():
    """An answer that is nothing but the quote has no text left."""
    quoted = replace(
        answer("ar", "he"), outcome="quoted", sentences=(), text=f"“{TEXTS['ar']}” [1]"
    )

    assert without_documents(quoted, {"id-ar"}).text == ""


def test_removing_twice_changes_nothing_more():
    """What was emptied stays empty when the other document goes as well."""
    once = without_documents(answer("zh", "hi"), {"id-zh"})
    twice = without_documents(once, {"id-zh", "id-hi"})

    assert without_documents(once, {"id-zh"}) == once
    assert all(was_removed(item) for item in twice.evidence)
    assert twice.text == ""
