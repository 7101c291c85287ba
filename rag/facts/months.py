"""Names of months in any language, with the cases and abbreviations of CLDR (through Babel)."""
# ruff: noqa: SIM905 - lists of words are read and kept best as text

from __future__ import annotations

from functools import lru_cache

import regex
from babel import Locale, UnknownLocaleError

from rag.language import CORE_LANGUAGES
from rag.types import UNKNOWN_LANGUAGE

# Arabic names months in three ways, by country; German has two words for January.
_ALSO = {"ar": ("ar_LB", "ar_DZ", "ar_MA"), "de": ("de_AT",), "no": ("nb",), "zh-hant": ("zh",)}
# Cases that CLDR's two forms (inside a date, alone) do not show: they begin with the same letters.
_INFLECTED = frozenset("ru uk be pl cs sk hr sr fi hu et lv lt tr el bg".split())
_EVERYDAY = frozenset("may march mars mai mar marzo maj maio set sep dec mag jan jun ene abr out dic nov "
                      "agosto avril avr ocak aralık ekim kasım mart ara mai. maart mei".split())  # fmt: skip
_STEM = 4


@lru_cache(maxsize=64)
def month_names(language: str) -> dict[str, int]:
    """Folded name -> 1 to 12, wide and abbreviated. An unknown language gets the core languages'."""
    base = language.split("-")[0].lower()
    names: dict[str, int] = {}
    if base == UNKNOWN_LANGUAGE:
        for known in reversed(CORE_LANGUAGES):
            names |= month_names(known)
        return names
    for locale in (base, *_ALSO.get(base, ())):
        names |= _locale_months(locale)
    return names


@lru_cache(maxsize=64)
def _locale_months(locale: str) -> dict[str, int]:
    try:
        tables = Locale.parse(locale).months
    except (UnknownLocaleError, ValueError):
        return {}
    # Babel 2.18 resolves what a locale inherits inside the tables that all locales share: whoever
    # reads "stand-alone" first gives it to everybody. So it is read only where it is the locale's.
    contexts = ["format", "stand-alone"] if locale.split("_")[0] in _INFLECTED else ["format"]
    names: dict[str, int] = {}
    for context in contexts:
        for width in ("abbreviated", "wide"):
            table = tables[context][width]
            if table.base is not tables.base:
                continue
            for number, name in table.items():
                folded = str(name).casefold().rstrip(".")
                if not folded[:1].isdigit() and len(folded) > 1:
                    names[folded] = int(number)
    return names


@lru_cache(maxsize=64)
def month_pattern(language: str) -> regex.Pattern[str]:
    """Finds a month's name, its case ending included, as the group "month".

    In Hebrew and Arabic one letter of a preposition may stand before it.
    """
    names = sorted(month_names(language), key=len, reverse=True)
    base = language.split("-")[0].lower()
    ending = r"\p{L}{0,4}" if base in _INFLECTED else ""
    alternatives = []
    for name in names:
        long = len(name) > _STEM + 1
        stem = name[:-1] if long and ending and base != "tr" else name
        alternatives.append(regex.escape(stem) + (ending if len(name) > _STEM else ""))
    prefix = {"he": "[בהלמ]?", "ar": "[وبلف]?"}.get(base, "")
    if not alternatives:
        return regex.compile(r"(?!)")
    bounds = (r"(?<![\p{L}-])", r"(?!\p{L}|\p{M})") if base != "th" else ("", "")
    return regex.compile(
        rf"{bounds[0]}{prefix}(?P<month>{'|'.join(alternatives)}){bounds[1]}", regex.IGNORECASE
    )


def month_number(written: str, language: str) -> int:
    """1 to 12 for what `month_pattern` matched."""
    folded = written.casefold()
    names = month_names(language)
    if folded in names:
        return names[folded]
    # An inflected form: the name that shares the longest beginning.
    return names[max(names, key=lambda name: (_shared(name, folded), -len(name)))]


def _shared(first: str, second: str) -> int:
    """Length of the common beginning."""
    size = 0
    for a, b in zip(first, second, strict=False):
        if a != b:
            break
        size += 1
    return size


def sure_month(written: str) -> bool:
    """Whether the word alone is a month and nothing else; "May" and "mars" are not."""
    return len(written) > 3 and written.casefold() not in _EVERYDAY
