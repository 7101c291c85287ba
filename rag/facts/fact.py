"""What a fact is, once it is freed from how a language writes it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

FactKind = Literal["number", "date", "name"]


@dataclass(frozen=True, slots=True)
class Fact:
    """A number, date or name at `text[start:end]` with all that it may mean.

    `values` holds alternatives: "11.600" may be 11600 or 11.6. Numbers are plain decimals ("11600",
    "0.5"); dates are "YYYY-MM-DD" with zeros for what is not said ("0000-11-12"); names are folded
    words. Two facts agree when an alternative of one agrees with one of the other.
    """

    kind: FactKind
    text: str
    start: int
    end: int
    values: frozenset[str]
    unit: str = ""
    """"percent", "dollar", "year"…; empty when none is written or known."""
    required: bool = True
    """False for what may be no fact at all ("one", "first", a month called May): it can support a
    sentence and is never asked of a passage."""
