"""Numbers in a text as plain values: digits, words, scales, ranges, per cent and money.

"11.600", "11 600", "١١٬٦٠٠", "1.16万" and "11,6 Tausend" all become 11600, "20 à 30 milliards" becomes
20000000000 and 30000000000.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

import regex

from rag.facts.digits import NUMBER, canonical, plain_digits, readings
from rag.facts.fact import Fact
from rag.facts.han_numbers import spaceless_numbers
from rag.facts.number_words import CONNECTORS, number_words, scale_words, unsure_words
from rag.facts.ordinals import find_ordinals
from rag.facts.ranges import join_ranges
from rag.facts.units import unit_of

# Letters with their marks: without the marks, words of Hindi or Thai would fall apart.
_WORD = regex.compile(r"(?:\p{L}\p{M}*)+(?:[’'](?=\p{L}))?")
_SHORT_SCALES = {"k": 3, "bn": 9, "tn": 12, "M": 6, "B": 9}
_MONEY_BEFORE = re.compile(r"[$€£]\s?[\d.,]+\s?$")
_PLAIN = re.compile(r"\d+(?:\.\d+)?")
_ROMAN = re.compile(r"(?<![^\W_])(?=[IVXL]{2,})(?:XL|L?X{0,3})(?:IX|IV|V?I{0,3})(?![^\W_])")
_ROMAN_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50}


@dataclass(frozen=True, slots=True)
class _Part:
    """A piece of a number: `values` of digits or of a word, or `power` of ten of a scale."""

    start: int
    end: int
    values: tuple[Decimal, ...] = ()
    power: int = 0
    word: str = ""
    sure: bool = True
    code: str = ""


def find_numbers(text: str, language: str) -> list[Fact]:
    """All numbers of a text in order, with their alternatives and units.

    Numbers that may be no facts (articles, Roman numerals, parts of a grouped number) have
    `required` false.
    """
    plain = plain_digits(text)
    found: list[Fact] = []
    for run in _runs(plain, language):
        # "cien" in "por ciento" is no number of its own.
        if not found or run[0].start >= found[-1].end:
            found.append(_fact(plain, text, run, language))
    found = join_ranges(plain, found)
    others = (*_roman(plain), *_split_groups(plain, found), *find_ordinals(text, language))
    return sorted([*found, *others], key=lambda fact: fact.start)


def _parts(text: str, language: str) -> list[_Part]:
    """Digits, number words and scales of the text, in order."""
    parts: list[_Part] = []
    for match in NUMBER.finditer(text):
        values = readings(match[0], language)
        if _PLAIN.fullmatch(values[0]):
            parts.append(_Part(*match.span(), tuple(Decimal(value) for value in values)))
        else:
            parts.append(_Part(*match.span(), code=values[0]))
    small, scales = number_words(language), scale_words(language)
    for word in _WORD.finditer(text):
        parts.extend(_word_parts(text, word.start(), word[0].rstrip("’'"), small, scales))
    return _joined_words(text, sorted(parts, key=lambda part: part.start), small)


def _word_parts(
    text: str, start: int, word: str, small: dict[str, int], scales: dict[str, int]
) -> Iterator[_Part]:
    """What a run of letters holds: a number word, a scale, or characters that count in Han or Thai."""
    end, folded, before = start + len(word), _lower(word), text[max(0, start - 20) : start]
    after_digits = before.rstrip(" \u00a0\u202f")[-1:].isdigit()
    if word in _SHORT_SCALES and before[-1:].isdigit():
        yield _Part(start, end, power=_SHORT_SCALES[word])
    elif folded == "m" and _MONEY_BEFORE.search(before):
        yield _Part(start, end, power=6)
    elif folded in scales and len(folded) > 1:
        yield _Part(start, end, power=scales[folded])
    elif folded in small:
        yield _Part(start, end, (Decimal(small[folded]),), word=folded)
    elif folded[:1] in ("و", "ב") and folded[1:] in small:
        yield _Part(start + 1, end, (Decimal(small[folded[1:]]),), word=folded[1:])
    elif ord(word[0]) > 0x0E00:
        for item in spaceless_numbers(word, after_digits):
            span = (start + item.start, start + item.end)
            if item.power:
                yield _Part(*span, power=item.power)
            else:
                yield _Part(
                    *span, (Decimal(item.value),), word=word[item.start : item.end], sure=item.sure
                )


def _lower(word: str) -> str:
    """Lower case; the dot of the Turkish capital I does not stay behind as a mark."""
    return word.lower().replace("i\u0307", "i")


def _joined_words(text: str, parts: list[_Part], small: dict[str, int]) -> list[_Part]:
    """Words that hold a hyphen or a space in the tables ("dix-sept", "ثلاثة عشر") put together."""
    joined: list[_Part] = []
    for part in parts:
        last = joined[-1] if joined else None
        if last and last.word and part.word and text[last.end : part.start] in ("-", " ", "‑"):
            spelled = text[last.start : part.end].lower().replace("‑", "-")
            value = small.get(spelled, small.get(spelled.replace(" ", "_")))
            if value is not None:
                joined[-1] = _Part(last.start, part.end, (Decimal(value),), word=spelled)
                continue
        joined.append(part)
    return joined


def _runs(text: str, language: str) -> Iterator[list[_Part]]:
    """Neighbouring parts that make one number."""
    run: list[_Part] = []
    for part in _parts(text, language):
        if run and part.start < run[-1].end:
            continue
        if run and not _continues(text, run, part):
            yield run
            run = []
        run.append(part)
    if run:
        yield run


def _continues(text: str, run: list[_Part], part: _Part) -> bool:
    """Whether the part belongs to the number begun by the run."""
    last = run[-1]
    gap = text[last.end : part.start]
    bare = gap.strip(" \u00a0\u202f-‑").lower()
    if part.code or last.code or len(gap) > 6 or (bare and bare not in CONNECTORS):
        return False
    if part.power:
        return not bare  # scales follow what they multiply: 3 mil millones
    if last.power:  # 11 bin 600, two thousand and five
        smaller = last.power >= 3 and part.values[0] < 10**last.power
        return smaller and "-" not in gap and (not bare or bool(part.word) or bare == "و")
    return bool(last.word and part.word) and _adds(last.values[0], part.values[0])


def _adds(before: Decimal, value: Decimal) -> bool:
    """Whether "before value" reads as one number: twenty five, two hundred; not two three."""
    if value == 100:
        return before < 10
    if before in (60, 80) and 10 <= value < 20:
        return True  # soixante-douze, quatre-vingt-treize
    if before < 10 and 20 <= value < 100 and value % 10 == 0:
        return True  # خمسة وعشرون: the unit comes first
    lowest = next(power for power in (1, 10, 100, 1000) if before % (power * 10) or power == 1000)
    return 0 < value < lowest


def _value(run: list[_Part], reading: int) -> Decimal:
    """The value of a run, as the sum of its (number times scales), in one of its readings."""
    total, group = Decimal(0), Decimal(0)
    spoken = False
    for position, part in enumerate(run):
        if part.power:
            group = (group if spoken else Decimal(1)) * Decimal(10) ** part.power
            spoken = True
            if position + 1 == len(run) or not run[position + 1].power:
                total, group, spoken = total + group, Decimal(0), False
            continue
        number = part.values[min(reading, len(part.values) - 1)]
        group = group * 100 if number == 100 and spoken and 0 < group < 10 else group + number
        spoken = True
    return total + group


def _fact(plain: str, text: str, run: list[_Part], language: str) -> Fact:
    """The fact made of a run, with its unit."""
    start, end = run[0].start, run[-1].end
    if run[0].code:
        return Fact("number", text[start:end], start, end, frozenset({run[0].code}), "code")
    unit, unit_end = unit_of(plain, start, end, language)
    end = max(end, unit_end)
    count = max(len(part.values) for part in run) or 1
    values = frozenset(canonical(_value(run, reading)) for reading in range(count))
    return Fact("number", text[start:end], start, end, values, unit, _required(run, unit, language))


def _required(run: list[_Part], unit: str, language: str) -> bool:
    """False when a word alone may be no number at all, or is a scale without a number."""
    if all(part.power for part in run):
        return len(run) > 1
    first = run[0]
    if len(run) > 1 or not first.word:
        return True
    doubtful = not first.sure or first.word in unsure_words(language) or first.values[0] <= 1
    return not doubtful or unit in ("percent", "dollar", "euro", "year")


def _roman(text: str) -> Iterator[Fact]:
    """Roman numerals of two letters and more, which support but are not asked for."""
    for match in _ROMAN.finditer(text):
        value = 0
        for char, following in zip(match[0], [*match[0][1:], ""], strict=True):
            number = _ROMAN_VALUES[char]
            value += -number if following and _ROMAN_VALUES[following] > number else number
        yield Fact("number", match[0], *match.span(), frozenset({str(value)}), required=False)


def _split_groups(text: str, facts: list[Fact]) -> Iterator[Fact]:
    """Besides 5100, "5 100" may be two numbers, which then support on their own."""
    for fact in facts:
        match = NUMBER.match(text, fact.start)
        if match and " " in match[0]:
            for piece in re.finditer(r"\d+", match[0]):
                start, end = match.start() + piece.start(), match.start() + piece.end()
                values = frozenset({canonical(Decimal(piece[0]))})
                yield Fact("number", piece[0], start, end, values, required=False)
