"""Search terms of a text, the same for passages and questions, in any script.

A word gives its folded form ("zürich" and "Zurich" both give "zurich") and its stem, marked with
"~". Scripts that are written without spaces give pairs of neighbouring characters. A number gives
one form however its digits and separators are written: "11.600", "11,600", "١١٬٦٠٠" all hold
"11600". Raise `VERSION` with every change that gives other terms: what was stored must then be made anew.
"""

from __future__ import annotations

import threading
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import regex
import snowballstemmer

VERSION = 1
STEM_MARK = "~"
STOP_WORDS_FILE = Path(__file__).resolve().parent / "models" / "terms" / "stop_words.txt"

_UNSPACED = r"\p{Han}\p{Hiragana}\p{Katakana}ー々\p{Hangul}\p{Thai}\p{Lao}\p{Myanmar}\p{Khmer}"
# White space is plain by then: thin and unbroken spaces fall together with it.
_NUMBER = (
    r"(?<!\p{Nd})\p{Nd}{1,3}(?: \p{Nd}{3})+(?!\p{Nd})(?:[.,٫]\p{Nd}+)?"
    r"|\p{Nd}+(?:[.,٫٬'’]\p{Nd}+)+"
)
_TOKEN = regex.compile(rf"(?P<number>{_NUMBER})|[\p{{L}}\p{{M}}\p{{N}}_\u200c\u200d]+")
# One run per script: Han and kana mix within words, so they stay together.
_RUN = regex.compile(
    r"[\p{Han}\p{Hiragana}\p{Katakana}ー々]+|\p{Hangul}+|[\p{Thai}]+|[\p{Lao}]+|[\p{Myanmar}]+"
    rf"|[\p{{Khmer}}]+|(?:(?![{_UNSPACED}])[\p{{L}}\p{{M}}\p{{N}}_\u200c\u200d])+"
)
_IS_UNSPACED = regex.compile(rf"[{_UNSPACED}]")
_LETTER = regex.compile(r"\p{L}")
_JOINERS = regex.compile("[\u200c\u200d]+")

_GROUPED = regex.compile(r"\d{1,3}(?:([.,٬'’ ])\d{3})(?:\1\d{3})*(?:[.,٫](\d+))?")
_INDIAN = regex.compile(r"\d{1,2}(?:,\d\d)+,\d{3}(?:\.(\d+))?")
_DECIMAL = regex.compile(r"(\d+)[.,٫](\d+)")
_NOT_DIGIT = regex.compile(r"\D+")

_ACCENTS = regex.compile(r"(?<=[\p{Latin}\p{Greek}\p{Cyrillic}]\p{M}*)\p{Mn}")
_HEBREW_POINTS = regex.compile("[\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7]")
_ARABIC_EXTRAS = regex.compile("[\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed]")
# Letters that Unicode does not take apart, and letters that are written for one another.
_LETTERS = str.maketrans(
    {
        "ı": "i", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe",
        "ŧ": "t", "ħ": "h", "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ی": "ي", "ئ": "ي",
        "ؤ": "و", "ة": "ه", "ک": "ك", "ۀ": "ه", "ہ": "ه", "ھ": "ه",
    }
)  # fmt: skip

_ALGORITHMS = {
    "da": "danish", "de": "german", "en": "english", "es": "spanish", "fi": "finnish",
    "fr": "french", "hu": "hungarian", "it": "italian", "nl": "dutch", "no": "norwegian",
    "nb": "norwegian", "nn": "norwegian", "pt": "portuguese", "ro": "romanian", "sv": "swedish",
    "tr": "turkish", "cs": "czech", "pl": "polish", "id": "indonesian", "ca": "catalan",
    "eu": "basque", "et": "estonian", "ga": "irish", "lt": "lithuanian", "fa": "persian",
    "ne": "nepali", "hi": "hindi", "ar": "arabic", "yi": "yiddish",
}  # fmt: skip
_SCRIPTS = (
    ("Latin", regex.compile(r"\p{Latin}"), ""),
    ("Cyrillic", regex.compile(r"\p{Cyrillic}"), "russian"),
    ("Greek", regex.compile(r"\p{Greek}"), "greek"),
    ("Arabic", regex.compile(r"\p{Arabic}"), "arabic"),
    ("Hebrew", regex.compile(r"\p{Hebrew}"), ""),
    ("Devanagari", regex.compile(r"\p{Devanagari}"), "hindi"),
    ("Armenian", regex.compile(r"\p{Armenian}"), "armenian"),
    ("Tamil", regex.compile(r"\p{Tamil}"), "tamil"),
)
# Endings of Ukrainian and Belarusian, for the stemmer that serves all of Cyrillic.
_AS_RUSSIAN = str.maketrans("іїєґў", "ииегу")
_SCRIPT_OF_LANGUAGE = {
    "fa": "Arabic", "ar": "Arabic", "ne": "Devanagari", "hi": "Devanagari", "yi": "Hebrew",
}  # fmt: skip

_stemmers = threading.local()


