"""All facts of a text: its dates, numbers and names."""

from __future__ import annotations

import re
from functools import lru_cache

from rag.facts.dates import as_year, find_dates
from rag.facts.fact import Fact
from rag.facts.names import find_names
from rag.facts.numbers import find_numbers

_MARK = re.compile(r"[\[【［]\s*\d+(?:\s*[,،、;]\s*\d+)*\s*[\]】］]")


@lru_cache(maxsize=4096)
def find_facts(text: str, language: str) -> tuple[Fact, ...]:
    """Dates, numbers and names of a text, in order; citation marks are no facts."""
    bare = _MARK.sub(lambda match: " " * len(match[0]), text)
    dates, numbers = dates_and_numbers(bare, language)
    counted = [fact for fact in numbers if fact.required or fact.unit]
    names = find_names(bare, language, [(fact.start, fact.end) for fact in (*dates, *counted)])
    return tuple(sorted([*dates, *numbers, *names], key=lambda fact: fact.start))


def dates_and_numbers(text: str, language: str) -> tuple[list[Fact], list[Fact]]:
    """The dates of a text, bare years among them, and what else is a number."""
    dates = find_dates(text, language)
    # What a date took is blank for the numbers, so that "November 12, 2020" is not also 12.
    numbers = find_numbers(_blank(text, [(fact.start, fact.end) for fact in dates]), language)
    years = [as_year(fact, text, language) for fact in numbers]
    dates += [year for year in years if year is not None]
    return dates, [fact for fact, year in zip(numbers, years, strict=True) if year is None]


def _blank(text: str, spans: list[tuple[int, int]]) -> str:
    """The text with spans replaced by a sign that belongs to no number."""
    for start, end in spans:
        text = text[:start] + "\u2063" * (end - start) + text[end:]
    return text
