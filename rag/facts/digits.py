"""Digits as written anywhere: any script's digits, any grouping, any decimal sign."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from functools import lru_cache

from babel import Locale, UnknownLocaleError

from rag.types import UNKNOWN_LANGUAGE

_SIGNS = {"٫": ".", "٬": ",", "％": "%", "٪": "%", "．": ".", "＄": "$", "￥": "¥"}

_SPACES = "\u00a0\u202f\u2009 "
_GROUPED = rf"\d{{1,3}}(?P<sep>[.,'’{_SPACES}])\d{{3}}(?:(?P=sep)\d{{3}})*(?:[.,]\d+)?(?![.,]?\d)"
_INDIAN = r"\d{1,2}(?:,\d{2})+,\d{3}(?:\.\d+)?(?![.,]?\d)"
_CODE = r"\d+(?:[.:/-]\d+){2,}"
_DECIMAL = r"\d+[.,]\d+(?![.,]?\d)"
NUMBER = re.compile(
    rf"(?<![\d.,])(?:{_GROUPED}|{_INDIAN}|{_CODE}|\d{{1,2}}:\d{{2}}|{_DECIMAL}|\d+)"
)
"""A run of ASCII digits with its separators; apply it to what `plain_digits` returns."""


def plain_digits(text: str) -> str:
    """The text with every digit in ASCII and number signs in one form; the length stays the same."""
    if text.isascii():
        return text
    return "".join(char if char < "\u0080" else _plain(char) for char in text)


@lru_cache(maxsize=65_536)
def _plain(char: str) -> str:
    digit = unicodedata.decimal(char, None)
    return _SIGNS.get(char, char) if digit is None else str(digit)


@lru_cache(maxsize=256)
def decimal_sign(language: str) -> str:
    """How the language writes decimals, "." or ","; empty when that is not known (CLDR, by Babel)."""
    if language == UNKNOWN_LANGUAGE:  # to CLDR a language like any other
        return ""
    try:
        symbols = Locale.parse(language, sep="-").number_symbols
        return str(symbols["latn"]["decimal"])
    except (UnknownLocaleError, ValueError, TypeError, KeyError):
        return ""


def canonical(value: Decimal) -> str:
    """A decimal as plain digits without trailing zeros."""
    text = format(value, "f")
    return (text.rstrip("0").rstrip(".") or "0") if "." in text else text


def readings(written: str, language: str) -> tuple[str, ...]:
    """What a match of `NUMBER` can mean, the likeliest first, as plain decimals.

    One point or comma before three digits groups in one language and begins decimals in the next:
    where the language says decimals, grouping stays as a second reading, because text keeps the
    habits of where a figure came from. Codes (versions, times) are returned as they are.
    """
    bare = re.sub(rf"['’{_SPACES}]", "", written)
    if re.fullmatch(r"\d+(?:[.:/-]\d+){2,}", bare) and not re.fullmatch(
        r"\d{1,3}(?:\.\d{3})+", bare
    ):
        return (bare,)
    if ":" in bare:
        return (bare,)
    points, commas = bare.count("."), bare.count(",")
    if points and commas:
        last = max(bare.rfind("."), bare.rfind(","))
        whole = re.sub("[.,]", "", bare[:last])
        return (canonical(Decimal(f"{whole}.{bare[last + 1 :]}")),)
    if points + commas > 1:
        return (canonical(Decimal(re.sub("[.,]", "", bare))),)
    if points + commas == 1:
        return _one_separator(
            bare, "." if points else ",", language, grouped=len(bare) != len(written)
        )
    return (canonical(Decimal(bare)),)


def _one_separator(bare: str, sign: str, language: str, grouped: bool) -> tuple[str, ...]:
    """Readings of a number with a single point or comma."""
    whole, rest = bare.split(sign)
    as_decimal = canonical(Decimal(f"{whole}.{rest}"))
    could_group = len(rest) == 3 and len(whole) <= 3 and not whole.startswith("0") and not grouped
    if not could_group:
        return (as_decimal,)
    as_grouped = canonical(Decimal(whole + rest))
    if decimal_sign(language) == sign:
        return (as_decimal, as_grouped)
    return (as_grouped,) if decimal_sign(language) else (as_grouped, as_decimal)
