"""Numbers of a workbook as its cells show them: 0.125 as "12.5%", 43831 as "2020-01-01".

A format is a small language of its own (ECMA-376, part 1, 18.8.31). What it says of decimals, zeros,
per cent, units and scale is followed. What depends on the reader's machine is not: dates and times are
written as in ISO 8601, decimals with a full stop, thousands without a separator.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import lru_cache

BUILT_IN = {
    1: "0", 2: "0.00", 3: "0", 4: "0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?",
    13: "# ??/??", **dict.fromkeys((14, 15, 16), "yyyy-mm-dd"), 17: "yyyy-mm",
    **dict.fromkeys((18, 20, 32, 33), "h:mm"), **dict.fromkeys((19, 21), "h:mm:ss"),
    22: "yyyy-mm-dd h:mm", **dict.fromkeys((5, 6, 37, 38, 41, 42), "0"),
    **dict.fromkeys((7, 8, 39, 40, 43, 44), "0.00"), 45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss",
    48: "##0.0E+0", **dict.fromkeys((27, 28, 29, 30, 31, 34, 35, 36, *range(50, 59)), "yyyy-mm-dd"),
}  # fmt: skip
"""Formats by the numbers that files use without defining them."""

_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"?|\\(?P<escaped>.)|_.|\*.|\[(?P<bracket>[^\]]*)\]'
    r"|(?P<general>General)|(?P<noon>AM/PM|A/P)|(?P<exponent>E[+-]0+)"
    r"|(?P<over>[?#0]+/[?#0]+|[?#0]*/\d+)|(?P<number>[0#?.,]+)|(?P<date>[ymdhs]+|[gebGEB]+)|(?P<other>.)",
    re.IGNORECASE | re.DOTALL,
)
_SECTION = re.compile(r'(?:"[^"]*"?|\\.|\[[^\]]*\]|[^;])*')
_CURRENCY = re.compile(r"\$([^-\]]*)")
_ELAPSED = re.compile(r"(h+|m+|s+)$", re.IGNORECASE)
_LONGEST = 255  # characters of a format that Excel takes
_DIGITS = 15  # what Excel keeps
_MOST_DIGITS = 27  # of a result; `decimal` computes with 28
_LAST_DAY = 2_958_466  # 1 January 10000
_FALSE_LEAP_DAY = 60  # Excel counts a 29 February 1900


def shown(value: float, code: str, from_1904: bool = False) -> str:
    """A number as a cell with this format shows it."""
    if not math.isfinite(value):
        return ""
    sections = _sections(code)
    n = 1 if value < 0 and len(sections) > 1 else 2 if value == 0 and len(sections) > 2 else 0
    section = sections[n]
    if section.parts:
        return _moment(value, section, from_1904) or plain(value)
    number = _number(abs(value), section)
    if number is None:
        return plain(value)
    text = " ".join(f"{section.before}{number}{section.after}".split())
    signed = value < 0 and "-" not in text and any(char in "123456789" for char in number)
    return f"-{text}" if signed else text


def plain(value: float) -> str:
    """A number without a format, in at most fifteen digits."""
    if value == int(value) and abs(value) < 10**_DIGITS:
        return str(int(value))
    return f"{value:.{_DIGITS}g}"


@dataclass(frozen=True, slots=True)
class _Section:
    """One of the up to four parts of a format."""

    before: str
    after: str
    digits: str | None
    """The placeholders of a number; None when there are none; "" for the general form."""
    percent: int
    exponent: int
    """Digits of an exponent; 0 without one."""
    denominator: str
    parts: str
    """Letters of date and time in order: y, m, d, h, n (minutes), s; upper case when elapsed."""


@lru_cache(maxsize=1024)
def _sections(code: str) -> tuple[_Section, ...]:
    found = [match[0] for match in _SECTION.finditer(code[:_LONGEST]) if match[0]]
    return tuple(map(_section, found)) or (_section("General"),)


def _section(code: str) -> _Section:
    texts = ["", ""]
    digits: str | None = None
    percent = exponent = 0
    denominator = parts = ""
    for match in _TOKEN.finditer(code):
        kind, word = match.lastgroup, match[match.lastgroup] if match.lastgroup else ""
        text = ""
        if kind == "general":
            digits = digits or ""
        elif kind == "number":
            digits = (digits or "") + word
        elif kind == "over":
            denominator = word.partition("/")[2]
            digits = digits or ""
        elif kind == "exponent":
            exponent = len(word) - 2
        elif kind == "date":
            parts += word[0].lower() if word[0] in "ymdhsYMDHS" else "y"
        elif kind == "bracket":
            currency, elapsed = _CURRENCY.match(word), _ELAPSED.match(word)
            text = currency[1] if currency else ""
            parts += word[0].upper() if elapsed else ""
        elif kind in ("quoted", "escaped", "other"):
            percent = max(percent, kind == "other" and word == "%")
            text = "" if word in ("(", ")") else word
        elif kind is None:
            text = " "  # room left for a sign, or filled up
        texts[digits is not None] += text
    before, after = texts
    return _Section(before, after, digits, percent, exponent, denominator, _with_minutes(parts))


def _with_minutes(parts: str) -> str:
    """The letters with "n" for minutes: an "m" after hours or before seconds is no month."""
    parts = re.sub(r"(?<=[hH])m", "n", parts)
    return re.sub(r"[mM](?=s)|(?<!.)M", lambda match: "N" if match[0] == "M" else "n", parts)


def _number(value: float, section: _Section) -> str | None:
    """The digits of a number that is not negative; None when the format has none of the kinds known."""
    if section.digits is None:
        return ""
    if section.denominator:
        return _mixed(value, section.denominator)
    if not section.digits and not section.exponent:
        return plain(value * 100**section.percent)
    whole, point, places = section.digits.partition(".")
    scale = len(whole) - len(whole.rstrip(",")) if not point else 0
    scale += len(places) - len(places.rstrip(","))
    whole, places = whole.replace(",", ""), places.replace(",", "")
    exact = Decimal(f"{value:.{_DIGITS}g}") * 100**section.percent / 1000**scale
    if section.exponent:
        return _scientific(exact, len(places), section.exponent)
    if len(places) + max(0, exact.adjusted()) > _MOST_DIGITS:
        return None
    step = Decimal(1).scaleb(-len(places))
    digits, _, decimals = f"{exact.quantize(step, ROUND_HALF_UP):f}".partition(".")
    needed = places.rstrip("#?")
    while len(decimals) > len(needed) and decimals.endswith("0"):
        decimals = decimals[:-1]
    digits = digits.lstrip("0").zfill(whole.count("0")) or ("" if decimals else "0")
    return f"{digits}.{decimals}" if decimals else digits


def _scientific(value: Decimal, places: int, width: int) -> str:
    mantissa, _, power = f"{value:.{places}E}".partition("E")
    return f"{mantissa}E{power[0]}{power[1:].zfill(width)}"


def _mixed(value: float, denominator: str) -> str:
    """A whole number and a fraction: 2.25 as "2 1/4"."""
    exact = Fraction(value).limit_denominator(10**6)
    if denominator.isdigit() and len(denominator) < _DIGITS and int(denominator):
        below = int(denominator)
        above, below = round(exact * below), below
    else:
        near = exact.limit_denominator(10 ** min(len(denominator), 6) - 1)
        above, below = near.numerator, near.denominator
    whole, rest = divmod(above, below)
    return f"{whole or ''} {rest}/{below}".strip() if rest else str(whole)


def _moment(value: float, section: _Section, from_1904: bool) -> str:
    """A date, a time or both; "" when the number is none."""
    parts = section.parts
    if not 0 <= value < _LAST_DAY:
        return ""
    if elapsed := next((part for part in parts if part.isupper()), ""):
        return _elapsed(value, elapsed, parts)
    first = datetime(1904, 1, 1) if from_1904 else datetime(1899, 12, 30)
    if not from_1904 and value < _FALSE_LEAP_DAY:
        first += timedelta(days=1)
    moment = first + timedelta(seconds=round(value * 86_400))
    written = []
    if set(parts) & set("ymd"):
        written.append(f"{moment:%Y-%m-%d}"[: _date_length(parts)])
    if set(parts) & set("hns"):
        written.append(f"{moment:%H:%M:%S}"[: 8 if "s" in parts else 5])
    return " ".join(written)


def _date_length(parts: str) -> int:
    """How much of an ISO date the format shows: year, year and month, or the whole."""
    if "d" in parts or "y" not in parts:
        return 10
    return 7 if "m" in parts else 4


def _elapsed(value: float, unit: str, parts: str) -> str:
    """Hours, minutes or seconds that go on beyond a day."""
    seconds = round(value * 86_400)
    if unit == "S":
        return str(seconds)
    minutes, second = divmod(seconds, 60)
    words = f"{minutes}" if unit == "N" else f"{minutes // 60}:{minutes % 60:02}"
    return f"{words}:{second:02}" if "s" in parts else words
