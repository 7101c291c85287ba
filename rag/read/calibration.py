"""Coefficients that turn what the reader measures into probabilities, fitted for each embedder."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

QUOTE_FEATURES = (
    "cosine", "lead", "dense", "overlap", "around", "names", "numbers", "kind", "fragment", "asks", "length",
)  # fmt: skip
"""What is measured of a sentence; see `rag.read.features`."""

ABSENT_FEATURES = (
    "quote", "cosine", "dense", "margin", "overlap", "names", "kind", "cross", "first",
)  # fmt: skip
"""What is measured of a passage, "quote" being the logit of its best sentence."""


@dataclass(frozen=True, slots=True)
class Calibration:
    """Two logistic models and the threshold of refusal; made by `training/refusal_calibrate.py`."""

    embedder: str
    """Name of the embedder that it was fitted for."""
    quote: Mapping[str, float]
    """Feature -> coefficient, with "bias": whether a sentence holds the answer."""
    absent: Mapping[str, float]
    """Feature -> coefficient, with "bias": whether a passage does not hold it."""
    threshold: float
    """Refuse when the least `absent` of the evidence is above this."""
    rates: Mapping[str, Any] = field(default_factory=dict)
    """Error rates measured when it was fitted, for people and model cards."""

    @classmethod
    def from_values(cls, values: Mapping[str, Any]) -> Calibration:
        """From the table of a JSON file. Raises `KeyError` or `ValueError` when it is not one."""
        quote, absent = (
            {name: float(values[part][name]) for name in ("bias", *names)}
            for part, names in (("quote", QUOTE_FEATURES), ("absent", ABSENT_FEATURES))
        )
        threshold = float(values["threshold"])
        if not 0.0 <= threshold <= 1.0 or not all(
            map(math.isfinite, [*quote.values(), *absent.values()])
        ):
            raise ValueError("its numbers are out of range")
        return cls(str(values["embedder"]), quote, absent, threshold, dict(values.get("rates", {})))

    def to_values(self) -> dict[str, Any]:
        """The table for a JSON file, which `from_values` reads."""
        return {
            "embedder": self.embedder,
            "quote": dict(self.quote),
            "absent": dict(self.absent),
            "threshold": self.threshold,
            "rates": dict(self.rates),
        }

    @classmethod
    def for_hashing(cls) -> Calibration:
        """For `HashingEmbedder`, which knows shared words only."""
        return cls("hashing", _HASHING_QUOTE, _HASHING_ABSENT, 0.78)

    @classmethod
    def default(cls) -> Calibration:
        """For an embedder without a file of its own: careful middle values of trained ones."""
        return cls("default", _DEFAULT_QUOTE, _DEFAULT_ABSENT, 0.7)


def probability(
    coefficients: Mapping[str, float], features: Mapping[str, float]
) -> tuple[float, float]:
    """(probability, logit) of a logistic model."""
    logit = coefficients["bias"] + sum(
        coefficients[name] * value for name, value in features.items()
    )
    return 1.0 / (1.0 + math.exp(-min(30.0, max(-30.0, logit)))), logit


def _named(names: tuple[str, ...], bias: float, *values: float) -> dict[str, float]:
    return {"bias": bias, **dict(zip(names, values, strict=True))}


# Fitted by the script on questions and passages of one language: AUROC .92, refused .83 of the
# unanswerable and .13 of the answerable. "cross" by hand: such pairs share names and numbers only.
_HASHING_QUOTE = _named(
    QUOTE_FEATURES, -2.95, -0.63, 4.75, -1.47, 6.37, 3.27, 1.33, 1.86, 0.39, -3.75, -4.82, -0.26
)
_HASHING_ABSENT = _named(
    ABSENT_FEATURES, 4.26, 0.0, -1.2, -0.33, 0.44, -3.75, -2.33, 0.12, 0.5, -1.71
)
_DEFAULT_QUOTE = _named(
    QUOTE_FEATURES, -4.5, 4.0, 1.5, 2.5, 1.5, 0.5, 0.5, 0.5, 0.8, -1.5, -2.0, 0.2
)
_DEFAULT_ABSENT = _named(ABSENT_FEATURES, 2.5, -0.6, -3.0, -3.0, -1.0, -1.0, -0.5, -0.3, 0.0, 0.0)
