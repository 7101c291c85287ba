"""Lines of a page or source file put together again as the writer's paragraphs."""

from __future__ import annotations

import re

from rag.language import script_of

_UNSPACED = frozenset(("Han", "Hiragana", "Katakana", "Thai", "Lao", "Khmer", "Myanmar", "Tibetan"))
_CJK_MARKS = re.compile(r"[\u3000-\u303f\uff01-\uff65]")


def joined(first: str, second: str) -> str:
    """Two lines as one: a space between them, none in scripts that write without spaces."""
    first, second = first.rstrip(), second.strip()
    if not first or not second:
        return first + second
    close = _unspaced(first[-1]) and _unspaced(second[0])
    return first + ("" if close else " ") + second


def join_all(lines: list[str]) -> str:
    """All lines as one."""
    text = ""
    for line in lines:
        text = joined(text, line)
    return text


def _unspaced(char: str) -> bool:
    return script_of(char) in _UNSPACED or _CJK_MARKS.match(char) is not None
