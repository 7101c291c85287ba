"""Evidence made by hand for the tests of this folder."""

from __future__ import annotations

from rag.types import Evidence, Passage, Source

START = 100
"""Where the passage begins in its document."""


def evidence(text: str, language: str, span: str | None = None, n: int = 1) -> Evidence:
    """A passage that is quoted whole; `span` is what a reader found in it."""
    source = Source("0" * 16, "/samples/a.txt", "a", language)
    passage = Passage(n, source.id, 0, START, START + len(text), text, "", language, "")
    begin = None if span is None else START + text.index(span)
    end = None if span is None or begin is None else begin + len(span)
    return Evidence(n, source, passage, START, passage.end, text, 0.9, 0.1, begin, end)
