"""Dates in a text in one form, "YYYY-MM-DD" with zeros for what is not said.

"12 novembre", "November 12", "12.11.", "11月12日" and "12 نوفمبر" all become "0000-11-12".
"""
# ruff: noqa: SIM905 - lists of words are read and kept best as text

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from rag.facts.digits import plain_digits
from rag.facts.fact import Fact
from rag.facts.han_numbers import han_value
from rag.facts.months import month_number, month_pattern, sure_month

_DAY_BEFORE = re.compile(
    r"(?<![\d.,:])(?P<day>\d{1,2})(?:st|nd|rd|th|er|º|ª|°|-?(?:го|е|ое|ого))?\.?"
    r"(?:[\s\u00a0]|-ב|ב-)*(?:of|de|d['’]|di|do|da)?[\s\u00a0]*$", re.IGNORECASE)  # fmt: skip
_YEAR_WORDS = r"(?:[\s\u00a0]*(?:of|de|del|do|di|п|พ\.ศ\.|ค\.ศ\.|г\.|,|،|'?da|'?de)[\s\u00a0]*|\.?[\s\u00a0]+|\.?,[\s\u00a0]*)"
_DAY_AFTER = re.compile(
    r"\.?[\s\u00a0]+(?:the\s+)?(?P<day>\d{1,2})(?:st|nd|rd|th|-?[^\W\d_]{0,2})?(?![\d.,:%]*\d|[\s\u00a0]?%)"
)
_YEAR_AFTER = re.compile(rf"{_YEAR_WORDS}(?P<year>[12]\d{{3}})(?!\d|[.,]\d)")
_YEAR_BEFORE = re.compile(r"(?<!\d)(?P<year>[12]\d{3})\.?(?:[\s\u00a0]*m\.)?[\s\u00a0]*$")
_DOTTED = frozenset("de ru uk be bg pl cs sk tr fi et lv no nb nn da sl hr sr hu ro und".split())
_YEAR_FIRST = frozenset("hu lt lv eu mn kk".split())
_CAPITAL_MONTHS = frozenset("en de tr el id".split())
_ISO = re.compile(r"(?<!\d)(?P<y>[12]\d{3})[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})(?!\d)")
_NUMERIC = re.compile(
    r"(?<![\d.,])(?P<a>\d{1,2})(?P<sep>[./-])[ ]?(?P<b>\d{1,2})(?P=sep)[ ]?(?P<y>[12]\d{3}|\d{2})(?!\d|\.\d)"
)
_NO_YEAR = re.compile(r"(?<![\d.,])(?P<a>\d{1,2})\.[ ]?(?P<b>\d{1,2})\.(?!\d|\s?\d)")
_HAN = r"[\d〇零一二三四五六七八九十]"
_EAST = re.compile(
    rf"(?:(?P<era>令和|平成|昭和)?(?P<y>{_HAN}{{1,4}})\s*[年년]\s*)?"
    rf"(?P<m>{_HAN}{{1,3}})\s*[月월](?:\s*(?P<d>{_HAN}{{1,3}})\s*[日號号일])?"
)
_EAST_YEAR = re.compile(
    rf"(?:(?P<era>令和|平成|昭和)(?P<e>{_HAN}{{1,2}})|(?P<y>[12]\d{{3}}|[一二][〇零一二三四五六七八九]{{3}}))\s*[年년]"
)
_ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925}
_LEAST_YEAR, _LARGEST_YEAR = 1400, 2199
_FOUR_DIGITS = re.compile(r"\d{4}(?!\d|[.,]\d)")
_BUDDHIST = re.compile(r"(?:พ\.ศ\.|ปี)\s*$")
_BUDDHIST_AHEAD = 543


def find_dates(text: str, language: str) -> list[Fact]:
    """Dates, months, and years marked as such, in order, without overlaps.

    Bare years are numbers first; `as_year` tells them apart once the numbers are known.
    """
    plain = plain_digits(text)
    found: list[Fact] = []
    taken = [False] * len(text)
    finders = (_east, _numeric, _named)
    for finder in finders:
        for start, end, values, required in finder(plain, language):
            if values and not any(taken[start:end]):
                taken[start:end] = [True] * (end - start)
                found.append(
                    Fact("date", text[start:end], start, end, frozenset(values), "", required)
                )
    return sorted(found, key=lambda fact: fact.start)


def written(year: int, month: int, day: int) -> str:
    """The one form of a date; zeros for what is not known."""
    return f"{year:04d}-{month:02d}-{day:02d}"


_Found = Iterator[tuple[int, int, set[str], bool]]


def _possible(dates: Iterable[tuple[int, int, int]]) -> set[str]:
    return {written(y, m, d) for y, m, d in dates if 0 <= m <= 12 and 0 <= d <= 31 and (m or not d)}


