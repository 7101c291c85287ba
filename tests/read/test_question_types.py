"""What a question asks for."""

from __future__ import annotations

import pytest

from rag.read.question_types import asked_kind

TABLE = [
    ("en", "How many shops are there?", "number"), ("en", "In what year did it open?", "date"), ("en", "Who runs it?", "name"),
    ("fr", "Combien de magasins ?", "number"), ("fr", "Quand a-t-il ouvert ?", "date"), ("fr", "Qui le dirige ?", "name"),
    ("de", "Wie viele Läden gibt es?", "number"), ("de", "Wann wurde es eröffnet?", "date"), ("de", "Wer leitet es?", "name"),
    ("es", "¿Cuántas tiendas hay?", "number"), ("es", "¿Cuándo abrió?", "date"), ("es", "¿Quién la dirige?", "name"),
    ("it", "Quanti negozi ci sono?", "number"), ("it", "Quando ha aperto?", "date"), ("it", "Chi lo dirige?", "name"),
    ("pt", "Quantas lojas há?", "number"), ("pt", "Quando abriu?", "date"), ("pt", "Quem a dirige?", "name"),
    ("nl", "Hoeveel winkels zijn er?", "number"), ("nl", "Wanneer ging het open?", "date"), ("nl", "Wie leidt het?", "name"),
    ("pl", "Ile jest sklepów?", "number"), ("pl", "Kiedy otwarto?", "date"), ("pl", "Kto nim kieruje?", "name"),
    ("ru", "Сколько магазинов?", "number"), ("ru", "Когда он открылся?", "date"), ("ru", "Кто им управляет?", "name"),
    ("tr", "Kaç mağaza var?", "number"), ("tr", "Ne zaman açıldı?", "date"), ("tr", "Kim yönetiyor?", "name"),
    ("ar", "كم متجرا لديها؟", "number"), ("ar", "متى افتتحت؟", "date"), ("ar", "من هو المدير؟", "name"),
    ("hi", "कितनी दुकानें हैं?", "number"), ("hi", "यह कब खुला?", "date"), ("hi", "इसे कौन चलाता है?", "name"),
    ("zh", "有多少家门店？", "number"), ("zh", "什么时候开业？", "date"), ("zh", "谁负责？", "name"),
    ("ja", "店舗はいくつありますか。", "number"), ("ja", "いつ開業しましたか。", "date"), ("ja", "誰が経営していますか。", "name"),
    ("ja", "何年に開業しましたか。", "date"), ("ko", "매장이 몇 개입니까?", "number"), ("ko", "언제 열었습니까?", "date"), ("ko", "누가 운영합니까?", "name"),
    ("th", "มีร้านกี่ร้าน", "number"), ("th", "เปิดเมื่อไร", "date"), ("th", "ใครเป็นเจ้าของ", "name"),
    ("he", "כמה חנויות יש?", "number"), ("he", "מתי זה נפתח?", "date"), ("he", "מי מנהל?", "name"), ("el", "Πόσα καταστήματα υπάρχουν;", "number"),
    ("und", "Combien de magasins ?", "number"), ("en", "Why did it close?", None), ("de", "Warum schloss es?", None), ("zh", "为什么关闭？", None),
]  # fmt: skip


@pytest.mark.parametrize(("language", "question", "kind"), TABLE)
def test_question_words_name_the_kind_of_fact(language, question, kind):
    """Number, date, name or none of them, in sixteen languages."""
    assert asked_kind(question, language) == kind