def passage_terms(text: str, language: str) -> list[str]:
    """Terms of a passage in order, repeated as often as they occur; plain text without spaces.

    `language` is a BCP-47 code and chooses the stemmer; for "und" and for words in another script
    the script does.
    """
    return list(_terms(text, language, query=False))


def query_terms(text: str, language: str) -> list[str]:
    """Terms to search a question by, each once, in order.

    Function words of the language are left out, unless nothing else is left.
    """
    stops = stop_words().get(language.split("-")[0].lower(), frozenset())
    found: list[str] = []
    kept: list[str] = []
    dropped = False
    for term in _terms(text, language, query=True):
        # The stem comes after its word and goes where that goes.
        dropped = term in stops or (dropped and term.startswith(STEM_MARK))
        found.append(term)
        if not dropped:
            kept.append(term)
    return list(dict.fromkeys(kept or found))


def fold(word: str) -> str:
    """A word as it is compared: one case, no accents on Latin, Greek and Cyrillic letters.

    Marks of scripts in which they are letters (Indic scripts, Thai) stay; so do Japanese ones.
    Arabic loses vowel signs and tatweel and writes one alef, ya and ha; Hebrew loses its points.
    """
    word = unicodedata.normalize("NFKC", word).casefold()
    if word.isascii():
        return word
    word = _ARABIC_EXTRAS.sub("", _HEBREW_POINTS.sub("", word)).translate(_LETTERS)
    return unicodedata.normalize("NFC", _ACCENTS.sub("", unicodedata.normalize("NFD", word)))


@cache
def stop_words() -> dict[str, frozenset[str]]:
    """Folded function words, and pairs of characters for unspaced scripts, by language."""
    lines = STOP_WORDS_FILE.read_text(encoding="utf-8").splitlines()
    pairs = (line.split(":", 1) for line in lines if line and not line.startswith("#"))
    return {language: frozenset(words.split()) for language, words in pairs}


def _terms(text: str, language: str, query: bool) -> Iterator[str]:
    text = unicodedata.normalize("NFKC", text)
    for match in _TOKEN.finditer(text):
        if match["number"]:
            yield from _number(match["number"], query)
            continue
        for run in _RUN.findall(match[0]):
            if _IS_UNSPACED.match(run):
                yield from _pairs(fold(run), query)
            else:
                yield from _word(run, language)


def _number(written: str, query: bool) -> Iterator[str]:
    """Forms of a number with separators: as written, as plain digits, and on passages its parts."""
    digits = "".join(
        str(unicodedata.digit(character)) if character.isdecimal() else character
        for character in written
    )
    plain = ""
    if match := _GROUPED.fullmatch(digits) or _INDIAN.fullmatch(digits):
        fraction = match[match.re.groups] or ""
        whole = digits[: len(digits) - len(fraction) - 1] if fraction else digits
        plain = _NOT_DIGIT.sub("", whole) + (f".{fraction}" if fraction else "")
    elif match := _DECIMAL.fullmatch(digits):
        plain = f"{match[1]}.{match[2]}"
    if plain:
        yield plain
    if not query or not plain or " " in digits:
        yield from _NOT_DIGIT.split(digits)
    if digits != plain and " " not in digits:
        yield digits


def _pairs(run: str, query: bool) -> Iterator[str]:
    """Pairs of neighbouring characters; the single letters too on passages."""
    for n in range(len(run) - 1):
        yield run[n : n + 2]
    if not query or len(run) == 1:
        yield from _LETTER.findall(run)


@lru_cache(maxsize=100_000)
def _word(word: str, language: str) -> tuple[str, ...]:
    """The folded word, for one with joiners its parts as well, and the stem."""
    whole = _JOINERS.sub("", word)
    exact = fold(whole)
    if exact.isdecimal():
        return ("".join(str(unicodedata.digit(digit)) for digit in exact),)
    if not exact:
        return ()
    parts = [fold(part) for part in _JOINERS.split(word)] if whole != word else []
    stem = fold(_stemmed(unicodedata.normalize("NFKC", whole).casefold(), language))
    return (exact, STEM_MARK + (stem or exact), *(part for part in parts if len(part) > 1))


def _stemmed(word: str, language: str) -> str:
    """The stem by the language's algorithm if it is of the word's script, else by the script's."""
    code = language.split("-")[0].lower()
    script, algorithm = next(
        ((name, default) for name, letters, default in _SCRIPTS if letters.search(word)), ("", "")
    )
    if code in _ALGORITHMS and _SCRIPT_OF_LANGUAGE.get(code, "Latin") == script:
        algorithm = _ALGORITHMS[code]
    if algorithm == "russian":
        word = word.translate(_AS_RUSSIAN)
    return str(_stemmer(algorithm).stemWord(word)) if algorithm else word


def _stemmer(algorithm: str) -> Any:
    """One stemmer per thread: it keeps the word that it works on."""
    if not hasattr(_stemmers, algorithm):
        setattr(_stemmers, algorithm, snowballstemmer.stemmer(algorithm))
    return getattr(_stemmers, algorithm)
