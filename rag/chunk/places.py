"""Where a passage is: the headings above it and the place that a person is told."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from rag.clusters import last_boundary
from rag.sentences import line_spans
from rag.tokens import count_tokens, token_offsets
from rag.types import Document, Mark, MarkKind

MOST_CONTEXT = 48
"""Tokens of a context; its outer headings are left out first."""

_JOINT = " › "
_CELL = "!"  # between a sheet's name and a cell: "Sheet1!A12"
_LONGEST_HEADING = 60  # characters of a heading in a place
_PLACES: tuple[MarkKind, ...] = ("part", "sheet", "slide", "page", "time", "row")
_OUTER: tuple[MarkKind, ...] = ("part", "sheet", "slide")
"""Kinds of places that headings do not reach beyond."""
_MARKDOWN_HEADING = re.compile(r"^(#{1,6})[ \t]+(\S.*?)[ \t#]*$", re.MULTILINE)


def headings_of(document: Document) -> list[Mark]:
    """The marked headings of a document or, without any, its lines that look so in Markdown."""
    marked = [mark for mark in document.marks if mark.kind == "heading"]
    if marked:
        return marked
    return [
        Mark(match.start(), "heading", match[2], len(match[1]))
        for match in _MARKDOWN_HEADING.finditer(document.text)
    ]


class Places:
    """Answers for one document what stands above a span and where it is."""

    def __init__(self, document: Document, headings: Sequence[Mark]) -> None:
        self._document = document
        self._headings = headings
        self._heading_offsets = [mark.offset for mark in headings]
        self._above = list(_ancestors(headings))
        self._marks: dict[str, list[Mark]] = {}
        for mark in document.marks:
            self._marks.setdefault(mark.kind, []).append(mark)
        self._offsets = {
            kind: [mark.offset for mark in marks] for kind, marks in self._marks.items()
        }
        self._starts = sorted(
            offset for kind in _OUTER if kind in self._offsets for offset in self._offsets[kind]
        )
        self._lines: list[int] | None = None

    def context(self, start: int, content: int) -> str:
        """Title and headings above, outermost first, in at most `MOST_CONTEXT` tokens.

        `start` is where the passage begins and `content` where its first readable character is; a
        heading between the two is in the passage itself and not repeated.
        """
        n = self._heading(content)
        trail: tuple[str, ...] = ()
        if n >= 0:
            first = bisect_left(self._heading_offsets, start)
            own = first <= n and self._is_written(self._headings[n])
            trail = self._above[first if own else n]
            trail = trail if own else (*trail, self._headings[n].place)
        parts: list[str] = []
        for part in (self._document.title, *trail):
            words = " ".join(part.split())
            if words and not any(_alike(words, known) for known in parts):
                parts.append(words)
        return _bounded(parts)

    def place(self, content: int, last: int) -> str:
        """Where the span from its first to its last readable character is, for a person."""
        found = [self._range(kind, content, last) for kind in _PLACES if kind in self._marks]
        n = self._heading(content)
        if n >= 0:
            found.append(_shortened(" ".join(self._headings[n].place.split())))
        found = [part for n, part in enumerate(found) if not _is_named(part, found, n)]
        return " · ".join(part for part in found if part) or self._paragraph(content, last)

    def _is_written(self, heading: Mark) -> bool:
        """Whether a heading stands in the text where it is marked, not only beside it."""
        words = " ".join(heading.place.split())
        there = self._document.text[heading.offset : heading.offset + 2 * len(words) + 8]
        return " ".join(there.lstrip("# ").split()).startswith(words.lstrip("# "))

    def _heading(self, content: int) -> int:
        """Number of the last heading before a character on its own slide or sheet; -1 without."""
        n = bisect_right(self._heading_offsets, content) - 1
        first = bisect_right(self._starts, content) - 1
        here = n >= 0 and (first < 0 or self._heading_offsets[n] >= self._starts[first])
        return n if here else -1

    def _range(self, kind: str, content: int, last: int) -> str:
        """The places of one kind over a span: "p. 3", "p. 3–4", "" before the first.

        Pages and rows hold within the part of the document that they stand in.
        """
        offsets, marks = self._offsets[kind], self._marks[kind]
        first = bisect_right(offsets, content) - 1
        final = bisect_right(offsets, last) - 1
        if final < 0 or (kind != "part" and offsets[final] < self._part_start(last)):
            return ""
        if kind != "part":
            first = min(final, max(first, bisect_left(offsets, self._part_start(content))))
        start, end = marks[max(first, 0)].place, marks[final].place
        if start == end:
            return start
        sign = _CELL if _CELL in start else " "
        stem = start.rpartition(sign)[0]
        if stem and end.rpartition(sign)[0] == stem:
            return f"{start}–{end[len(stem) + 1 :]}"
        return f"{start} – {end}"

    def _part_start(self, offset: int) -> int:
        """Where the part (a message, a member of an archive) begins that an offset lies in."""
        starts = self._offsets.get("part", [])
        n = bisect_right(starts, offset) - 1
        return starts[n] if n >= 0 else 0

    def _paragraph(self, content: int, last: int) -> str:
        """The paragraphs by their own marks or their numbers."""
        if "paragraph" in self._marks:
            return self._range("paragraph", content, last)
        if self._lines is None:
            self._lines = [start for start, _ in line_spans(self._document.text)]
        first, final = (bisect_right(self._lines, offset) for offset in (content, last))
        return f"¶ {first}" if first == final else f"¶ {first}–{final}"


def _is_named(part: str, found: Sequence[str], n: int) -> bool:
    """Whether a part only repeats the sheet that a cell beside it names: "Costs" and "Costs!A2"."""
    return any(other.startswith(part + _CELL) for m, other in enumerate(found) if m != n and part)


def _alike(words: str, known: str) -> bool:
    """Whether one begins with the other: a page's title is often its heading and a name of a site."""
    words, known = words.casefold(), known.casefold()
    return words.startswith(known) or known.startswith(words)


def _ancestors(headings: Sequence[Mark]) -> Iterator[tuple[str, ...]]:
    """For each heading the headings of a higher rank that it stands under."""
    open_headings: list[Mark] = []
    for mark in headings:
        while open_headings and open_headings[-1].level >= mark.level:
            open_headings.pop()
        yield tuple(above.place for above in open_headings)
        open_headings.append(mark)


def _shortened(words: str) -> str:
    """A heading of at most `_LONGEST_HEADING` characters."""
    if len(words) <= _LONGEST_HEADING:
        return words
    return words[: last_boundary(words, 0, _LONGEST_HEADING)].rstrip() + "…"


def _bounded(parts: list[str]) -> str:
    """The parts joined within the budget: without the outer headings, then cut short."""
    while len(parts) > 2 and count_tokens(_JOINT.join(parts)) > MOST_CONTEXT:
        del parts[1]
    joined = _JOINT.join(parts)
    if count_tokens(joined) <= MOST_CONTEXT:
        return joined
    room = MOST_CONTEXT // len(parts) - 6  # for the joint, the dots and tokens that join anew
    return _JOINT.join(_first_tokens(part, room) for part in parts)


def _first_tokens(words: str, most: int) -> str:
    """The first tokens of a text, cut between grapheme clusters."""
    starts = token_offsets(words)
    if len(starts) <= most:
        return words
    edge = last_boundary(words, 0, starts[most])
    return words[: edge if edge <= starts[most] else 0].rstrip() + "…"
