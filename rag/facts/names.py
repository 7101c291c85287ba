"""Names in a text, and whether a text in any language and script holds a name.

In scripts with capitals a name is a word that begins with one and is no everyday word; elsewhere
only words in Latin letters and the places that CLDR lists are known to be names.
"""
# ruff: noqa: SIM905 - lists of words are read and kept best as text

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import regex
from babel import Locale, UnknownLocaleError

from rag.facts.common_words import common_words, is_common, is_form_of_common
from rag.facts.fact import Fact
from rag.facts.romanise import alike, romanise, skeleton
from rag.facts.territories import find_places
from rag.language import script_of, scripts
from rag.tokens import encode

# A word ends where its script does: Chinese and Japanese set Latin names without spaces.
_CASED_WORD = r"\d*\p{Latin}[\p{Latin}\p{M}\d]*(?:&\p{Latin}+)?|\p{Cyrillic}[\p{Cyrillic}\p{M}]*|\p{Greek}[\p{Greek}\p{M}]*"
_WORD = regex.compile(_CASED_WORD)
_RUNS = regex.compile(
    rf"{_CASED_WORD}|[\p{{Katakana}}ー]+|\p{{Hangul}}+|\p{{Hiragana}}+|\p{{Han}}+|\p{{L}}[\p{{L}}\p{{M}}]*"
)
_SENTENCE_START = regex.compile(r"(?:^|[.!?:…。！？]\s*|[\n\"“„«»(\[—–-]\s?)[\"“„«»'‘(\[¿¡*\s-]*$")
_CASED = frozenset({"Latin", "Cyrillic", "Greek", "Armenian"})
# After an article, adjective or number, a word with a noun's ending; Siemens and Walmart have none.
_GERMAN_NOUN = regex.compile(
    r"(?<!\p{L})(?:d(?:er|ie|as|en|em|es)|(?:k|m|s|d)?eine?[rnms]?|ihre?[rnms]?|unsere?[rnms]?|alle[rnms]?|zwei|drei|vier|"
    r"\d+|\p{Ll}{3,}(?:en|er|es|em|e))\s+\p{Lu}\p{Ll}+(?:en|ern|ung|heit|keit|schaft|nis|tion|ismus|ling|er|e)$"
)
_PREFIXES = frozenset("במלהושכوبلفك")
_LOOSE = frozenset({"Katakana", "Hiragana", "Hangul", "Thai", "Devanagari"})
_ACCENTS = regex.compile("[\u0300-\u036f\u0591-\u05c7\u064b-\u0655\u0670]")
# Titles and abbreviations that each language has its own words for.
_CAPITAL_BESIDE = regex.compile(
    r"\p{Lu}[\p{L}’'-]+(?:\s(?:of|for|and|the|de|du|des|la|le|del|y|et|und|der|di|e))?\s$"
)
_CAPITAL_BEHIND = regex.compile(
    r"\s(?:(?:of|for|and|the|de|du|des|la|le|del|y|et|und|der|di|e)\s)?\p{Lu}\p{L}"
)
_SHORTEST_TITLE = 4
_MUCH_RARER = 3  # times the rank of the form with a capital
_TRANSLATED = frozenset(
    "ceo cfo cto coo pdg ki ai ia tv pc it hr pr ok app id mr mrs ms dr prof mme herr frau señor señora sr sra "
    "president präsident président presidente prezydent президент king queen minister prime company inc "
    "corp ltd gmbh ag sa the e-commerce ecommerce internet online web video i".split()
)


@dataclass(frozen=True, slots=True)
class HeldNames:
    """What a text holds that a name can be compared with."""

    folded: frozenset[str]
    skeletons: tuple[tuple[str, str, str], ...]
    """(word, skeleton, script) of each different word."""
    pairs: frozenset[str]
    """Loose skeletons of neighbouring words read as one."""
    places: frozenset[str]
    script: str
    """Of most of its letters."""
    text: str
    """Folded, for scripts without spaces."""


def fold(word: str) -> str:
    """Lower case in compatibility form, without accents; the marks of kana and Hindi are letters."""
    apart = unicodedata.normalize("NFKD", word.casefold())
    return unicodedata.normalize("NFC", _ACCENTS.sub("", apart)) or word


def find_names(text: str, language: str, taken: list[tuple[int, int]]) -> list[Fact]:
    """The names of a text; spans in `taken` (dates, amounts) are passed over."""
    facts: list[Fact] = []
    covered = list(taken)
    for start, end, code in find_places(text, language):
        first = text[start]
        if not _free(start, end, covered) or (script_of(first) in _CASED and not first.isupper()):
            continue
        values = frozenset({code, fold(text[start:end])})
        facts.append(Fact("name", text[start:end], start, end, values))
        covered.append((start, end))
    for match in _WORD.finditer(text):
        start, end = match.start(), match.end()
        if _free(start, end, covered):
            required = _is_name(text, match, language)
            if required is not None:
                facts.append(
                    Fact("name", match[0], start, end, frozenset({fold(match[0])}), "", required)
                )
    return sorted(facts, key=lambda fact: fact.start)


def _free(start: int, end: int, covered: list[tuple[int, int]]) -> bool:
    return all(end <= first or last <= start for first, last in covered)


