"""Hits made by hand for the tests of readers."""

from __future__ import annotations

from collections.abc import Sequence

from rag.types import Hit, Passage, Source


def make_hits(
    rows: Sequence[tuple[str, str]], before: str = "Title\n\n", boilerplate: bool = False
) -> list[Hit]:
    """A hit for each (language, text), ranked in order; each passage begins after `before`."""
    hits = []
    for rank, (language, text) in enumerate(rows, start=1):
        document = f"{rank:016x}"
        source = Source(document, f"/samples/{rank}.txt", f"sample {rank}", language)
        start = len(before)
        passage = Passage(
            rank,
            document,
            0,
            start,
            start + len(text),
            text,
            "",
            language,
            "",
            boilerplate=boilerplate,
        )
        hits.append(Hit(passage, source, rank, 1.0 / rank, rank, 0.5, rank, 1.0))
    return hits


ROWS = [
    (
        "de",
        "Die Kette ist alt. Der Konzern führt 11.600 Läden und beschäftigt zwei Millionen Menschen. Sie wächst weiter.",
    ),
    (
        "fr",
        "La vente était prévue le 12 novembre. Le prix allait de 20 à 30 milliards de dollars. Personne n'a commenté.",
    ),
    ("ru", "Завод стоит в Казани. За год он выпустил 340 автобусов. Там работают 1200 человек."),
    ("zh", "车站于1998年开放。每天有三万名乘客。站内有两家书店。"),
    (
        "ar",
        "يقع الميناء في طنجة. استقبل الميناء سبعة ملايين حاوية خلال العام. وهو مفتوح ليلا ونهارا.",
    ),
    ("ja", "市場は朝五時に開く。魚は一日に二百トン売れる。観光客も多い。"),
    ("hi", "मेला नदी के किनारे लगता है। इसमें 40 लाख लोग आते हैं। यह सात दिन चलता है।"),
    ("th", "สวนสาธารณะเปิดในปี 2563 มีต้นไม้ 900 ต้น เข้าชมฟรี"),
    ("el", "Το μουσείο άνοιξε το 1931. Έχει 5.000 εκθέματα. Η είσοδος κοστίζει 10 ευρώ."),
    ("he", "הגשר נבנה בחיפה. אורכו 340 מטרים. הוא נפתח במאי 2011."),
    ("ko", "도서관은 서울에 있다. 책이 80만 권 있다. 일요일에는 닫는다."),
    ("tr", "Köprü 1973'te açıldı. Uzunluğu 1.560 metredir. Günde 180 bin araç geçer."),
    ("es", "El parque abrió en 1998. Tiene 900 árboles. La entrada es gratuita."),
]
