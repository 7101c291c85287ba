"""Documents to put into a library: fourteen languages, ten scripts, passages cut by hand."""

import hashlib
from dataclasses import replace

import numpy as np

from rag.types import Document, Mark, Passage

DIMENSION = 32
IDENTITY = "sample-embedder-1"

SENTENCES = {
    "en": [
        "The ferry leaves the old harbour at seven. ",
        "It carries 240 passengers. ",
        "Tickets cost four crowns.",
    ],
    "de": [
        "Die Fähre verlässt den alten Hafen um sieben. ",
        "Sie fährt an der Straße vorbei. ",
        "Ein Fahrschein kostet vier Kronen.",
    ],
    "fr": [
        "Le bac quitte le vieux port à sept heures. ",
        "Il transporte 240 passagers. ",
        "L’aller coûte quatre couronnes.",
    ],
    "es": [
        "El barco sale del puerto viejo a las siete. ",
        "Lleva 240 pasajeros. ",
        "Mañana no hay viaje.",
    ],
    "pl": [
        "Prom odpływa ze starego portu o siódmej. ",
        "Zabiera 240 pasażerów. ",
        "Bilet kosztuje cztery korony.",
    ],
    "tr": [
        "Vapur eski limandan yedide kalkar. ",
        "İskelede 240 yolcu bekler. ",
        "Bilet dört krondur.",
    ],
    "ru": [
        "Паром отходит из старой гавани в семь. ",
        "Он берёт 240 пассажиров. ",
        "Билет стоит четыре кроны.",
    ],
    "el": [
        "Το πλοίο φεύγει από το παλιό λιμάνι στις επτά. ",
        "Παίρνει 240 επιβάτες. ",
        "Ο δρόμος είναι κλειστός.",
    ],
    "ar": [
        "تغادر العبّارة الميناء القديم في السابعة. ",
        "تحمل 240 راكبا. ",
        "ثمن التذكرة أربعة كرونات.",
    ],
    "he": ["המעבורת יוצאת מהנמל הישן בשבע. ", "היא נושאת 240 נוסעים. ", "הכרטיס עולה ארבעה כתרים."],
    "hi": ["नाव पुराने बंदरगाह से सात बजे निकलती है। ", "इसमें 240 यात्री बैठते हैं। ", "टिकट चार क्राउन का है।"],
    "th": ["เรือข้ามฟากออกจากท่าเรือเก่าตอนเจ็ดโมง ", "บรรทุกผู้โดยสาร 240 คน ", "ตั๋วราคาสี่โครน"],
    "zh": ["渡轮七点离开旧港。", "它载着二百四十名乘客。", "船票四克朗。"],
    "ja": ["フェリーは七時に古い港を出る。", "乗客は二百四十人です。", "切符は四クローネ。"],
    "ko": ["여객선은 일곱 시에 옛 항구를 떠난다. ", "승객 240명을 태운다. ", "표는 네 크로네이다."],
}
BOILERPLATE = "✂ 1 2 3 » "
LANGUAGES = tuple(SENTENCES)


def make_document(name, language, sentences=None, title=None, notes=()):
    """A document named `/samples/<name>` and its passages, one a sentence, the last boilerplate."""
    parts = [*(SENTENCES[language] if sentences is None else sentences), BOILERPLATE]
    path = f"/samples/{name}"
    text = "".join(parts)
    document = Document(
        id=hashlib.sha256(path.encode()).hexdigest()[:16],
        path=path,
        title=f"{name} · {language}" if title is None else title,
        language=language,
        media_type="text/plain",
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        text=text,
        marks=(Mark(0, "heading", parts[0].strip(), 1), Mark(len(parts[0]), "page", "p. 2")),
        notes=notes,
    )
    return document, _passages(document, parts)


def _passages(document, parts):
    passages, at = [], 0
    for index, part in enumerate(parts):
        passages.append(
            Passage(
                id=_number(document.id, at, part),
                document_id=document.id,
                index=index,
                start=at,
                end=at + len(part),
                text=part,
                context=document.title,
                language=document.language,
                place=f"p. {index + 1}",
                boilerplate=part == BOILERPLATE,
            )
        )
        at += len(part)
    return passages


def _number(*parts):
    return int.from_bytes(hashlib.sha256(repr(parts).encode()).digest()[:8], "little") >> 1


def vector_of(text, dimension=DIMENSION):
    """A unit vector that depends on the text alone."""
    seed = int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "little")
    vector = np.random.default_rng(seed).standard_normal(dimension).astype(np.float32)
    return vector / np.linalg.norm(vector)


def vectors_of(passages, dimension=DIMENSION):
    """(n, d) float32: a row per passage, zeros for boilerplate."""
    rows = [
        np.zeros(dimension) if item.boilerplate else vector_of(item.text, dimension)
        for item in passages
    ]
    return np.array(rows, dtype=np.float32).reshape(len(passages), dimension)


def put(library, name, language, **more):
    """Put a sample document. Returns it and its passages."""
    document, passages = make_document(name, language, **more)
    library.put(document, passages, vectors_of(passages))
    return document, passages


def fill(library):
    """One document in every language. Returns them by language, with their passages."""
    return {language: put(library, f"{language}.txt", language) for language in LANGUAGES}


def numbered(document, passages, shift):
    """The same passages under other ids."""
    return document, [replace(item, id=item.id ^ shift) for item in passages]
