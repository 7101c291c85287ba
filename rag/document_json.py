"""A document as plain values, for files and for other processes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, get_args

from rag.types import Document, Mark, MarkKind

_WORDS = ("id", "path", "title", "language", "media_type", "sha256", "text")


def to_json(item: Document) -> dict[str, Any]:
    """All of a document as values that JSON has."""
    words = {name: getattr(item, name) for name in _WORDS}
    marks = [
        {"offset": mark.offset, "kind": mark.kind, "place": mark.place, "level": mark.level}
        for mark in item.marks
    ]
    return {**words, "notes": list(item.notes), "marks": marks}


def from_json(values: Mapping[str, Any]) -> Document:
    """The document that `to_json` wrote. Raises `ValueError` for anything else.

    Values are taken for what they say of themselves, whoever wrote them: types, kinds of marks,
    and that marks lie in the text, in order.
    """
    try:
        marks = tuple(_mark(mark) for mark in values["marks"])
        words = {name: _word(values[name]) for name in _WORDS}
        notes = tuple(_word(note) for note in values["notes"])
    except (KeyError, TypeError) as error:
        raise ValueError("not a document") from error
    offsets = [mark.offset for mark in marks]
    if offsets != sorted(offsets) or any(not 0 <= at < len(words["text"]) for at in offsets):
        raise ValueError("marks are not in the text")
    return Document(**words, marks=marks, notes=notes)


def _mark(values: Mapping[str, Any]) -> Mark:
    offset, kind, level = values["offset"], values["kind"], values["level"]
    if type(offset) is not int or type(level) is not int or kind not in get_args(MarkKind):
        raise ValueError("not a mark")
    return Mark(offset, kind, _word(values["place"]), level)


def _word(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError("not a text")
    value.encode("utf-8")  # a UnicodeEncodeError is a ValueError: half a character is no text
    return value
