"""Amounts: read in one language, said in another."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache

from babel.numbers import format_decimal

from rag.facts.digits import plain_digits
from rag.facts.fact import Fact
from rag.facts.number_words import scale_words
from rag.facts.numbers import find_numbers
from rag.short.pieces import Amount, Bound, Span
from rag.short.units import folded, locale_of, noun, unit_names, unit_pattern
from rag.short.words import bounded, bounds, dash, is_spaced

_MINUS = {
    "en": ("minus ", "negative "), "fr": ("moins ",), "de": ("minus ",), "es": ("menos ",), "it": ("meno ",), "pt": ("menos ",), "nl": ("min ",),
    "pl": ("minus ",), "ru": ("минус ",), "zh": ("负", "零下"), "ja": ("マイナス",), "ar": ("سالب ", "ناقص "), "tr": ("eksi ",),
}  # fmt: skip
_OF = {
    "fr": ("de ", "d'"),
    "es": ("de ",),
    "it": ("di ", "d'"),
    "pt": ("de ",),
    "en": ("of ",),
    "nl": ("aan ",),
}
"""What may stand between a scale and what is counted: "20 milliards de dollars"."""
_MANY_YEARS = {"fr": "années"}
"""The word for years after "millions of", where it is another than after a number."""
_DECIMALS = re.compile(r"[.,](\d+)$")
_LONGEST_UNIT = 5  # words
_SMALLEST_SCALE = 6
_MOST_DECIMALS = 3  # of a number with a scale; beyond it all digits are written
_LARGEST = Decimal(10) ** 15
_AFTER_WORDS = re.compile(r"[^\W\d_]")


def read_amount(text: str, language: str) -> Amount | None:
    """The amount that a text is, all of it; None when a part is not understood or has two meanings."""
    base = language.split("-")[0].lower()
    rest, bound = _without_bound(plain_digits(text), base)
    rest, sign = _without_sign(rest, base)
    for number, unit in _splits(rest, language):
        amount = _read_number(number, unit, language)
        if amount is not None:
            return Amount(amount.value, unit, amount.spelled, amount.decimals, bound, sign)
    return None


def _without_bound(text: str, base: str) -> tuple[str, Bound]:
    """The text without words such as "about", and what they say."""
    lowered = text.replace("’", "'").lower()
    for phrase, bound, behind in bounds(base):
        word = is_spaced(base) and phrase[-1].isalpha()
        if behind and lowered.endswith(phrase):
            cut = text[: -len(phrase)]
            if not word or not phrase[0].isalpha() or cut[-1:].isspace():
                return cut.strip(), bound
        elif not behind and lowered.startswith(phrase):
            cut = text[len(phrase) :]
            if not word or phrase.endswith("'") or cut[:1].isspace():
                return cut.strip(), bound
    return text, ""


def _without_sign(text: str, base: str) -> tuple[str, str]:
    if text[:1] in "+-−–" and text[1:2].strip():
        return text[1:].strip(), "+" if text[0] == "+" else "-"
    for word in _MINUS.get(base, ()):
        if text.casefold().startswith(word):
            return text[len(word) :].strip(), "-"
    return text, ""


def _splits(text: str, language: str) -> list[tuple[str, str]]:
    """(number, unit): every way to take a unit off either end, the longest unit first."""
    names = unit_names(language)
    found: list[tuple[int, str, str]] = [(0, text, "")]
    for cut in _unit_places(text, language):
        unit = names.get(folded(text[cut:]).strip(" .")) or names.get(folded(text[cut:]))
        if unit:
            found.append((len(text) - cut, _without_of(text[:cut].strip(), language), unit))
    for size in range(1, 5):
        unit = names.get(folded(text[:size]))
        if unit and (unit == "percent" or ":" in unit):
            found.append((size, text[size:].strip(), unit))
    percent = _percent_before(text, language)
    if percent:
        found.append((9, percent, "percent"))
    return [(number, unit) for _, number, unit in sorted(found, key=lambda row: -row[0])]


def _percent_before(text: str, language: str) -> str:
    """The number after "百分之" or "yüzde"."""
    word = {"zh": "百分之", "tr": "yüzde "}.get(language.split("-")[0].lower(), "")
    return text[len(word) :].strip() if word and text.casefold().startswith(word) else ""


def _unit_places(text: str, language: str) -> list[int]:
    """Where the unit may begin: before one of the last words, or, without spaces, any sign."""
    if not is_spaced(language.split("-")[0].lower()):
        return list(range(1, len(text)))
    starts = [
        match.start() for match in re.finditer(r"(?<=[\s\d'’.])[^\s\d]|(?<=\d)\s*[^\s\d]", text)
    ]
    return starts[-2 * _LONGEST_UNIT :]


def _without_of(number: str, language: str) -> str:
    lowered = number.replace("’", "'").casefold()
    for word in _OF.get(language.split("-")[0].lower(), ()):
        if lowered.endswith((" " + word).rstrip()):
            return number[: len(number) - len(word.rstrip())].strip()
    return number


def _read_number(number: str, unit: str, language: str) -> Amount | None:
    """The value of digits or number words that are nothing else and have one meaning."""
    number = number.strip()
    if ":" in unit and number.endswith("m") and language.startswith("en"):
        number = f"{number[:-1].strip()} million"  # £5m
    facts = [fact for fact in find_numbers(number, language) if _covers(fact, number)]
    if len(facts) != 1 or len(facts[0].values) != 1 or facts[0].unit == "code":
        return None
    fact = facts[0]
    lone = number.casefold() in scale_words(language)
    if fact.unit or (lone and number.casefold() not in _lone_scales(language)):
        return None
    if not (fact.required or lone or unit or fact.text[:1].isdigit()):
        return None
    (value,) = fact.values
    try:
        amount = Decimal(value)
    except ArithmeticError:
        return None
    plain = plain_digits(number)
    spelled = bool(_AFTER_WORDS.search(plain))
    decimals = _DECIMALS.search(plain)
    written = (
        len(decimals[1])
        if decimals and not spelled and "." in value + "." and _is_decimal(plain, amount)
        else 0
    )
    return Amount(amount, unit, spelled, written) if amount < _LARGEST else None


@lru_cache(maxsize=64)
def _lone_scales(language: str) -> frozenset[str]:
    """The scales in their singular, which is the first form that is listed: "milliard", not "milliards"."""
    first: dict[int, str] = {}
    for word, power in scale_words(language).items():
        first.setdefault(power, word)
    return frozenset(first.values())


def _is_decimal(plain: str, value: Decimal) -> bool:
    """Whether the last point or comma begins decimals and does not group."""
    digits = re.sub(r"\D", "", plain)
    return bool(digits) and Decimal(digits) != value


def _covers(fact: Fact, text: str) -> bool:
    return fact.start == 0 and text[fact.end :].strip(" .\u00a0\u202f") == ""


def say_amount(amount: Amount, language: str, is_age: bool = False) -> str | None:
    """The amount in a language; None when the language has no sure word for its unit."""
    number = _number(amount, language)
    pattern = _pattern(amount, language, is_age)
    if pattern is None:
        return None
    return bounded(pattern.replace("{0}", number), amount.bound, language.split("-")[0].lower())


def say_range(span: Span, language: str, is_age: bool = False) -> str | None:
    """From one amount to another; scale and unit are said once where both have the same."""
    first, last = span.first, span.last
    if not isinstance(first, Amount) or not isinstance(last, Amount):
        return None
    if (
        first.unit
        and last.unit
        and first.unit != last.unit
        or first.bound
        and first.bound != "about"
    ):
        return None
    pattern = _pattern(last, language, is_age)
    if pattern is None or "{0}" not in pattern:
        return None
    joint, base = dash(language.split("-")[0].lower()), language.split("-")[0].lower()
    one, two = _scaled(first, language), _scaled(last, language)
    if one and two and one[1] == two[1]:
        number = two[1].replace("{0}", f"{one[0]}{joint}{two[0]}")
    else:
        left, right = _number(first, language), _number(last, language)
        spaced = " " if " " in left + right and joint != "～" else ""
        number = f"{left}{spaced}{joint}{spaced}{right}"
    return bounded(pattern.replace("{0}", number), first.bound or last.bound, base)


def _number(amount: Amount, language: str) -> str:
    scaled = _scaled(amount, language)
    sign = "−" if amount.sign == "-" else amount.sign
    if scaled:
        return sign + scaled[1].replace("{0}", scaled[0])
    return sign + _plain(amount.value, amount.decimals, language)


def _plain(value: Decimal, decimals: int, language: str) -> str:
    """A number in the digits and grouping of a language."""
    shown = "#,##0" + ("." + "0" * decimals if decimals else ".###")
    return str(format_decimal(value, shown, locale_of(language)))


def _scaled(amount: Amount, language: str) -> tuple[str, str] | None:
    """("1.5", "{0} billion") where scales were used in the source too and no digit is lost."""
    if not amount.spelled or amount.value < 10_000:
        return None
    locale = locale_of(language)
    base = language.split("-")[0].lower()
    if locale is None or (base not in ("zh", "ja") and amount.value < 10**_SMALLEST_SCALE):
        return None
    exponent = amount.value.adjusted()
    size, word = _scale(
        language, exponent, locale.plural_form(_shifted(amount.value, language, exponent))
    )
    if not size:
        return None
    number = amount.value.scaleb(-size).normalize()
    if -int(number.as_tuple().exponent) > _MOST_DECIMALS:
        return None
    return format_decimal(number, "#,##0.###", locale), word


def _shifted(value: Decimal, language: str, exponent: int) -> Decimal:
    """The number as it is written before its scale, for its plural."""
    size, _ = _scale(language, exponent, "other")
    return value.scaleb(-size).normalize() if size else value


@lru_cache(maxsize=1024)
def _scale(language: str, exponent: int, plural: str) -> tuple[int, str]:
    """(power of ten, pattern) of the compact numbers of CLDR; (0, "") where there is none."""
    locale = locale_of(language)
    if locale is None:
        return 0, ""
    formats = locale.compact_decimal_formats
    tables = formats["long"] if "long" in formats else formats["short"]
    table = tables[plural] if plural in tables else tables["other"]
    pattern = str(table[str(10**exponent)].pattern) if str(10**exponent) in table else ""
    zeros = re.search("0+", pattern)
    if not zeros or not re.search(r"[^0\s]", pattern):
        return 0, ""
    shown = pattern.replace("\u00a0", " ").replace("'", "")
    return exponent + 1 - len(zeros[0]), re.sub("0+", "{0}", shown, count=1)


def _pattern(amount: Amount, language: str, is_age: bool) -> str | None:
    """Where the number stands beside its unit ("{0} dollars"); None when the unit has no sure name."""
    base = language.split("-")[0].lower()
    if not amount.unit:
        return "{0}"
    if amount.unit == "percent":
        return _percent(language)
    scaled = _scaled(amount, language) is not None
    if is_age and amount.unit == "duration-year" and base in ("zh", "ja"):
        return "{0}岁" if base == "zh" else "{0}歳"
    if ":" in amount.unit or amount.unit == "person":
        word = noun(amount.unit, _as_counted(amount), language)
        return _beside(word, base, scaled) if word else None
    pattern = unit_pattern(amount.unit, _as_counted(amount), language)
    if not pattern or not scaled:
        return pattern or None
    word = _MANY_YEARS.get(base, "") if amount.unit == "duration-year" else ""
    word = word or pattern.replace("{0}", "").strip()
    return _beside(word, base, scaled) if pattern.startswith("{0}") else None


def _as_counted(amount: Amount) -> Decimal:
    """The value with the decimals that are shown, which some plurals depend on."""
    return (
        amount.value.quantize(Decimal(1).scaleb(-amount.decimals))
        if amount.decimals
        else amount.value
    )


def _beside(word: str, base: str, scaled: bool) -> str:
    """Number and noun; Romance languages put "of" after millions."""
    if base in ("zh", "ja"):
        return "{0}" + word
    if scaled and base in ("fr", "es", "it", "pt"):
        elided = base == "fr" and word[0].casefold() in "aeéiouhàâêîô"
        return "{0} d’" + word if elided else "{0} " + ("di " if base == "it" else "de ") + word
    return "{0} " + word


def _percent(language: str) -> str | None:
    locale = locale_of(language)
    if locale is None:
        return None
    pattern = str(locale.percent_formats[None].pattern).split(";")[0]
    return re.sub(r"[#,.0]+", "{0}", pattern.replace("\u200e", "").replace("\u061c", ""), count=1)
