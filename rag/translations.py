"""Which words of other languages a word may stand for, learned from parallel text.

The tables in `models/translations/` hold, for each language beside English, stems and pairs of
characters with their likeliest English ones and the other way round. Two languages other than
English are joined through English: p(l | q) is the sum over e of p(e | q) p(l | e), the
"probabilistic structured queries" of Darwish and Oard 2003. `training/translations_learn.py`
makes the tables.
"""

from __future__ import annotations

import lzma
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import regex

from rag.terms import STEM_MARK, passage_terms, stop_words

FOLDER = Path(__file__).resolve().parent / "models" / "translations"
PIVOT = "en"
"""The language that every table has on its other side; no text is ever translated into it."""
MOST = 8
LEAST_PROBABILITY = 0.02

Options = tuple[tuple[str, float], ...]
"""(term, probability), likeliest first."""

_PAIR = regex.compile(
    r"[\p{Han}\p{Hiragana}\p{Katakana}ー々\p{Hangul}\p{Thai}\p{Lao}\p{Myanmar}\p{Khmer}]{2}"
)


@dataclass(frozen=True, slots=True)
class Table:
    """One language beside English, in both directions."""

    into_pivot: dict[str, Options]
    from_pivot: dict[str, Options]


def units(text: str, language: str) -> list[str]:
    """The terms of a text that translations are learned for: stems, and pairs in unspaced scripts.

    Function words are left out, as in `rag.terms.query_terms`; each unit stands once, in order.
    """
    stops = stop_words().get(base(language), frozenset())
    found: dict[str, None] = {}
    word = ""
    for term in passage_terms(text, language):
        if term.startswith(STEM_MARK):
            if word not in stops and not word.isdecimal():
                found[term] = None
        elif _PAIR.fullmatch(term) and term not in stops:
            found[term] = None
        word = term
    return list(found)


def base(language: str) -> str:
    """The first part of a BCP-47 code, in lower case."""
    return language.split("-")[0].lower()


@lru_cache(maxsize=1)
def languages() -> frozenset[str]:
    """Languages that words can be translated between."""
    return frozenset(file.name.split(".")[0] for file in FOLDER.glob("*.txt.xz")) | {PIVOT}


def translations(term: str, source: str, target: str) -> Options:
    """Terms of the target language that a term of the source language may stand for.

    At most eight, their probabilities at most 1 in all; none when a table is missing or does not
    hold the term.
    """
    source, target = base(source), base(target)
    if source == target:
        return ((term, 1.0),)
    if source == PIVOT:
        return _from_pivot(term, target)
    english = table(source).into_pivot.get(term, ()) if source in languages() else ()
    if target == PIVOT or not english:
        return english
    sums: dict[str, float] = {}
    for middle, first in english:
        for end, second in _from_pivot(middle, target):
            sums[end] = sums.get(end, 0.0) + first * second
    kept = [item for item in sums.items() if item[1] >= LEAST_PROBABILITY]
    return tuple(sorted(kept, key=lambda item: (-item[1], item[0]))[:MOST])


def _from_pivot(term: str, target: str) -> Options:
    return table(target).from_pivot.get(term, ()) if target in languages() else ()


@lru_cache(maxsize=40)
def table(language: str) -> Table:
    """The table of one language, read at its first use."""
    into: dict[str, Options] = {}
    out: dict[str, Options] = {}
    side = into
    text = lzma.decompress((FOLDER / f"{language}.txt.xz").read_bytes()).decode("utf-8")
    for line in text.splitlines():
        if not line:
            side = out
            continue
        term, *rest = line.split(" ")
        side[term] = tuple((rest[at], int(rest[at + 1]) / 100) for at in range(0, len(rest), 2))
    return Table(into, out)
