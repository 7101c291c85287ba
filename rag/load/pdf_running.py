"""Lines that come again at the top or bottom of PDF pages: running heads and page numbers."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from rag.load.pdf_lines import PageLine

_LEAST_PAGES = 3
_SHARE = 0.6  # of the pages, or of those on the left or on the right of a book
_NEAR = 5  # pages among which the head of a chapter comes three times
_SAME_PLACE = 3.0  # points
_EDGE_LINES = 2
_LONGEST_NUMBER = 40  # characters of a page number with the words around it
_PAGE_NUMBER = re.compile(
    r"^\W*(?:[^\W\d]{1,8}\.?[\s:]*)?(\d{1,4})\s*(?:(?:/|[-–]|[^\W\d]{1,4})\s*(?:\d{1,4})?)?\W*$"
)


def without_running_heads(pages: Sequence[Sequence[PageLine]]) -> list[list[PageLine]]:
    """The pages without lines at their top or bottom that come again and again, digits aside.

    Those are lines on most pages, on most left or right ones, or at the same place on three pages
    near each other (the name of a chapter), and numbers that count the pages. The first page that
    has such a line keeps it, unless it is only a number.
    """
    kept = [[line for line in lines if line.text.strip()] for lines in pages]
    if len(kept) < 2:
        return kept
    edges = [_edges(lines) for lines in kept]
    numbers = _page_numbers(kept, edges)
    repeated = _repeated(kept, edges) if len(kept) >= _LEAST_PAGES else set()
    seen: set[str] = set()
    without = []
    for page, lines in enumerate(kept):
        gone = {n for n in edges[page] if _key(lines[n]) in repeated}
        # A key of digits alone is a number wherever it stands.
        drop = {
            n for n in gone if _key(lines[n]) in seen or not any(map(str.isalpha, _key(lines[n])))
        }
        drop |= {n for n in edges[page] if (page, n) in numbers}
        seen |= {_key(lines[n]) for n in gone}
        without.append([line for n, line in enumerate(lines) if n not in drop])
    return without


def _edges(lines: Sequence[PageLine]) -> set[int]:
    """Indices of the first and last lines in order, and of the highest and lowest on the page."""
    order = [*range(len(lines))]
    found = {*order[:_EDGE_LINES], *order[-_EDGE_LINES:]}
    placed = sorted((n for n in order if lines[n].top > 0), key=lambda n: lines[n].top)
    return found | set(placed[:_EDGE_LINES]) | set(placed[-_EDGE_LINES:])


def _repeated(pages: Sequence[Sequence[PageLine]], edges: Sequence[set[int]]) -> set[str]:
    """Keys of the lines that come again."""
    where: dict[str, dict[int, float]] = defaultdict(dict)
    for page, lines in enumerate(pages):
        for n in edges[page]:
            where[_key(lines[n])][page] = lines[n].top
    return {
        key for key, tops in where.items() if _is_often(tops, len(pages)) or _is_near(key, tops)
    }


def _is_often(pages: Iterable[int], count: int) -> bool:
    """Whether a line stands on most pages, or on most of every other page."""
    numbers = list(pages)
    sides = Counter(number % 2 for number in numbers)
    of_side = max((times / ((count + 1 - side) // 2) for side, times in sides.items()), default=0.0)
    often = len(numbers) >= _SHARE * count or (
        of_side >= _SHARE and max(sides.values()) >= _LEAST_PAGES
    )
    return len(numbers) >= _LEAST_PAGES and often


def _is_near(key: str, tops: dict[int, float]) -> bool:
    """Whether a line with words stands at one place on three of five pages in a row."""
    if sum(map(str.isalpha, key)) < 3 or "#" in key[:1]:
        return False
    numbers = sorted(page for page, top in tops.items() if top > 0)
    return any(
        later - first < _NEAR and abs(tops[first] - tops[later]) <= _SAME_PLACE
        for first, later in zip(numbers, numbers[_LEAST_PAGES - 1 :], strict=False)
    )


def _page_numbers(
    pages: Sequence[Sequence[PageLine]], edges: Sequence[set[int]]
) -> set[tuple[int, int]]:
    """Page and index of the lines that hold a number which grows by one from page to page."""
    by_offset: dict[int, set[tuple[int, int]]] = defaultdict(set)
    for page, lines in enumerate(pages):
        for n in edges[page]:
            words = lines[n].text.strip()
            if len(words) <= _LONGEST_NUMBER and (found := _PAGE_NUMBER.match(words)):
                by_offset[int(found[1]) - page].add((page, n))
    best = max(
        by_offset.values(), key=lambda places: len({page for page, _ in places}), default=set()
    )
    return best if len({page for page, _ in best}) >= max(2, _SHARE * len(pages)) else set()


def _key(line: PageLine) -> str:
    return re.sub(r"\d+", "#", " ".join(line.text.split()).casefold())
