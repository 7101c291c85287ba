"""Headings of a PDF without an outline: short lines in larger or bolder letters than the text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence

from rag.load.lines import join_all
from rag.load.pdf_lines import PageLine

LARGER, SLIGHTLY_SMALLER = 1.15, 0.97
"""Size of a heading's letters, over that of the text: when they are not bold, and when they are."""

_LONGEST = 120  # characters
_MOST_LINES = 3  # of one heading
_MOST_BOLD = 0.25  # share of a file in bold letters above which these say nothing
_MOST_HEADINGS = 0.3  # share of the lines: a file of nothing but headings is a poster or slides
_MOST_LEVELS = 5
_NO_HEADING = re.compile(r"[,;،、؛\u2026\-\u2010]$|(?<=\w{3})[.。।॥]$|^[^\w]*$")
_WORD = re.compile(
    r"[^\W\d_]{2}|[\u0900-\u0dff\u0e00-\u0fff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]"
)

Block = tuple[int, list[str]]
"""Level of a heading (0: none) and its lines."""


def heading_level(pages: Sequence[Sequence[PageLine]]) -> Callable[[PageLine], int]:
    """A function that gives the level of the heading which a line is, 0 when it is none.

    Sizes are compared with the one in which most of the file is set; the largest is level 1.
    """
    lines = [line for page in pages for line in page if line.size > 0]
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[_rounded(line.size)] += len(line.text)
    if not sizes:
        return lambda line: 0
    body = sizes.most_common(1)[0][0]
    bold = sum(len(line.text) for line in lines if line.bold)
    bold_says = bold <= _MOST_BOLD * sum(sizes.values())

    def stands_out(line: PageLine) -> bool:
        larger = line.size >= LARGER * body
        return _can_be_heading(line) and (
            larger or (bold_says and line.bold and line.size >= SLIGHTLY_SMALLER * body)
        )

    found = [line for line in lines if stands_out(line)]
    if len(found) > _MOST_HEADINGS * len(lines):
        return lambda line: 0
    ranks = sorted({_rank(line, body) for line in found}, reverse=True)
    levels = {rank: min(n, _MOST_LEVELS) for n, rank in enumerate(ranks, 1)}
    return lambda line: levels.get(_rank(line, body), 0) if stands_out(line) else 0


def grouped(lines: Sequence[PageLine], level: Callable[[PageLine], int]) -> list[Block]:
    """The lines of a page in groups: the lines of one heading, and those of text between them."""
    groups: list[Block] = []
    for line in lines:
        found = level(line)
        if groups and groups[-1][0] == found:
            groups[-1][1].append(line.text)
        else:
            groups.append((found, [line.text]))
    # Many lines in large letters are a text in large letters.
    groups = [(found if len(words) <= _MOST_LINES else 0, words) for found, words in groups]
    return [(found, [join_all(words)] if found else words) for found, words in groups]


def _can_be_heading(line: PageLine) -> bool:
    text = line.text.strip()
    digits = sum(map(str.isdigit, text))
    return (
        len(text) <= _LONGEST
        and _WORD.search(text) is not None
        and digits <= 0.4 * len(text)
        and not _NO_HEADING.search(text)
    )


def _rank(line: PageLine, body: float) -> tuple[float, bool]:
    """Larger before smaller, and of one size bold before plain."""
    return max(_rounded(line.size), body), line.bold


def _rounded(size: float) -> float:
    """A size to half a point: files mix 9.96 and 10."""
    return round(2 * size) / 2
