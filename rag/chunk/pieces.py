"""The smallest parts that passages are put together from: lines, sentences, parts of sentences."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rag.sentences import cut_before, is_item, line_spans, sentence_spans
from rag.tokens import count_tokens, token_offsets

Span = tuple[int, int]

# What it costs to end a passage after a piece, in units of one wholly empty passage.
_AFTER_PARAGRAPH = 0.0
_AFTER_LINE = 0.03
_AFTER_SENTENCE = 0.12
_WITHIN_SENTENCE = 0.5
_AFTER_LEAD = 0.4
"""Added where what follows belongs to the line: after a heading, a line ending in a colon."""

_LONGEST_LEAD = 80  # characters of a line that may be a heading without being marked as one
_SENTENCE_END = re.compile(r"[.!?…。！？।۔؟:;,、，；။።։]['\"”’»)\]」』）]*$")
_SHORT_LINE = 24  # characters of a line that is not worth cutting
_PARTS = 4  # parts of a passage's budget into which a sentence beyond it is cut


@dataclass(frozen=True, slots=True)
class Piece:
    """A span of the text that is kept whole, and the cost of ending a passage after it."""

    start: int
    end: int
    tokens: int
    cut: float


def pieces(text: str, span: Span, rows: Sequence[int], language: str, most: int) -> list[Piece]:
    """Pieces that tile `text[span]`, each of at most `most` tokens.

    `rows` are sorted offsets at which rows of a table begin. A row, a list item or a line of a
    table is one piece when it is small enough; other lines are cut into sentences, and a sentence
    that is too long after clauses, spaces or, at last, between grapheme clusters. Only a cluster
    that is beyond the budget by itself is cut inside.
    """
    found: list[Piece] = []
    for start, end, whole in _units(text, span, rows):
        whole = whole or end - start <= _SHORT_LINE
        if whole and (tokens := count_tokens(text[start:end])) <= most:
            found.append(Piece(start, end, tokens, _cut_cost(text, start, end)))
            continue
        for first, last in sentence_spans(text[start:end], language):
            found.extend(_within(text, start + first, start + last, most))
    return found


def _units(text: str, span: Span, rows: Sequence[int]) -> Iterator[tuple[int, int, bool]]:
    """Rows and lines, and whether each is to be kept whole."""
    start, end = span
    inside = rows[bisect_left(rows, start) : bisect_left(rows, end)]
    for first, last in line_spans(text[start : inside[0] if inside else end]):
        yield start + first, start + last, is_item(text[start + first : start + last])
    for first, last in zip(inside, [*inside[1:], end], strict=False):
        yield first, last, True


def _within(text: str, start: int, end: int, most: int) -> Iterator[Piece]:
    """A sentence as one piece, or as several when it is beyond the budget."""
    tokens = count_tokens(text[start:end])
    if tokens <= most:
        yield Piece(start, end, tokens, _cut_cost(text, start, end))
        return
    starts = [start + offset for offset in token_offsets(text[start:end])]
    step = max(1, most // _PARTS)
    while start < end:
        n = bisect_left(starts, start) + step
        limit = max(start + 1, starts[n]) if n < len(starts) else end
        cut = end if limit == end else min(end, cut_before(text, start, limit))
        tokens = count_tokens(text[start:cut])
        if tokens > most:
            cut, tokens = limit, count_tokens(text[start:limit])
        yield Piece(start, cut, tokens, _WITHIN_SENTENCE if cut < end else _AFTER_SENTENCE)
        start = cut


def _cut_cost(text: str, start: int, end: int) -> float:
    """Cost of ending a passage after `text[start:end]`, a sentence, line or row."""
    piece = text[start:end]
    content = piece.rstrip()
    space = piece[len(content) :]
    if "\n" not in space:
        return _AFTER_SENTENCE
    cost = _AFTER_LINE if space.count("\n") == 1 else _AFTER_PARAGRAPH
    return cost + _AFTER_LEAD if _leads(text, start, content) else cost


def _leads(text: str, start: int, content: str) -> bool:
    """Whether a whole line introduces what follows it."""
    if content.endswith((":", "：")):
        return True
    at_line_start = start == 0 or text[start - 1] == "\n"
    short = len(content) <= _LONGEST_LEAD and not _SENTENCE_END.search(content)
    return at_line_start and short and not is_item(content)
