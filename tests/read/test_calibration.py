"""Coefficients of the reader and their file form."""

from __future__ import annotations

import json

import pytest

from rag.read.calibration import Calibration, probability


@pytest.mark.parametrize(
    "made", [Calibration.for_hashing(), Calibration.default()], ids=["hashing", "default"]
)
def test_a_calibration_survives_its_file_form(made):
    """What is written as JSON reads back equal."""
    assert Calibration.from_values(json.loads(json.dumps(made.to_values()))) == made


@pytest.mark.parametrize(
    "damage", [{"threshold": 2.0}, {"threshold": None}, {"quote": {}}, {"absent": {"bias": 0.0}}, {"embedder": None, "quote": {"bias": float("nan")}}]
)  # fmt: skip
def test_a_damaged_file_is_refused(damage):
    """A missing or impossible number is an error, never a silent default."""
    values = {**Calibration.default().to_values(), **damage}

    with pytest.raises((KeyError, ValueError, TypeError)):
        Calibration.from_values(values)


def test_a_probability_stays_between_its_bounds():
    """Even with huge features."""
    assert probability({"bias": 0.0, "x": 1.0}, {"x": 1e9})[0] <= 1.0
    assert probability({"bias": 0.0, "x": 1.0}, {"x": 0.0})[0] == 0.5
