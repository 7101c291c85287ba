"""Words that turn a statement round or bound it: not, never, only, at least, at most.

A sentence may repeat every number and name of its source and still say the opposite.
"""
# ruff: noqa: SIM905 - lists of words are read and kept best as text

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

from rag.facts.numbers import find_numbers

Turn = Literal["not", "only", "least", "most"]

# Alternatives of one language, "|" between them; matched as whole words where words have spaces.
# What stands behind "//" has other meanings too: it excuses a bound but is never taken for one.
_NOT = {
    "en": r"not|\w+n['’]t|never|no|none|neither|nor|nobody|nothing|without|cannot|no longer",
    "fr": r"ne|n['’]\w+|pas|jamais|aucune?|non|sans|rien|personne ne|ni",
    "de": r"nicht|keine?[nmrs]?|niemals|nie|nichts|niemand|weder|ohne",
    "es": r"no|nunca|jamás|ningun[oa]?s?|ningún|sin|nada|nadie|tampoco",
    "it": r"non|mai|nessun[oa]?|senza|niente|nulla|né|neanche",
    "pt": r"não|nunca|jamais|nenhuma?|nenhum|sem|nada|ninguém|nem",
    "nl": r"niet|geen|nooit|niets|niemand|zonder|noch",
    "pl": r"nie|nigdy|żad\w+|bez|nic|nikt|ani",
    "ru": r"не|нет|никогда|никто|ничего|без|ни|нельзя|никак\w+",
    "uk": r"не|немає|ніколи|ніхто|нічого|без|ні|жод\w+",
    "cs": r"ne|není|nejsou|nebyl\w*|nikdy|žádn\w+|bez|nemá\w*|nebud\w+|nic",
    "tr": r"değil\w*|yok\w*|hiç\w*|asla|olmayan|olmadı\w*|olmadan|\w+(?:m[ae]dı\w*|m[ae]di\w*|m[ıiuü]yor\w*|maz|mez|mamış\w*|memiş\w*|mayacak\w*|meyecek\w*|madan|meden)",
    "ar": r"لا|لم|لن|ليس\w*|غير|دون|بدون|ما لم|أبدا|عدم",
    "he": r"לא|אין|אינו|אינה|אינם|מעולם|בלי|ללא",
    "zh": r"不|没|沒|未|无|無|非(?!洲|常)|否",
    "ja": r"ない|なかった|なく|ません|ず(?=[、。に])|ぬ|無い|未",
    "ko": r"않\w*|못\w*|없\w*|아니\w*|안\s",
    "hi": r"नहीं|न|मत|बिना|कभी नहीं",
    "th": r"ไม่|มิ|ไร้|ปราศจาก",
    "vi": r"không|chưa|chẳng|đừng",
    "el": r"δεν|μην?|ποτέ|κανένας?|καμία|κανένα|χωρίς|όχι",
    "sv": r"inte|aldrig|ingen|inga|inget|utan|ej", "da": r"ikke|aldrig|ingen|intet|uden",
    "no": r"ikke|aldri|ingen|intet|uten", "fi": r"ei|eivät|en|emme|ette|et|koskaan|ilman|ei\w+",
    "hu": r"nem|soha|sem|nincs|nincsenek|nélkül|senki|semmi", "ro": r"nu|n-\w+|niciodată|niciun\w*|fără",
    "bg": r"не|няма|никога|без|никой|нищо", "id": r"tidak|bukan|belum|tanpa|tak", "fa": r"نه|نیست\w*|هرگز|بدون|ن(?:می|کرد|شد)\w*",
}  # fmt: skip

