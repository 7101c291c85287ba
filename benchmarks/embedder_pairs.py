"""Held-out sentence pairs: find the English twin of a foreign sentence, and the other way round.

    python benchmarks/embedder_pairs.py --data shared/data/train
    python benchmarks/embedder_pairs.py --data shared/data/train --model teacher

DATA is the folder with ``parallel/``. 500 pairs for each language, chosen by a hash of the
English side and never trained on. Prints for each language the share of sentences whose nearest
among the 500 is the twin: to English, from English, and the mean; then one line of JSON.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from pathlib import Path

import numpy as np
from embedder_models import BUNDLED, REPOSITORY, load_model, print_table

sys.path.insert(0, str(REPOSITORY / "training"))

from embedder_data import CORE_LANGUAGES, LANGUAGES, held_out_pairs, read_pairs


def accuracy(foreign: np.ndarray, english: np.ndarray) -> dict[str, float]:
    """Return the accuracies of unit vectors [pairs, d] of the two sides."""
    scores = foreign @ english.T
    places = np.arange(len(scores))
    forth = float((scores.argmax(1) == places).mean())
    back = float((scores.argmax(0) == places).mean())
    return {"to en": forth, "from en": back, "mean": (forth + back) / 2}


def main() -> None:
    """Score the languages and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--data", type=Path, default=Path("shared/data/train"))
    parser.add_argument("--model", default=str(BUNDLED), help="teacher, or a folder")
    parser.add_argument("--languages", default=",".join(LANGUAGES))
    parser.add_argument("--threads", type=int, default=2)
    arguments = parser.parse_args()
    model = load_model(arguments.model, arguments.threads)
    started = time.monotonic()
    table: dict[str, dict[str, float]] = {}
    for language in arguments.languages.split(","):
        pairs = held_out_pairs(read_pairs(arguments.data, language))
        foreign = model.encode([pair[0] for pair in pairs], normalize_embeddings=True)
        english = model.encode([pair[1] for pair in pairs], normalize_embeddings=True)
        table[language] = accuracy(foreign, english)
    print_table("", table)
    means = {language: figures["mean"] for language, figures in table.items()}
    core = [value for language, value in means.items() if language in CORE_LANGUAGES]
    other = [value for language, value in means.items() if language not in CORE_LANGUAGES]
    report = {
        "benchmark": "pairs", "model": arguments.model, "languages": means,
        "core": round(float(np.mean(core)), 4) if core else None,
        "other": round(float(np.mean(other)), 4) if other else None,
        "seconds": round(time.monotonic() - started),
    }  # fmt: skip
    print(json.dumps(report))


if __name__ == "__main__":
    main()
