"""Questions made from the documents of a library, for a first check of somebody's own collection.

Two kinds: what a document says under one of its headings, and which number or date is missing in
one of its sentences. Both are asked by templates in the document's language; every third question
is asked in another language of the library, its words from the document as they stand, so that
pairs of languages are checked too. They are a beginning and no measure: people ask otherwise.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Any

from rag.boilerplate import boilerplate_spans
from rag.facts.fact import Fact
from rag.facts.find import find_facts
from rag.phrases import known_as
from rag.sentences import sentence_spans
from rag.types import Document

_BLANK = "___"
_LEAST_LETTERS, _MOST_LETTERS = 40, 220
_MOST_READ = 60_000
"""Characters of a document that are looked at."""
_OTHER_LANGUAGE = 3
"""Every third question is in another language."""
_MOST_TITLE = 90

# What stands under a heading; which number, which date is missing.
TEMPLATES = {
    "en": ("What is said under “{x}”?", "Which number is missing here: “{x}”?", "Which date is missing here: “{x}”?"),
    "fr": ("Que dit-on sous «\u00a0{x}\u00a0»\u00a0?", "Quel nombre manque ici\u00a0: «\u00a0{x}\u00a0»\u00a0?", "Quelle date manque ici\u00a0: «\u00a0{x}\u00a0»\u00a0?"),
    "de": ("Was steht unter „{x}“?", "Welche Zahl fehlt hier: „{x}“?", "Welches Datum fehlt hier: „{x}“?"),
    "es": ("¿Qué se dice en «{x}»?", "¿Qué número falta aquí: «{x}»?", "¿Qué fecha falta aquí: «{x}»?"),
    "it": ("Che cosa si dice in «{x}»?", "Quale numero manca qui: «{x}»?", "Quale data manca qui: «{x}»?"),
    "pt": ("O que se diz em “{x}”?", "Que número falta aqui: “{x}”?", "Que data falta aqui: “{x}”?"),
    "nl": ("Wat staat er onder ‘{x}’?", "Welk getal ontbreekt hier: ‘{x}’?", "Welke datum ontbreekt hier: ‘{x}’?"),
    "pl": ("Co napisano pod nagłówkiem „{x}”?", "Jakiej liczby tu brakuje: „{x}”?", "Jakiej daty tu brakuje: „{x}”?"),
    "ru": ("Что сказано в разделе «{x}»?", "Какого числа здесь не хватает: «{x}»?", "Какой даты здесь не хватает: «{x}»?"),
    "uk": ("Що сказано в розділі «{x}»?", "Якого числа тут бракує: «{x}»?", "Якої дати тут бракує: «{x}»?"),
    "zh": ("“{x}”一节说了什么？", "这里缺少哪个数字：“{x}”？", "这里缺少哪个日期：“{x}”？"),
    "zh-Hant": ("「{x}」一節說了什麼？", "這裡缺少哪個數字：「{x}」？", "這裡缺少哪個日期：「{x}」？"),
    "ja": ("「{x}」には何と書かれていますか。", "ここに欠けている数は何ですか：「{x}」", "ここに欠けている日付はいつですか：「{x}」"),
    "ko": ("“{x}” 아래에는 무엇이라고 쓰여 있습니까?", "여기에 빠진 숫자는 무엇입니까: “{x}”?", "여기에 빠진 날짜는 언제입니까: “{x}”?"),
    "ar": ("ماذا قيل تحت عنوان «{x}»؟", "ما العدد الناقص هنا: «{x}»؟", "ما التاريخ الناقص هنا: «{x}»؟"),
    "fa": ("زیر عنوان «{x}» چه گفته شده است؟", "کدام عدد در اینجا جا افتاده است: «{x}»؟", "کدام تاریخ در اینجا جا افتاده است: «{x}»؟"),
    "he": ("מה נאמר תחת ”{x}“?", "איזה מספר חסר כאן: ”{x}“?", "איזה תאריך חסר כאן: ”{x}“?"),
    "tr": ("“{x}” başlığı altında ne yazıyor?", "Burada hangi sayı eksik: “{x}”?", "Burada hangi tarih eksik: “{x}”?"),
    "hi": ("“{x}” के अंतर्गत क्या कहा गया है?", "यहाँ कौन सी संख्या छूटी है: “{x}”?", "यहाँ कौन सी तारीख छूटी है: “{x}”?"),
    "el": ("Τι λέει η ενότητα «{x}»;", "Ποιος αριθμός λείπει εδώ: «{x}»;", "Ποια ημερομηνία λείπει εδώ: «{x}»;"),
    "vi": ("Mục “{x}” nói gì?", "Số nào còn thiếu ở đây: “{x}”?", "Ngày nào còn thiếu ở đây: “{x}”?"),
    "th": ("หัวข้อ “{x}” กล่าวว่าอะไร", "ตัวเลขใดหายไปที่นี่: “{x}”", "วันที่ใดหายไปที่นี่: “{x}”"),
    "id": ("Apa yang dikatakan di bawah “{x}”?", "Angka apa yang hilang di sini: “{x}”?", "Tanggal apa yang hilang di sini: “{x}”?"),
    "sv": ("Vad står det under ”{x}”?", "Vilket tal saknas här: ”{x}”?", "Vilket datum saknas här: ”{x}”?"),
    "cs": ("Co se píše pod nadpisem „{x}“?", "Jaké číslo zde chybí: „{x}“?", "Jaké datum zde chybí: „{x}“?"),
    "ro": ("Ce se spune la „{x}”?", "Ce număr lipsește aici: „{x}”?", "Ce dată lipsește aici: „{x}”?"),
}  # fmt: skip
_NEUTRAL = ("{x}?", "{x}", "{x}")
_KINDS = {"heading": 0, "number": 1, "date": 2}


@dataclass(frozen=True, slots=True)
class Proposal:
    """A question in the making: the words of the document that go into a template."""

    kind: str
    words: str
    answers: tuple[str, ...]
    document: Document


def propose(documents: Iterable[Document], count: int, seed: int = 0) -> list[dict[str, Any]]:
    """Up to `count` questions as lines of a questions file, spread evenly over the documents.

    The same documents and seed give the same questions. What a document asks for has its words as
    "answers"; a question on a heading has none, and only its document is checked.
    """
    draw = random.Random(seed)  # noqa: S311 - a choice of questions, nothing secret
    queues = []
    for document in documents:
        found = list(_proposals(document))
        draw.shuffle(found)
        found.sort(key=lambda item: item.kind == "heading")
        queues.append(found)
    chosen = _in_turn(queues, count)
    languages = sorted({item.document.language for item in chosen})
    return [_line(item, number, languages) for number, item in enumerate(chosen, start=1)]


def as_lines(questions: Sequence[dict[str, Any]]) -> str:
    """A questions file: one JSON object a line."""
    return "".join(json.dumps(item, ensure_ascii=False) + "\n" for item in questions)


def _in_turn(queues: list[list[Proposal]], count: int) -> list[Proposal]:
    """One of each document, then a second of each, until there are enough."""
    chosen: list[Proposal] = []
    depth = 0
    while len(chosen) < count and any(len(queue) > depth for queue in queues):
        chosen += [queue[depth] for queue in queues if len(queue) > depth]
        depth += 1
    return chosen[:count]


def _line(item: Proposal, number: int, languages: Sequence[str]) -> dict[str, Any]:
    own = item.document.language
    others = [language for language in languages if language != own]
    foreign = others and number % _OTHER_LANGUAGE == 0
    language = others[number // _OTHER_LANGUAGE % len(others)] if foreign else own
    key = known_as(language, TEMPLATES)
    template = (TEMPLATES[key] if key else _NEUTRAL)[_KINDS[item.kind]]
    return {
        "id": f"own-{number:03d}",
        "language": language,
        "question": template.replace("{x}", item.words),
        "documents": [PurePath(item.document.path).name],
        "answers": list(item.answers),
        "kind": item.kind,
    }


def _proposals(document: Document) -> Iterator[Proposal]:
    head = document.text[:_MOST_READ]
    hidden = boilerplate_spans(head)
    for mark in document.marks:
        words = " ".join(mark.place.split())
        if mark.kind == "heading" and 8 <= len(words) <= _MOST_TITLE:
            yield Proposal("heading", words, (), document)
    for start, end in sentence_spans(head, document.language):
        sentence = " ".join(head[start:end].split())
        if not _LEAST_LETTERS <= len(sentence) <= _MOST_LETTERS:
            continue
        if any(first < end and start < last for first, last in hidden):
            continue
        facts = [fact for fact in find_facts(sentence, document.language) if _asks_well(fact)]
        if len(facts) == 1:
            fact = facts[0]
            words = sentence[: fact.start] + _BLANK + sentence[fact.end :]
            yield Proposal(fact.kind, words, (fact.text,), document)


def _asks_well(fact: Fact) -> bool:
    """A number or date that surely is one and of more than a digit."""
    return fact.kind in ("number", "date") and fact.required and len(fact.text) > 1


def write_new(file: Path, text: str) -> None:
    """Write a file that must not be there yet. Raises `FileExistsError` or another `OSError`."""
    with file.open("x", encoding="utf-8") as out:
        out.write(text)
