"""Texts that the page's script puts into what it builds itself."""

from __future__ import annotations

import json

from rag.web.render import attributes, escaped
from rag.web.strings import Words

OF_THE_SCRIPT = (
    "close",
    "original_page",
    "original_page_unmarked",
    "original_text",
    "original_more",
    "original_removed",
    "original_changed",
    "original_failed",
    "file_gone",
    "file_changed",
    "source_removed",
    "source_changed",
    "source_twice",
)


def script_words(words: Words) -> str:
    """An element without a look that carries the texts; values to fill in stay as `{n}`, `{names}`."""
    texts = {key: words(key, n="{n}", names="{names}") for key in OF_THE_SCRIPT}
    shape = attributes(words.language)
    return f'<span hidden data-words="{escaped(json.dumps(texts, ensure_ascii=False))}" {shape}></span>'
