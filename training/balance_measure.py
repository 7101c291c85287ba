"""How much an embedder favours texts in the question's own language.

    python training/balance_measure.py --data FOLDER [--embedder NAME] [--write]

FOLDER holds `parallel/<language>-en.tsv.xz`. For each language, sentences x_i with English twins
e_i: the mean cosine of unrelated sentences of one language, cos(x_i, x_j), minus that of the same
sentences across languages, cos(x_i, e_j), i ≠ j. Meaning is equal on both sides, so the difference
is the language's doing. The mean over languages is what `rag/retrieve/balance.py` takes off;
`--write` puts it into the embedder's refusal.json.
"""

from __future__ import annotations

import argparse
import json
import lzma
import random
import sys
from pathlib import Path

import numpy as np

from rag.api import load_embedder
from rag.build import embedder_folder
from rag.settings import resolve

SENTENCES = 200
SEED = 8
SHORTEST = 40  # characters: shorter ones say too little


def pairs(file: Path) -> tuple[list[str], list[str]]:
    """Foreign and English sides of some sentence pairs."""
    with lzma.open(file, "rt", encoding="utf-8") as lines:
        rows = [line.rstrip("\n").split("\t") for line in lines]
    rows = [row for row in rows if len(row[1]) >= SHORTEST]
    chosen = random.Random(SEED).sample(rows, min(SENTENCES, len(rows)))
    return [row[0] for row in chosen], [row[1] for row in chosen]


def unrelated_mean(ours: np.ndarray, theirs: np.ndarray) -> float:
    """Mean cosine of rows that are not twins."""
    cosines = ours @ theirs.T
    return float((cosines.sum() - np.trace(cosines)) / (cosines.size - len(cosines)))


def main() -> None:
    """Measure every language of the folder."""
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--data", type=Path, required=True)
    options.add_argument("--embedder")
    options.add_argument("--write", action="store_true")
    given = options.parse_args()
    embedder = load_embedder(given.embedder)
    advantages = {}
    for file in sorted((given.data / "parallel").glob("*-en.tsv.xz")):
        foreign, english = (embedder.embed_passages(side) for side in pairs(file))
        advantage = unrelated_mean(foreign, foreign) - unrelated_mean(foreign, english)
        advantages[file.name.partition("-")[0]] = advantage
        sys.stdout.write(f"{file.name[:2]}  {advantage:+.4f}\n")
    mean = float(np.mean(list(advantages.values())))
    if given.write:
        target = embedder_folder(resolve({"embedder": given.embedder}).settings) / "refusal.json"
        values = json.loads(target.read_text(encoding="utf-8"))
        values["own_advantage"] = round(mean, 4)
        target.write_text(json.dumps(values, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    sys.stdout.write(json.dumps({"benchmark": "balance", "own_advantage": round(mean, 4)}) + "\n")


if __name__ == "__main__":
    main()
