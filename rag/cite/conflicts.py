"""Whether sources that answer a question state different facts, so that a reader sees both sides.

Two quotes disagree when they are about the same thing (alike once their facts are taken out, of
different documents, both naming what the question names), each states a fact of the kind that is
asked for, and no fact of one agrees with a fact of the other.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from rag.facts.dates import agrees
from rag.facts.fact import Fact, FactKind
from rag.facts.find import find_facts
from rag.facts.names import held_names, holds_name
from rag.types import Evidence, FloatMatrix

Similarity = Callable[[list[str], list[str]], FloatMatrix]

ALIKE = 0.5
"""Least cosine of two quotes without their facts that speak of the same thing."""
ALIKE_FAR = 0.7
"""The same where figures are further apart than by a factor of 3: they mostly count other things, but
a false figure may be any."""
MOST_SIDES = 4

_MASK = "…"
_MARKUP = re.compile(r"<[^<>\n]{1,40}>+")
_WITHIN = Decimal(3)


@dataclass(frozen=True, slots=True)
class Stated:
    """A piece of evidence with the facts that it states of the kind that is asked for."""

    item: Evidence
    facts: tuple[Fact, ...]
    years: frozenset[str]


def sides_of(
    kind: FactKind | None,
    question: str,
    language: str,
    evidence: Sequence[Evidence],
    similarity: Similarity,
) -> list[tuple[Evidence, Fact]]:
    """The first piece of evidence and those that disagree with it, each with its fact; else [].

    `kind` is the kind of fact that the question asks for, `language` the question's. Pieces that
    agree with one side are not given again. Names are compared only where the reader has found
    the exact span of the answer: a sentence holds many that answer nothing.
    """
    if kind is None or not evidence:
        return []
    asked = find_facts(question, language)
    stated = [_stated(item, kind, asked) for item in evidence]
    first, others = stated[0], [
        other for other in stated[1:] if other.item.source.id != stated[0].item.source.id
    ]  # fmt: skip
    pairs = [(other, pair) for other in others if (pair := _difference(first, other)) is not None]
    pairs = [pair for pair in pairs if _names_all(asked, pair[0].item)]
    if not pairs or not _names_all(asked, first.item):
        return []
    rows = similarity([_masked(first)], [_masked(other) for other, _ in pairs])[0]
    sides: list[tuple[Evidence, Fact]] = []
    for (other, (ours, theirs)), cosine in zip(pairs, rows, strict=True):
        needed = ALIKE if _distance(ours, theirs) <= _WITHIN else ALIKE_FAR
        if cosine < needed or any(_agree(theirs, fact) for _, fact in sides):
            continue
        sides = sides or [(first.item, ours)]
        sides.append((other.item, theirs))
    return sides[:MOST_SIDES]


def _stated(item: Evidence, kind: FactKind, asked: Sequence[Fact]) -> Stated:
    """The facts of the answer's span where there is one, else of the quote."""
    quote = find_facts(item.quote, item.passage.language)
    known = {value for fact in asked for value in fact.values}
    facts = [
        fact
        for fact in quote
        if fact.kind == kind and fact.required and not fact.values <= known and _in_span(item, fact)
    ]
    if kind == "name" and item.span_start is None:
        facts = []
    years = frozenset(
        value[:4]
        for fact in quote
        if fact.kind == "date"
        for value in fact.values
        if value[:4] != "0000"
    )
    return Stated(item, tuple(facts), years)


def _in_span(item: Evidence, fact: Fact) -> bool:
    if item.span_start is None or item.span_end is None:
        return True
    start, end = item.start + fact.start, item.start + fact.end
    return start < item.span_end and item.span_start < end


def _difference(first: Stated, second: Stated) -> tuple[Fact, Fact] | None:
    """The two facts that differ, the nearest of those that could; None where the two agree."""
    if not first.facts or not second.facts:
        return None
    if any(_agree(one, two) for one in first.facts for two in second.facts):
        return None
    pairs = [
        (one, two) for one in first.facts for two in second.facts if _comparable(one, two, first, second)
    ]  # fmt: skip
    return min(pairs, key=lambda pair: _distance(*pair)) if pairs else None


def _comparable(one: Fact, two: Fact, first: Stated, second: Stated) -> bool:
    """Whether two facts could be told of one thing."""
    if one.kind == "name":
        return True
    if one.kind == "date":
        return _precision(one) == _precision(two)
    if first.years and second.years and not first.years & second.years:
        return False  # two years, two figures
    ours, theirs = set(one.unit.split()), set(two.unit.split())
    return not ("percent" in ours ^ theirs or (ours and theirs and not ours & theirs))


def _precision(fact: Fact) -> tuple[bool, bool]:
    """Whether a date says month and day."""
    value = next(iter(fact.values))
    return value[5:7] != "00", value[8:] != "00"


def _distance(one: Fact, two: Fact) -> Decimal:
    """The least factor between two numbers; 1 for other facts."""
    if one.kind != "number" or two.kind != "number":
        return Decimal(1)
    return min(
        (
            max(a, b) / min(a, b) if min(a, b) > 0 else Decimal("Infinity")
            for a in _decimals(one)
            for b in _decimals(two)
        ),
        default=Decimal("Infinity"),
    )


def _agree(one: Fact, two: Fact) -> bool:
    """Equal, or one a rounding or a less precise form of the other."""
    if one.values & two.values:
        return True
    if one.kind == "date":
        return any(agrees(a, b) or agrees(b, a) for a in one.values for b in two.values)
    if one.kind == "name":
        return holds_name(held_names(two.text, "und"), one)
    return any(_rounds(a, b) or _rounds(b, a) for a in _decimals(one) for b in _decimals(two))


def _decimals(fact: Fact) -> list[Decimal]:
    return [Decimal(value) for value in fact.values if _is_decimal(value)]


def _is_decimal(value: str) -> bool:
    return value.replace(".", "", 1).replace("-", "", 1).isdigit()


def _rounds(rough: Decimal, exact: Decimal) -> bool:
    """Whether `rough` is `exact` rounded to as many significant digits as `rough` has."""
    digits = len(rough.normalize().as_tuple().digits)
    return exact != 0 and Decimal(f"{exact:.{digits - 1}e}") == rough


def _names_all(asked: Sequence[Fact], item: Evidence) -> bool:
    """Whether a passage, with its title and headings, holds every name of the question."""
    held = held_names(f"{item.passage.context}\n{item.passage.text}", item.passage.language)
    return all(holds_name(held, fact) for fact in asked if fact.kind == "name" and fact.required)


def _masked(stated: Stated) -> str:
    """The quote with the facts of the kind asked for taken out; of one with markup, their part."""
    text = stated.item.quote
    for fact in reversed(stated.facts):
        text = text[: fact.start] + _MASK + text[fact.end :]
    parts = [part for part in _MARKUP.split(text) if _MASK in part]
    return " ".join(parts) or text
