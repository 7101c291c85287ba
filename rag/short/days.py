"""Dates, ranges of dates and times of day: read in one language, said in another by CLDR's patterns."""

from __future__ import annotations

import datetime
import re
from functools import lru_cache

from babel.dates import format_date, format_interval, format_skeleton, format_time

from rag.facts.digits import plain_digits
from rag.facts.find import dates_and_numbers
from rag.short.pieces import Clock, Day, Span
from rag.short.units import folded, locale_of
from rag.short.words import around, dash

_LEAP_YEAR = 2000  # stands in where no year is said, so that 29 February exists
_DAYS_IN_LONGEST_MONTH = 31
_AROUND = " ,\u00a0\u202f"
_LAST_HOUR, _LAST_MINUTE = 23, 59
_BARE_DAY = re.compile(r"(\d{1,2})(?:\.|st|nd|rd|th|er|º|日)?")
_DAY_AND_YEAR = re.compile(r"(\d{1,2}),? (\d{4})")
_CLOCK = re.compile(
    r"(?:at |um |à |a las |alle |às |om |o |в |saat |الساعة )?(?P<hour>\d{1,2})"
    r"(?:[:h時点]\s?(?P<minute>\d{2})?分?|\.(?P<dotted>\d{2})(?=\s?(?:uhr|uur))|(?=\s?(?:uhr|uur|[ap]\.?m)))"
    r"\s?(?:uhr|uur|h)?\.?\s?(?P<half>[ap]\.?m\.?)?",
    re.IGNORECASE,
)
_STAND_ALONE = frozenset({"ru", "pl"})
"""Languages whose months have another form alone than in a date; elsewhere Babel's tables for months
that stand alone may be another language's."""


def read_day(text: str, language: str) -> Day | None:
    """The date that a text is, all of it; None when a part is not understood or has two meanings."""
    rest, weekday = _without_weekday(_trimmed(text, language), language)
    rest = _trimmed(rest, language)
    if not rest:
        return Day(weekday=weekday) if weekday else None
    dates, _ = dates_and_numbers(rest, language)
    whole = [date for date in dates if date.start == 0 and not _trimmed(rest[date.end :], language)]
    if len(dates) != 1 or len(whole) != 1 or len(whole[0].values) != 1:
        return None
    year, month, day = (int(part) for part in next(iter(whole[0].values)).split("-"))
    if weekday and (not (year and month and day) or _weekday(year, month, day) != weekday):
        return None
    return Day(year, month, day, weekday) if _exists(Day(year, month, day)) else None


def read_days(first: str, last: str, language: str) -> Span | None:
    """From one date to another; what only one of them says holds for both ("12 au 15 novembre")."""
    end = read_day(last, language)
    start = read_day(first, language) or _bare_day(first, end)
    if end is None and start is not None and start.day:
        start, end = _with_last_day(start, last)
    if start is None or end is None or start.weekday or end.weekday:
        return None
    if end.year and not start.year and start.month:
        start = Day(end.year, start.month, start.day)
    same = [
        bool(getattr(start, part)) == bool(getattr(end, part)) for part in ("year", "month", "day")
    ]
    return Span(start, end) if all(same) and _moment(start) < _moment(end) else None


def _bare_day(text: str, other: Day | None) -> Day | None:
    """A day of the month of the other end: the "12" of "12 au 15 novembre"."""
    match = _BARE_DAY.fullmatch(plain_digits(text).strip())
    if match is None or other is None or not (other.day and other.month):
        return None
    day = Day(other.year, other.month, int(match[1]))
    return day if day.day and _exists(day) else None


def _with_last_day(first: Day, last: str) -> tuple[Day, Day | None]:
    """Both ends of "November 12" to "15" or to "15, 2020"."""
    match = _DAY_AND_YEAR.fullmatch(plain_digits(last).strip())
    if match is None or first.year or not first.month:
        return first, _bare_day(last, first)
    year, day = int(match[2]), int(match[1])
    ends = Day(year, first.month, first.day), Day(year, first.month, day)
    return ends if all(_exists(end) for end in ends) else (first, None)


def read_clock(text: str) -> Clock | None:
    """A time of day in figures; None for anything else."""
    match = _CLOCK.fullmatch(plain_digits(text).strip())
    if match is None:
        return None
    hour, minute = int(match["hour"]), int(match["minute"] or match["dotted"] or 0)
    half = (match["half"] or "").casefold()[:1]
    if half and not 1 <= hour <= 12:
        return None
    hour = hour % 12 + (12 if half == "p" else 0) if half else hour
    return Clock(hour, minute) if hour <= _LAST_HOUR and minute <= _LAST_MINUTE else None