# "not only … but also" affirms; so do phrases in which the word has lost its meaning.
_AFFIRMS = {
    "en": r"not only|not just|no doubt|nothing but|no\. ?\d|nor(?:th|mal)\w*|last,? (?:but )?not (?:the )?least|not (?:less|fewer|more) than|no (?:less|fewer|more) than|not exceeding|whether or not|if not|not to mention|all but", "de": r"nicht nur|nicht zuletzt|nicht mehr als",
    "fr": r"avant qu[^.]{1,80}\bne\b|à moins qu[^.]{1,80}\bne\b|sans but lucratif|non[- ]\w+|non seulement|pas seulement|plus que jamais|ne\b[^.]{1,40}\bque|n['’]\w+\b[^.]{1,40}\bque|sans doute|sans précédent|pas mal",
    "es": r"no menos|no más de|sin fines de lucro|sin ánimo de lucro|no sólo|no solo|no solamente|sin embargo|sin duda|nada menos", "it": r"non solo|non soltanto|senza dubbio|non meno|non più di|se non",
    "pt": r"sem fins lucrativos|não[- ]\w+d[oa]s?\b|não menos|não mais de|não só|não apenas|sem dúvida|nada menos", "nl": r"niet alleen", "pl": r"nie tylko", "ru": r"не только|не менее|не более",
    "zh": r"不仅|不但|不只|不僅|不断|不斷|不少|不同|不过|不過|无论|無論|不久|不得不|未来|未來|不止|不动产|不動産|无疑|非常|无线|無線|是否|能否|非必要|不缓|不慢|不易|不可避免|不仅仅|不论|不管|不锈|无人机|否则|无限|無限",
    "ja": r"だけでなく|のみならず|かもしれない|かもしれません|少なく|なければならない|なくてはならない|に違いない|ほかならない|しかない|未来|未満|間もなく|まもなく",
    "ar": r"ليس فقط|لا سيما|لا يزال|لا تزال|لا بد|ما زال", "tr": r"yalnızca değil|sadece değil", "ko": r"뿐만 아니라|뿐 아니라",
    "cs": r"nejen", "sv": r"inte bara", "da": r"ikke kun", "no": r"ikke bare", "fi": r"ei vain", "hi": r"ही नहीं",
}  # fmt: skip

_ONLY = {
    "en": r"only|solely|merely|exclusively", "fr": r"seulement|uniquement|seuls?|seules?|exclusivement|ne\b[^.]{1,40}\bque",
    "de": r"nur|lediglich|ausschließlich|bloß", "es": r"sólo|solo|solamente|únicamente", "it": r"solo|soltanto|solamente|unicamente",
    "pt": r"só|apenas|somente|unicamente", "nl": r"alleen|slechts|uitsluitend", "pl": r"tylko|jedynie|wyłącznie",
    "ru": r"(?<!как )только|лишь|исключительно", "zh": r"(?<![一二两兩三四五六七八九十几幾数數\d余餘多剩])只(?!新)|仅|僅|惟", "ja": r"だけ|のみ|しか", "ar": r"فقط|سوى|إلا|حصرا", "tr": r"sadece|yalnızca|yalnız|ancak",
    "ko": r"만\s|오직|단지|밖에", "hi": r"केवल|सिर्फ|मात्र", "he": r"רק|בלבד", "th": r"เท่านั้น|เพียง", "uk": r"тільки|лише",
}  # fmt: skip

_LEAST = {
    "en": r"at least|more than|no less than|no fewer than //over|above|some",
    "fr": r"au moins|plus d[e'’]|au minimum //quelque", "de": r"mindestens|wenigstens|mehr als //über|rund",
    "es": r"al menos|por lo menos|más de|como mínimo //unos", "it": r"almeno|più di //oltre",
    "pt": r"pelo menos|mais de|ao menos|no mínimo", "nl": r"minstens|ten minste|meer dan|minimaal //ruim|boven",
    "pl": r"co najmniej|przynajmniej|więcej niż //ponad", "ru": r"не менее|по крайней мере|как минимум|более|свыше //больше",
    "zh": r"至少|超过|超過|不少于 //以上|多|逾", "ja": r"少なくとも|を超える //以上|超",
    "ar": r"على الأقل|أكثر من|ما لا يقل عن", "tr": r"en az //fazla|aşkın|üzerinde|kadar", "ko": r"최소|적어도 //이상|넘는",
    "hi": r"कम से कम|से अधिक|से ज़्यादा", "he": r"לפחות|יותר מ\w* //מעל", "th": r"อย่างน้อย|มากกว่า //กว่า",
}  # fmt: skip

