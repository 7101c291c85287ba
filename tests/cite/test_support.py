"""The probability that a passage supports a sentence."""

from __future__ import annotations

import pytest

from rag.cite.support import FEATURES, measure, support
from rag.cite.verify import check_answer
from tests.cite.samples import evidence

PASSAGE = ("Die Handelskette Walmart führt 11.600 Läden in Deutschland.", "de")
TRUE = [
    ("en", "Walmart runs 11,600 shops in Germany."), ("fr", "Walmart exploite 11 600 magasins en Allemagne."), ("zh", "沃尔玛在德国有1.16万家门店。"),
    ("ar", "تدير السلسلة ١١٬٦٠٠ متجر في ألمانيا."), ("ru", "В Германии 11 600 магазинов."), ("tr", "Almanya'da 11.600 mağaza var."),
]  # fmt: skip


class Says:
    """An entailment model that always says the same."""

    def __init__(self, probability: float) -> None:
        self.probability = probability

    def supports(self, claim, passages):
        """The same, whatever is asked."""
        assert claim and passages
        return self.probability


@pytest.mark.parametrize(("language", "claim"), TRUE)
def test_a_missing_fact_makes_support_unlikely(language, claim):
    """With another number the probability falls far below what it was."""
    wrong = claim.replace("11", "12", 1).replace("١١", "١٢").replace("1.16", "1.26")
    one, two = (measure(text, language, [PASSAGE], 0.8, False) for text in (claim, wrong))

    assert two.numbers == one.numbers + 1
    assert support(two) < 0.5 * support(one)


@pytest.mark.parametrize("cosine", [0.2, 0.4, 0.6, 0.8])
def test_the_more_alike_the_likelier(cosine):
    """All else the same, similarity counts for a sentence."""
    one, two = (
        measure("It is so.", "en", [PASSAGE], value, False) for value in (cosine, cosine + 0.1)
    )

    assert 0 < support(one) < support(two) < 1
    assert tuple(one.values()) == FEATURES


@pytest.mark.parametrize(("theirs", "higher"), [(0.99, True), (0.01, False)])
def test_an_entailment_model_moves_the_probability(theirs, higher):
    """Up when it agrees, down when it does not."""
    measured = measure("Walmart runs 11,600 shops.", "en", [PASSAGE], 0.6, False)

    with_model = support(measured, "Walmart runs 11,600 shops.", [PASSAGE[0]], Says(theirs))

    assert (with_model > support(measured)) == higher


def test_an_entailment_model_can_doubt_but_never_save():
    """A sentence that passes is withheld when the model denies it; a wrong number stays wrong."""
    items = (evidence(1, *PASSAGE),)

    (doubted,) = check_answer(
        "Walmart runs 11,600 shops [1].", items, "en", entailment=Says(0.0001)
    )
    (wrong,) = check_answer("Walmart runs 11,700 shops [1].", items, "en", entailment=Says(0.9999))

    assert (doubted.supported, doubted.reason) == (False, "not_similar")
    assert (wrong.supported, wrong.reason) == (False, "number_missing")


def test_a_sentence_that_cites_has_a_probability():
    """One that cites nothing has none."""
    items = (evidence(1, *PASSAGE),)

    cited, bare = check_answer(
        "Walmart runs 11,600 shops [1]. Cats sleep a lot in 1999.", items, "en"
    )

    assert cited.support is not None and 0 < cited.support < 1
    assert bare.support is None
