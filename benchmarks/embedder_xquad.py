"""XQuAD: find the paragraph in language B that answers a question in language A.

    python benchmarks/embedder_xquad.py --data shared/data/eval
    python benchmarks/embedder_xquad.py --data shared/data/eval --model teacher --languages en,de

DATA is the folder with ``xquad/``. 1190 questions against 240 paragraphs, gold by question id.
Prints nDCG@10 and recall@1, a row for each question language and a column for each paragraph
language, then one line of JSON. A difference under 0.025 on one pair is noise.
"""

from __future__ import annotations

import argparse
import json
import time
from pathlib import Path

import numpy as np
from embedder_models import BUNDLED, load_model, print_table
from xquad import LANGUAGES, read_xquad

DEPTH = 10
SETTLED_DIFFERENCE = 1e-6


def score(
    question_vectors: np.ndarray, paragraph_vectors: np.ndarray, gold: np.ndarray
) -> tuple[float, float]:
    """Return nDCG@10 and recall@1 of unit vectors [questions, d] and [paragraphs, d]."""
    scores = question_vectors @ paragraph_vectors.T
    own = scores[np.arange(len(gold)), gold][:, None]
    rank = (scores > own + SETTLED_DIFFERENCE).sum(1)
    gain = np.where(rank < DEPTH, 1 / np.log2(rank + 2), 0.0)
    return float(gain.mean()), float((rank == 0).mean())


def main() -> None:
    """Score all pairs of languages and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--data", type=Path, default=Path("shared/data/eval"))
    parser.add_argument("--model", default=str(BUNDLED), help="teacher, or a folder")
    parser.add_argument("--languages", default=LANGUAGES)
    parser.add_argument("--threads", type=int, default=2)
    arguments = parser.parse_args()
    languages = arguments.languages.split(",")
    model = load_model(arguments.model, arguments.threads)
    started = time.monotonic()
    asked, kept, golds, ids = {}, {}, {}, {}
    for language in languages:
        paragraphs, questions, gold = read_xquad(arguments.data, language)
        ids[language] = list(questions)
        golds[language] = gold
        asked[language] = model.encode(list(questions.values()), normalize_embeddings=True)
        kept[language] = model.encode(paragraphs, normalize_embeddings=True)
    gains: dict[str, dict[str, float]] = {language: {} for language in languages}
    firsts: dict[str, dict[str, float]] = {language: {} for language in languages}
    for left in languages:
        for right in languages:
            gold = np.array([golds[right][question] for question in ids[left]])
            found = score(asked[left], kept[right], gold)
            gains[left][right], firsts[left][right] = found
    print("nDCG@10, question language by paragraph language")
    print_table("", gains)
    print("recall@1")
    print_table("", firsts)
    same = float(np.mean([gains[language][language] for language in languages]))
    across = [gains[a][b] for a in languages for b in languages if a != b]
    report = {
        "benchmark": "xquad", "model": arguments.model, "same_language": round(same, 4),
        "across": round(float(np.mean(across)), 4) if across else None,
        "seconds": round(time.monotonic() - started), "ndcg10": gains, "recall1": firsts,
    }  # fmt: skip
    print(json.dumps(report))


if __name__ == "__main__":
    main()
