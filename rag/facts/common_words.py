"""Words that are no names although a capital may begin them; made by `training/common_words.py`."""
# ruff: noqa: SIM905 - lists of words are read and kept best as text

from __future__ import annotations

import lzma
from bisect import bisect_left
from functools import lru_cache
from importlib import resources

_SHORTEST_HEAD = 5
_SHORT_WORD = 8
_INFLECTING = frozenset("ru uk bg pl cs tr fi hu el ro it es pt fr".split())
_ENDINGS = ("s", "es", "n", "en", "e", "er", "em")


@lru_cache(maxsize=1)
def _lines() -> dict[str, str]:
    """Language -> its words, separated by spaces; read once (0.03 s)."""
    packed = resources.files("rag.facts").joinpath("common_words.txt.xz").read_bytes()
    rows = lzma.decompress(packed).decode().splitlines()
    return dict(row.split("\t", 1) for row in rows)


@lru_cache(maxsize=32)
def common_words(language: str) -> frozenset[str]:
    """Lower-case words of a cased language; empty where none were counted."""
    base = language.split("-")[0].lower()
    return frozenset(_lines().get(base, "").split())


@lru_cache(maxsize=16_384)
def is_common(word: str, language: str) -> bool:
    """Whether the word is an everyday word of the language, or, in German, ends with one."""
    folded = word.lower().replace("i̇", "i")
    known = common_words(language)
    if folded in known:
        return True
    german = language.split("-")[0].lower() in ("de", "nl", "sv", "da", "no", "fi")
    if not german:
        return False
    bare = [folded, *(folded[: -len(end)] for end in _ENDINGS if folded.endswith(end))]
    # Compounds: Einzelhandels-konzern is common because Konzern is.
    return any(
        form in known
        or any(form[cut:] in known for cut in range(3, len(form) - _SHORTEST_HEAD + 2))
        for form in bare
        if len(form) > 3
    )


@lru_cache(maxsize=16_384)
def is_form_of_common(word: str, language: str) -> bool:
    """Whether an everyday word of a language with many endings begins as the word does."""
    base = language.split("-")[0].lower()
    folded = word.lower().replace("i̇", "i")
    head = folded[: len(folded) - (2 if len(folded) <= _SHORT_WORD else 3)]
    if base not in _INFLECTING or len(head) < _SHORTEST_HEAD:
        return False
    rows = _sorted_words(base)
    place = bisect_left(rows, head)
    return place < len(rows) and rows[place].startswith(head)


@lru_cache(maxsize=32)
def _sorted_words(language: str) -> list[str]:
    return sorted(common_words(language))
