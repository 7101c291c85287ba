"""Names freed from their script: a rough romanisation and the skeleton of its consonants.

Not for reading: Москва, Moskau and موسكو only have to come out alike. Vowels are dropped because
Arabic and Hebrew do not write them, and consonants that some script cannot tell apart are one.
"""
# ruff: noqa: SIM905 - lists of words are read and kept best as text

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_CYRILLIC = dict(zip("абвгдежзийклмнопрстуфхцчшщъыьэюяіїєґўјљњћђџѓќѕ",
    "a b v g d e zh z i i k l m n o p r s t u f kh ts ch sh sh _ y _ e yu ya i yi ye g w y l n ch d dz g k dz".split(),
    strict=True)) | {"ё": "yo"}  # fmt: skip
_GREEK = dict(zip("αβγδεζηθικλμνξοπρσςτυφχψω",
    "a v g d e z i th i k l m n x o p r s s t i f ch ps o".split(), strict=True))  # fmt: skip
_ARABIC = dict(zip("ابتثجحخدذرزسشصضطظعغفقكلمنهويءآأإؤئىةپچژگکیھےڤ",
    "a b t th j h kh d dh r z s sh s d t z a gh f q k l m n h w y _ a a i w y a _ p ch zh g k y h y v".split(),
    strict=True))  # fmt: skip
_HEBREW = dict(zip("אבגדהוזחטיכךלמםנןסעפףצץקרשת",
    "a b g d h w z h t y k k l m m n n s a p p ts ts k r sh t".split(), strict=True))  # fmt: skip
_KANA_ROWS = {
    "": "アイウエオ", "k": "カキクケコ", "g": "ガギグゲゴ", "s": "サシスセソ", "z": "ザジズゼゾ", "t": "タチツテト",
    "d": "ダヂヅデド", "n": "ナニヌネノ", "h": "ハヒフヘホ", "b": "バビブベボ", "p": "パピプペポ", "m": "マミムメモ",
    "r": "ラリルレロ",
}  # fmt: skip
_KANA = {kana: row + vowel for row, kanas in _KANA_ROWS.items() for kana, vowel in zip(kanas, "aiueo", strict=True)} | {
    "ヤ": "ya", "ユ": "yu", "ヨ": "yo", "ワ": "wa", "ヲ": "o", "ン": "n", "ッ": "", "ー": "", "ヴ": "v", "ジ": "ji",
    "チ": "chi", "シ": "shi", "ツ": "tsu", "フ": "fu", "ァ": "a", "ィ": "i", "ゥ": "u", "ェ": "e", "ォ": "o",
    "ャ": "ya", "ュ": "yu", "ョ": "yo",
}  # fmt: skip
_HANGUL_FIRST = "k k n t t r m p p s s _ ch ch ch k t p h".split()
_HANGUL_LAST = "_ k k k n n n t r k m p r t p r m p p t t ng t t k t p t".split()
_DEVANAGARI = dict(zip("कखगघङचछजझञटठडढणतथदधनपफबभमयरलवशषसह",
    "k kh g gh n ch ch j jh n t th d dh n t th d dh n p ph b bh m y r l v sh sh s h".split(), strict=True))  # fmt: skip
_THAI = dict(zip("กขคฆงจฉชซฌญฎฏฐฑฒณดตถทธนบปผฝพฟภมยรลวศษสหฬอฮ",
    "k kh kh kh ng ch ch ch s ch y d t th th th n d t th th th n b p ph f ph f ph m y r l w s s s h l a h".split(),
    strict=True))  # fmt: skip
_LATIN = {
    "ß": "ss",
    "æ": "ae",
    "œ": "oe",
    "ø": "o",
    "ł": "l",
    "đ": "d",
    "ð": "d",
    "þ": "th",
    "ı": "i",
}
_ALL = _CYRILLIC | _GREEK | _ARABIC | _HEBREW | _KANA | _DEVANAGARI | _THAI | _LATIN

# Letters that sound alike, or that some script cannot keep apart, as one sign.
_SOUNDS = (
    ("tsch", "c"), ("sch", "c"), ("tch", "c"), ("dzh", "j"), ("dj", "j"), ("sh", "c"), ("ch", "c"), ("cz", "c"),
    ("sz", "c"), ("zh", "j"), ("kh", "k"), ("gh", "k"), ("ph", "f"), ("th", "t"), ("dh", "d"), ("ck", "k"),
    ("qu", "k"), ("ts", "s"), ("tz", "s"), ("x", "ks"), ("ce", "se"), ("ci", "si"), ("cy", "sy"),
)  # fmt: skip
_ONE = str.maketrans({"q": "k", "g": "k", "z": "s", "v": "f", "p": "b", "j": "c"})
_HISSING = re.compile("ch|sh|cz|sz|j")
"""Where none of these is written, a "c" is spoken as k."""
_SILENT = re.compile("[aeiouywh_' -]")


def romanise(word: str) -> str:
    """The word in lower-case ASCII letters, as far as its script is known; marks and accents go."""
    return "".join(_letter(char) for char in unicodedata.normalize("NFKC", word).lower())


@lru_cache(maxsize=16_384)
def _letter(char: str) -> str:
    if char.isascii():
        return char
    if char in _ALL:
        return _ALL[char]
    if "ぁ" <= char <= "ゖ":
        return _ALL.get(chr(ord(char) + 96), "")
    if "가" <= char <= "힣":
        place = ord(char) - ord("가")
        return _HANGUL_FIRST[place // 588] + "a" + _HANGUL_LAST[place % 28]
    bare = unicodedata.normalize("NFD", char)[0]
    return bare if bare.isascii() else _ALL.get(bare, "")


@lru_cache(maxsize=65_536)
def skeleton(word: str, loose: bool = False) -> str:
    """Consonants of the romanised word, doubles once; `loose` joins l with r and b with v too."""
    roman = re.sub(r"([^aeiou])\1+", r"\1", romanise(word))
    for written, sound in _SOUNDS:
        roman = roman.replace(written, sound)
    roman = roman if _HISSING.search(romanise(word)) else roman.replace("c", "k")
    bare = _SILENT.sub("", roman.translate(_ONE))
    return bare.replace("l", "r").replace("f", "b") if loose else bare


def alike(first: str, second: str) -> bool:
    """Whether two skeletons can belong to one name; the longer they are, the more may differ."""
    shorter, longer = sorted((first, second), key=len)
    if len(shorter) < 2:
        return False
    if len(shorter) >= 3 and longer.startswith(shorter) and len(longer) - len(shorter) <= 1:
        return True
    allowed = 0 if len(longer) <= 3 else 1 if len(longer) <= 6 else 2
    return first[0] == second[0] and _distance(first, second, allowed) <= allowed


def _distance(first: str, second: str, most: int) -> int:
    """Edit distance (Levenshtein), or more than `most` when it is larger than that."""
    if abs(len(first) - len(second)) > most:
        return most + 1
    row = list(range(len(second) + 1))
    for i, a in enumerate(first, start=1):
        previous, row[0] = row[0], i
        for j, b in enumerate(second, start=1):
            previous, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, previous + (a != b))
    return row[-1]
