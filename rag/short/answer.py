"""The short answer: the span of the quote that answers, said in the reader's language."""

from __future__ import annotations

import re
from dataclasses import dataclass

from babel.lists import format_list

from rag.facts.fact import FactKind
from rag.language import CORE_LANGUAGES, detect
from rag.short.amounts import read_amount, say_amount, say_range
from rag.short.days import read_clock, read_day, read_days, say_clock, say_day, say_days
from rag.short.names import read_name, read_term, say_term
from rag.short.pieces import Amount, Clock, Day, Joint, Name, Piece, Several, Single, Span, Term
from rag.short.spans import Offsets, span_of, whole
from rag.short.units import locale_of
from rag.short.words import is_range, joint_pattern, range_pattern
from rag.types import UNKNOWN_LANGUAGE, Evidence, ShortAnswer

_OUTER = ' \t\u00a0\u202f,;:"“”„«»‘’()（）「」『』。．'
_ASKS_AGE = re.compile(
    r"how old|\bage\b|quel âge|\bâge\b|wie alt|\balter\b|edad|età|quanti anni ha|idade|quantos anos tem|hoe oud|leeftijd|wiek|ile lat ma|"
    r"сколько лет|возраст|多大|年龄|年齡|几岁|何歳|年齢|عمر|كم عمر|kaç yaşında|yaşı",
    re.IGNORECASE,
)
_MOST_ITEMS = 8


@dataclass(frozen=True, slots=True)
class Asked:
    """What the question says about the words that answer it."""

    question: str = ""
    kind: FactKind | None = None

    @property
    def age(self) -> bool:
        """Whether years are somebody's age, for which some languages have a word of its own."""
        return bool(_ASKS_AGE.search(self.question))


def find_short_answer(
    evidence: Evidence, question: str, language: str, kind: FactKind | None
) -> ShortAnswer | None:
    """The short answer from a piece of evidence; None when there is none that is certain.

    `language` is the reader's; `kind` is what the question asks for, by its words.
    """
    span = span_of(evidence, question, detect(question), kind)
    return short_answer(evidence, span, question, language, kind) if span else None


def short_answer(
    evidence: Evidence, span: Offsets, question: str, language: str, kind: FactKind | None = None
) -> ShortAnswer | None:
    """The words of the document at `span` (document offsets), said in the reader's `language`.

    Numbers, amounts, dates, places and the like are written as CLDR writes them there, proper
    names are kept letter by letter, and text that is in the language already stays as it is.
    None when a part of it cannot be said for certain.
    """
    found = whole(evidence, span)
    if found is None:
        return None
    offset = evidence.passage.start
    original = evidence.passage.text[found[0] - offset : found[1] - offset].strip(_OUTER)
    if not original:
        return None
    source = evidence.passage.language
    if source.split("-")[0] == UNKNOWN_LANGUAGE:
        source = detect(evidence.quote)
    text = said(original, source, language, Asked(question, kind))
    return ShortAnswer(text, original, evidence.n) if text else None


def said(original: str, source: str, language: str, asked: Asked | None = None) -> str | None:
    """A span of the language `source` in another language; None when that is not certain."""
    base = language.split("-")[0].lower()
    asked = asked or Asked()
    if base not in CORE_LANGUAGES or source.split("-")[0] == UNKNOWN_LANGUAGE:
        return None
    if source.split("-")[0].lower() == base:
        return original
    piece = read(original, source, asked)
    return None if piece is None else say(piece, language, asked.age)


def read(text: str, language: str, asked: Asked) -> Piece | None:
    """What a span says, all of it; None when a part of it is not understood."""
    text = " ".join(text.replace("\u00a0", " ").replace("\u202f", " ").split()).strip(_OUTER)
    if not text:
        return None
    return _one(text, language, asked) or _list(text, language, asked)


def _one(text: str, language: str, asked: Asked) -> Single | Span | None:
    """A span that is one fact; a range or a bare fact."""
    return (
        read_clock(text)
        or read_day(text, language)
        or read_amount(text, language)
        or _range(text, language)
        or read_term(text, language, asked.question)
        or read_name(text, language, asked.kind == "name")
    )