def _trimmed(text: str, language: str) -> str:
    """The text without the words around a date that do not change it ("am", "г.", "yılında")."""
    before, behind = around(language.split("-")[0].lower(), "date")
    while True:
        text = text.strip(_AROUND)
        lowered = text.replace("’", "'").casefold()
        if lowered in before:
            return ""
        starts = (
            word for word in before if lowered.startswith(word if word[-1] == "'" else word + " ")
        )
        ends = (
            word for word in behind if lowered.endswith(word if _is_joined(word) else " " + word)
        )
        start, end = next(starts, ""), next(ends, "")
        if not start and not end:
            return text
        text = text[len(start) :] if start else text[: -len(end)]


def _is_joined(word: str) -> bool:
    """Whether a particle is written on to the date."""
    return word[0] in "'にのか"


@lru_cache(maxsize=64)
def _weekday_names(language: str) -> dict[str, int]:
    """Folded name -> 1 for Monday to 7, whole words only."""
    locale = locale_of(language)
    if locale is None:
        return {}
    names: dict[str, int] = {}
    table = locale.days["format"]["wide"]
    names |= {folded(str(name)): int(number) + 1 for number, name in table.items()}
    if language.startswith("ru"):
        names |= {"среду": 3, "пятницу": 5, "субботу": 6}
    if language.startswith("pl"):
        names |= {"środę": 3, "sobotę": 6, "niedzielę": 7}
    return names


def _without_weekday(text: str, language: str) -> tuple[str, int]:
    lowered = text.casefold().replace("’", "'")
    spaceless = language[:2] in ("zh", "ja")
    for name, number in _weekday_names(language).items():
        if lowered == name:
            return "", number
        if lowered.startswith(name) and text[len(name) : len(name) + 1] in (" ", ",", "،", "."):
            return text[len(name) :].strip(" ,،."), number
        ends = lowered.endswith(name if spaceless else " " + name)
        if ends:
            return text[: -len(name)].strip(" ,،（(["), number
    return text, 0


def _weekday(year: int, month: int, day: int) -> int:
    return datetime.date(year, month, day).isoweekday() if _exists(Day(year, month, day)) else 0


def _exists(day: Day) -> bool:
    try:
        _moment(day)
    except ValueError:
        return False
    return not day.day or bool(day.month)


def _moment(day: Day) -> datetime.date:
    return datetime.date(day.year or _LEAP_YEAR, day.month or 1, day.day or 1)


def say_day(day: Day, language: str) -> str | None:
    """The date in the language's long form."""
    locale = locale_of(language)
    if locale is None:
        return None
    if not (day.year or day.month or day.day):
        return str(locale.days["format"]["wide"][day.weekday - 1])
    moment = _moment(day)
    if day.year and day.month and day.day:
        return str(format_date(moment, "full" if day.weekday else "long", locale))
    if day.month and not day.day and not day.year:
        alone = language[:2] in _STAND_ALONE
        return str(format_date(moment, "LLLL" if alone else "MMMM", locale))
    return str(format_skeleton(_skeleton(day), moment, locale=locale))


def _skeleton(day: Day) -> str:
    """The fields of CLDR's patterns that a date has."""
    return ("y" if day.year else "") + ("MMMM" if day.month else "") + ("d" if day.day else "")


def say_days(span: Span, language: str) -> str | None:
    """From one date to another, by CLDR's patterns for intervals."""
    locale = locale_of(language)
    first, last = span.first, span.last
    if locale is None or not isinstance(first, Day) or not isinstance(last, Day):
        return None
    joint = dash(language[:2]) if language[:2] in ("zh", "ja") else "–"
    if not first.month:
        return f"{first.year}{joint}{say_day(Day(last.year), language)}"
    if joint != "–" or not first.day:
        written = format_interval(_moment(first), _moment(last), _skeleton(first), locale=locale)
        return str(written).replace("\u2009", " ")
    return _joined_days(first, last, language)


def _joined_days(first: Day, last: Day, language: str) -> str | None:
    """Such as "November 12–15, 2020", "12.–15. November", "12 novembre – 3 décembre 2020"."""
    end = say_day(last, language)
    if end is None:
        return None
    if first.year == last.year and first.month == last.month:
        day = re.compile(rf"(?<!\d){last.day}(?!\d)(\.?)")
        return day.sub(lambda found: f"{first.day}{found[1]}–{found[0]}", end, count=1)
    start = first if first.year != last.year else Day(0, first.month, first.day)
    return f"{say_day(start, language)} – {end}"


def say_clock(clock: Clock, language: str) -> str | None:
    """The time of day as the language writes it."""
    locale = locale_of(language)
    moment = datetime.time(clock.hour, clock.minute)
    return None if locale is None else format_time(moment, "short", locale=locale)
