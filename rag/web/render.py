"""Text as HTML: everything that came from a document, a person or a model is escaped here.

Nothing is read as Markdown or HTML. The one thing added to a text are chips: buttons in the place
of citation marks `[n]`.
"""

from __future__ import annotations

import html
import re
from collections.abc import Collection

from rag.language import direction, native_name
from rag.types import UNKNOWN_LANGUAGE
from rag.web.strings import Words

_MARK = re.compile(r"\[(\d{1,3})\]")
# Controls that turn the order of what stands around them: a name must not show other than it is.
_TURNS_ORDER = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufff9-\ufffb]")


def escaped(value: object) -> str:
    """Text for an element or a quoted attribute."""
    return html.escape(_CONTROLS.sub("\N{REPLACEMENT CHARACTER}", str(value)), quote=True)


def name(value: str) -> str:
    """A title, path or file name: escaped, on one line, kept apart from what stands around it."""
    plain = _TURNS_ORDER.sub("", " ".join(value.split()))
    return f'<bdi dir="auto">{escaped(plain)}</bdi>'


def plain_name(value: str) -> str:
    """A title or file name for an attribute."""
    return escaped(_TURNS_ORDER.sub("", " ".join(value.split())))


def attributes(language: str) -> str:
    """`lang` and `dir` of a text in a language; a text of an unknown one finds its own direction."""
    if language == UNKNOWN_LANGUAGE or not language:
        return 'dir="auto"'
    return f'lang="{escaped(language)}" dir="{direction(language)}"'


def language_name(language: str, words: Words) -> str:
    """A language by its own name, not escaped."""
    return words("unknown_language") if language == UNKNOWN_LANGUAGE else native_name(language)


def badge(language: str, words: Words) -> str:
    """A label with the language's own name."""
    return f'<span class="pc-badge" {attributes(language)}>{escaped(language_name(language, words))}</span>'


def chip(turn: int, n: int, words: Words) -> str:
    """The button that stands for a citation mark."""
    label = escaped(words("quote_number", n=n))
    return (
        f'<button type="button" class="pc-chip" data-turn="{turn}" data-n="{n}" '
        f'aria-label="{label}" title="{label}">{n}</button>'
    )


def with_chips(text: str, known: Collection[int], turn: int, words: Words) -> str:
    """A text with chips for the marks of known evidence; other marks stay as they are written."""
    parts, end = [], 0
    for mark in _MARK.finditer(text):
        if int(mark[1]) in known:
            parts += [escaped(text[end : mark.start()].rstrip()), chip(turn, int(mark[1]), words)]
            end = mark.end()
    return "".join([*parts, escaped(text[end:])])


def element(tag: str, content: str, css: str = "", more: str = "") -> str:
    """An element with a class around HTML that is already safe."""
    opening = " ".join(part for part in (tag, f'class="{css}"' if css else "", more) if part)
    return f"<{opening}>{content}</{tag}>"
