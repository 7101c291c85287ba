"""Whether what a sentence states is in the passages it cites: numbers, dates and names, any language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from rag.facts.dates import agrees
from rag.facts.fact import Fact
from rag.facts.find import dates_and_numbers, find_facts
from rag.facts.names import HeldNames, held_names, holds_name


@dataclass(frozen=True, slots=True)
class _Held:
    """The facts of one passage, ready to be compared with."""

    numbers: tuple[Fact, ...]
    dates: tuple[Fact, ...]
    names: HeldNames


def missing_facts(
    claim: str, claim_language: str, passages: Sequence[tuple[str, str]]
) -> list[Fact]:
    """Facts of the claim that none of the passages (text, language) holds, in order.

    Values are compared, not spellings; each fact must be whole in one passage, except that the
    year of a date may stand elsewhere in it.
    """
    wanted = [fact for fact in find_facts(claim, claim_language) if fact.required]
    if not wanted:
        return []
    held = [_held(text, language) for text, language in passages]
    return [fact for fact in wanted if not any(_holds(passage, fact) for passage in held)]


@lru_cache(maxsize=512)
def _held(text: str, language: str) -> _Held:
    dates, numbers = dates_and_numbers(text, language)
    return _Held(tuple(numbers), tuple(dates), held_names(text, language))


def _holds(passage: _Held, fact: Fact) -> bool:
    if fact.kind == "name":
        return holds_name(passage.names, fact)
    if fact.kind == "date":
        return any(_holds_date(passage, value) for value in fact.values)
    in_numbers = any(_same_number(fact, number) for number in passage.numbers)
    return in_numbers or (not fact.unit and any(_in_date(fact, date) for date in passage.dates))


def _same_number(claimed: Fact, held: Fact) -> bool:
    """Equal in one reading, and of one unit where both say one; per cent is never left out."""
    if not claimed.values & held.values:
        return False
    ours, theirs = set(claimed.unit.split()), set(held.unit.split())
    if "percent" in ours | theirs:
        return ours == theirs
    return not ours or not theirs or bool(ours & theirs)


def _in_date(number: Fact, date: Fact) -> bool:
    """Whether a bare number is the year, month or day of a date."""
    parts = {str(int(part)) for value in date.values for part in value.split("-")}
    return bool(number.values & (parts - {"0"}))


def _holds_date(passage: _Held, wanted: str) -> bool:
    """One date that says all, or its day and month in one place and its year in another."""
    found = {value for date in passage.dates for value in date.values}
    if any(agrees(wanted, value) for value in found):
        return True
    year, rest = wanted[:4], "0000" + wanted[4:]
    if rest == "0000-00-00":
        return any(
            str(int(year)) in number.values and not number.unit for number in passage.numbers
        )
    without_year = {value for value in found if value.startswith("0000")}
    years = {value[:4] for value in found}
    return year in years and any(agrees(rest, value) for value in without_year)