def _is_name(text: str, match: regex.Match[str], language: str) -> bool | None:
    """True for a name, False for what may be one, None for no name."""
    word = match[0]
    if (
        script_of(word[0]) not in _CASED
        or not any(char.isupper() for char in word)
        or len(word) < 2
    ):
        return None
    folded = word.casefold()
    if folded in _TRANSLATED or folded in _days(language):
        return False
    if len(word) == 2 and not word.isupper():
        return False
    inner_capital = any(char.isupper() for char in word[1:])
    if inner_capital or any(char.isdigit() for char in word):
        return True
    if script_of(word[0]) == "Latin" and not common_words(language):
        return len(word) > 2 or not _begins_sentence(text, match.start())
    begins = _begins_sentence(text, match.start())
    if language.startswith("de") and _GERMAN_NOUN.search(
        text[max(0, match.start() - 24) : match.end()]
    ):
        return False
    if is_common(word, language):
        return None if begins else False
    if _in_title(text, match):
        return False
    return not (begins and is_form_of_common(word, language))


def _in_title(text: str, match: regex.Match[str]) -> bool:
    """Whether an ordinary word has its capital from a title: the Leader of "Project Leader".

    Ordinary is what our token ranks hold in small letters, and not far behind the capital: names
    that are written small in addresses only are not meant.
    """
    if not _CAPITAL_BESIDE.search(text[max(0, match.start() - 30) : match.start()]) and not (
        _CAPITAL_BEHIND.match(text, match.end())
    ):
        return False
    word = match[0]
    small, capital = encode(" " + word.lower()), encode(" " + word)
    if len(word) < _SHORTEST_TITLE or len(small) > 1:
        return False
    return len(capital) > 1 or small[0] < _MUCH_RARER * capital[0]


def _begins_sentence(text: str, start: int) -> bool:
    return bool(_SENTENCE_START.search(text[max(0, start - 8) : start])) or start == 0


@lru_cache(maxsize=64)
def _days(language: str) -> frozenset[str]:
    """Names of the days of the week."""
    try:
        days = Locale.parse(language.split("-")[0]).days["format"]["wide"]
    except (UnknownLocaleError, ValueError):
        return frozenset()
    return frozenset(str(name).casefold() for name in days.values())


@lru_cache(maxsize=512)
def held_names(text: str, language: str) -> HeldNames:
    """All words of a text in the forms that names are compared in."""
    words = _RUNS.findall(text)
    forms = dict.fromkeys(form for word in words for form in _without_prefix(word))
    rows = [(word, *_skeleton_of(word)) for word in forms if len(word) > 1]
    # A name of one word may be two in another script: Walmart, وول مارت.
    pairs = frozenset(skeleton(one + two, True) for one, two in zip(words, words[1:], strict=False))
    return HeldNames(
        frozenset(fold(row[0]) for row in rows),
        tuple(row for row in rows if row[1]),
        pairs,
        frozenset(code for _, _, code in find_places(text, language)),
        next(iter(scripts(text)), ""),
        fold(text),
    )


def _without_prefix(word: str) -> Iterator[str]:
    """The word, and what it may be without the one letter that Hebrew and Arabic write on to it."""
    yield word
    if len(word) > 3 and word[0] in _PREFIXES:
        yield word[1:]


def _skeleton_of(word: str) -> tuple[str, str]:
    script = script_of(word[0])
    return skeleton(word, script in _LOOSE), script


def holds_name(held: HeldNames, name: Fact) -> bool:
    """Whether a text holds the name: the same word, an inflected form, another script's form."""
    if any(value in held.places for value in name.values if ":" in value):
        return True
    words = [value for value in name.values if ":" not in value]
    return any(_holds_words(held, word, name.text) for word in words)


def _holds_words(held: HeldNames, folded: str, written: str) -> bool:
    parts = [part for part in regex.split(r"[\s‑-]+", folded) if len(part) > 1]
    originals = [part for part in regex.split(r"[\s‑-]+", written) if len(part) > 1]
    return bool(parts) and all(
        _holds_word(held, part, original) for part, original in zip(parts, originals, strict=False)
    )


def _holds_word(held: HeldNames, folded: str, written: str) -> bool:
    if folded in held.folded:
        return True
    script = script_of(written[0])
    if script in ("Han", "Hangul", "Hiragana", "Katakana", "Thai") and folded in held.text:
        return True
    if len(folded) < 3:
        return False
    plain, loose = skeleton(written), skeleton(written, True)
    if len(loose) >= 4 and script != held.script and loose in held.pairs:
        return True
    for other, bones, other_script in held.skeletons:
        if other_script == script:
            if _inflected(folded, fold(other)) or (
                len(plain) >= 3 and plain == bones and folded[0] == fold(other)[0]
            ):
                return True
        elif alike(loose if other_script in _LOOSE else plain, bones) and (
            len(bones) > 2 or _sound_alike(written, other, other_script)
        ):
            return True
    return False


def _sound_alike(first: str, second: str, script: str) -> bool:
    """For names with two consonants: about equally long, and with vowels where both are written."""
    one, two = romanise(first), romanise(second)
    if script in _CASED:
        return abs(len(one) - len(two)) <= 2 and second[:1].isupper()
    return one[1:4] == two[1:4]


def _inflected(first: str, second: str) -> bool:
    """Whether two words of one script differ only in a short ending, or one begins with the other."""
    shorter, longer = sorted((first, second), key=len)
    if len(shorter) >= 5 and longer.startswith(shorter) and len(longer) - len(shorter) <= 4:
        return True
    same = next(
        (i for i, (a, b) in enumerate(zip(first, second, strict=False)) if a != b), len(shorter)
    )
    return same >= 4 and same >= len(longer) - 2 and len(shorter) >= len(longer) - 2
