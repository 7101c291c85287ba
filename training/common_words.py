"""Make `rag/facts/common_words.txt.xz`: words that are not names although a capital begins them.

    python training/common_words.py PARALLEL_FOLDER rag/facts/common_words.txt.xz

A capital letter says little at the beginning of a sentence and, in German, nothing at all. So the
parallel text is counted: a word is common when it is mostly written small inside sentences, when it
only ever begins them, or when the other language does not repeat it (names are repeated, titles and
German nouns are translated). One line per language: its code, a tab, the words in alphabetical order.
"""
# ruff: noqa: SIM905 - lists of words are read and kept best as text

from __future__ import annotations

import lzma
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from rag.facts.romanise import alike, skeleton

LANGUAGES = "fr de es it pt nl pl ru tr cs uk ro sv el da no fi hu bg vi id".split()
LARGEST = {"en": 12_000, "de": 20_000, "ru": 14_000, "pl": 12_000}
LARGEST_OTHER = 9_000  # words kept of the other languages, the most frequent
FEWEST = 3  # occurrences below which nothing is said about a word
SMALL_SHARE = 0.7  # share written small, inside sentences, above which a word is common
REPEATED_SHARE = (
    0.25  # share of capitals repeated in the other language below which a word is common
)


WORD = re.compile(r"[^\W\d_]+")
SENTENCE_END = re.compile(r"[.!?:;…\"«»“”„(\[–—-]\s*$")


def pairs(file: Path) -> Iterator[tuple[str, str]]:
    with lzma.open(file, "rt", encoding="utf-8") as lines:
        for line in lines:
            foreign, english, _ = line.rstrip("\n").split("\t")
            yield foreign, english


def words_with_places(text: str) -> Iterator[tuple[str, bool]]:
    """Each word and whether a sentence may begin there."""
    end = 0
    for match in WORD.finditer(text):
        before = text[end : match.start()]
        yield match[0], end == 0 or bool(SENTENCE_END.search(before.rstrip() + " "))
        end = match.end()


def skeletons(text: str) -> set[str]:
    """Of the words with a capital; names of Chinese or Arabic are not compared here."""
    return {skeleton(match[0]) for match in WORD.finditer(text) if match[0][0].isupper()}


def repeated(word: str, twin: set[str]) -> bool:
    """Whether a word with a capital in the twin sentence may be the same name."""
    own = skeleton(word)
    return own in twin or any(alike(own, other) for other in twin)


class Counts:
    """What was seen of the words of one language."""

    def __init__(self) -> None:
        self.small: Counter[str] = Counter()
        self.capital: Counter[str] = Counter()
        self.first: Counter[str] = Counter()
        self.repeated: Counter[str] = Counter()

    def add(self, text: str, twin: set[str]) -> None:
        """Count a sentence; `twin` are the skeletons of its translation."""
        for word, begins in words_with_places(text):
            key = word.lower()
            if begins:
                self.first[key] += 1
            elif word == key:
                self.small[key] += 1
            elif word[1:] == key[1:]:
                self.capital[key] += 1
                if repeated(key, twin):
                    self.repeated[key] += 1

    def common(self) -> list[str]:
        """Common words, the most frequent first."""
        chosen = {}
        for word in {*self.small, *self.capital, *self.first}:
            small, capital, first = self.small[word], self.capital[word], self.first[word]
            inside = small + capital
            translated = capital >= FEWEST and self.repeated[word] < REPEATED_SHARE * capital
            if inside + first < FEWEST or len(word) < 2:
                continue
            mostly_small = small >= SMALL_SHARE * inside if inside else first >= FEWEST
            if mostly_small or translated:
                chosen[word] = inside + first
        return sorted(chosen, key=lambda word: (-chosen[word], word))


def main(folder: Path, target: Path) -> None:
    english = Counts()
    lines = []
    for language in LANGUAGES:
        counts = Counts()
        for foreign, twin in pairs(folder / f"{language}-en.tsv.xz"):
            counts.add(foreign, skeletons(twin))
            if language in ("fr", "es"):  # German has capitals everywhere
                english.add(twin, skeletons(foreign))
        lines.append((language, counts.common()[: LARGEST.get(language, LARGEST_OTHER)]))
    lines.append(("en", english.common()[: LARGEST["en"]]))
    text = "".join(f"{name}\t{' '.join(sorted(words))}\n" for name, words in sorted(lines))
    target.write_bytes(lzma.compress(text.encode(), preset=9 | lzma.PRESET_EXTREME))
    for name, words in lines:
        print(name, len(words), words[:5])
    print(f"{target}: {target.stat().st_size} bytes")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
