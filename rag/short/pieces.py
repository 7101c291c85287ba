"""What a short span can be made of, freed from the language that it is written in."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

Bound = Literal["", "about", "almost", "over", "under", "least", "most"]
"""How exactly an amount is meant: "almost" is a little less, "least" and "most" include the figure."""
Joint = Literal["list", "and", "or"]


@dataclass(frozen=True, slots=True)
class Amount:
    """A number of something: 20 billion dollars, 40 per cent, 8 years, 11600."""

    value: Decimal
    unit: str = ""
    """"percent", a CLDR unit ("duration-year"), "currency:EUR", "money:dollar"; empty for a bare number."""
    spelled: bool = False
    """Whether words or scales stood for a part of the digits ("20 billion", "1.16万")."""
    decimals: int = 0
    """Digits that are written after the decimal sign, zeros too."""
    bound: Bound = ""
    sign: str = ""
    """"+" or "-" where one is written."""


@dataclass(frozen=True, slots=True)
class Day:
    """A date, 0 for what is not said; `weekday` counts from Monday as 1."""

    year: int = 0
    month: int = 0
    day: int = 0
    weekday: int = 0


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day."""

    hour: int
    minute: int


@dataclass(frozen=True, slots=True)
class Term:
    """Something that CLDR names in every language: "territory:TH", "city:Europe/Moscow", "language:fr"."""

    code: str


@dataclass(frozen=True, slots=True)
class Name:
    """A proper name, which is kept letter by letter."""

    text: str


Single = Amount | Day | Clock | Term | Name


@dataclass(frozen=True, slots=True)
class Span:
    """From one amount or date to another."""

    first: Amount | Day
    last: Amount | Day


@dataclass(frozen=True, slots=True)
class Several:
    """Items one after another; `joint` says how the last is joined."""

    items: tuple[Single | Span, ...]
    joint: Joint


Piece = Single | Span | Several
