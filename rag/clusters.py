r"""Where a text may be cut: between what a reader sees as characters, never inside one.

Extended grapheme clusters of Unicode Standard Annex #29, as the `regex` package matches them with
`\X`: an emoji with its skin tone, a letter with its accents, a Hangul syllable of several jamo.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

import regex

_CLUSTER = regex.compile(r"\X")

# Join the character before them without being of a mark's category: zero-width (non-)joiner, the
# Thai and Lao vowel AM, half-width Katakana voice marks, skin tones, tags of flags.
_EXTENDING = frozenset("\u200c\u200d\u0e33\u0eb3\uff9e\uff9f") | frozenset(
    map(chr, (*range(0x1F3FB, 0x1F400), *range(0xE0020, 0xE0080)))
)
_FARTHEST = 64  # characters gone in search of an edge


def is_boundary(text: str, offset: int) -> bool:
    """Whether `offset` is an edge of a cluster; both ends of the text are."""
    if not 0 < offset < len(text):
        return True
    if _extends(text[offset]):
        return False
    if _closes(text[offset - 1]):
        return True
    start = offset - 1
    while start > max(0, offset - _FARTHEST) and (
        _extends(text[start]) or not _closes(text[start - 1])
    ):
        start -= 1
    return any(match.end() == offset for match in _clusters(text, start, offset))


def last_boundary(text: str, start: int, limit: int) -> int:
    """The last edge of a cluster in (start, limit]; `start` is one.

    When the first cluster already reaches over the limit, its end; but a cluster is never followed
    for more than 64 characters, which only a heap of accents has.
    """
    edge = start
    for match in _clusters(text, start, limit):
        if match.end() > limit and edge > start:
            break
        edge = match.end()
    return edge


def _clusters(text: str, start: int, until: int) -> Iterator[regex.Match[str]]:
    """Matches of clusters from `start` up to the one that reaches `until`."""
    for match in _CLUSTER.finditer(text, start, until + _FARTHEST):
        yield match
        if match.end() >= until:
            return


def _extends(character: str) -> bool:
    """Whether a character belongs to the one before it."""
    return not character.isascii() and (
        character in _EXTENDING or unicodedata.category(character)[0] == "M"
    )


def _closes(character: str) -> bool:
    """Whether nothing but an extending character can join what follows this one."""
    return character.isascii() or (
        unicodedata.category(character)[0] in "PZ" and character not in _EXTENDING
    )