def _range(text: str, language: str) -> Span | None:
    """From one amount or date to another; the first has the scale and unit of the second."""
    match = range_pattern(language.split("-")[0].lower()).fullmatch(text)
    if match is None or not is_range(match):
        return None
    first, last = match["first"].strip(), match["last"].strip()
    days = read_days(first, last, language)
    if days:
        return days
    start, end = read_amount(first, language), read_amount(last, language)
    if start is None or end is None or start.sign == "-" or end.sign == "-" or end.bound:
        return None
    start = _scaled_like(start, end, first, last, language)
    unit = start.unit or end.unit
    end = Amount(end.value, end.unit or unit, end.spelled, end.decimals)
    start = Amount(start.value, unit, start.spelled, start.decimals, start.bound)
    return Span(start, end) if start.value < end.value and start.unit == end.unit else None


def _scaled_like(start: Amount, end: Amount, first: str, last: str, language: str) -> Amount:
    """The first amount with the scale that only the second has: "20 to 30 billion"."""
    digits = re.compile(r"\d[\d.,'’\s]*\d|\d")
    bare = digits.search(last)
    if start.spelled or not end.spelled or bare is None or start.value >= 1000:
        return start
    plain = read_amount(bare[0], language)
    if plain is None or not plain.value:
        return start
    factor = end.value / plain.value
    return Amount(start.value * factor, start.unit, True, 0, start.bound)


def _list(text: str, language: str, asked: Asked) -> Several | None:
    """Items of one kind one after another; places and names may stand together."""
    joints = list(joint_pattern(language.split("-")[0].lower()).finditer(text))
    if not joints or len(joints) >= _MOST_ITEMS:
        return None
    edges = [0, *(edge for joint in joints for edge in joint.span()), len(text)]
    parts = [
        text[start:end].strip(_OUTER) for start, end in zip(edges[::2], edges[1::2], strict=True)
    ]
    items = [_one(part, language, asked) if part else None for part in parts]
    known = [item for item in items if item is not None]
    if len(known) != len(items) or len({_family(item) for item in known}) != 1:
        return None
    if len({_fields(item) for item in known if isinstance(item, Day)}) > 1:
        return None
    # The "20" of "20 and 30 billion" is not twenty.
    if len({item.spelled for item in known if isinstance(item, Amount)}) > 1:
        return None
    return Several(tuple(known), _joint(joints))


def _fields(day: Day) -> tuple[bool, ...]:
    """Which parts of a date are said; parts of one date are no list of dates."""
    return bool(day.year), bool(day.month), bool(day.day), bool(day.weekday)


def _joint(joints: list[re.Match[str]]) -> Joint:
    groups = joints[-1].groupdict()
    return "and" if groups.get("and") else "or" if groups.get("or") else "list"


def _family(item: Single | Span) -> type:
    ends = item.first if isinstance(item, Span) else item
    return Name if isinstance(ends, Term | Name) else type(ends)


def say(piece: Piece, language: str, is_age: bool = False) -> str | None:
    """A fact in a language; None when it has no sure form there."""
    if isinstance(piece, Several):
        items = [say(item, language, is_age) for item in piece.items]
        known = [item for item in items if item is not None]
        return _listed(known, piece.joint, language) if len(known) == len(items) else None
    if isinstance(piece, Span):
        return say_range(piece, language, is_age) or say_days(piece, language)
    if isinstance(piece, Amount):
        return say_amount(piece, language, is_age)
    if isinstance(piece, Day):
        return say_day(piece, language)
    if isinstance(piece, Clock):
        return say_clock(piece, language)
    return piece.text if isinstance(piece, Name) else say_term(piece, language)


def _listed(items: list[str], joint: Joint, language: str) -> str:
    """Items joined as CLDR joins them; without "and" where the source has none."""
    locale = locale_of(language)
    if joint != "list":
        return str(format_list(items, "standard" if joint == "and" else "or", locale))
    comma = {"zh": "、", "ja": "、", "ar": "، "}.get(language.split("-")[0].lower(), ", ")
    return comma.join(items)
