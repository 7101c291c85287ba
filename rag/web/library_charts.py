"""What the library is made of: languages and sizes, as data for charts and as tables beside them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from rag.types import LibraryEntry, LibraryStats
from rag.web.render import badge, element, escaped, language_name
from rag.web.strings import Words

MOST_BARS = 16
"""Languages in the chart; the table has all."""
SIZES = (1, 2, 5, 10, 20, 50, 100, 500)
"""Where the classes of size begin, in passages of a document."""


@dataclass(frozen=True, slots=True)
class Makeup:
    """Counts over all documents of one generation of a library."""

    generation: int = -1
    documents: dict[str, int] = field(default_factory=dict)
    """Documents by language."""
    passages: dict[str, int] = field(default_factory=dict)
    """Passages by language."""
    sizes: dict[int, int] = field(default_factory=dict)
    """Documents by the beginning of their class of size."""


def makeup(stats: LibraryStats, entries: Iterable[LibraryEntry]) -> Makeup:
    """Count languages and sizes in one pass over the list."""
    languages: Counter[str] = Counter()
    sizes: Counter[int] = Counter()
    for entry in entries:
        languages[entry.source.language] += 1
        sizes[max((size for size in SIZES if size <= entry.passages), default=SIZES[0])] += 1
    return Makeup(stats.generation, dict(languages), stats.languages, dict(sorted(sizes.items())))


def language_bars(found: Makeup, words: Words) -> dict[str, Any]:
    """Passages by language as `gr.BarPlot` takes them."""
    rows = [
        [language_name(code, words), count] for code, count in _ordered(found.passages)[:MOST_BARS]
    ]
    return bars(rows)


def size_bars(found: Makeup, words: Words) -> dict[str, Any]:
    """Documents by size as `gr.BarPlot` takes them."""
    return bars([[_class(size, words), count] for size, count in found.sizes.items()])


def bars(rows: Sequence[Sequence[object]]) -> dict[str, Any]:
    """A chart's data: what a bar is called and how long it is."""
    return {
        "columns": ["name", "count"],
        "data": [list(row) for row in rows],
        "datatypes": {"name": "nominal", "count": "quantitative"},
        "mark": "bar",
    }


def language_table(found: Makeup, words: Words) -> str:
    """The same numbers to read, with documents and shares."""
    every = max(1, sum(found.passages.values()))
    codes = dict.fromkeys([code for code, _ in _ordered(found.passages)] + sorted(found.documents))
    rows = [
        (
            badge(code, words),
            escaped(words.number(found.documents.get(code, 0))),
            escaped(words.number(found.passages.get(code, 0))),
            escaped(words.percent(found.passages.get(code, 0) / every)),
        )
        for code in codes
    ]
    return table(("language", "documents", "passages", "share"), rows, words)


def size_table(found: Makeup, words: Words) -> str:
    """The same numbers to read."""
    rows = [
        (escaped(_class(size, words)), escaped(words.number(count)))
        for size, count in found.sizes.items()
    ]
    return table(("passages", "documents"), rows, words)


def table(columns: Sequence[str], rows: Sequence[Sequence[str]], words: Words) -> str:
    """A small table of cells that are HTML already."""
    if not rows:
        return ""
    heads = "".join(
        element("th", escaped(words(f"column_{key}")), "", 'scope="col"') for key in columns
    )
    body = "".join(element("tr", "".join(element("td", cell) for cell in row)) for row in rows)
    inner = element("thead", element("tr", heads)) + element("tbody", body)
    return element("div", element("table", inner, "pc-figures"), "pc-scroll")


def _ordered(counts: dict[str, int]) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))


def _class(size: int, words: Words) -> str:
    """A class of size, as "5–9"."""
    at = SIZES.index(size)
    if at + 1 == len(SIZES):
        return f"{words.number(size)}+"
    last = SIZES[at + 1] - 1
    return words.number(size) if last == size else f"{words.number(size)}–{words.number(last)}"
