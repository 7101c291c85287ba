"""Reading of the training data for the embedder, and the held-out pairs.

Shared by the ``embedder_*`` scripts of this folder. Nothing here has a command line.
"""

from __future__ import annotations

import hashlib
import json
import lzma
import re
from collections.abc import Iterator
from pathlib import Path

CORE_LANGUAGES = ("fr", "de", "es", "it", "pt", "nl", "pl", "ru", "zh", "ja", "ar", "tr")
OTHER_LANGUAGES = (
    "cs", "uk", "ro", "sv", "el", "hi", "vi", "ko", "fa", "id", "he", "th", "da", "fi", "hu",
    "no", "bg",
)  # fmt: skip
LANGUAGES = CORE_LANGUAGES + OTHER_LANGUAGES
HELD_OUT_PAIRS = 500
HELD_OUT_WORDS = (4, 40)

_NOT_WORD = re.compile(r"[\W_]+")
_SENTENCE_END = re.compile(r"(?<=[.!?:])\s+|\n+")


def sentence_key(text: str) -> str:
    """Return the letters and digits of a text in lower case: equal keys mean the same sentence."""
    return _NOT_WORD.sub("", text.lower())


def hash_rank(text: str) -> str:
    """Return a fixed pseudo-random sort key for a text."""
    return hashlib.sha1(sentence_key(text).encode()).hexdigest()


def read_pairs(data: Path, language: str) -> list[tuple[str, str]]:
    """Return all (foreign, English) sentence pairs of a language, held-out ones included."""
    with lzma.open(data / "parallel" / f"{language}-en.tsv.xz", "rt", encoding="utf-8") as file:
        rows = [line.split("\t") for line in file.read().rstrip("\n").split("\n")]
    return [(row[0], row[1]) for row in rows]


def read_lines(path: Path) -> Iterator[dict]:
    """Yield the records of a compressed JSON-lines file."""
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def is_held_out_context(context: str) -> bool:
    """Whether a question's passage is kept from the reader's training, to calibrate it on: 1 in 20."""
    return hashlib.sha1(context.encode()).digest()[0] < 13


def read_passages(data: Path, language: str) -> list[dict]:
    """Return the aligned passages of a language: keys text, en, title, title_en."""
    return list(read_lines(data / "passages" / f"{language}-en.jsonl.xz"))


def read_questions(data: Path, language: str) -> list[dict]:
    """Return the question answering records of a language: keys question, context."""
    return list(read_lines(data / "qa" / f"{language}.jsonl.xz"))


def held_out_pairs(pairs: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return the 500 pairs of lowest hash of the English side, each side unique among them."""
    shortest, longest = HELD_OUT_WORDS
    chosen: list[tuple[str, str]] = []
    seen: set[str] = set()
    for foreign, english in sorted(pairs, key=lambda pair: hash_rank(pair[1])):
        keys = {sentence_key(english), sentence_key(foreign)}
        if not shortest <= len(english.split()) <= longest or keys & seen:
            continue
        seen |= keys
        chosen.append((foreign, english))
        if len(chosen) == HELD_OUT_PAIRS:
            break
    return chosen


def held_out_keys(pairs_by_language: dict[str, list[tuple[str, str]]]) -> set[str]:
    """Return the keys of every held-out English sentence of every language."""
    return {
        sentence_key(english)
        for pairs in pairs_by_language.values()
        for _, english in held_out_pairs(pairs)
    }


def training_pairs(data: Path) -> dict[str, list[tuple[str, str]]]:
    """Return per language the pairs whose English side is held out in no language."""
    pairs_by_language = {language: read_pairs(data, language) for language in LANGUAGES}
    excluded = held_out_keys(pairs_by_language)
    return {
        language: [pair for pair in pairs if sentence_key(pair[1]) not in excluded]
        for language, pairs in pairs_by_language.items()
    }


def is_clean_passage(english: str, excluded: set[str]) -> bool:
    """Return whether no sentence of an English passage is held out."""
    return not any(sentence_key(part) in excluded for part in _SENTENCE_END.split(english))
