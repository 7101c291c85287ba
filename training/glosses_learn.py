"""Learn the English word that a written word stands for, for each language.

    python training/glosses_learn.py DATA rag/models/glosses

DATA is the folder with ``parallel/`` and ``passages/``. The alignment of ``translations_learn.py``
over words as they are written, function words too. A word keeps its likeliest English word; a stem
that of all its forms together; in Vietnamese two syllables may be one word. Writes one
``LANGUAGE.txt.xz`` each: lines "word english" and "~stem english". About twelve minutes on a core.
"""

from __future__ import annotations

import argparse
import lzma
import re
import sys
import time
from collections import Counter, defaultdict
from pathlib import Path

import numpy as np
from embedder_data import LANGUAGES, read_passages, training_pairs
from translations_learn import LONGEST_SIDE, NAMES_REPEATED, links, model_one, name_pairs

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import regex

from rag.gloss import JOINED, PHRASE_LANGUAGES, key, stem

WITHOUT_TABLE = ("zh", "ja", "th")
LATIN_LANGUAGES = frozenset("fr de es it pt nl pl tr cs ro sv vi id da fi hu no".split())  # noqa: SIM905 - a list read as text
MOST_PAIRS = 130_000
LEAST_COUNT = 2
LEAST_PHRASE_COUNT = 4
LEAST_SURE = {"word": 0.15, "syllable": 0.3, "phrase": 0.35}  # least probability by kind
LEAST_REVERSE = 0.005
WORD = regex.compile(r"[\p{L}\p{M}\u200c\u200d]+")
LATIN = regex.compile(r"\p{Latin}")
ENGLISH_WORD = re.compile(r"[a-z]+")


def words_of(text: str, language: str) -> list[str]:
    """The distinct words of a foreign text, in Vietnamese pairs of syllables too."""
    found = [key(word) for word in WORD.findall(text)][:LONGEST_SIDE]
    if language not in LATIN_LANGUAGES:
        found = [word for word in found if not LATIN.search(word)]  # names and loans say themselves
    if language in PHRASE_LANGUAGES:
        found += [JOINED.join(pair) for pair in zip(found, found[1:], strict=False)]
    return list(dict.fromkeys(found))


def kind_of(word: str, language: str) -> str:
    """What a unit is: a word, or in Vietnamese a syllable or two of them."""
    if JOINED in word:
        return "phrase"
    return "syllable" if language in PHRASE_LANGUAGES else "word"


def indexed(texts: list[list[str]]) -> tuple[list[np.ndarray], list[str]]:
    """The words of each text that are frequent enough as numbers, and the words by number."""
    counts = Counter(word for text in texts for word in text)
    numbers: dict[str, int] = {}
    rows = [
        np.array(
            [
                numbers.setdefault(word, len(numbers))
                for word in text
                if counts[word] >= (LEAST_PHRASE_COUNT if JOINED in word else LEAST_COUNT)
            ],
            np.int64,
        )
        for text in texts
    ]
    return rows, list(numbers)


def learn(pairs: list[tuple[str, str]], language: str) -> dict[str, str]:
    """Word or "~" stem -> English word."""
    foreign, foreign_words = indexed([words_of(pair[0], language) for pair in pairs])
    texts = [
        list(dict.fromkeys(ENGLISH_WORD.findall(pair[1].lower())))[:LONGEST_SIDE] for pair in pairs
    ]
    english, english_words = indexed(texts)
    keys, left_slots, right_slots = links(foreign, english, len(english_words), 2 * LONGEST_SIDE)
    distinct, inverse = np.unique(keys, return_inverse=True)
    left, right = distinct // len(english_words), distinct % len(english_words)
    into = model_one(inverse, right_slots, left)
    back = model_one(inverse, left_slots, right)
    seen = np.bincount(np.concatenate(foreign), minlength=len(foreign_words))
    sure = np.array([LEAST_SURE[kind_of(word, language)] for word in foreign_words])
    kept = (into >= sure[left]) & (back >= LEAST_REVERSE)
    best: dict[str, tuple[float, str]] = {}
    forms: dict[str, Counter[str]] = defaultdict(Counter)
    for place in np.nonzero(kept)[0]:
        word, other = foreign_words[left[place]], english_words[right[place]]
        best[word] = max(best.get(word, (0.0, "")), (float(into[place]), other))
        if JOINED not in word:
            forms[stem(word, language)][other] += float(into[place] * seen[left[place]])
    found = {word: other for word, (_, other) in best.items()}
    for own, others in forms.items():
        if own:
            found[own] = others.most_common(1)[0][0]
    return found


def main() -> None:
    """Write a table for each language."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("folder", type=Path)
    learned = [language for language in LANGUAGES if language not in WITHOUT_TABLE]
    parser.add_argument("--languages", default=",".join(learned))
    arguments = parser.parse_args()
    arguments.folder.mkdir(parents=True, exist_ok=True)
    pairs_by_language = training_pairs(arguments.data)
    for language in arguments.languages.split(","):
        started = time.monotonic()
        pairs = pairs_by_language[language][:MOST_PAIRS]
        titles = {
            (row["title"], row["title_en"]) for row in read_passages(arguments.data, language)
        }
        pairs += sorted(pair for pair in titles if all(pair))
        pairs += name_pairs(language) * NAMES_REPEATED
        found = learn(pairs, language)
        text = "".join(
            f"{word} {other}\n" for word, other in sorted(found.items()) if word != other
        )
        data = lzma.compress(text.encode(), preset=9 | lzma.PRESET_EXTREME)
        (arguments.folder / f"{language}.txt.xz").write_bytes(data)
        seconds = time.monotonic() - started
        print(
            f"{language}: {len(found)} entries, {len(data) / 1e3:.0f} kB, {seconds:.0f} s",
            flush=True,
        )


if __name__ == "__main__":
    main()
