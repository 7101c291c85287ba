"""What is told of text that a document holds and a reader of it does not see.

Such text is left out: it would be quoted as evidence that nobody can find on the page, and it is
where instructions to language models are put.
"""

from __future__ import annotations

import re

_NEARLY = 16
"""Difference of a colour channel, of 255, up to which two colours look the same."""
_NAMED = {
    "white": (255, 255, 255), "snow": (255, 250, 250), "ivory": (255, 255, 240), "black": (0, 0, 0),
    "whitesmoke": (245, 245, 245), "ghostwhite": (248, 248, 255), "floralwhite": (255, 250, 240),
}  # fmt: skip
Colour = tuple[int, int, int]
WHITE: Colour = (255, 255, 255)
_HEX = re.compile(r"#?([0-9a-f]{3}|[0-9a-f]{6})(?:[0-9a-f]{2})?")
_RGB = re.compile(r"rgba?\(\s*(\d{1,3})[\s,]+(\d{1,3})[\s,]+(\d{1,3})")


def note(characters: int) -> list[str]:
    """What is told of a document from which that many characters were left out."""
    return [f"left out {characters} characters that a reader does not see"] if characters else []


def colour(written: str) -> Colour | None:
    """A colour of CSS or Office: "#fff", "FFFFFF", "white", "rgb(255, 255, 255)"; None for others."""
    written = written.strip().lower()
    if written in _NAMED:
        return _NAMED[written]
    if found := _RGB.match(written):
        return int(found[1]), int(found[2]), int(found[3])
    if found := _HEX.fullmatch(written):
        digits = found[1] if len(found[1]) == 6 else "".join(2 * digit for digit in found[1])
        return int(digits[:2], 16), int(digits[2:4], 16), int(digits[4:], 16)
    return None


def alike(one: Colour, other: Colour) -> bool:
    """Whether text of one colour on the other cannot be read."""
    return all(abs(a - b) <= _NEARLY for a, b in zip(one, other, strict=True))
