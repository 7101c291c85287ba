"""Learn surface words that stand for English words, to put English questions across word by word.

    python training/embedder_words.py DATA WORK

After ``embedder_vocabulary.py``. The same alignment as ``translations_learn.py``, over words as they
are written, function words too; in scripts without spaces over the student's own pieces. Writes
WORK/words/LANGUAGE.json: English word -> [[foreign word, probability], ...], likeliest first.
"""

from __future__ import annotations

import argparse
import json
import re
import time
from pathlib import Path

import numpy as np
from embedder_data import LANGUAGES, read_passages, training_pairs
from tokenizers import Tokenizer
from translations_learn import LONGEST_SIDE, links, model_one, name_pairs

MOST_PAIRS = 60_000
MOST_WORDS = 4
LEAST_PROBABILITY = 0.05
LEAST_REVERSE = 0.01
LEAST_COUNT = 2
UNSPACED = ("zh", "ja", "th")
WORD = re.compile(r"[\w\u0300-\u036f\u0900-\u097f'’-]+")


def words(text: str, language: str, tokenizer: Tokenizer) -> list[str]:
    """The words of a text in lower case, or its pieces in scripts without spaces."""
    if language in UNSPACED:
        return [
            piece.removeprefix("##")
            for piece in tokenizer.encode(text, add_special_tokens=False).tokens
            if piece.strip("#").isalnum()
        ]
    return WORD.findall(text.lower())


def indexed(
    texts: list[str], language: str, tokenizer: Tokenizer
) -> tuple[list[np.ndarray], list[str]]:
    """The distinct words of each text as numbers, and the words by number."""
    numbers: dict[str, int] = {}
    rows = []
    for text in texts:
        distinct = dict.fromkeys(words(text, language, tokenizer)[:LONGEST_SIDE])
        rows.append(
            np.array([numbers.setdefault(word, len(numbers)) for word in distinct], np.int64)
        )
    return rows, list(numbers)


def learn(
    pairs: list[tuple[str, str]], language: str, tokenizer: Tokenizer
) -> dict[str, list[tuple[str, float]]]:
    """English word -> foreign words with p(foreign | English)."""
    foreign, foreign_words = indexed([pair[0] for pair in pairs], language, tokenizer)
    english, english_words = indexed([pair[1] for pair in pairs], "en", tokenizer)
    width = len(english_words)
    keys, left_slots, right_slots = links(foreign, english, width)
    distinct, inverse = np.unique(keys, return_inverse=True)
    left, right = distinct // width, distinct % width
    into = model_one(inverse, right_slots, left)
    back = model_one(inverse, left_slots, right)
    seen = np.bincount(np.concatenate(english), minlength=width)
    kept = (back >= LEAST_PROBABILITY) & (into >= LEAST_REVERSE) & (seen[right] >= LEAST_COUNT)
    found: dict[str, list[tuple[str, float]]] = {}
    order = np.lexsort((-back, right))
    for place in order[kept[order]]:
        options = found.setdefault(english_words[right[place]], [])
        if len(options) < MOST_WORDS:
            options.append((foreign_words[left[place]], round(float(back[place]), 3)))
    return found


def main() -> None:
    """Write the words of each language."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("work", type=Path)
    parser.add_argument("--languages", default=",".join(LANGUAGES))
    arguments = parser.parse_args()
    tokenizer = Tokenizer.from_file(str(arguments.work / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    (arguments.work / "words").mkdir(exist_ok=True)
    pairs_by_language = training_pairs(arguments.data)
    for language in arguments.languages.split(","):
        started = time.monotonic()
        rows = pairs_by_language[language]
        pairs = rows[:: max(1, len(rows) // MOST_PAIRS)]
        titles = {
            (row["title"], row["title_en"]) for row in read_passages(arguments.data, language)
        }
        pairs += sorted(pair for pair in titles if all(pair)) + name_pairs(language)
        found = learn(pairs, language, tokenizer)
        path = arguments.work / "words" / f"{language}.json"
        path.write_text(json.dumps(found, ensure_ascii=False), encoding="utf-8")
        print(f"{language}: {len(found)} words, {time.monotonic() - started:.0f} s", flush=True)


if __name__ == "__main__":
    main()
