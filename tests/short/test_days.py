"""Dates and times of day read in one language and said in another."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.language import CORE_LANGUAGES
from rag.short.days import read_clock, read_day, read_days, say_day
from rag.short.pieces import Clock, Day, Span


@pytest.mark.parametrize("language", CORE_LANGUAGES)
@given(day=st.dates(datetime.date(1500, 1, 1), datetime.date(2100, 12, 31)))
def test_every_date_comes_back_as_it_was_said(language, day):
    """The long form of each of the languages is read as the same date."""
    date = Day(day.year, day.month, day.day)

    assert read_day(say_day(date, language), language) == date


@pytest.mark.parametrize(
    ("first", "last", "language", "span"),
    [
        ("12", "15 novembre", "fr", Span(Day(0, 11, 12), Day(0, 11, 15))),
        ("November 12", "15, 2020", "en", Span(Day(2020, 11, 12), Day(2020, 11, 15))),
        ("12.", "15. November", "de", Span(Day(0, 11, 12), Day(0, 11, 15))),
        ("сентября", "ноября 2020 года", "ru", Span(Day(2020, 9), Day(2020, 11))),
        ("15", "12 novembre", "fr", None),
        ("2021", "2019", "es", None),
        ("12", "40 novembre", "it", None),
    ],
)
def test_the_ends_of_a_range_share_what_is_said_once(first, last, language, span):
    """Month and year of one end hold for both; a range that runs back is none."""
    assert read_days(first, last, language) == span


def test_a_weekday_that_is_not_that_of_the_date_is_no_date():
    """12 November 2020 was a Thursday."""
    assert read_day("Donnerstag, 12. November 2020", "de") == Day(2020, 11, 12, 4)
    assert read_day("Freitag, 12. November 2020", "de") is None


@pytest.mark.parametrize(
    ("text", "clock"),
    [("14:30", Clock(14, 30)), ("14h30", Clock(14, 30)), ("um 8 Uhr", Clock(8, 0)), ("12:15 a.m.", Clock(0, 15)), ("14.30", None), ("25:00", None), ("20", None), ("١٤:٣٠", Clock(14, 30))],
)  # fmt: skip
def test_a_time_of_day_needs_its_sign(text, clock):
    """A point alone may begin decimals."""
    assert read_clock(text) == clock
