"""Evidence made by hand for the tests of this folder."""

from __future__ import annotations

from rag.types import Evidence, Passage, Source


def evidence(n: int, text: str, language: str) -> Evidence:
    """A passage that is quoted whole."""
    source = Source("0" * 16, "/samples/a.txt", "a", language)
    passage = Passage(n, "0" * 16, 0, 0, len(text), text, "", language, "")
    return Evidence(n, source, passage, 0, len(text), text, 0.9, 0.1)
