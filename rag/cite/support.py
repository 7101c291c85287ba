"""How likely it is that a passage supports a sentence: an estimate whose weights are not fitted yet.

A logistic model over what was measured: the cosine of the sentence to the best of the passage's
sentences, how many of its facts the passage holds and how many of each kind it lacks, whether one
of the two is turned round, and whether they are in two languages. The weights are set by hand, so
the estimate orders sentences and is no calibrated figure; it is shown nowhere and decides nothing
unless an entailment model is given. `training/support_calibrate.py` fits them on true, swapped and
misplaced sentences.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rag.cite.facts import missing_facts
from rag.facts.find import find_facts
from rag.protocols import Entailment

FEATURES = ("cosine", "held", "numbers", "dates", "names", "turned", "across")
"""What is measured; see `Measured`."""

COEFFICIENTS: Mapping[str, float] = {
    "bias": -2.0, "cosine": 6.0, "held": 0.5, "numbers": -4.0, "dates": -4.0, "names": -3.0, "turned": -1.5, "across": 0.5,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Measured:
    """What speaks for and against a sentence."""

    cosine: float
    """Of the sentence and the best sentence of what it cites, -1 to 1; 0 where none was measured."""
    held: float
    """Logarithm of one more than the facts of the sentence that are in what it cites."""
    numbers: float
    dates: float
    names: float
    """Facts of each kind that are not there."""
    turned: float
    """1 when a negation or a bound is only on one side."""
    across: float
    """1 when the sentence and what it cites are in different languages."""

    def values(self) -> dict[str, float]:
        """By name, in the order of `FEATURES`."""
        return {name: float(getattr(self, name)) for name in FEATURES}


def measure(
    claim: str, language: str, passages: Sequence[tuple[str, str]], cosine: float, turned: bool
) -> Measured:
    """The features of a claim against the passages (text, language) that it cites."""
    facts = [fact for fact in find_facts(claim, language) if fact.required]
    missing = missing_facts(claim, language, passages)
    kinds = [fact.kind for fact in missing]
    base = language.split("-")[0]
    return Measured(
        cosine=cosine,
        held=math.log1p(len(facts) - len(missing)),
        numbers=kinds.count("number"),
        dates=kinds.count("date"),
        names=kinds.count("name"),
        turned=float(turned),
        across=float(all(other.split("-")[0] != base for _, other in passages)),
    )


def support(
    measured: Measured,
    claim: str = "",
    passages: Sequence[str] = (),
    entailment: Entailment | None = None,
) -> float:
    """Probability, 0 to 1, that the passages support the claim.

    With an entailment model, the mean of the two log odds: each sees what the other does not.
    """
    odds = COEFFICIENTS["bias"] + sum(
        COEFFICIENTS[name] * value for name, value in measured.values().items()
    )
    if entailment is not None:
        theirs = min(1 - 1e-6, max(1e-6, entailment.supports(claim, passages)))
        odds = (odds + math.log(theirs / (1 - theirs))) / 2
    return 1.0 / (1.0 + math.exp(-min(30.0, max(-30.0, odds))))
