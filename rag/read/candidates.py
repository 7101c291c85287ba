"""Which spans of a passage may be quoted: its sentences, pairs of short ones, clauses of long ones."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from rag.sentences import sentence_spans

MOST_WORDS = 60
"""Words of a quote; characters of Han, Kana, Hangul and Thai count half a word."""

_PAIR_WORDS = 35.0  # words of two neighbouring sentences together, at most, to be quoted as a pair
_CLAUSE = re.compile(r"(?<=[;:,—–，、；：،؛])(?<!\d[.,])\s*|(?<=\s)(?=[—–]\s)")
_SPACELESS = re.compile("[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3\uf900-\ufaff]")
_READABLE = re.compile(r"\w")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A span of a passage's text, and the indices of the sentences that it is made of."""

    start: int
    end: int
    sentences: tuple[int, ...]


def word_count(text: str) -> float:
    """Words of a text; in scripts without spaces two characters are taken for a word."""
    dense = len(_SPACELESS.findall(text))
    return len(_SPACELESS.sub(" ", text).split()) + dense / 2


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without the white space at its ends."""
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip()), end - len(piece) + len(piece.rstrip())


def sentences_of(text: str, language: str) -> list[tuple[int, int]]:
    """Spans of the sentences that have something to read, trimmed; long ones in clauses."""
    spans: list[tuple[int, int]] = []
    for span in sentence_spans(text, language):
        start, end = trimmed(text, *span)
        if _READABLE.search(text[start:end]):
            spans.extend(_within_limit(text, start, end))
    return spans


def _within_limit(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The span, or, when it has too many words, runs of whole clauses that are short enough."""
    if word_count(text[start:end]) <= MOST_WORDS:
        yield start, end
        return
    cuts = [start, *(start + match.end() for match in _CLAUSE.finditer(text[start:end])), end]
    begin = start
    for before, after in zip(cuts, cuts[1:], strict=False):
        if before > begin and word_count(text[begin:after]) > MOST_WORDS:
            yield trimmed(text, begin, before)
            begin = before
    yield trimmed(text, begin, end)


def candidates(text: str, spans: list[tuple[int, int]]) -> list[Candidate]:
    """Each sentence alone, and neighbouring ones together when both are short."""
    alone = [Candidate(start, end, (index,)) for index, (start, end) in enumerate(spans)]
    pairs = [
        Candidate(first.start, second.end, (*first.sentences, *second.sentences))
        for first, second in zip(alone, alone[1:], strict=False)
        if word_count(text[first.start : second.end]) <= _PAIR_WORDS
        and text[first.end : second.start].strip(" \n") == ""
        and "\n\n" not in text[first.end : second.start]
    ]
    return alone + pairs