def _years_of(year: int, language: str) -> tuple[int, ...]:
    """Thai years count from the Buddha; two digits mean this century or the last."""
    if year < 100:
        return (2000 + year, 1900 + year)
    if language.startswith("th") and year > 2300:
        return (year - _BUDDHIST_AHEAD,)
    return (year,)


def _han_int(digits: str | None) -> int:
    if not digits:
        return 0
    return int(digits) if digits.isascii() else han_value(digits) or 0


def _east(text: str, _language: str) -> _Found:
    """2020年11月12日, 11月12日, 令和2年11月, 2020년 11월 12일, 2020年."""
    if not re.search("[月年월년]", text):
        return
    for match in _EAST.finditer(text):
        year = _han_int(match["y"]) + _ERAS.get(match["era"] or "", 0)
        date = (year, _han_int(match["m"]), _han_int(match["d"]))
        after = text[match.end() : match.end() + 1]
        whole = (
            date[1] <= 12 and not (False) and (date[2] > 0 or year > 0 or after not in "間间额額")
        )
        if whole and date[1] > 0:
            yield match.start(), match.end(), _possible([date]), True
    for match in _EAST_YEAR.finditer(text):
        if text[match.end() : match.end() + 1] not in ("间", "間", "前", "来"):
            year = _han_int(match["y"]) or _ERAS[match["era"]] + _han_int(match["e"])
            yield match.start(), match.end(), {written(year, 0, 0)}, True


def _numeric(text: str, language: str) -> _Found:
    """2020-11-12, 12.11.2020, 11/12/2020, 12.11."""
    for match in _ISO.finditer(text):
        values = _possible(
            (y, int(match["m"]), int(match["d"])) for y in _years_of(int(match["y"]), language)
        )
        yield match.start(), match.end(), values, True
    for match in _NUMERIC.finditer(text):
        a, b = int(match["a"]), int(match["b"])
        years = _years_of(int(match["y"]), language)
        orders = [(b, a)]
        if match["sep"] != "." and (language.startswith("en") or language == "und" or b > 12):
            orders.append((a, b))
        values = _possible((y, m, d) for y in years for m, d in orders if m and d)
        yield match.start(), match.end(), values, True
    # "12.11." is a date where dates are written so; elsewhere a decimal may end the sentence.
    for match in _NO_YEAR.finditer(text) if language.split("-")[0] in _DOTTED else ():
        yield match.start(), match.end(), _possible([(0, int(match["b"]), int(match["a"]))]), True


def _named(text: str, language: str) -> _Found:
    """12 novembre 2020, November 12, 2020, 12 de noviembre, Kasım 2020, November."""
    for match in month_pattern(language).finditer(text):
        month = month_number(match["month"], language)
        start, end = match.span()
        day = year = 0
        before = _DAY_BEFORE.search(text[max(0, start - 14) : start])
        if before and 0 < int(before["day"]) <= 31:
            day, start = int(before["day"]), start - len(before[0])
        else:
            after = _DAY_AFTER.match(text, end)
            if after and 0 < int(after["day"]) <= 31:
                day, end = int(after["day"]), after.end()
        later = _YEAR_AFTER.match(text, end)
        year_first = language.split("-")[0] in _YEAR_FIRST
        earlier = _YEAR_BEFORE.search(text[max(0, start - 9) : start]) if year_first else None
        if later:
            year, end = int(later["year"]), later.end()
        elif earlier:
            year, start = int(earlier["year"]), start - len(earlier[0])
        years = _years_of(year, language) if year else (0,)
        sure = bool(day or year) or _sure(match["month"], language)
        yield start, end, _possible((y, month, day) for y in years), sure


def _sure(month: str, language: str) -> bool:
    """Whether a month's name without day or year is surely meant as a month."""
    capital = month[:1] != month[:1].lower()
    return sure_month(month) and (capital or language.split("-")[0] not in _CAPITAL_MONTHS)


def as_year(number: Fact, text: str, language: str) -> Fact | None:
    """The year that a bare number of four digits is likelier to be; None when it counts something."""
    digits = _FOUR_DIGITS.match(number.text)
    if number.unit not in ("", "year") or len(number.values) != 1 or digits is None:
        return None
    year = int(digits[0])
    if number.values != {str(year)}:
        return None
    if _LEAST_YEAR <= year <= _LARGEST_YEAR:
        return replace(number, kind="date", values=frozenset({written(year, 0, 0)}))
    buddhist = language.startswith("th") and _BUDDHIST.search(text[: number.start][-8:])
    if buddhist and year > _LARGEST_YEAR:
        return replace(
            number, kind="date", values=frozenset({written(year - _BUDDHIST_AHEAD, 0, 0)})
        )
    return None


def agrees(claimed: str, held: str) -> bool:
    """Whether everything that the claimed date says is said by the other."""
    return all(
        int(wanted) == 0 or int(wanted) == int(found)
        for wanted, found in zip(claimed.split("-"), held.split("-"), strict=True)
    )
