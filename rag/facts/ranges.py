"""Ranges: in "20 à 30 milliards d'euros" the first number has the scale and unit of the second."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from rag.facts.digits import NUMBER, canonical, plain_digits, readings
from rag.facts.fact import Fact

_RANGE = re.compile(
    r"\s*(?:[-–—~〜～]|to|à|a|bis|до|do|tot|至|到|から|에서|से|إلى|ile|ila|până la|έως|till|til|až)\s*[$€£¥₹]?\s*",
    re.IGNORECASE,
)
# "between 20 and 30 billion" is a range, "5 and 30 billion" may be two numbers.
_MAYBE_RANGE = re.compile(
    r"\s*(?:and|et|und|y|e|en|i|и|ve|و|和|と|or|ou|oder|o|of|lub|или|veya|أو|或)\s*[$€£¥₹]?\s*",
    re.IGNORECASE,
)
_PLAIN = re.compile(r"\d+(?:\.\d+)?")


def join_ranges(text: str, facts: list[Fact]) -> list[Fact]:
    """The numbers of a text, in order, with scale and unit carried over inside ranges."""
    result = list(facts)
    for index in range(len(result) - 1):
        first, second = result[index], result[index + 1]
        gap = text[first.end : second.start]
        sure = bool(_RANGE.fullmatch(gap))
        if "code" in (first.unit, second.unit) or not (sure or _MAYBE_RANGE.fullmatch(gap)):
            continue
        values = first.values
        factor = _scale(second)
        if factor > 1 and _scale(first) == 1 and all(Decimal(value) < 1000 for value in values):
            scaled = frozenset(canonical(Decimal(value) * factor) for value in values)
            values = scaled if sure else values | scaled
        result[index] = replace(first, values=values, unit=first.unit or second.unit)
        result[index + 1] = replace(second, unit=second.unit or first.unit)
    return result


def _scale(fact: Fact) -> Decimal:
    """By what the scale words of a fact multiply its digits; 1 without any."""
    match = NUMBER.search(plain_digits(fact.text))
    leading = readings(match[0], "")[0] if match else ""
    if not _PLAIN.fullmatch(leading) or not Decimal(leading):
        return Decimal(1)
    factor = max(Decimal(value) / Decimal(leading) for value in fact.values)
    return factor if factor >= 1000 and factor % 1000 == 0 else Decimal(1)
