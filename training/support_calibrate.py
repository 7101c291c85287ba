"""Fit the probability that a passage supports a sentence; prints the coefficients for `rag/cite/support.py`.

    python benchmarks/swapped_facts.py --seeds seeds --passages FOLDER --rows rows.jsonl
    python training/support_calibrate.py rows.jsonl

Each row is a sentence with what was measured of it and whether it is true of the passage that it
cites. Logistic regression by Newton's method with a small ridge, on every second row; the error of
calibration and the area under the curve are those of the other rows.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np

from rag.cite.support import FEATURES
from rag.metrics import auroc, expected_calibration_error

RIDGE = 0.5
STEPS = 40


def fit(rows: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """(features + 1,) coefficients, the bias last."""
    design = np.column_stack([rows, np.ones(len(rows))])
    weights = np.zeros(design.shape[1])
    penalty = np.diag([RIDGE] * rows.shape[1] + [0.0])
    for _ in range(STEPS):
        predicted = 1 / (1 + np.exp(-design @ weights))
        gradient = design.T @ (labels - predicted) - penalty @ weights
        curvature = design.T @ (design * (predicted * (1 - predicted))[:, None]) + penalty
        weights += np.linalg.solve(curvature + 1e-6 * np.eye(len(weights)), gradient)
    return weights


def main(file: Path) -> None:
    lines = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    rows = np.array([[line[name] for name in FEATURES] for line in lines])
    labels = np.array([line["true"] for line in lines], dtype=float)
    half = np.arange(len(lines)) % 2 == 0
    weights = fit(rows[half], labels[half])
    odds = rows[~half] @ weights[:-1] + weights[-1]
    predicted = 1 / (1 + np.exp(-odds))
    truth = [bool(label) for label in labels[~half]]
    print(
        {"bias": round(float(weights[-1]), 2)}
        | {name: round(float(value), 2) for name, value in zip(FEATURES, weights, strict=False)}
    )
    print(
        "rows",
        len(lines),
        "error of calibration",
        round(expected_calibration_error(list(predicted), truth), 3),
        "area under the curve",
        round(auroc(list(predicted), truth), 3),
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