_MOST = {
    "en": r"at most|less than|fewer than|no more than|nearly|almost //under|up to|close to|just",
    "fr": r"au plus|moins d[e'’]|au maximum|près d[e'’]|presque //jusqu['’]à",
    "de": r"höchstens|maximal|weniger als|knapp|beinahe|nahezu|fast //unter|bis zu",
    "es": r"como máximo|a lo sumo|menos de|casi //hasta|cerca", "it": r"al massimo|meno di|quasi //fino a",
    "pt": r"no máximo|menos de|quase //até|cerca", "nl": r"hoogstens|maximaal|minder dan|bijna //tot",
    "pl": r"co najwyżej|maksymalnie|mniej niż|prawie|niemal //do|blisko", "ru": r"не более|максимум|менее|почти //до|меньше|около",
    "zh": r"最多|至多|不到|不足|将近 //以下|近|少于", "ja": r"最大|未満|多くとも|ほぼ //以下|近く|約",
    "ar": r"على الأكثر|أقل من|ما يقرب //حتى|ما يصل إلى|نحو", "tr": r"en fazla|en çok|neredeyse //az|kadar|yakın",
    "ko": r"최대|미만|거의 //이하|가까", "hi": r"अधिकतम|से कम|लगभग //तक|करीब", "he": r"לכל היותר|פחות מ\w*|כמעט //עד",
    "th": r"อย่างมาก|น้อยกว่า|ไม่เกิน|เกือบ",
}  # fmt: skip

_TABLES: dict[Turn, dict[str, str]] = {"not": _NOT, "only": _ONLY, "least": _LEAST, "most": _MOST}
_NO_SPACES = frozenset("zh ja th ko".split())
_BEFORE_BOUND, _AFTER_BOUND = 10, 14  # characters between a bound and its number


@lru_cache(maxsize=256)
def _pattern(turn: Turn, language: str, wide: bool) -> re.Pattern[str] | None:
    base = language.split("-")[0].lower()
    listed = _TABLES[turn].get(base)
    if listed is None:
        return None
    sure, _, doubtful = listed.partition(" //")
    words = f"{sure}|{doubtful}" if wide and doubtful else sure
    # Hindi vowel signs are no word characters for `re`, so its words are bounded by spaces.
    bounded = (
        f"(?:{words})" if base in _NO_SPACES else rf"(?<![\w'’])(?:{words})(?![\w\u0900-\u097f])"
    )
    return re.compile(bounded, re.IGNORECASE)


@lru_cache(maxsize=64)
def _affirming(language: str) -> re.Pattern[str] | None:
    words = _AFFIRMS.get(language.split("-")[0].lower())
    return re.compile(words, re.IGNORECASE) if words else None


def turn_in(text: str, turn: Turn, language: str, wide: bool = False) -> str:
    """The first word of a kind in a text, "" when there is none or the language is not known.

    `wide` takes words too that only sometimes mean it.
    """
    pattern = _pattern(turn, language, wide)
    if pattern is None:
        return ""
    affirming = _affirming(language)
    if turn == "not" and affirming:
        text = affirming.sub(" ", text)
    for found in pattern.finditer(text):
        if turn not in ("least", "most") or _bounds_number(text, found, language):
            return found[0]
    return ""


def _bounds_number(text: str, bound: re.Match[str], language: str) -> bool:
    """Whether a number stands beside the bound: "more than 40" is one, "more than before" is not."""
    return any(
        bound.start() - _BEFORE_BOUND <= fact.end <= bound.start()
        or bound.start() <= fact.start <= bound.end() + _AFTER_BOUND
        for fact in find_numbers(text, language)
    )


def knows(language: str) -> bool:
    """Whether the negations of a language are known."""
    return language.split("-")[0].lower() in _NOT
