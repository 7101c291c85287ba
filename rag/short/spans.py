"""Which characters of the quote are the answer: the reader's span made whole, or the one fact asked for."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rag.facts.fact import FactKind
from rag.facts.find import find_facts
from rag.short.units import folded, unit_names
from rag.short.words import bounds, is_doubtful, is_range, is_spaced, range_pattern
from rag.types import Evidence

Offsets = tuple[int, int]
_MOST_WORDS = 14
_LONGEST = 90  # characters of a span that is still a short answer
_AROUND = 120  # characters beside the span that are looked at
_UNSPACED = re.compile("[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
_NEXT_WORD = re.compile(r"[\s\u00a0\u202f]?(?:de |d['’]|di )?[^\s\d,;:.()]+")
_LONGEST_UNSPACED_UNIT = 8  # characters
_OTHER_WORD = tuple("口民次气気々員类類")
"""After 人, the rest of a word that is no count of people: population, nationals, visits…"""
_SIGN_BEFORE = re.compile(r"(?:^|(?<=[\s(]))[-−+~≈<>≥≤]\s?$")


def span_of(
    evidence: Evidence, question: str, language: str, kind: FactKind | None
) -> Offsets | None:
    """Where the answer stands, in document offsets; None when that is not certain.

    The reader's span where it gave one. Else, when the question asks for a number or a date
    (`kind`) and exactly one fact of that kind, which the question does not hold, is in the quote,
    that fact; two ends of a range are one. `language` is the question's.
    """
    if evidence.span_start is not None and evidence.span_end is not None:
        return evidence.span_start, evidence.span_end
    if kind not in ("number", "date"):
        return None
    asked = {
        value
        for fact in find_facts(question, language)
        if fact.kind != "name"
        for value in fact.values
    }
    owner = evidence.passage.language
    facts = [
        fact for fact in find_facts(evidence.quote, owner) if fact.kind == kind and fact.required
    ]
    if not facts or any(fact.values & asked for fact in facts):
        return None
    first, last = facts[0], facts[-1]
    gap = evidence.quote[first.end : last.start]
    if len(facts) > 2 or len(facts) == 2 and not _joined(gap, evidence.quote[: first.start], owner):
        return None
    return evidence.start + first.start, evidence.start + last.end


def whole(evidence: Evidence, span: Offsets) -> Offsets | None:
    """The span with the rest of every fact that it cuts; None when it is empty or not short.

    "11" of "11 million people", "30" of "20 to 30" or "a billion" of "almost a billion" would say
    something else than the source.
    """
    text, offset = evidence.passage.text, evidence.passage.start
    language = evidence.passage.language
    start, end = span[0] - offset, span[1] - offset
    if not 0 <= start < end <= len(text):
        return None
    start, end = _with_facts(text, *_whole_words(text, start, end), language)
    start, end = _with_bounds(text, start, end, language)
    if _is_number(text, start, end, language) and is_doubtful(text[:start], language.split("-")[0]):
        return None
    piece = text[start:end]
    start, end = start + len(piece) - len(piece.lstrip()), end - len(piece) + len(piece.rstrip())
    piece = text[start:end]
    short = piece and len(piece) <= _LONGEST and len(piece.split()) <= _MOST_WORDS
    return (offset + start, offset + end) if short and "\n" not in piece else None


def _whole_words(text: str, start: int, end: int) -> Offsets:
    """The span widened to whole words, in scripts that have spaces between them."""
    while start > 0 and _inside_word(text, start):
        start -= 1
    while end < len(text) and _inside_word(text, end):
        end += 1
    return start, end


def _inside_word(text: str, place: int) -> bool:
    one, two = text[place - 1], text[place]
    if _UNSPACED.match(one) or _UNSPACED.match(two):
        return False
    if one.isalnum() and two.isalnum():
        return True
    # 11.600 and 2,5 are one, whichever side of the sign the span ends on.
    digits = text[place - 2 : place - 1].isdigit() and one in ".,'’٬٫" and two.isdigit()
    return digits or one.isdigit() and two in ".,'’٬٫" and text[place + 1 : place + 2].isdigit()


def _with_facts(text: str, start: int, end: int, language: str) -> Offsets:
    """The span with all of the numbers and dates that it holds a part of, and the units behind them."""
    low, high = max(0, start - _AROUND), min(len(text), end + _AROUND)
    facts = [fact for fact in find_facts(text[low:high], language) if fact.kind != "name"]
    spans = [(low + fact.start, low + fact.end) for fact in facts]
    for index, (first, last) in enumerate(spans):
        for other, beyond in spans[index + 1 : index + 2]:
            touched = first < end and beyond > start
            if touched and other >= last and _joined(text[last:other], text[low:first], language):
                start, end = min(start, first), max(end, beyond)
    for first, last in spans:
        if first < end and last > start:
            start, end = min(start, first), max(end, last)
    if text[:end].rstrip()[-1:].isdigit() or any(last == end for _, last in spans):
        end = max([end, *_unit_ends(text, end, language)])
    return start, end


def _is_number(text: str, start: int, end: int, language: str) -> bool:
    """Whether the span is an amount, or a part of one, and no date."""
    facts = find_facts(text[start:end], language)
    kinds = {fact.kind for fact in facts if fact.required}
    return "number" in kinds and "date" not in kinds


def _joined(gap: str, before: str, language: str) -> bool:
    """Whether what stands between two facts makes them the ends of one range."""
    opening = "".join(before.split(" ")[-2:-1])
    match = range_pattern(language.split("-")[0]).fullmatch(f"{opening} 1{gap}2".strip())
    return match is not None and is_range(match) and match["last"] == "2"


def _unit_ends(text: str, end: int, language: str) -> Iterator[int]:
    """Where a unit that is written behind a number ends."""
    names = unit_names(language)
    if not is_spaced(language.split("-")[0].lower()):
        for size in range(1, _LONGEST_UNSPACED_UNIT + 1):
            following = text[end + size : end + size + 1]
            if text[end : end + size] in names and following not in _OTHER_WORD:
                yield end + size
        return
    place = end
    for _ in range(3):
        match = _NEXT_WORD.match(text, place)
        if match is None:
            return
        place = match.end()
        words = re.sub(r"^(?:de |d'|di )", "", folded(text[end:place]))
        if words in names:
            yield place


def _with_bounds(text: str, start: int, end: int, language: str) -> Offsets:
    """The span with the word or sign that says how exactly it is meant ("almost", "or more", "−")."""
    base = language.split("-")[0].lower()
    sign = _SIGN_BEFORE.search(text[max(0, start - 3) : start])
    if sign:
        start -= len(sign[0])
    lowered = text.replace("’", "'").lower()
    if len(lowered) != len(text):
        return start, end
    for phrase, _, behind in bounds(base):
        word = is_spaced(base) and phrase[-1:].isalpha()
        if behind:
            gap = len(text[end:]) - len(text[end:].lstrip(" \u00a0"))
            stop = end + gap + len(phrase)
            if lowered.startswith(phrase, end + gap) and not (
                word and text[stop : stop + 1].isalpha()
            ):
                return start, stop
        else:
            before = lowered[:start].rstrip(" \u00a0")
            begin = len(before) - len(phrase)
            if before.endswith(phrase) and not (
                word and before[begin - 1 : begin].isalpha() and begin
            ):
                return begin, end
    return start, end
