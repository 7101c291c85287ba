"""Lines of right-to-left scripts put into the order in which they are read.

PDFium takes the glyphs of a page to be stored as they stand from left to right and turns every run
of Hebrew or Arabic letters round. Many programs store them as they are read, in whole or in pieces,
and such words come out backwards; nothing in the letters tells. Where they stand does: here a line
is sorted by the places of its glyphs, and read by the rules of the Unicode Bidirectional Algorithm
(UAX #9) taken backwards.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from itertools import groupby

_ALEFS = "\u0627\u0623\u0625\u0622\u0671"
_LAM = "\u0644"
_TURNED_NAMES = frozenset(("\u0647\u0644\u0644", "\u0647\u0644\u0644\u0627"))
_PAIRS = "()[]{}«»‹›"
_MIRRORED = {_PAIRS[n]: _PAIRS[n ^ 1] for n in range(len(_PAIRS))}
_OPENING = frozenset(_PAIRS[::2])
_SEPARATORS = frozenset(".,:/٫٬،'’")
_SIGNS = frozenset("%‰$€£¥₪#°")
_LEAST_GAP, _SURE_GAP = 0.08, 0.2  # of the height of a line: may be, must be a space between glyphs
RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]")
"""Characters of the scripts that are written from right to left."""


@dataclass(frozen=True, slots=True)
class Glyph:
    """A character of a page and where it stands, in points from the left and bottom edges."""

    char: str
    left: float
    right: float
    height: float
    centre: float
    """The middle of what is drawn of it."""


def reading_order(glyphs: list[Glyph], rightwards: bool) -> str:
    """The text of one line from its glyphs in any order.

    `rightwards` says that the line as a whole is read from right to left.
    """
    visual = _from_left(glyphs)
    if rightwards:
        return _brackets(_from_right(visual[::-1]))
    parts: list[tuple[str, bool]] = []
    start = 0
    for first, last in _right_to_left_runs(visual):
        parts += [(char, True) for char in visual[start:first]]
        parts += _from_right(visual[first:last][::-1])
        start = last
    return _brackets([*parts, *((char, True) for char in visual[start:])])


def _from_left(glyphs: list[Glyph]) -> list[str]:
    """Clusters of characters from left to right, with spaces where glyphs stand apart.

    Spaces without width are PDFium's own: it puts one where it believes that a word ends, and in a
    line that it turned round they lie anywhere. Only how many there are is believed.
    """
    made = sum(glyph.char.isspace() and glyph.right <= glyph.left for glyph in glyphs)
    drawn = [glyph for glyph in glyphs if not glyph.char.isspace() or glyph.right > glyph.left]
    clusters = [_cluster(list(same)) for _, same in groupby(drawn, key=lambda g: (g.left, g.right))]
    bases = [cluster for cluster in clusters if not _is_mark(cluster.char)]
    bases.sort(key=lambda cluster: cluster.centre)
    height = max((base.height for base in bases), default=0.0)
    words = [base.char for base in bases]
    for mark in (cluster for cluster in clusters if _is_mark(cluster.char)):
        if bases:
            n = _under(mark, bases, height)
            words[n] += mark.char
            bases[n] = replace(bases[n], left=min(bases[n].left, mark.left))  # it may have a width
    spaces = _spaces(bases, height, made)
    return [
        part for n, word in enumerate(words) for part in ([" ", word] if n in spaces else [word])
    ]


def _spaces(bases: list[Glyph], height: float, made: int) -> set[int]:
    """Before which glyphs a space is missing: wide gaps, and so many of the lesser as were `made`."""
    gaps = {
        n: (right.left - left.right) / max(height, 0.1)
        for n, (left, right) in enumerate(zip(bases, bases[1:], strict=False), 1)
        if left.char.strip() and right.char.strip()
    }
    wide = {n for n, gap in gaps.items() if gap > _SURE_GAP}
    letters = [
        n for n, gap in gaps.items()
        if _LEAST_GAP < gap <= _SURE_GAP and bases[n].char.isalnum() and bases[n - 1].char.isalnum()
    ]  # fmt: skip
    letters.sort(key=lambda n: gaps[n], reverse=True)
    return wide | set(letters[: max(0, made - len(wide))])


def _cluster(glyphs: list[Glyph]) -> Glyph:
    """Letters that one glyph draws, as one, in the order in which they are read.

    PDFium gives the parts of a presentation form in order, but those of a glyph that stands for
    several letters turned round with their line; such glyphs are nearly always lam with alef, or
    the name of God.
    """
    letters = "".join(glyph.char for glyph in glyphs)
    if (
        len(letters) == 2
        and letters[0] in _ALEFS
        and letters[1] == _LAM
        or letters in _TURNED_NAMES
    ):
        letters = letters[::-1]
    marks = re.match(r"^([\u064b-\u065f\u0670\u0591-\u05c7]+)(.+)$", letters)
    return replace(glyphs[0], char=marks[2] + marks[1] if marks else letters)


def _is_mark(cluster: str) -> bool:
    return all(unicodedata.combining(char) for char in cluster)


def _under(mark: Glyph, bases: list[Glyph], height: float) -> int:
    """Index of the letter that a mark stands over or under; between two it is the one to the right."""
    return min(
        range(len(bases)),
        key=lambda n: (
            not bases[n].char.strip(),
            max(bases[n].left - mark.centre, mark.centre - bases[n].right, 0.0)
            // (0.1 * height + 0.01),
            -bases[n].centre,
        ),
    )


def _kind(cluster: str) -> str:
    """R and L for letters, N for digits, - for what has no direction of its own."""
    direction = unicodedata.bidirectional(cluster[:1])
    if direction in ("R", "AL"):
        return "R"
    return {"L": "L", "EN": "N", "AN": "N"}.get(direction, "-")


def _right_to_left_runs(visual: list[str]) -> list[tuple[int, int]]:
    """Where right-to-left letters stand in a left-to-right line, with what lies between them."""
    runs: list[tuple[int, int]] = []
    for n, cluster in enumerate(visual):
        if _kind(cluster) != "R":
            continue
        if runs and not any(_kind(between) == "L" for between in visual[runs[-1][1] : n]):
            runs[-1] = (runs[-1][0], n + 1)
        else:
            runs.append((n, n + 1))
    return runs


def _from_right(clusters: list[str]) -> list[tuple[str, bool]]:
    """Clusters from right to left as they are read: numbers and foreign words turned back.

    With each comes whether it stands in such a number or word.
    """
    arabic = any(unicodedata.bidirectional(c[:1]) == "AL" for c in clusters)
    read: list[tuple[str, bool]] = []
    n = 0
    while n < len(clusters):
        end = _left_to_right_end(clusters, n, arabic)
        if end > n:
            read += [(cluster, True) for cluster in clusters[n:end][::-1]]
            n = end
        else:
            read.append((clusters[n], False))
            n += 1
    return read


def _left_to_right_end(clusters: list[str], start: int, arabic: bool) -> int:
    """The end of the number or foreign words that begin here, `start` when there are none."""
    kinds = [_kind(cluster) for cluster in clusters]
    end = start
    if clusters[start] in _SIGNS and not arabic and kinds[start + 1 : start + 2] == ["N"]:
        end += 1  # "42%" keeps its sign on the right beside Hebrew
    if kinds[end : end + 1] not in (["L"], ["N"]):
        return start
    while end < len(clusters):
        if kinds[end] in "LN":
            end += 1
            continue
        after = end
        while after < len(clusters) and kinds[after] == "-":
            after += 1
        between = clusters[end:after]
        if after == len(clusters) or kinds[after] == "R":
            break
        joins = kinds[after] == "L" or (kinds[end - 1] == "N" and _joins_digits(between, arabic))
        if not joins:
            break
        end = after
    if not arabic and clusters[end : end + 1] and clusters[end] in "$€£¥₪#":
        end += 1
    return end


def _joins_digits(between: list[str], arabic: bool) -> bool:
    """Whether what stands between two groups of digits makes one number of them."""
    return len(between) == 1 and (between[0] in _SEPARATORS or (not arabic and between[0] in "-+"))


def _brackets(parts: list[tuple[str, bool]]) -> str:
    """The text, its brackets opening before what they enclose.

    Right-to-left lines draw them mirrored, and files say now what is drawn, now what is meant; the
    spaces around a bracket tell which it is.
    """
    chars = [cluster for cluster, _ in parts]
    depth = 0
    for n, (cluster, fixed) in enumerate(parts):
        if cluster not in _MIRRORED:
            continue
        before, after = "".join(chars[max(0, n - 1) : n]), "".join(chars[n + 1 : n + 2])
        opens = not before.strip() or before in _OPENING
        closes = not after.strip() or not (after[0].isalnum() or after in _MIRRORED or after == '"')
        opening = opens if opens != closes else depth == 0
        if not fixed and (cluster in _OPENING) != opening:
            chars[n] = _MIRRORED[cluster]
        depth = max(0, depth + (1 if chars[n] in _OPENING else -1))
    return "".join(chars)
