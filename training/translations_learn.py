"""Learn which words stand for which, for each language beside English.

    python training/translations_learn.py DATA rag/models/translations

DATA is the folder with ``parallel/`` and ``passages/``. IBM Model 1 (Brown et al. 1993), six rounds
in each direction, over the stems and pairs of characters that ``rag.translations.units`` makes;
what one direction finds and the other does not is dropped. Titles of passages and the names that
CLDR has for countries, languages and months count as sentence pairs. Writes one
``LANGUAGE.txt.xz`` each: lines "term other percent other percent ...", foreign terms first, then an
empty line, then English terms. About eight minutes on one core.
"""

from __future__ import annotations

import argparse
import lzma
import sys
import time
from collections import Counter
from pathlib import Path

import babel
import numpy as np
from embedder_data import LANGUAGES, read_passages, training_pairs

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from rag.translations import LEAST_PROBABILITY, MOST, units

EM_ROUNDS = 6
LONGEST_SIDE = 40
MOST_PAIRS = 130_000
NAMES_REPEATED = 3  # a pair of names counts as so many sentences
LEAST_COUNT = 2  # a term seen less often has no translations
LEAST_REVERSE = 0.01  # probability in the other direction below which a link is chance
NULL = 0.02  # share of a term's mass that stands for nothing on the other side


def name_pairs(language: str) -> list[tuple[str, str]]:
    """Names of countries, languages, months and days in a language and in English."""
    code = {"no": "nb"}.get(language, language)
    own, english = babel.Locale.parse(code), babel.Locale.parse("en")
    pairs: list[tuple[str, str]] = []
    for kind in ("territories", "languages", "currencies"):
        left, right = getattr(own, kind), getattr(english, kind)
        pairs += [(left[key], right[key]) for key in left if key in right and left[key]]
    for table in ("months", "days"):
        left = getattr(own, table)["stand-alone"]["wide"]
        right = getattr(english, table)["stand-alone"]["wide"]
        pairs += [(left[key], right[key]) for key in left if key in right]
    return pairs


def indexed(texts: list[str], language: str) -> tuple[list[np.ndarray], list[str]]:
    """The distinct units of each text as numbers, and the units by number."""
    numbers: dict[str, int] = {}
    rows = [
        np.array(
            [
                numbers.setdefault(unit, len(numbers))
                for unit in units(text, language)[:LONGEST_SIDE]
            ],
            np.int64,
        )
        for text in texts
    ]
    return rows, list(numbers)


def links(
    left: list[np.ndarray], right: list[np.ndarray], width: int, longest: int = LONGEST_SIDE
) -> tuple[np.ndarray, ...]:
    """Of every (left, right) pair within a sentence pair: key of the link, slot of either side.

    ``width`` is the number of words of the right side, ``longest`` the most of one text.
    """
    keys, left_slots, right_slots = [], [], []
    for index, (own, other) in enumerate(zip(left, right, strict=True)):
        keys.append((own[:, None] * width + other[None, :]).ravel())
        left_slots.append(np.repeat(np.arange(len(own)) + index * longest, len(other)))
        right_slots.append(np.tile(np.arange(len(other)) + index * longest, len(own)))
    return np.concatenate(keys), np.concatenate(left_slots), np.concatenate(right_slots)


def model_one(inverse: np.ndarray, slots: np.ndarray, given: np.ndarray) -> np.ndarray:
    """p(word of the slots' side | ``given`` word) of each distinct link, float64 [links].

    ``inverse`` [tokens] is the link of each co-occurrence, ``slots`` [tokens] the position that the
    word generated stands in, ``given`` [links] the generating word.
    """
    probability = np.full(len(given), 0.01)
    for _ in range(EM_ROUNDS):
        weight = probability[inverse]
        weight /= (np.bincount(slots, weight) + NULL * 0.01)[slots]
        counts = np.bincount(inverse, weight, len(given))
        probability = counts / np.maximum(np.bincount(given, counts)[given], 1e-9)
    return probability


def likeliest(
    sources: np.ndarray, targets: np.ndarray, probability: np.ndarray, kept: np.ndarray
) -> dict[int, list[tuple[int, int]]]:
    """For each source the best targets with percents, likeliest first."""
    found: dict[int, list[tuple[int, int]]] = {}
    order = np.lexsort((-probability, sources))
    for place in order[kept[order]]:
        options = found.setdefault(int(sources[place]), [])
        if len(options) < MOST:
            options.append((int(targets[place]), max(1, round(100 * probability[place]))))
    return found


def learn(pairs: list[tuple[str, str]], language: str) -> str:
    """The text of one table."""
    foreign, foreign_units = indexed([pair[0] for pair in pairs], language)
    english, english_units = indexed([pair[1] for pair in pairs], "en")
    width = len(english_units)
    keys, left_slots, right_slots = links(foreign, english, width)
    distinct, inverse = np.unique(keys, return_inverse=True)
    left, right = distinct // width, distinct % width
    into = model_one(inverse, right_slots, left)
    back = model_one(inverse, left_slots, right)
    left_seen = np.bincount(np.concatenate(foreign), minlength=len(foreign_units))
    right_seen = np.bincount(np.concatenate(english), minlength=width)
    often = (left_seen[left] >= LEAST_COUNT) & (right_seen[right] >= LEAST_COUNT)
    kept_into = often & (into >= LEAST_PROBABILITY) & (back >= LEAST_REVERSE)
    kept_back = often & (back >= LEAST_PROBABILITY) & (into >= LEAST_REVERSE)
    parts = (
        (likeliest(left, right, into, kept_into), foreign_units, english_units),
        (likeliest(right, left, back, kept_back), english_units, foreign_units),
    )
    return "\n\n".join(written(*part) for part in parts) + "\n"


def written(found: dict[int, list[tuple[int, int]]], own: list[str], others: list[str]) -> str:
    """Lines "term other percent ...", by term."""
    lines = (
        " ".join([own[source], *(f"{others[target]} {percent}" for target, percent in options)])
        for source, options in found.items()
    )
    return "\n".join(sorted(lines))


def main() -> None:
    """Write a table for each language."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--languages", default=",".join(LANGUAGES))
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
        text = learn(pairs, language)
        data = lzma.compress(text.encode(), preset=9 | lzma.PRESET_EXTREME)
        (arguments.folder / f"{language}.txt.xz").write_bytes(data)
        counts = Counter(len(line.split(" ")) // 2 for line in text.splitlines())
        print(
            f"{language}: {len(pairs)} pairs, {sum(counts.values())} terms, {len(data) / 1e3:.0f} kB, "
            f"{time.monotonic() - started:.0f} s",
            flush=True,
        )


if __name__ == "__main__":
    main()
